package org.frontrow.live;

import java.time.Duration;
import org.frontrow.platform.Refusal;

/** Everything this package says no to. */
sealed interface LiveRefusal extends Refusal {

    record TooManyWatchers() implements LiveRefusal {
        @Override
        public Kind kind() {
            return Kind.UNAVAILABLE;
        }

        @Override
        public String detail() {
            return "Too many are watching right now, please try again";
        }

        @Override
        public Duration retryAfter() {
            return Duration.ofSeconds(5);
        }
    }
}
