package org.frontrow.catalog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.frontrow.catalog.CatalogRefusal.UnreadablePlan;
import org.frontrow.catalog.Layout.Spot;
import org.jspecify.annotations.Nullable;

/**
 * A screen as people draw it in a spreadsheet, seen by a guest who faces the screen: a line for each row, the nearest
 * first, its label in front; a number for each place, an empty cell where there is none. An empty line is an aisle. A
 * letter behind the number says what is special: {@code w} wheelchair, {@code c} companion, {@code l} love seat,
 * {@code x} blocked.
 *
 * <pre>
 * A,1,2,,3,4
 * B,1,2,,3,4
 *
 * C,1w,2c,,3l,4l
 * </pre>
 */
final class CsvPlan {
    /** Chairs are closer to their neighbours than to the row behind. */
    private static final double ROW_DISTANCE = 1.2;

    private static final Pattern CELL = Pattern.compile("([0-9]{1,9})\\s*([A-Za-z]?)");
    private static final int MOST_LINES = 2_000;
    private static final int MOST_COLUMNS = 2_000;

    private CsvPlan() {}

    /** Refuses what is no such file, and says in which line it is wrong. */
    static Layout read(byte[] file) {
        var spots = new ArrayList<Spot>();
        int line = 0;
        var lines = lines(text(file));
        var separator = separator(lines);
        for (var cells : lines) {
            line++;
            if (line > MOST_LINES) {
                throw new UnreadablePlan("There are more than " + MOST_LINES + " lines", null).refused();
            }
            read(cells.split(Pattern.quote(separator), -1), line, spots);
        }
        return new Layout(spots).checked();
    }

    private static void read(String[] cells, int line, List<Spot> spots) {
        if (cells.length > MOST_COLUMNS) {
            throw new UnreadablePlan("There are more than " + MOST_COLUMNS + " columns", line).refused();
        }
        var row = unquoted(cells[0]);
        for (int column = 1; column < cells.length; column++) {
            var cell = unquoted(cells[column]);
            if (cell.isEmpty()) {
                continue;
            }
            if (row.isEmpty()) {
                throw new UnreadablePlan("A row without a label has places", line).refused();
            }
            var found = CELL.matcher(cell);
            var kind = found.matches() ? kind(found.group(2)) : null;
            if (kind == null) {
                throw new UnreadablePlan(
                                "\"" + Layout.shown(cell)
                                        + "\" is no number of a place, with w, c, l, x or nothing behind it",
                                line)
                        .refused();
            }
            if (spots.size() == Layout.MOST_PLACES) {
                throw new UnreadablePlan("A screen may have at most " + Layout.MOST_PLACES + " places", line).refused();
            }
            spots.add(new Spot(row, Integer.parseInt(found.group(1)), column, (line - 1) * ROW_DISTANCE, kind));
        }
    }

    private static Place.@Nullable Kind kind(String letter) {
        return switch (letter) {
            case "" -> Place.Kind.STANDARD;
            case "w", "W" -> Place.Kind.WHEELCHAIR;
            case "c", "C" -> Place.Kind.COMPANION;
            case "l", "L" -> Place.Kind.LOVE_SEAT;
            case "x", "X" -> Place.Kind.BLOCKED;
            default -> null;
        };
    }

    private static String text(byte[] file) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(file))
                    .toString();
            if (text.indexOf(0) < 0) {
                return text.startsWith("\uFEFF") ? text.substring(1) : text;
            }
        } catch (CharacterCodingException e) {
            // told below
        }
        throw new UnreadablePlan("The file is not text in UTF-8; save it as \"CSV UTF-8\"", null).refused();
    }

    /** Without what is empty at the end, so that a plan does not get an aisle behind its last row. */
    private static List<String> lines(String text) {
        return text.stripTrailing().lines().toList();
    }

    /** Spreadsheets write what their country writes. */
    private static String separator(List<String> lines) {
        for (var separator : List.of("\t", ";")) {
            if (lines.stream().anyMatch(line -> line.contains(separator))) {
                return separator;
            }
        }
        return ",";
    }

    private static String unquoted(String cell) {
        var text = cell.strip();
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1).strip()
                : text;
    }
}
