package org.frontrow.seating;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.Arc;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Looks into the tables, and holds them against each other. */
public final class Ledger {
    private Ledger() {}

    /** Replays every event of the show from the first and wants exactly the seats that are in the table. */
    public static void assertRebuildsSeats(long show) {
        assertRebuildsSeats(ofThisTest(), show);
    }

    public static void assertRebuildsSeats(DataSource database, long show) {
        assertThat(query(database, """
                        with event as (
                            select *, lag(kind) over w as before, count(*) over w as nth,
                                max(case when kind = 'HELD' then version end) over w as held_version
                            from seat_event where show_time_id = ?
                            window w as (partition by seat_id order by version)),
                        last as (
                            select distinct on (seat_id) *,
                                (select at from event h where h.seat_id = e.seat_id and h.version = e.held_version) as since
                            from event e order by seat_id, version desc)
                        select s.id, s.row_label || s.number as label, s.status, l.kind, s.version, l.version as events
                        from seat s left join last l on l.seat_id = s.id
                        where s.show_time_id = ? and (
                            s.version is distinct from coalesce(l.nth, 0)
                            or s.version is distinct from coalesce(l.version, 0)
                            or s.status is distinct from case coalesce(l.kind, 'none')
                                when 'HELD' then 'HELD' when 'EXTENDED' then 'HELD' when 'BOOKED' then 'BOOKED'
                                when 'MOVED_HERE' then 'BOOKED' when 'BLOCKED' then 'BLOCKED' else 'AVAILABLE' end
                            or s.account_id is distinct from
                                case when l.kind in ('HELD', 'EXTENDED', 'BOOKED', 'MOVED_HERE') then l.account_id end
                            or s.held_until is distinct from
                                case when l.kind in ('HELD', 'EXTENDED') then l.held_until end
                            or s.held_since is distinct from
                                case when l.kind in ('HELD', 'EXTENDED') then l.since end
                            or s.booking_id is distinct from case when l.kind in ('BOOKED', 'MOVED_HERE') then l.booking_id end)""", show, show))
                .as("seats that differ from what their events say")
                .isEmpty();
        assertThat(query(database, """
                        select s.id, s.status, t.id as ticket from seat s
                        full join (select * from ticket where status = 'VALID') t
                            on t.show_time_id = s.show_time_id and t.seat_id = s.id and t.booking_id = s.booking_id
                        where coalesce(s.show_time_id, t.show_time_id) = ?
                            and (s.status = 'BOOKED') is distinct from (t.id is not null)""", show))
                .as("booked seats without valid ticket, or the other way round")
                .isEmpty();
    }

    /** Events of one seat in their order. */
    public static List<String> eventsOf(long show, String row, int number) {
        return eventsOf(ofThisTest(), show, row, number);
    }

    public static List<String> eventsOf(DataSource database, long show, String row, int number) {
        return query(database, """
                        select e.kind from seat_event e join seat s on s.show_time_id = e.show_time_id and s.id = e.seat_id
                        where s.show_time_id = ? and s.row_label = ? and s.number = ? order by e.version""", show, row, number).stream()
                .map(columns -> (String) columns.getFirst())
                .toList();
    }

    /** As if so many minutes had gone by for all holds of the show. */
    public static void letTimePass(long show, int minutes) {
        letTimePass(ofThisTest(), show, minutes);
    }

    public static void letTimePass(DataSource database, long show, int minutes) {
        update(
                database,
                "update seat set held_since = held_since - make_interval(mins => ?),"
                        + " held_until = held_until - make_interval(mins => ?) where show_time_id = ? and status = 'HELD'",
                minutes,
                minutes,
                show);
    }

    /** Keeps expired holds from being tidied up meanwhile. */
    public static void withoutSweeper(Runnable test) {
        try (var connection = ofThisTest().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(" + HoldExpiry.ONE_SWEEPER + ")");
            try {
                test.run();
            } finally {
                statement.execute("select pg_advisory_unlock(" + HoldExpiry.ONE_SWEEPER + ")");
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    public static List<List<Object>> query(String sql, Object... parameters) {
        return query(ofThisTest(), sql, parameters);
    }

    public static List<List<Object>> query(DataSource database, String sql, Object... parameters) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            var rows = new ArrayList<List<Object>>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    var columns = new ArrayList<Object>();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        columns.add(row.getObject(i));
                    }
                    rows.add(columns);
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    public static int update(String sql, Object... parameters) {
        return update(ofThisTest(), sql, parameters);
    }

    public static int update(DataSource database, String sql, Object... parameters) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static DataSource ofThisTest() {
        return Arc.container().instance(DataSource.class).get();
    }
}
