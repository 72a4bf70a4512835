package org.frontrow.proof.fuzz;

import java.util.List;
import java.util.Random;

/** Everything that is left to chance, so that one number repeats it all. */
final class Dice {
    private final Random random;

    private Dice(Random random) {
        this.random = random;
    }

    /** The same for the same two numbers. */
    static Dice of(long seed, int player) {
        return new Dice(new Random(seed * 1_000_003 + player));
    }

    /** From 0 on. */
    int below(int end) {
        return random.nextInt(end);
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    long number() {
        return random.nextLong();
    }

    @SafeVarargs
    final <T> T oneOf(T... things) {
        return things[random.nextInt(things.length)];
    }

    <T> T oneOf(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Small letters and digits, which fit nearly everywhere. */
    String word(int length) {
        return random.ints(length, 0, 36)
                .collect(StringBuilder::new, (text, i) -> text.append(Character.forDigit(i, 36)), StringBuilder::append)
                .toString();
    }
}
