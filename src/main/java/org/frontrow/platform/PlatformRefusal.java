package org.frontrow.platform;

import java.time.Duration;

/** What the house says no to before anybody has looked at what is asked. */
public sealed interface PlatformRefusal extends Refusal {

    /** There is more to do than the processor can. */
    record TooBusy(Duration retryAfter) implements PlatformRefusal {
        @Override
        public Kind kind() {
            return Kind.UNAVAILABLE;
        }

        @Override
        public String detail() {
            return "Too many are asking right now; nothing was changed, please try again";
        }
    }
}
