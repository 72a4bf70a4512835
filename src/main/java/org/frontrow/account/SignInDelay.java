package org.frontrow.account;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often somebody guessed wrongly, and until when they have to wait. An attempt counts as failed before its password
 * is looked at and is taken back if it was right: a hundred guesses at the same moment are a hundred failures, not one.
 */
record SignInDelay(
        int failures, @Nullable Instant waitUntil, @Nullable Instant lastFailureAt) {
    static final SignInDelay NONE = new SignInDelay(0, null, null);

    /** What is free, how the wait grows, and when all is forgotten. */
    record Schedule(int free, Duration first, Duration longest, Duration memory) {
        Duration waitAfter(int failures) {
            if (failures < free) {
                return Duration.ZERO;
            }
            var doublings = Math.min(failures - free, 30);
            var wait = first.multipliedBy(1L << doublings);
            return wait.compareTo(longest) < 0 ? wait : longest;
        }
    }

    Duration remaining(Instant now) {
        return waitUntil == null || !waitUntil.isAfter(now) ? Duration.ZERO : Duration.between(now, waitUntil);
    }

    SignInDelay attempted(Instant now, Schedule schedule) {
        var forgotten =
                lastFailureAt != null && lastFailureAt.plus(schedule.memory()).isBefore(now);
        var count = forgotten ? 1 : Math.min(failures, Integer.MAX_VALUE - 1) + 1;
        var wait = schedule.waitAfter(count);
        return new SignInDelay(count, wait.isZero() ? null : now.plus(wait), now);
    }

    /** One attempt fewer. What came before it stays, so that nobody wipes out guesses by signing in themselves. */
    SignInDelay takenBack() {
        return new SignInDelay(Math.max(0, failures - 1), null, lastFailureAt);
    }
}
