-- One hold as one transaction: what the service does for one customer who comes alone, without the limit per account and
-- without telling the other replicas, both of which would only slow this down.
begin;
select id, show_time_id, price, status, account_id, held_since, held_until, booking_id, version from seat where show_time_id = :show and id in (:a, :b) order by id for update;
update seat set status = 'HELD', account_id = :account, held_since = now(), held_until = now() + interval '10 minutes', version = version + 1 where show_time_id = :show and id in (:a, :b) and status = 'AVAILABLE';
insert into seat_event (show_time_id, seat_id, version, kind, account_id, held_until, at) values (:show, :a, 1, 'HELD', :account, now() + interval '10 minutes', now()), (:show, :b, 1, 'HELD', :account, now() + interval '10 minutes', now());
commit;
