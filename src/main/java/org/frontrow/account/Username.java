package org.frontrow.account;

import static java.text.Normalizer.Form.NFKC;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A name as its owner writes it, and the key by which names are compared. The rule is the one that existing accounts
 * were made under: letters and digits of any script and {@code @ . + - _}.
 */
record Username(String text, String key) {
    static final int LONGEST = 150;
    private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{N}@.+\\-_]+");

    /** Empty if nobody can have such a name. */
    static Optional<Username> read(String raw) {
        var text = Normalizer.normalize(raw, NFKC);
        if (text.codePointCount(0, text.length()) > LONGEST
                || !ALLOWED.matcher(text).matches()) {
            return Optional.empty();
        }
        return Optional.of(new Username(text, keyOf(text)));
    }

    // Lower case may leave the normal form, so it is put back into it.
    private static String keyOf(String text) {
        return Normalizer.normalize(text.toLowerCase(Locale.ROOT), NFKC);
    }
}
