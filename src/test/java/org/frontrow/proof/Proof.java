package org.frontrow.proof;

import java.util.Random;

/** How much is tried, and by which dice. */
public final class Proof {
    /** The tag of all tests that {@code ./mvnw verify -Pproof} runs. */
    public static final String TAG = "proof";

    private Proof() {}

    /** Whether there is time: {@code -Pproof}. */
    public static boolean isLong() {
        return Boolean.getBoolean("proof.long");
    }

    public static <T> T shortOrLong(T inShort, T inLong) {
        return isLong() ? inLong : inShort;
    }

    /** A new one each time, or the one to repeat a run with: {@code -Dproof.seed=…}. Print it. */
    public static long seed() {
        return Long.getLong("proof.seed", new Random().nextLong() & 0xFFFF_FFFFL);
    }
}
