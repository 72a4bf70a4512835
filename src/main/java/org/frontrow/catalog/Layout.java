package org.frontrow.catalog;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.frontrow.catalog.CatalogRefusal.InvalidLayout;
import org.frontrow.catalog.CatalogRefusal.InvalidLayout.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Where the places of a screen are, as it is drawn, imported and exported. Pure: what it says has not been taken over by
 * any screen yet.
 *
 * @param spots in the order in which they were drawn
 */
record Layout(List<Spot> spots) {
    /** The largest opera houses have a twentieth, the largest stadiums as many. */
    static final int MOST_PLACES = 100_000;

    static final int LONGEST_ROW_LABEL = 8;
    static final int LARGEST_NUMBER = 9_999;
    /** In chair widths; a stadium is wide. */
    static final double FURTHEST = 10_000;

    private static final int MOST_FAULTS = 20;
    private static final int MOST_SHOWN = 20;

    /** A place to be; see {@link Place}. */
    record Spot(String row, int number, double x, double y, Place.Kind kind) {
        Spot {
            // To the hundredth of a chair: nobody sees more, and equal layouts are to be equal.
            x = rounded(x);
            y = rounded(y);
        }

        private static double rounded(double z) {
            return Double.isFinite(z) ? Math.round(z * 100) / 100.0 : z; // a number that is none is not to become one
        }

        Label label() {
            return new Label(row, number);
        }
    }

    record Label(String row, int number) {}

    private record Point(double x, double y) {}

    /** Refuses what cannot be a screen, and says where it is wrong. */
    Layout checked() {
        if (spots.isEmpty()) {
            throw new InvalidLayout(List.of(new Fault(null, null, "There is no place in it")), 1).refused();
        }
        if (spots.size() > MOST_PLACES) {
            throw new InvalidLayout(
                            List.of(new Fault(null, null, "A screen may have at most " + MOST_PLACES + " places")), 1)
                    .refused();
        }
        var faults = new ArrayList<Fault>();
        var labels = new HashSet<Label>();
        var points = new HashMap<Point, Spot>();
        for (var spot : spots) {
            var why = wrong(spot);
            if (why == null && !labels.add(spot.label())) {
                why = "There are two of this row and number";
            }
            if (why == null) {
                var there = points.putIfAbsent(new Point(spot.x, spot.y), spot);
                why = there == null ? null : "It stands where " + there.row + there.number + " stands";
            }
            if (why != null) {
                faults.add(new Fault(shown(spot.row), spot.number, why));
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidLayout(faults.stream().limit(MOST_FAULTS).toList(), faults.size()).refused();
        }
        return this;
    }

    /** The beginning of something that may be of any length, to say what was wrong with it. */
    static String shown(String text) {
        return text.codePoints()
                .filter(c -> !Character.isISOControl(c))
                .limit(MOST_SHOWN)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static @Nullable String wrong(Spot spot) {
        if (!isRowLabel(spot.row)) {
            return "A row is called by 1 to " + LONGEST_ROW_LABEL + " letters, digits, spaces, dots or hyphens";
        }
        if (spot.number < 1 || spot.number > LARGEST_NUMBER) {
            return "A number lies between 1 and " + LARGEST_NUMBER;
        }
        if (!(Math.abs(spot.x) <= FURTHEST && Math.abs(spot.y) <= FURTHEST)) {
            return "It is further than " + (int) FURTHEST + " chair widths away";
        }
        return null;
    }

    private static boolean isRowLabel(String row) {
        return row.length() <= LONGEST_ROW_LABEL
                && row.equals(row.strip())
                && row.matches("[\\p{L}\\p{Nd}][\\p{L}\\p{Nd} .-]*");
    }

    /** What would change if this took the place of another layout. */
    Difference differenceFrom(Layout before) {
        var known = new HashMap<Label, Spot>();
        before.spots.forEach(spot -> known.put(spot.label(), spot));
        var added = new ArrayList<Spot>();
        var changed = new ArrayList<Spot>();
        for (var spot : spots) {
            var old = known.remove(spot.label());
            if (old == null) {
                added.add(spot);
            } else if (!old.equals(spot)) {
                changed.add(spot);
            }
        }
        return new Difference(added, changed, List.copyOf(known.values()));
    }

    /** @param changed moved, or of another kind, as they will be */
    record Difference(List<Spot> added, List<Spot> changed, List<Spot> removed) {
        boolean isNothing() {
            return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
        }
    }

    /** How many of each kind, for people who want to see that nothing got lost. */
    Map<Place.Kind, Long> kinds() {
        var kinds = new EnumMap<Place.Kind, Long>(Place.Kind.class);
        spots.forEach(spot -> kinds.merge(spot.kind, 1L, Long::sum));
        return kinds;
    }
}
