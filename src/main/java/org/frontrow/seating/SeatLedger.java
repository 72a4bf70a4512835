package org.frontrow.seating;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.frontrow.catalog.ShowSeats;
import org.frontrow.catalog.ShowSeats.NewSeat;
import org.frontrow.catalog.ShowTime;
import org.frontrow.platform.SqlArrays;
import org.frontrow.seating.SeatState.Available;
import org.frontrow.seating.SeatState.Blocked;
import org.frontrow.seating.SeatState.Booked;
import org.frontrow.seating.SeatState.Held;
import org.jspecify.annotations.Nullable;

/**
 * The only writer of table {@code seat} and of {@code seat_event}, with all of their SQL. Every statement names its
 * shows, so that the tables can be distributed by show; only what is counted or found over all shows does not.
 */
@ApplicationScoped
class SeatLedger implements ShowSeats {

    // The clock must be read after the last lock is granted. Inline in "select … for update" it would be read before;
    // on the outside of a materialised, ordered inner query it is read behind all of them.
    private static final String LOCK = """
            with locked as materialized (
                select id, show_time_id, price, status, account_id, held_since, held_until, booking_id, version
                from seat where show_time_id = any(?) and id = any(?) order by id for update)
            select locked.*, clock_timestamp() from locked order by locked.id""";

    // Not what staff keep for somebody, which can be longer than any hold of their own.
    private static final String COUNT_HOLDS = """
            select account_id, count(*) from seat
            where status = 'HELD' and account_id = any(?) and held_until > clock_timestamp()
                and held_until - held_since <= make_interval(secs => ?) group by account_id""";

    // Each row knows its show, besides the list of them all that routes the statement: otherwise every seat would be
    // looked for in every show.
    private static final String UPDATE = """
            update seat s set status = k.status, account_id = k.account_id, held_since = k.held_since,
                held_until = k.held_until, booking_id = k.booking_id, version = k.version
            from unnest(?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::timestamptz[], ?::timestamptz[], ?::bigint[], ?::bigint[])
                as k (show_time_id, id, status, account_id, held_since, held_until, booking_id, version)
            where s.show_time_id = any(?) and s.show_time_id = k.show_time_id and s.id = k.id""";

    private static final String RECORD = """
            insert into seat_event (show_time_id, seat_id, version, kind, account_id, held_until, booking_id, at,
                by_account_id, other_seat_id, note)
            select k.* from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::timestamptz[],
                ?::bigint[], ?::timestamptz[], ?::bigint[], ?::bigint[], ?::text[])
                as k (show_time_id, seat_id, version, kind, account_id, held_until, booking_id, at,
                    by_account_id, other_seat_id, note)""";

    private static final String ANNOUNCE = "pg_notify('" + SeatMaps.CHANNEL + "', ?)";

    private static final String CREATE = """
            insert into seat (show_time_id, row_label, number, price, status, version)
            select k.* from unnest(?::bigint[], ?::text[], ?::integer[], ?::numeric[], ?::text[], ?::bigint[])
                as k (show_time_id, row_label, number, price, status, version)""";

    /** Also a seat that was never for sale has a ledger that says so. */
    private static final String CREATE_EVENTS = """
            insert into seat_event (show_time_id, seat_id, version, kind, at)
            select s.show_time_id, s.id, s.version, 'BLOCKED', clock_timestamp() from seat s
            where s.show_time_id = any(array[?]) and s.status = 'BLOCKED'""";

    private static final String COUNT = "select count(*) from seat where show_time_id = any(array[?])";

    private static final String COUNT_TAKEN = """
            select count(*) filter (where status = 'HELD' and held_until > clock_timestamp()),
                count(*) filter (where status = 'BOOKED'), count(distinct booking_id)
            from seat where show_time_id = any(array[?])""";

    private static final String DUE = """
            select show_time_id, id from seat
            where status = 'HELD' and held_until <= clock_timestamp() order by held_until limit ?""";

    /** Of a booking all seats or none. */
    private static final String TAKEN = """
            with chosen as (
                select distinct booking_id from seat
                where show_time_id = any(array[?]) and status = 'BOOKED' limit ?)
            select id from seat where show_time_id = any(array[?])
                and (status = 'HELD' or status = 'BOOKED' and booking_id in (select booking_id from chosen))""";

