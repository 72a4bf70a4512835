package org.frontrow.proof;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.frontrow.seating.Ledger;
import org.jspecify.annotations.Nullable;

/** Turns the database's times into those of the clients, which are {@link System#nanoTime()} of the same machine. */
public final class SharedClock {
    private static final int LOOKS = 5;

    private final Instant database;
    private final long here;

    private SharedClock(Instant database, long here) {
        this.database = database;
        this.here = here;
    }

    /** Looks several times, and believes the answer that came quickest. */
    public static SharedClock of(DataSource database) {
        SharedClock best = null;
        var quickest = Long.MAX_VALUE;
        for (int i = 0; i < LOOKS; i++) {
            var asked = System.nanoTime();
            var now = instant(Ledger.query(database, "select clock_timestamp()")
                    .getFirst()
                    .getFirst());
            var took = System.nanoTime() - asked;
            if (best == null || took < quickest) {
                quickest = took;
                best = new SharedClock(now, asked + took / 2);
            }
        }
        return best;
    }

    public long nanos(Instant instant) {
        return here + Duration.between(database, instant).toNanos();
    }

    /** @param column of a row, or null */
    @Nullable
    Long nanos(@Nullable Object column) {
        return column == null ? null : (Long) nanos(instant(column));
    }

    private static Instant instant(Object column) {
        return switch (column) {
            case OffsetDateTime time -> time.toInstant();
            case java.sql.Timestamp time -> time.toInstant();
            default -> throw new IllegalArgumentException(column.toString());
        };
    }
}
