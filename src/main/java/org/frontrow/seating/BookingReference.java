package org.frontrow.seating;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.frontrow.platform.Sha256;

/** Names bookings so that people can read them aloud: twelve letters and digits, none that look alike. */
public final class BookingReference {
    /** Crockford's base 32: no I, L, O or U. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 12;

    private BookingReference() {}

    /** What cannot be one need not be looked for; some of it, like a NUL, cannot even be asked about. */
    public static boolean couldBe(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    }

    /**
     * The same for the same words, so that a request that comes twice names the same booking; as hard to guess as its
     * hardest word.
     */
    static String of(String... words) {
        var digest = Sha256.of(String.join("\n", words).getBytes(StandardCharsets.UTF_8));
        var reference = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            reference.append(ALPHABET.charAt(Math.floorMod(digest[i], ALPHABET.length())));
        }
        return reference.toString();
    }

    /** 60 random bits: not to be guessed, and among ten million bookings there is hardly ever a twin. */
    static String next() {
        // Made at use: a generator kept in a static field would be baked into a native image with its seed.
        var random = new SecureRandom();
        var reference = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            reference.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return reference.toString();
    }
}