    private static final String OVERDUE = """
            select coalesce(extract(epoch from clock_timestamp() - min(held_until)), 0) from seat
            where status = 'HELD' and held_until <= clock_timestamp()""";

    private static final String LAST_EVENTS = """
            select distinct on (seat_id) seat_id, kind from seat_event
            where show_time_id = ? and seat_id = any(?) and account_id = ? order by seat_id, version desc""";

    private static final String KEPT_FOR = """
            select s.id, s.held_since from seat s
                join unnest(?::text[], ?::integer[]) as k (row_label, number)
                    on s.row_label = k.row_label and s.number = k.number
            where s.show_time_id = ? and s.status = 'HELD' and s.account_id = ? and (
                select e.note from seat_event e where e.show_time_id = s.show_time_id and e.seat_id = s.id
                order by e.version desc limit 1) = ?""";

    private final HoldConfig config;

    SeatLedger(HoldConfig config) {
        this.config = config;
    }

    /** @param holds live holds over all shows, of the accounts that were asked about */
    record Locked(Instant now, Map<Long, LockedSeat> seats, Map<Long, Integer> holds) {}

    /**
     * Locks seats until the transaction ends, in id order, which is the one order everybody keeps.
     *
     * @param holders accounts whose live holds are to be counted, over all shows
     */
    Locked lock(Connection transaction, Collection<Long> shows, Collection<Long> seats, Collection<Long> holders)
            throws SQLException {
        // Both statements travel in one round trip; the second runs when the first has its locks.
        var sql = holders.isEmpty() ? LOCK : LOCK + ";\n" + COUNT_HOLDS;
        try (var statement = transaction.prepareStatement(sql)) {
            SqlArrays.setIds(statement, 1, shows);
            SqlArrays.setIds(statement, 2, seats);
            if (!holders.isEmpty()) {
                SqlArrays.setIds(statement, 3, holders);
                statement.setDouble(4, config.longest().toMillis() / 1000.0);
            }
            statement.execute();
            var now = Instant.MIN;
            var found = new HashMap<Long, LockedSeat>(seats.size() * 2);
            try (var row = statement.getResultSet()) {
                while (row.next()) {
                    var seat = new LockedSeat(
                            row.getLong(1), row.getLong(2), row.getBigDecimal(3), state(row), row.getLong(9));
                    found.put(seat.id(), seat);
                    var read = instant(row, 10);
                    now = read.isAfter(now) ? read : now;
                }
            }
            var holds = new HashMap<Long, Integer>();
            if (!holders.isEmpty() && statement.getMoreResults()) {
                try (var row = statement.getResultSet()) {
                    while (row.next()) {
                        holds.put(row.getLong(1), row.getInt(2));
                    }
                }
            }
            return new Locked(now, found, holds);
        }
    }

