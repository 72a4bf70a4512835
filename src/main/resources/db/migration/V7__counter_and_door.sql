-- The counter, where staff sell, and the door, where they let in.
set local lock_timeout = '2s';

-- In its name the counter keeps and sells seats for guests without an account. It cannot sign in, and nobody can get its
-- name: names of accounts have no spaces.
insert into account (username, username_key, password_hash, role, disabled)
values ('box office', 'box office', 'none', 'STAFF', true);

alter table booking add column payment text not null default 'ONLINE';
alter table booking add constraint booking_payment_known check (payment in ('ONLINE', 'CASH', 'COMP'));
-- A name that was told at the counter, and who sold it there.
alter table booking add column guest text;
alter table booking add constraint booking_guest_sane check (length(guest) between 1 and 100);
alter table booking add column sold_by bigint;
alter table booking add constraint booking_sold_by_fk foreign key (sold_by) references account (id);

-- When its owner came in, and who let them in.
alter table ticket add column used_at timestamptz;
alter table ticket add column used_by bigint;
alter table ticket add constraint ticket_used_by_somebody check ((used_at is null) = (used_by is null));
alter table ticket add constraint ticket_used_by_fk foreign key (used_by) references account (id);
-- At the door somebody may stand with a ticket of another show.
create index ticket_by_code on ticket (code);

-- What staff did to a seat, and why; where a ticket went, or came from.
alter table seat_event add column by_account_id bigint;
alter table seat_event add column other_seat_id bigint;
alter table seat_event add column note text;
