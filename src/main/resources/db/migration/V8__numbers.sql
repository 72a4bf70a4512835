-- Tallies: what was counted of a show, so that a year of shows need not be counted again each time somebody asks.
--
-- They are never written by the desk, and nothing is lost with them: each can be counted again from the ledger at any
-- time. A tally is good as long as the show has no later event than the one it was counted at; else it is as if there
-- were none. It is only taken of a show of which nobody holds a seat, because a hold ends by itself.

create table show_tally (
    show_time_id       bigint         not null,
    -- The latest event that is counted, zero if there was none.
    last_event         bigint         not null,
    counted_at         timestamptz    not null,
    seats              integer        not null,
    sold               integer        not null,
    blocked            integer        not null,
    bookings           integer        not null,
    cancelled_bookings integer        not null,
    withdrawn_bookings integer        not null,
    revenue            numeric(14, 2) not null,
    holds              integer        not null,
    released           integer        not null,
    expired            integer        not null,
    sales              integer        not null,
    unheld_sales       integer        not null,
    returns            integer        not null,
    first_sale_at      timestamptz,
    last_sale_at       timestamptz,
    constraint show_tally_pk primary key (show_time_id),
    constraint show_tally_show_fk foreign key (show_time_id) references show_time (id),
    constraint show_tally_not_negative check (
        least(last_event, seats, sold, blocked, bookings, cancelled_bookings, withdrawn_bookings, revenue, holds, released,
            expired, sales, unheld_sales, returns) >= 0)
);

create table payment_tally (
    show_time_id bigint         not null,
    payment      text           not null,
    bookings     integer        not null,
    seats        integer        not null,
    revenue      numeric(14, 2) not null,
    constraint payment_tally_pk primary key (show_time_id, payment),
    constraint payment_tally_show_fk foreign key (show_time_id) references show_tally (show_time_id) on delete cascade
);

-- One row for all sales of a show, because a row for each would be a hundred. Each quarter of an hour in which something
-- was sold or given back has twenty bytes: its number since 1970, how many seats were sold and how many given back, four
-- bytes each, and in eight bytes the hundredths of what was earned. Quarters, because in some time zones the hour begins
-- at half or quarter past.
create table sale_tally (
    show_time_id bigint not null,
    course       bytea  not null,
    constraint sale_tally_pk primary key (show_time_id),
    constraint sale_tally_show_fk foreign key (show_time_id) references show_tally (show_time_id) on delete cascade
);

-- All seats of a show in the order of their labels, two bytes each: how many hours before the show it was sold, -1 if it
-- was not, -2 if it was not for sale. Shows with the same labels have the same layout.
create table seat_tally (
    show_time_id bigint not null,
    layout       text   not null,
    leads        bytea  not null,
    constraint seat_tally_pk primary key (show_time_id),
    constraint seat_tally_show_fk foreign key (show_time_id) references show_tally (show_time_id) on delete cascade
);
