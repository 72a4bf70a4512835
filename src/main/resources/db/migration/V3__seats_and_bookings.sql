-- Seats, bookings, tickets and the ledger of everything that happened to a seat.
--
-- Each of these tables carries show_time_id and has it first in every primary and unique key, and every constraint has
-- a name: that keeps them distributable by show. Ids come from sequences and are unique over all shows, so that
-- "in id order" is one lock order for everybody.

create sequence seat_id_seq as bigint;
create sequence booking_id_seq as bigint increment by 64;
create sequence ticket_id_seq as bigint;
create sequence seat_event_id_seq as bigint;

create table booking (
    id           bigint         not null,
    show_time_id bigint         not null,
    reference    text           not null,
    account_id   bigint         not null,
    total        numeric(12, 2) not null,
    currency     text           not null,
    status       text           not null,
    created_at   timestamptz    not null,
    constraint booking_pk primary key (show_time_id, id),
    constraint booking_reference_unique unique (show_time_id, reference),
    constraint booking_show_fk foreign key (show_time_id) references show_time (id),
    constraint booking_account_fk foreign key (account_id) references account (id),
    constraint booking_status_known check (status in ('CONFIRMED', 'CANCELLED')),
    constraint booking_total_not_negative check (total >= 0),
    constraint booking_currency_iso check (currency ~ '^[A-Z]{3}$')
);

create index booking_by_reference on booking (reference);
create index booking_by_account on booking (account_id, show_time_id);

create table seat (
    id           bigint         not null default nextval('seat_id_seq'),
    show_time_id bigint         not null,
    row_label    text collate "C" not null,
    number       integer        not null,
    price        numeric(12, 2) not null,
    status       text           not null default 'AVAILABLE',
    -- who holds or booked it
    account_id   bigint,
    held_since   timestamptz,
    held_until   timestamptz,
    booking_id   bigint,
    -- grows by one with every change; the same number stands in the seat_event that made it
    version      bigint         not null default 0,
    constraint seat_pk primary key (show_time_id, id),
    constraint seat_label_unique unique (show_time_id, row_label, number),
    constraint seat_show_fk foreign key (show_time_id) references show_time (id),
    constraint seat_booking_fk foreign key (show_time_id, booking_id) references booking (show_time_id, id),
    constraint seat_price_not_negative check (price >= 0),
    constraint seat_columns_fit_status check (
        case status
            when 'AVAILABLE' then num_nonnulls(account_id, held_since, held_until, booking_id) = 0
            when 'BLOCKED'   then num_nonnulls(account_id, held_since, held_until, booking_id) = 0
            when 'HELD'      then num_nulls(account_id, held_since, held_until) = 0 and booking_id is null and held_until > held_since
            when 'BOOKED'    then num_nulls(account_id, booking_id) = 0 and num_nonnulls(held_since, held_until) = 0
            else false
        end)
);

-- For the sweeper, and for counting what an account holds. Both hold only the seats that are held right now.
create index seat_by_expiry on seat (held_until) where status = 'HELD';
create index seat_by_holder on seat (account_id) where status = 'HELD';

create table ticket (
    id           bigint         not null default nextval('ticket_id_seq'),
    show_time_id bigint         not null,
    booking_id   bigint         not null,
    seat_id      bigint         not null,
    price        numeric(12, 2) not null,
    code         text           not null,
    status       text           not null,
    constraint ticket_pk primary key (show_time_id, id),
    constraint ticket_code_unique unique (show_time_id, code),
    constraint ticket_booking_fk foreign key (show_time_id, booking_id) references booking (show_time_id, id),
    constraint ticket_seat_fk foreign key (show_time_id, seat_id) references seat (show_time_id, id),
    constraint ticket_status_known check (status in ('VALID', 'CANCELLED')),
    constraint ticket_price_not_negative check (price >= 0)
);

create index ticket_by_id on ticket (id);
create index ticket_by_booking on ticket (show_time_id, booking_id);
-- The database's own last word against selling a seat twice.
create unique index ticket_valid_once on ticket (show_time_id, seat_id) where status = 'VALID';

-- Append-only: written in the transaction that changes the seat. Replayed from version 1 it rebuilds the seat exactly.
create table seat_event (
    id           bigint      not null default nextval('seat_event_id_seq'),
    show_time_id bigint      not null,
    seat_id      bigint      not null,
    version      bigint      not null,
    kind         text        not null,
    account_id   bigint,
    held_until   timestamptz,
    booking_id   bigint,
    at           timestamptz not null,
    constraint seat_event_pk primary key (show_time_id, id),
    constraint seat_event_version_unique unique (show_time_id, seat_id, version),
    constraint seat_event_kind_known check (kind in ('HELD', 'EXTENDED', 'BOOKED', 'RELEASED', 'EXPIRED', 'CANCELLED'))
);

-- Even the owner of the table may only add to it.
revoke update, delete, truncate on seat_event from current_user;
