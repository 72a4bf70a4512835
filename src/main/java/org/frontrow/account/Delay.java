package org.frontrow.account;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often somebody tried in vain, and until when they have to wait. An attempt counts before anybody looks whether it
 * is right and is taken back if it was: a hundred guesses at the same moment are a hundred failures, not one. What was
 * counted is forgotten steadily, bit by bit, so that it does not matter in which order attempts that overlap end.
 */
record Delay(
        double count, @Nullable Instant countedAt, @Nullable Instant waitUntil) {
    static final Delay NONE = new Delay(0, null, null);

    /** What is free, how the wait grows, and how long it takes until as many as are free are forgotten. */
    record Schedule(int free, Duration first, Duration longest, Duration memory) {
        Duration waitAfter(double count) {
            // One that is not wholly forgotten counts as one.
            var whole = Math.ceil(count);
            if (whole < free) {
                return Duration.ZERO;
            }
            var wait = first.multipliedBy(1L << (int) Math.min(whole - free, 30));
            return wait.compareTo(longest) < 0 ? wait : longest;
        }

        /** More than this would not make the wait longer, only the way back. */
        double most() {
            var doublings = 0;
            while (doublings < 30 && first.multipliedBy(1L << doublings).compareTo(longest) < 0) {
                doublings++;
            }
            return free + doublings;
        }

        double forgottenIn(Duration time) {
            return free * ((double) time.toMillis() / memory.toMillis());
        }

        Duration untilForgotten(double count) {
            return Duration.ofMillis((long) Math.ceil(count / free * memory.toMillis()));
        }
    }

    /** What one attempt has added, which is what it may take back. */
    record Added(double count, @Nullable Instant waitUntil) {}

    Duration remaining(Instant now) {
        return waitUntil == null || !waitUntil.isAfter(now) ? Duration.ZERO : Duration.between(now, waitUntil);
    }

    /** What is not forgotten yet. */
    double level(Instant now, Schedule schedule) {
        return countedAt == null ? 0 : Math.max(0, count - schedule.forgottenIn(Duration.between(countedAt, now)));
    }

    Delay attempted(Instant now, Schedule schedule) {
        var level = Math.min(level(now, schedule) + 1, schedule.most());
        var wait = schedule.waitAfter(level);
        return new Delay(level, now, wait.isZero() ? null : now.plus(wait));
    }

    /** What {@link #attempted} added. */
    Added since(Delay before, Instant now, Schedule schedule) {
        return new Added(count - before.level(now, schedule), waitUntil);
    }

    /**
     * As if that attempt had not been. What others were counted for stays, and so does the wait if it is another
     * attempt's: nobody wipes out guesses by signing in themselves. The wait before it was over, or it had not begun.
     */
    Delay takenBack(Added added) {
        var itsWait = added.waitUntil != null && added.waitUntil.equals(waitUntil);
        return new Delay(Math.max(0, count - added.count), countedAt, itsWait ? null : waitUntil);
    }
}
