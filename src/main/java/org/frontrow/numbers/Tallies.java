package org.frontrow.numbers;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.frontrow.platform.SqlArrays;

/** The only writer of the tables of tallies. */
@ApplicationScoped
class Tallies {
    /**
     * After that no transaction that began before can still be open: the database ends them much earlier. So no event
     * can turn up later that is older than one that was counted.
     */
    static final Duration QUIET = Duration.ofMinutes(1);

    /** A show whose seats are still sold is not counted again and again. */
    static final Duration KEPT_FOR = Duration.ofMinutes(10);

    /** What happens to a show that ended longer ago is seen by those who ask, and need not be written down. */
    private static final Duration LOOKED_AFTER = Duration.ofDays(7);

    private static final int MOST_AT_ONCE = 5_000;

    // The latest event is found by the key that begins with the show, one look for each.
    private static final String GOOD = """
            select n.show_time_id from show_tally n
            where n.show_time_id = any(?) and n.last_event >= coalesce((
                select e.id from seat_event e where e.show_time_id = n.show_time_id order by e.id desc limit 1), 0)""";

    private static final String DUE = """
            select t.id from show_time t left join show_tally n on n.show_time_id = t.id
            where t.status <> 'DRAFT' and (n.show_time_id is null or t.ends_at > ? and n.counted_at < ?)
            order by t.ends_at, t.id limit ?""";

    private static final String FORGET = "delete from show_tally where show_time_id = any(?)";

    private static final String TAKE = """
            insert into show_tally (show_time_id, last_event, counted_at, seats, sold, blocked, bookings,
                cancelled_bookings, withdrawn_bookings, revenue, holds, released, expired, sales, unheld_sales, returns, first_sale_at,
                last_sale_at)
            select show_time_id, last_event, ?, seats, sold, blocked, bookings, cancelled_bookings, withdrawn_bookings,
                revenue, holds, released, expired, sales, unheld_sales, returns, first_sale_at, last_sale_at
            from (""" + LedgerCount.SHOWS + """
            ) as counted where held = 0 and overdue = 0 and (last_event_at is null or last_event_at < ?)
            returning show_time_id""";

    private static final String TAKE_PARTS =
            "insert into payment_tally (show_time_id, payment, bookings, seats, revenue) "
                    + LedgerCount.PAYMENTS
                    + ";\ninsert into sale_tally (show_time_id, course) "
                    + LedgerCount.SALES
                    + ";\ninsert into seat_tally (show_time_id, layout, leads) "
                    + LedgerCount.SEATS;

    private static final int SHOWS_IN_PARTS = 7;

    /** Of these shows, those whose tally tells what the ledger tells. */
    Set<Long> good(Connection transaction, Collection<Long> shows) throws SQLException {
        try (var statement = transaction.prepareStatement(GOOD)) {
            SqlArrays.setIds(statement, 1, shows);
            var good = new HashSet<Long>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    good.add(row.getLong(1));
                }
            }
            return good;
        }
    }

    /** Shows of which there is no tally, or one that may have to be taken again; those that ended first come first. */
    List<Long> due(Connection connection, Instant now) throws SQLException {
        try (var statement = connection.prepareStatement(DUE)) {
            statement.setObject(1, utc(now.minus(LOOKED_AFTER)));
            statement.setObject(2, utc(now.minus(KEPT_FOR)));
            statement.setInt(3, MOST_AT_ONCE);
            var due = new ArrayList<Long>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    due.add(row.getLong(1));
                }
            }
            return due;
        }
    }

    /**
     * Counts those of these shows that are quiet, and writes it down. All in one view of the database, so the
     * transaction has to be a repeatable read.
     *
     * @return of how many
     */
    int take(Connection transaction, Collection<Long> shows, Instant now) throws SQLException {
        var stale = new HashSet<>(shows);
        stale.removeAll(good(transaction, shows));
        if (stale.isEmpty()) {
            return 0;
        }
        try (var statement = transaction.prepareStatement(FORGET)) {
            SqlArrays.setIds(statement, 1, stale);
            statement.executeUpdate();
        }
        var taken = new ArrayList<Long>();
        try (var statement = transaction.prepareStatement(TAKE)) {
            statement.setObject(1, utc(now));
            statement.setObject(2, utc(now));
            statement.setObject(3, utc(now));
            SqlArrays.setIds(statement, 4, stale);
            SqlArrays.setIds(statement, 5, stale);
            SqlArrays.setIds(statement, 6, stale);
            statement.setObject(7, utc(now.minus(QUIET)));
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    taken.add(row.getLong(1));
                }
            }
        }
        if (!taken.isEmpty()) {
            try (var statement = transaction.prepareStatement(TAKE_PARTS)) {
                for (int i = 1; i <= SHOWS_IN_PARTS; i++) {
                    SqlArrays.setIds(statement, i, taken);
                }
                statement.execute();
            }
        }
        return taken.size();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
