-- Eighteen months of a house with five screens: three shows a day in each, the last three weeks of them still to come.
-- Parties of two want two neighbouring seats: they hold them, sometimes extend that, and then book, give up, or forget
-- them; some cancel what they have booked, and others come. Most come shortly before the show. What is filled in is a
-- ledger like one that the desk has written: each seat's events are numbered and lead to the state it is in.
set local session_replication_role = replica;
set local work_mem = '256MB';
set local statement_timeout = 0;
select setseed(0.42);

insert into account (username, username_key, password_hash, role)
select 'moviegoer' || n, 'moviegoer' || n, 'never signs in', 'CUSTOMER' from generate_series(1, 5000) as n;
insert into movie (title, duration_minutes) select 'Numbered movie ' || n, 100 from generate_series(1, 40) as n;
insert into screen (name) select 'Numbered screen ' || n from generate_series(1, 5) as n;

create temp table room on commit drop as
select id, (array[120, 180, 240, 320, 480])[row_number() over (order by id)] as places
from screen where name like 'Numbered screen %';

insert into place (screen_id, row_label, number, x, y)
select r.id, chr(65 + k / 20), k % 20 + 1, k % 20, k / 20 from room r cross join generate_series(0, r.places - 1) as k;

insert into show_time (movie_id, screen_id, starts_at, ends_at, currency, price)
select (select min(id) from movie where title like 'Numbered movie %') + (d / 14 * 7 + r.id * 3 + h) % 40, r.id,
    date_trunc('day', now()) + make_interval(days => d, hours => 14 + 3 * h),
    date_trunc('day', now()) + make_interval(days => d, hours => 16 + 3 * h), 'EUR', 12.50
from generate_series(-526, 21) as d cross join generate_series(0, 2) as h cross join room r
order by d, h, r.id;

create temp table stage on commit drop as
select t.id, t.starts_at, r.places, r.places / 2 - 1 as parties, 0.25 + random() * 0.75 as demand,
    (select coalesce(max(id), 0) from seat) + 1 + sum(r.places) over (order by t.id) - r.places as first_seat
from show_time t join room r on r.id = t.screen_id;

-- Each party's pair of seats is wanted one to four times.
create temp table wish on commit drop as
select s.id as show_time_id, s.starts_at, p as party, s.first_seat + 2 * p as seat, s.demand,
    1 + floor(random() * 2.6 * (0.5 + s.demand))::int as times
from stage s cross join lateral generate_series(0, s.parties - 1) as p;

create temp table attempt on commit drop as
select *, begins + least(interval '4 minutes', (ends - begins) * 0.1) as extends,
    begins + least(interval '8 minutes', (ends - begins) * 0.3) as decides, begins + (ends - begins) * 0.6 as cancels
from (
    select show_time_id, party, seat, k, begins + (ends - begins) * random() * 0.4 as begins, ends,
        random() < 0.3 as extended, 1 + floor(random() * 5000)::bigint as account,
        case when k = times and random() < demand * 0.8 then 'BOOKED' when random() < 0.12 then 'CANCELLED'
            when random() < 0.4 then 'RELEASED' else 'EXPIRED' end as outcome,
        case when random() < 0.8 then 'ONLINE' when random() < 0.85 then 'CASH' else 'COMP' end as payment
    from (
        select *, starts_at - interval '21 days' * (1 - (k - 1) / times::numeric) ^ 2 as begins,
            starts_at - interval '21 days' * (1 - k / times::numeric) ^ 2 as ends
        from wish cross join lateral generate_series(1, times) as k) as slots) as attempts;

create temp table step on commit drop as
select show_time_id, party, seat, k, account, at, kind, outcome, row_number() over (partition by show_time_id, party order by at, nth) as version
from (
    select *, begins as at, 'HELD' as kind, 1 as nth from attempt
    union all select *, extends, 'EXTENDED', 2 from attempt where extended
    union all select *, decides, case when outcome = 'CANCELLED' then 'BOOKED' else outcome end, 3 from attempt
    union all select *, cancels, 'CANCELLED', 4 from attempt where outcome = 'CANCELLED') as steps
where at < now();

create temp table sale on commit drop as
select row_number() over (order by decides) as id, show_time_id, party, k, account, decides as at,
    outcome = 'CANCELLED' and cancels < now() as cancelled, payment
from attempt where outcome in ('BOOKED', 'CANCELLED') and decides < now();
create index on sale (show_time_id, party, k);
analyze sale;

insert into booking (id, show_time_id, reference, account_id, total, currency, payment, status, created_at)
select id, show_time_id, 'N' || lpad(id::text, 9, '0'), account, case when payment = 'COMP' then 0 else 25 end, 'EUR', payment,
    case when cancelled then 'CANCELLED' else 'CONFIRMED' end, at
from sale;

update pg_index set indisready = false where indrelid in ('seat_event'::regclass, 'seat'::regclass, 'ticket'::regclass);

insert into seat (id, show_time_id, row_label, number, price, status, account_id, held_since, held_until, booking_id, version)
select s.first_seat + c, s.id, chr(65 + c / 20), c % 20 + 1, 12.50,
    case when c / 2 >= s.parties then 'BLOCKED' when l.kind in ('HELD', 'EXTENDED') then 'HELD'
        when l.kind = 'BOOKED' then 'BOOKED' else 'AVAILABLE' end,
    case when l.kind in ('HELD', 'EXTENDED', 'BOOKED') then l.account end,
    case when l.kind in ('HELD', 'EXTENDED') then l.at end,
    case when l.kind in ('HELD', 'EXTENDED') then l.at + interval '10 minutes' end,
    case when l.kind = 'BOOKED' then b.id end,
    case when c / 2 >= s.parties then 1 else coalesce(l.version, 0) end
from stage s cross join lateral generate_series(0, s.places - 1) as c
left join (select distinct on (show_time_id, party) * from step order by show_time_id, party, version desc) as l
    on l.show_time_id = s.id and l.party = c / 2
left join sale b on b.show_time_id = l.show_time_id and b.party = l.party and b.k = l.k
order by s.id, c;

insert into ticket (show_time_id, booking_id, seat_id, price, code, status)
select b.show_time_id, b.id, s.first_seat + 2 * b.party + n, case when b.payment = 'COMP' then 0 else 12.50 end,
    'T' || b.id || '-' || n, case when b.cancelled then 'CANCELLED' else 'VALID' end
from sale b join stage s on s.id = b.show_time_id cross join generate_series(0, 1) as n;

-- In the order in which they happened, so that the events of a show lie as far apart as they do in life.
insert into seat_event (show_time_id, seat_id, version, kind, account_id, held_until, booking_id, at)
select show_time_id, seat, version, kind, account, held_until, booking, at from (
    select e.show_time_id, e.seat + n as seat, e.version, e.kind, e.account,
        case when e.kind in ('HELD', 'EXTENDED') then e.at + interval '10 minutes' end as held_until,
        case when e.kind = 'BOOKED' then b.id end as booking, e.at
    from step e left join sale b on b.show_time_id = e.show_time_id and b.party = e.party and b.k = e.k
    cross join generate_series(0, 1) as n
    union all
    select s.id, s.first_seat + 2 * s.parties + n, 1, 'BLOCKED', null, null, null, s.starts_at - interval '21 days'
    from stage s cross join generate_series(0, 1) as n) as events
where at < now() order by at;

select setval('seat_id_seq', (select max(id) from seat)), setval('booking_id_seq', (select max(id) / 64 * 64 + 129 from booking));
