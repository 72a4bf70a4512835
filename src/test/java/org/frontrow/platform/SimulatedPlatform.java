package org.frontrow.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** The parts of the platform that a simulated replica stands on. */
public final class SimulatedPlatform {
    private static final SmallRyeConfig NOTHING_SET = new SmallRyeConfigBuilder().build();

    private SimulatedPlatform() {}

    /** One that has heard of the time and does not need the database any more. */
    public static DatabaseClock clock(DataSource database) {
        var clock = new DatabaseClock(database);
        clock.heard(Instant.EPOCH);
        return clock;
    }

    /** A line without a thread: whoever simulates it calls the listeners, and says which of them hear everything. */
    public static DatabaseNotices notices(Predicate<DatabaseNotices.Listener> current, MeterRegistry registry) {
        return new DatabaseNotices("", Optional.empty(), Optional.empty(), NOTHING_SET, registry) {
            @Override
            public boolean isCurrent(Listener listener) {
                return current.test(listener);
            }
        };
    }
}
