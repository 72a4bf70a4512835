-- What the house itself keeps: who changed what, pictures of movies, and what a show is in the course of its life.
set local lock_timeout = '2s';

-- Every change carries the number of the edition it was made on, so that nobody overwrites what they have not seen.
alter table movie add column version bigint not null default 0;
alter table screen add column version bigint not null default 0;
alter table show_time add column version bigint not null default 0;

-- A chair that is broken for good, or a pillar: it is drawn, and never sold.
alter table place drop constraint place_kind_known;
alter table place add constraint place_kind_known
    check (kind in ('STANDARD', 'WHEELCHAIR', 'COMPANION', 'LOVE_SEAT', 'BLOCKED'));

-- A poster is found by what it shows, so it never changes and can be kept by everybody for ever.
create table poster (
    digest     text        not null,
    media_type text        not null,
    width      integer     not null,
    height     integer     not null,
    picture    bytea       not null,
    created_at timestamptz not null default clock_timestamp(),
    constraint poster_pk primary key (digest),
    constraint poster_digest_is_sha256 check (digest ~ '^[0-9a-f]{64}$'),
    constraint poster_media_type_known check (media_type in ('image/jpeg', 'image/png')),
    constraint poster_size_sane check (width between 1 and 8192 and height between 1 and 8192)
);

-- What staff and administrators did. Written in the transaction that does it; nobody may change it afterwards.
create table audit_entry (
    id         bigint generated always as identity,
    at         timestamptz not null default clock_timestamp(),
    -- Not a foreign key: who has gone has still done it.
    account_id bigint,
    username   text        not null,
    act        text        not null,
    subject    text        not null,
    subject_id text,
    details    jsonb       not null default '{}',
    constraint audit_entry_pk primary key (id),
    constraint audit_entry_act_sane check (act ~ '^[A-Z_]{1,40}$'),
    constraint audit_entry_subject_sane check (subject ~ '^[a-z_]{1,40}$')
);

create index audit_entry_by_account on audit_entry (account_id, id);
create index audit_entry_by_subject on audit_entry (subject, subject_id, id);
create index audit_entry_by_time on audit_entry (at);

revoke update, delete, truncate on audit_entry from current_user;

-- The first administrator gets a password from somebody else, and has to choose their own.
alter table account add column must_change_password boolean not null default false;
alter table account add column disabled boolean not null default false;
alter table account add column version bigint not null default 0;
create index account_by_role on account (role, id) where role <> 'CUSTOMER';

-- A show is a draft until it is put on sale, may be closed, and when it is cancelled its screen is free again.
alter table show_time add column status text not null default 'ON_SALE';
alter table show_time add constraint show_time_status_known check (status in ('DRAFT', 'ON_SALE', 'CLOSED', 'CANCELLED'));
alter table show_time drop constraint show_time_no_overlap;
alter table show_time add constraint show_time_no_overlap
    exclude using gist (screen_id with =, tstzrange(starts_at, ends_at) with &&) where (status <> 'CANCELLED');
create index show_time_by_start on show_time (starts_at, id);

alter table booking drop constraint booking_status_known;
alter table booking add constraint booking_status_known check (status in ('CONFIRMED', 'CANCELLED', 'WITHDRAWN'));

-- What was sold of a cancelled show is taken back step by step, by whichever replica comes to it.
alter table show_time add column cancelled_at timestamptz;
alter table show_time add column withdrawn boolean not null default false;
alter table show_time add constraint show_time_cancelled_at check ((status = 'CANCELLED') = (cancelled_at is not null));
create index show_time_to_withdraw on show_time (id) where status = 'CANCELLED' and not withdrawn;

alter table seat_event drop constraint seat_event_kind_known;
alter table seat_event add constraint seat_event_kind_known check (
    kind in ('HELD', 'EXTENDED', 'BOOKED', 'RELEASED', 'EXPIRED', 'CANCELLED', 'BLOCKED', 'UNBLOCKED',
        'MOVED_AWAY', 'MOVED_HERE'));
