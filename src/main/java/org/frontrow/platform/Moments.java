package org.frontrow.platform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.frontrow.platform.PlatformRefusal.UnreadableTime;
import org.jspecify.annotations.Nullable;

/** Points in time as they stand in an address. */
public final class Moments {
    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2999-12-31T23:59:59Z");

    private Moments() {}

    /**
     * Empty if there is none; refuses what cannot be read, or what no house will ever ask for.
     *
     * @param name of the parameter
     * @param text such as {@code 2026-11-24T19:00:00Z}
     */
    public static Optional<Instant> read(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var moment = Instant.parse(text).truncatedTo(ChronoUnit.MICROS);
            if (!moment.isBefore(FIRST) && !moment.isAfter(LAST)) {
                return Optional.of(moment);
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw new UnreadableTime(name).refused();
    }
}
