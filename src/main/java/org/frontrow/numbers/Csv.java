package org.frontrow.numbers;

import org.jspecify.annotations.Nullable;

/** A table as comma-separated values (RFC 4180), that a spreadsheet may open without harm. */
final class Csv {
    /** What makes a spreadsheet take a cell for a formula, and run it. */
    private static final String BEGINS_FORMULAS = "=+-@\t\r";

    private static final String ENDS_CELLS = ",\"\r\n";

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
        var harmless = !raw.isEmpty() && BEGINS_FORMULAS.indexOf(raw.charAt(0)) >= 0 ? "'" + raw : raw;
        return harmless.chars().anyMatch(c -> ENDS_CELLS.indexOf(c) >= 0)
                ? '"' + harmless.replace("\"", "\"\"") + '"'
                : harmless;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
