package org.frontrow.platform;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to stay away. By chance, so that those who were sent away together do not come back together. */
public final class Pause {
    private Pause() {}

    /** Whole seconds, because that is all that {@code Retry-After} knows. */
    public static Duration between(int shortest, int longest) {
        return Duration.ofSeconds(ThreadLocalRandom.current().nextInt(shortest, longest + 1));
    }
}
