package org.frontrow.seating;

import org.jspecify.annotations.Nullable;

/** A show as it is named in an address. */
public final class ShowNumber {
    private ShowNumber() {}

    /** Refuses what is no number, also if it is missing. */
    public static long read(@Nullable String text) {
        try {
            // parseLong alone would also take "+1" and digits of other scripts.
            if (text != null && text.matches("-?[0-9]+")) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new SeatingRefusal.UnreadableShowId().refused();
    }
}
