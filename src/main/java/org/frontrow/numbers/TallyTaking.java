package org.frontrow.numbers;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes the tallies of shows that are quiet, some shows at a time, beside all sales and without a lock on anything of
 * theirs. Any replica may do it; one at a time does. Nothing depends on it but how long a question takes.
 */
@ApplicationScoped
class TallyTaking {
    private static final Logger log = Logger.getLogger(TallyTaking.class);
    private static final int SHOWS_AT_ONCE = 10;
    /** Then the next minute goes on. */
    private static final Duration LONGEST = Duration.ofSeconds(30);
    /** Any number that nothing else in this database uses as an advisory lock. */
    private static final long ONE_AT_A_TIME = 7_246_008;

    private final DataSource database;
    private final Tallies tallies;
    private final Set<Long> tooLarge = ConcurrentHashMap.newKeySet();

    TallyTaking(DataSource database, Tallies tallies) {
        this.database = database;
        this.tallies = tallies;
    }

    @Scheduled(
            every = "${frontrow.numbers.tally-every:1m}",
            delayed = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void takeAllDue() {
        try {
            take(due());
        } catch (SQLException e) {
            log.warnf("Shows could not be counted ahead, so it is done when somebody asks: %s", e.getMessage());
        }
    }

    /** What took too long before comes last, or it would keep all others waiting. */
    private List<Long> due() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return tallies
                    .due(connection, row.getObject(1, OffsetDateTime.class).toInstant())
                    .stream()
                    .sorted(Comparator.comparing(tooLarge::contains))
                    .toList();
        }
    }

    private void take(List<Long> due) throws SQLException {
        var until = System.nanoTime() + LONGEST.toNanos();
        for (int i = 0; i < due.size() && System.nanoTime() < until; i += SHOWS_AT_ONCE) {
            var some = due.subList(i, Math.min(due.size(), i + SHOWS_AT_ONCE));
            if (!takeSome(some)) {
                // One is too large for the others, so each is counted alone.
                for (var show : some) {
                    if (!takeSome(List.of(show)) && tooLarge.add(show)) {
                        log.warnf("Show %d is only counted when somebody asks: it takes too long", show);
                    }
                }
            }
        }
    }

    /** @return false if the database has ended it because it took too long */
    private boolean takeSome(List<Long> shows) throws SQLException {
        // Each time another connection: the database ends one whose transaction takes too long.
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var now = begin(connection);
                if (now != null) {
                    tallies.take(connection, shows, now);
                }
                connection.commit();
                return true;
            } finally {
                Numbers.takeBack(connection); // after a commit there is nothing left to take back
            }
        } catch (SQLException e) {
            if (Numbers.tookTooLong(e)) {
                return false;
            }
            throw e;
        }
    }

    /** @return the present time; null if another replica is at it */
    private static @Nullable Instant begin(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read");
            try (var row = statement.executeQuery(
                    "select clock_timestamp() where pg_try_advisory_xact_lock(" + ONE_AT_A_TIME + ")")) {
                return row.next() ? row.getObject(1, OffsetDateTime.class).toInstant() : null;
            }
        }
    }
}
