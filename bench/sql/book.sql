-- The booking of the seats that were held, as a second transaction.
begin;
select id, show_time_id, price, status, account_id, held_since, held_until, booking_id, version from seat where show_time_id = :show and id in (:a, :b) order by id for update;
insert into booking (id, show_time_id, reference, account_id, total, currency, status, created_at) values (:a, :show, 'REFERENCE' || :a, :account, 200, 'EUR', 'CONFIRMED', now());
insert into ticket (show_time_id, booking_id, seat_id, price, code, status) values (:show, :a, :a, 100, md5(:a::text), 'VALID'), (:show, :a, :b, 100, md5(:b::text), 'VALID');
update seat set status = 'BOOKED', held_since = null, held_until = null, booking_id = :a, version = version + 1 where show_time_id = :show and id in (:a, :b) and status = 'HELD';
insert into seat_event (show_time_id, seat_id, version, kind, account_id, booking_id, at) values (:show, :a, 2, 'BOOKED', :account, :a, now()), (:show, :b, 2, 'BOOKED', :account, :a, now());
commit;
