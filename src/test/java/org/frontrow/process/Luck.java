package org.frontrow.process;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Whom a fault hits, of those whom it could. */
public interface Luck {
    Luck NOBODY = () -> false;

    boolean strikes();

    /** The next so many, and then nobody. */
    static Luck next(int count) {
        var left = new AtomicInteger(count);
        return () -> left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    /** Each with that probability. */
    static Luck dice(double probability, Random random) {
        return () -> random.nextDouble() < probability;
    }
}
