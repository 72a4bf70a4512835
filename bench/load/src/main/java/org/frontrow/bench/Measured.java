package org.frontrow.bench;

/**
 * What one round gave. Latencies in milliseconds.
 *
 * @param perSecond what was done, without what was refused
 * @param refused answered, but with no as the answer
 * @param lost never answered
 */
record Measured(double perSecond, double p50, double p99, double p999, double longest, long refused, long lost) {}