    /**
     * Writes what the clerk changed, one event for each step, and the notices that all replicas get when this commits,
     * in one round trip.
     */
    void write(
            Connection transaction,
            List<LockedSeat> changed,
            List<SeatClerk.Entry> entries,
            List<String> notices,
            Instant now)
            throws SQLException {
        var announce = "select " + String.join(", ", Collections.nCopies(notices.size(), ANNOUNCE));
        try (var statement = transaction.prepareStatement(UPDATE + ";\n" + RECORD + ";\n" + announce)) {
            SqlArrays.set(statement, 1, "bigint", changed, LockedSeat::show);
            SqlArrays.set(statement, 2, "bigint", changed, LockedSeat::id);
            SqlArrays.set(
                    statement, 3, "text", changed, seat -> status(seat.state()).name());
            SqlArrays.set(statement, 4, "bigint", changed, seat -> account(seat.state()));
            SqlArrays.set(
                    statement, 5, "timestamptz", changed, seat -> seat.state() instanceof Held h ? h.since() : null);
            SqlArrays.set(statement, 6, "timestamptz", changed, seat -> until(seat.state()));
            SqlArrays.set(statement, 7, "bigint", changed, seat -> booking(seat.state()));
            SqlArrays.set(statement, 8, "bigint", changed, LockedSeat::version);
            SqlArrays.setIds(
                    statement,
                    9,
                    changed.stream().map(LockedSeat::show).distinct().toList());

            SqlArrays.set(
                    statement, 10, "bigint", entries, entry -> entry.seat().show());
            SqlArrays.set(
                    statement, 11, "bigint", entries, entry -> entry.seat().id());
            SqlArrays.set(
                    statement, 12, "bigint", entries, entry -> entry.seat().version());
            SqlArrays.set(
                    statement, 13, "text", entries, entry -> entry.step().kind().name());
            SqlArrays.set(
                    statement, 14, "bigint", entries, entry -> entry.step().account());
            SqlArrays.set(
                    statement,
                    15,
                    "timestamptz",
                    entries,
                    entry -> until(entry.step().next()));
            SqlArrays.set(
                    statement,
                    16,
                    "bigint",
                    entries,
                    entry -> booking(entry.step().next()));
            SqlArrays.set(statement, 17, "timestamptz", entries, _ -> now);
            SqlArrays.set(
                    statement,
                    18,
                    "bigint",
                    entries,
                    entry -> entry.by() == null ? null : entry.by().account());
            SqlArrays.set(statement, 19, "bigint", entries, SeatClerk.Entry::other);
            SqlArrays.set(
                    statement,
                    20,
                    "text",
                    entries,
                    entry -> entry.by() == null ? null : entry.by().note());
            for (int i = 0; i < notices.size(); i++) {
                statement.setString(21 + i, notices.get(i));
            }
            statement.execute();
            if (statement.getUpdateCount() != changed.size()) {
                throw new IllegalStateException("Of " + changed.size() + " locked seats only "
                        + statement.getUpdateCount() + " could be written");
            }
        }
    }

    @Override
    public void createFor(long show, BigDecimal price, List<NewSeat> seats) {
        // Through the session's own connection: the seats belong to the transaction that plans the show.
        ShowTime.getEntityManager().unwrap(org.hibernate.Session.class).doWork(connection -> {
            for (int i = 0; i < seats.size(); i += SEATS_AT_ONCE) {
                create(connection, show, price, seats.subList(i, Math.min(seats.size(), i + SEATS_AT_ONCE)));
            }
            try (var statement = connection.prepareStatement(CREATE_EVENTS)) {
                statement.setLong(1, show);
                statement.executeUpdate();
            }
        });
    }

    private static void create(Connection connection, long show, BigDecimal price, List<NewSeat> seats)
            throws SQLException {
        try (var statement = connection.prepareStatement(CREATE)) {
            SqlArrays.set(statement, 1, "bigint", seats, _ -> show);
            SqlArrays.set(statement, 2, "text", seats, NewSeat::row);
            SqlArrays.set(statement, 3, "integer", seats, NewSeat::number);
            SqlArrays.set(statement, 4, "numeric", seats, _ -> price);
            SqlArrays.set(statement, 5, "text", seats, seat -> seat.blocked() ? "BLOCKED" : "AVAILABLE");
            SqlArrays.set(statement, 6, "bigint", seats, seat -> seat.blocked() ? 1L : 0L);
            statement.executeUpdate();
        }
    }

    @Override
    public long countOf(long show) {
        return ofTheShow(COUNT, show, row -> row.getLong(1));
    }

    @Override
    public Taken takenOf(long show) {
        return ofTheShow(COUNT_TAKEN, show, row -> new Taken(row.getInt(1), row.getInt(2), row.getInt(3)));
    }

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Through the session's own connection, so it sees what the open transaction did. */
    private static <T> T ofTheShow(String query, long show, Reader<T> reader) {
        return ShowTime.getEntityManager().unwrap(org.hibernate.Session.class).doReturningWork(connection -> {
            try (var statement = connection.prepareStatement(query)) {
                statement.setLong(1, show);
                try (var row = statement.executeQuery()) {
                    row.next();
                    return reader.read(row);
                }
            }
        });
    }

    @Override
    public void changed(long show) {
        ShowTime.getEntityManager().unwrap(org.hibernate.Session.class).doWork(connection -> {
            try (var statement = connection.prepareStatement("select pg_notify('" + ShowNotices.CHANNEL + "', ?)")) {
                statement.setString(1, Long.toString(show));
                statement.execute();
            }
        });
    }

