package org.frontrow.platform;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

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

    /** Somebody else is changing the same at this moment, and it takes them long; or both waited for each other. */
    record BusyElsewhere(Duration retryAfter) implements PlatformRefusal {
        private static final Set<String> STATES = Set.of("55P03", "40001", "40P01");

        static BusyElsewhere forAMoment() {
            return new BusyElsewhere(Pause.between(1, 3));
        }

        /** Lock not available, serialization failure, deadlock: a crowd, not a fault. */
        public static boolean isTheReasonFor(SQLException e) {
            return e.getSQLState() != null && STATES.contains(e.getSQLState());
        }

        @Override
        public Kind kind() {
            return Kind.UNAVAILABLE;
        }

        @Override
        public String detail() {
            return "Somebody else is changing the same right now; nothing was changed, please try again";
        }
    }

    /** Somebody else has changed it since it was read. */
    record ChangedMeanwhile() implements PlatformRefusal {
        @Override
        public Kind kind() {
            return Kind.OUTDATED;
        }

        @Override
        public String detail() {
            return "Somebody has changed this since you read it; read it again and look at what you want to change";
        }
    }

    record EditionMissing() implements PlatformRefusal {
        @Override
        public Kind kind() {
            return Kind.UNCONDITIONAL;
        }

        @Override
        public String detail() {
            return "Send the ETag of what you read as If-Match, so that nobody overwrites what they have not seen";
        }
    }

    record UnreadablePage(int last) implements PlatformRefusal {
        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public String detail() {
            return "Give page as a number from 1 to " + last;
        }
    }

    /** @param wanted what it has to be, in words */
    record UnreadableParameter(String name, String wanted) implements PlatformRefusal {
        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public String detail() {
            return "Give " + name + " as " + wanted;
        }
    }

    /** @param name of the parameter */
    record UnreadableTime(String name) implements PlatformRefusal {
        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public String detail() {
            return "Give " + name + " as a time in UTC, such as 2026-11-24T19:00:00Z";
        }
    }
}
