package org.frontrow.seating;

import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.frontrow.platform.DatabaseUnreachable;
import org.frontrow.seating.SeatCommand.Expire;
import org.frontrow.seating.SeatState.Held;

/**
 * Ends a hold as if its time were over, for those who develop and do not want to wait ten minutes for it.
 *
 * <p>The rules and the desk stay as they are, without a command that could end somebody's hold early: this is the desk's
 * transaction once more, for one seat, in which the clerk is told the time at which the hold would be over. The seat is
 * locked, the same rule decides, the same ledger writes EXPIRED under the seat's next version, and every replica hears of
 * it. Only the event's time is the real one, so the ledger tells that it was early.
 */
@ApplicationScoped
@IfBuildProfile("dev")
public class EarlyExpiry {
    private final DataSource database;
    private final SeatLedger ledger;
    private final SeatMaps maps;
    private final HoldConfig config;

    EarlyExpiry(DataSource database, SeatLedger ledger, SeatMaps maps, HoldConfig config) {
        this.config = config;
        this.database = database;
        this.ledger = ledger;
        this.maps = maps;
    }

    /** Answers whether there was a hold to end. Blocks. */
    public boolean expire(long show, long seat) {
        try (var transaction = database.getConnection()) {
            transaction.setAutoCommit(false);
            try {
                return expire(transaction, show, seat);
            } finally {
                transaction.rollback(); // after a commit there is nothing left to take back
            }
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }

    private boolean expire(Connection transaction, long show, long seat) throws SQLException {
        var locked = ledger.lock(transaction, List.of(show), List.of(seat), List.of());
        var found = locked.seats().get(seat);
        if (found == null || !(found.state() instanceof Held held)) {
            return false;
        }
        var clerk = new SeatClerk(held.until(), locked.seats(), Map.of(), config, () -> {
            throw new IllegalStateException("Nothing is sold here");
        });
        clerk.serve(new SeatOrder(show, List.of(seat), new Expire()));
        var news = SeatNews.of(clerk.entries(), locked.now());
        ledger.write(transaction, clerk.changed(), clerk.entries(), SeatNews.notices(news), locked.now());
        transaction.commit();
        maps.announce(news);
        return true;
    }
}
