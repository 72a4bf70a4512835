-- A hold as in hold.sql, then the booking of the same seats as a second transaction.
\set n :n + 1
\set pair :first_pair + :client_id + (:n - 1) * :clients
\set show :first_show + :pair % :shows
\set a :first_seat + (:pair % :shows) * :seats + 2 * (:pair / :shows)
\set b :a + 1
\set account :first_account + :pair % :accounts
begin;
select id, show_time_id, price, status, account_id, held_since, held_until, booking_id, version from seat where show_time_id = :show and id in (:a, :b) order by id for update;
update seat set status = 'HELD', account_id = :account, held_since = now(), held_until = now() + interval '10 minutes', version = version + 1 where show_time_id = :show and id in (:a, :b) and status = 'AVAILABLE';
insert into seat_event (show_time_id, seat_id, version, kind, account_id, held_until, at) values (:show, :a, 1, 'HELD', :account, now() + interval '10 minutes', now()), (:show, :b, 1, 'HELD', :account, now() + interval '10 minutes', now());
commit;
begin;
select id, show_time_id, price, status, account_id, held_since, held_until, booking_id, version from seat where show_time_id = :show and id in (:a, :b) order by id for update;
insert into booking (id, show_time_id, reference, account_id, total, currency, status, created_at) values (:a, :show, 'REFERENCE' || :a, :account, 200, 'EUR', 'CONFIRMED', now());
insert into ticket (show_time_id, booking_id, seat_id, price, code, status) values (:show, :a, :a, 100, md5(:a::text), 'VALID'), (:show, :a, :b, 100, md5(:b::text), 'VALID');
update seat set status = 'BOOKED', held_since = null, held_until = null, booking_id = :a, version = version + 1 where show_time_id = :show and id in (:a, :b) and status = 'HELD';
insert into seat_event (show_time_id, seat_id, version, kind, account_id, booking_id, at) values (:show, :a, 2, 'BOOKED', :account, :a, now()), (:show, :b, 2, 'BOOKED', :account, :a, now());
commit;