    /** Which of these seats an account keeps for a guest of that name, and since when; read without locks. */
    Map<Long, Instant> keptFor(Connection connection, long show, List<SeatLabel> labels, long account, String guest)
            throws SQLException {
        try (var statement = connection.prepareStatement(KEPT_FOR)) {
            SqlArrays.set(statement, 1, "text", labels, SeatLabel::row);
            SqlArrays.set(statement, 2, "integer", labels, SeatLabel::number);
            statement.setLong(3, show);
            statement.setLong(4, account);
            statement.setString(5, guest);
            var kept = new HashMap<Long, Instant>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    kept.put(row.getLong(1), instant(row, 2));
                }
            }
            return kept;
        }
    }

    /** Holds whose time is over, the oldest first; read over all shows and without locks. */
    Map<Long, List<Long>> due(Connection connection, int limit) throws SQLException {
        try (var statement = connection.prepareStatement(DUE)) {
            statement.setInt(1, limit);
            var due = new HashMap<Long, List<Long>>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    due.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>()).add(row.getLong(2));
                }
            }
            return due;
        }
    }

    /** Seats of the show that are somebody's: all that are held, and those of so many bookings. Read without locks. */
    List<Long> taken(Connection connection, long show, int bookings) throws SQLException {
        try (var statement = connection.prepareStatement(TAKEN)) {
            statement.setLong(1, show);
            statement.setInt(2, bookings);
            statement.setLong(3, show);
            var taken = new ArrayList<Long>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    taken.add(row.getLong(1));
                }
            }
            return taken;
        }
    }

    /** For how long the oldest hold that is over has been in the table; zero if there is none. */
    double overdueSeconds(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(OVERDUE);
                var row = statement.executeQuery()) {
            row.next();
            return row.getDouble(1);
        }
    }

    /** Which of these seats the account lost to the clock, and to nothing since. */
    List<Long> expiredFor(Connection connection, long account, long show, List<Long> seats) throws SQLException {
        try (var statement = connection.prepareStatement(LAST_EVENTS)) {
            statement.setLong(1, show);
            SqlArrays.setIds(statement, 2, seats);
            statement.setLong(3, account);
            var expired = new ArrayList<Long>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    if (SeatEvent.valueOf(row.getString(2)) == SeatEvent.EXPIRED) {
                        expired.add(row.getLong(1));
                    }
                }
            }
            return expired;
        }
    }

    /** Takes {@code blocks} times 64 numbers for new bookings from the sequence. */
    Queue<Long> bookingIds(Connection connection, int blocks) throws SQLException {
        try (var statement =
                connection.prepareStatement("select nextval('booking_id_seq') from generate_series(1, ?)")) {
            statement.setInt(1, blocks);
            var ids = new ArrayDeque<Long>(blocks * BOOKING_IDS_PER_BLOCK);
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    for (int i = 0; i < BOOKING_IDS_PER_BLOCK; i++) {
                        ids.add(row.getLong(1) + i);
                    }
                }
            }
            return ids;
        }
    }

    /** Far below what a statement may take, also on a busy machine. */
    private static final int SEATS_AT_ONCE = 10_000;

    /** The sequence's increment, see the migration. */
    static final int BOOKING_IDS_PER_BLOCK = 64;

    private static SeatState state(ResultSet row) throws SQLException {
        return switch (Seat.Status.valueOf(row.getString(4))) {
            case AVAILABLE -> new Available();
            case HELD -> new Held(row.getLong(5), instant(row, 6), instant(row, 7));
            case BOOKED -> new Booked(row.getLong(5), row.getLong(8));
            case BLOCKED -> new Blocked();
        };
    }

    private static Seat.Status status(SeatState state) {
        return switch (state) {
            case Available _ -> Seat.Status.AVAILABLE;
            case Held _ -> Seat.Status.HELD;
            case Booked _ -> Seat.Status.BOOKED;
            case Blocked _ -> Seat.Status.BLOCKED;
        };
    }

    private static @Nullable Long account(SeatState state) {
        return switch (state) {
            case Held held -> held.by();
            case Booked booked -> booked.by();
            case Available _, Blocked _ -> null;
        };
    }

    private static @Nullable Instant until(SeatState state) {
        return state instanceof Held held ? held.until() : null;
    }

    private static @Nullable Long booking(SeatState state) {
        return state instanceof Booked booked ? booked.booking() : null;
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
