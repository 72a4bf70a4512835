package org.frontrow.seating;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Tidies up holds whose time is over, so that the map and the ledger say what the rule says anyway. Any replica may do
 * it; one at a time does.
 */
@ApplicationScoped
class HoldExpiry {
    private static final Logger log = Logger.getLogger(HoldExpiry.class);
    private static final int AT_ONCE = 500;
    /** Then the next second goes on, so that the transaction that holds the lock stays short. */
    private static final Duration LONGEST_SWEEP = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Any number that nothing else in this database uses as an advisory lock. */
    static final long ONE_SWEEPER = 7_246_001;

    private final DataSource database;
    private final SeatLedger ledger;
    private final Seating seating;
    /** As of the last look; what has passed since comes on top. */
    private volatile double overdueSeconds;

    private volatile long lookedAt = System.nanoTime();

    HoldExpiry(DataSource database, SeatLedger ledger, Seating seating, MeterRegistry registry) {
        this.database = database;
        this.ledger = ledger;
        this.seating = seating;
        Gauge.builder("frontrow.expiry.lag", this, HoldExpiry::lagSeconds)
                .description("How long the oldest hold that is over may have been waiting to be tidied up")
                .baseUnit("seconds")
                .register(registry);
    }

    private double lagSeconds() {
        return overdueSeconds + (System.nanoTime() - lookedAt) / 1e9;
    }

    // Not at once: a service that then refuses to start should say why and nothing else.
    @Scheduled(
            every = "${frontrow.holds.sweep-every:1s}",
            delayed = "2s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                if (amTheSweeper(connection)) {
                    expireAllDue(connection);
                }
                overdueSeconds = ledger.overdueSeconds(connection);
                lookedAt = System.nanoTime();
            } finally {
                connection.rollback(); // lets go of the lock; this transaction wrote nothing
            }
        } catch (SQLException e) {
            log.warnf("Expired holds could not be tidied up, they are free all the same: %s", e.getMessage());
        }
    }

    private static boolean amTheSweeper(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("select pg_try_advisory_xact_lock(?)")) {
            statement.setLong(1, ONE_SWEEPER);
            try (var row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private void expireAllDue(Connection connection) throws SQLException {
        var until = System.nanoTime() + LONGEST_SWEEP.toNanos();
        while (System.nanoTime() < until) {
            var due = ledger.due(connection, AT_ONCE);
            var found = due.values().stream().mapToInt(List::size).sum();
            if (found == 0 || expire(due) == 0 || found < AT_ONCE) {
                return;
            }
        }
    }

    private int expire(Map<Long, List<Long>> due) {
        var orders = due.entrySet().stream()
                .map(show -> seating.expire(show.getKey(), show.getValue())
                        .onFailure()
                        .invoke(e ->
                                log.debugf("Holds of show %d were not tidied up: %s", show.getKey(), e.getMessage()))
                        .onFailure()
                        .recoverWithItem(0))
                .toList();
        return Uni.join()
                .all(orders)
                .andCollectFailures()
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(List.of())
                .await()
                .indefinitely()
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
    }
}
