-- Not only wrong passwords make one wait, also registering or refreshing too often; and what was counted is forgotten
-- bit by bit. What was counted so far is worth nothing after a restart.
drop table sign_in_delay;

-- Counts per account, address, session … Not tied to table account: names that do not exist are counted too, or the
-- delay would tell which ones do.
create table account_delay (
    subject      text             not null,
    count        double precision not null,
    counted_at   timestamptz,
    wait_until   timestamptz,
    -- From then on the row says nothing any more.
    forgotten_at timestamptz      not null default clock_timestamp() + interval '1 hour',
    constraint account_delay_pk primary key (subject),
    constraint account_delay_count_not_negative check (count >= 0)
);

create index account_delay_by_age on account_delay (forgotten_at);

create index account_session_latest on account_session (account_id, created_at);
drop index account_session_by_account;
