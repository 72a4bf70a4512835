package org.frontrow.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The one clock of the house. Replicas may run minutes apart, so nothing that decides about a seat, a show or a sign-in
 * asks the machine it happens to run on.
 */
@ApplicationScoped
public class DatabaseClock {
    private final DataSource database;
    private volatile @Nullable Heard heard;

    /** @param at {@link System#nanoTime()} when the answer had come */
    private record Heard(Instant time, long at) {}

    DatabaseClock(DataSource database) {
        this.database = database;
    }

    /** The database's present time, not that of the transaction's start. Costs one round trip. */
    public Instant now() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            var now = row.getObject(1, OffsetDateTime.class).toInstant();
            heard(now);
            return now;
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }

    /**
     * The time without asking: what the database said last, and what has passed since. Never ahead of it, and behind by
     * no more than an answer takes to arrive. Good for what people are shown; decisions about seats ask for themselves.
     */
    public Instant about() {
        var last = heard;
        return last == null ? now() : last.time.plusNanos(System.nanoTime() - last.at);
    }

    /** A statement has read {@code clock_timestamp()} just now. */
    public void heard(Instant now) {
        heard = new Heard(now, System.nanoTime());
    }
}
