package org.frontrow.bench;

import org.HdrHistogram.AbstractHistogram;

/**
 * What one round gave. Latencies in milliseconds.
 *
 * @param perSecond what was done, without what was refused
 * @param refused answered, but with no as the answer
 * @param lost never answered
 */
record Measured(double perSecond, double p50, double p99, double p999, double longest, long refused, long lost) {

    /** @param micros how long each took, in microseconds */
    static Measured of(double perSecond, AbstractHistogram micros, long refused, long lost) {
        return new Measured(
                perSecond,
                micros.getValueAtPercentile(50) / 1000.0,
                micros.getValueAtPercentile(99) / 1000.0,
                micros.getValueAtPercentile(99.9) / 1000.0,
                micros.getMaxValue() / 1000.0,
                refused,
                lost);
    }

    /** The same with another count per second. */
    Measured times(double factor) {
        return new Measured(perSecond * factor, p50, p99, p999, longest, refused, lost);
    }

    /** What two did side by side; of the latencies the worse one counts. */
    Measured and(Measured other) {
        return new Measured(
                perSecond + other.perSecond,
                Math.max(p50, other.p50),
                Math.max(p99, other.p99),
                Math.max(p999, other.p999),
                Math.max(longest, other.longest),
                refused + other.refused,
                lost + other.lost);
    }
}
