package org.frontrow.account;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import org.frontrow.account.PasswordHash.Cost;

/**
 * How long to leave the processor to others after a hash was computed. One that took clearly longer than the quickest so
 * far had to share the processor; then those who hash rest for as long as they worked, and a flood of sign-ins takes half
 * as much from the sale of seats. While the machine has nothing else to do nobody rests. Safe for use by several threads.
 */
final class HashingPace {
    private static final double ALONE = 1.3;
    private static final long LONGEST_REST = TimeUnit.MILLISECONDS.toNanos(250);

    /** Picoseconds for each KiB of each pass. */
    private final LongAccumulator quickest = new LongAccumulator(Math::min, Long.MAX_VALUE);

    /**
     * @param nanos how long it took
     * @return nanoseconds to rest
     */
    long restAfter(long nanos, Cost cost) {
        var each = nanos * 1000 / ((long) cost.memoryKib() * cost.passes());
        quickest.accumulate(each);
        return each > quickest.get() * ALONE ? Math.min(nanos, LONGEST_REST) : 0;
    }
}
