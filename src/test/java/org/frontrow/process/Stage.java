package org.frontrow.process;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.frontrow.seating.Ledger;

/** Sets up what a test needs behind the service's back. Each call makes something new, so no test disturbs another. */
public final class Stage {
    private static final AtomicLong next = new AtomicLong(System.nanoTime());

    private final DataSource database;

    public Stage(DataSource database) {
        this.database = database;
    }

    /** A show tomorrow with rows A, B, … of so many seats, at 100.00 EUR each. */
    public long show(int rows, int perRow) {
        var name = Long.toString(next.incrementAndGet(), 36);
        return number("""
                        with m as (insert into movie (title, duration_minutes) values ('Movie ' || ?, 120) returning id),
                            c as (insert into screen (name) values ('Screen ' || ?) returning id),
                            p as (
                                insert into place (screen_id, row_label, number, x, y)
                                select c.id, chr(64 + r), n, n, r
                                from c, generate_series(1, ?) as r, generate_series(1, ?) as n
                                returning row_label, number),
                            t as (
                                insert into show_time (movie_id, screen_id, starts_at, ends_at, currency, price)
                                select m.id, c.id, now() + interval '24 hours', now() + interval '26 hours', 'EUR', 100
                                from m, c returning id),
                            s as (
                                insert into seat (show_time_id, row_label, number, price)
                                select t.id, p.row_label, p.number, 100 from t, p order by p.row_label, p.number)
                        select id from t""", name, name, rows, perRow);
    }

    /** Signed in a while ago: a refresh away from an access token, without a password being hashed for each. */
    public List<Guest> guests(int count) {
        var name = "crowd" + Long.toString(next.incrementAndGet(), 36) + "-";
        return Ledger.query(database, """
                        with a as (
                            insert into account (username, username_key, password_hash, role)
                            select ? || n, ? || n, 'nobody signs in with this', 'CUSTOMER' from generate_series(1, ?) as n
                            returning id, username),
                            s as (
                                insert into account_session (account_id, expires_at)
                                select id, now() + interval '1 day' from a returning id, account_id, expires_at),
                            r as (
                                insert into refresh_token (hash, session_id, expires_at)
                                select sha256(convert_to(a.username || ' may refresh', 'UTF8')), s.id, s.expires_at
                                from s join a on a.id = s.account_id)
                        select username from a""", name, name, count).stream()
                .map(row -> (String) row.getFirst())
                .map(username -> Guest.returning(username, username + " may refresh"))
                .toList();
    }

    public long number(String sql, Object... parameters) {
        return ((Number) Ledger.query(database, sql, parameters).getFirst().getFirst()).longValue();
    }
}
