package org.frontrow.numbers;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A table as comma-separated values (RFC 4180), that a spreadsheet may open without harm. */
final class Csv {
    /** What makes a spreadsheet take a cell for a formula, and run it. */
    private static final Pattern FORMULA = Pattern.compile("^[=+\\-@\\t\\r].*", Pattern.DOTALL);

    private static final Pattern TO_QUOTE = Pattern.compile("[,\"\\r\\n]");

    private final StringBuilder text = new StringBuilder();

    Csv(String... columns) {
        line((Object[]) columns);
    }

    /** @param cells as many as there are columns; null is an empty one */
    Csv line(@Nullable Object... cells) {
        for (int i = 0; i < cells.length; i++) {
            if (i > 0) {
                text.append(',');
            }
            text.append(cell(cells[i]));
        }
        text.append("\r\n");
        return this;
    }

    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        var raw = value.toString();
        // An apostrophe says to a spreadsheet that what follows is text.
        var harmless = FORMULA.matcher(raw).matches() ? "'" + raw : raw;
        return TO_QUOTE.matcher(harmless).find() ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
