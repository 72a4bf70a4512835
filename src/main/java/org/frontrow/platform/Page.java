package org.frontrow.platform;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A part of a long list.
 *
 * @param more whether the list goes on behind it
 */
public record Page<T>(List<T> items, boolean more) {
    /** Further than anybody pages; a database would have to count through all of them. */
    public static final int LAST = 10_000;

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,4}");

    /** @param found one more than a page holds, if the list goes on */
    public static <T> Page<T> of(List<T> found, int size) {
        return new Page<>(found.stream().limit(size).toList(), found.size() > size);
    }

    /** From 1, as it stands in an address; refuses what is none. */
    public static int number(String text) {
        if (NUMBER.matcher(text).matches() && Integer.parseInt(text) <= LAST) {
            return Integer.parseInt(text);
        }
        throw new PlatformRefusal.UnreadablePage(LAST).refused();
    }
}
