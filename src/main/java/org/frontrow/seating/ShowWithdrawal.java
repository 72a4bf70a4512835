package org.frontrow.seating;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.frontrow.catalog.Shows;
import org.jboss.logging.Logger;

/**
 * Takes back what was sold of shows that have been cancelled, some bookings at a time, so that nobody else's order waits
 * for that. Any replica may do it, and several at once do no harm: it is done when nobody has a seat any more.
 */
@ApplicationScoped
class ShowWithdrawal {
    private static final Logger log = Logger.getLogger(ShowWithdrawal.class);
    private static final int BOOKINGS_AT_ONCE = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DataSource database;
    private final SeatLedger ledger;
    private final Seating seating;
    private final Shows shows;

    ShowWithdrawal(DataSource database, SeatLedger ledger, Seating seating, Shows shows) {
        this.database = database;
        this.ledger = ledger;
        this.seating = seating;
        this.shows = shows;
    }

    @Scheduled(every = "1s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        try {
            for (long show : shows.toWithdraw()) {
                withdraw(show);
            }
        } catch (SQLException | RuntimeException e) {
            log.warnf("A cancelled show could not be taken back yet: %s", e.getMessage());
        }
    }

    private void withdraw(long show) throws SQLException {
        var freed = 0;
        try (var connection = database.getConnection()) {
            var taken = ledger.taken(connection, show, BOOKINGS_AT_ONCE);
            while (!taken.isEmpty()) {
                freed += seating.withdraw(show, taken).await().atMost(PATIENCE);
                taken = ledger.taken(connection, show, BOOKINGS_AT_ONCE);
            }
        }
        if (freed > 0) {
            log.infof("Show %d is cancelled: %d seats have been taken back", show, freed);
        }
        shows.withdrawn(show);
    }
}
