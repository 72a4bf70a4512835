package org.frontrow.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.frontrow.catalog.CatalogRefusal.UnreadablePlan;
import org.frontrow.catalog.Layout.Spot;
import org.frontrow.platform.Refused;

/**
 * A seating plan as pretix and its editor write it: zones of rows of seats, in pixels. Its rows may be called the same in
 * several zones; there they get the initials of their zone. A seat's category says of what kind it is, if it is a word
 * for one.
 *
 * @see <a href="https://github.com/pretix/pretix/blob/master/src/pretix/static/seating/seating-plan.schema.json">its
 *     schema</a>
 */
final class PretixPlan {
    /** How far apart its editor puts two seats, where the file does not show it. */
    private static final double USUAL_SPACING = 25;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{Nd}]+");
    private static final int MOST_INITIALS = 3;

    private PretixPlan() {}

    private record Seat(String zone, String row, int number, double x, double y, Place.Kind kind) {}

    /** Refuses what is no such plan, and says what is wrong with it. */
    static Layout read(byte[] file, ObjectMapper json) {
        var plan = parse(file, json);
        if (!plan.path("zones").isArray()) {
            throw wrong("This is no seating plan of pretix: it has no zones");
        }
        var seats = new ArrayList<Seat>();
        var steps = new ArrayList<Double>();
        for (var zone : plan.path("zones")) {
            for (var row : zone.path("rows")) {
                read(zone, row, seats, steps);
            }
        }
        if (seats.isEmpty()) {
            throw wrong("There is no seat in this plan");
        }
        return new Layout(spots(seats, spacing(steps))).checked();
    }

    private static JsonNode parse(byte[] file, ObjectMapper json) {
        try {
            return json.readTree(file);
        } catch (JsonProcessingException e) {
            throw wrong("The file is no JSON");
        } catch (IOException e) {
            throw wrong("The file cannot be read");
        }
    }

    private static void read(JsonNode zone, JsonNode row, List<Seat> seats, List<Double> steps) {
        var label = row.path("row_number").asText("").strip();
        Seat previous = null;
        for (var seat : row.path("seats")) {
            if (seats.size() == Layout.MOST_PLACES) {
                throw wrong("A screen may have at most " + Layout.MOST_PLACES + " places");
            }
            var number = seat.path("seat_number").asText("").strip();
            if (!number.matches("[0-9]{1,9}")) {
                throw wrong(
                        "In row " + Layout.shown(label) + " the seat \"" + Layout.shown(number) + "\" has no number");
            }
            var it = new Seat(
                    zone.path("name").asText(""),
                    label,
                    Integer.parseInt(number),
                    along("x", zone, row, seat),
                    along("y", zone, row, seat),
                    kind(seat.path("category").asText("")));
            if (previous != null) {
                steps.add(Math.hypot(it.x - previous.x, it.y - previous.y));
            }
            previous = it;
            seats.add(it);
        }
    }

    /** Each stands where it says, as seen from what it is in. */
    private static double along(String axis, JsonNode... parts) {
        double sum = 0;
        for (var part : parts) {
            sum += part.path("position").path(axis).asDouble(0);
        }
        return sum;
    }

    private static Place.Kind kind(String category) {
        var words = category.toLowerCase(Locale.ROOT);
        if (words.contains("wheelchair") || words.contains("rollstuhl")) {
            return Place.Kind.WHEELCHAIR;
        }
        if (words.contains("companion") || words.contains("begleit")) {
            return Place.Kind.COMPANION;
        }
        if (words.contains("love") || words.contains("couple")) {
            return Place.Kind.LOVE_SEAT;
        }
        return Place.Kind.STANDARD;
    }

    /** What is usual between neighbours; a chair is as wide. */
    private static double spacing(List<Double> steps) {
        var some = steps.stream().filter(step -> step > 0).sorted().toList();
        return some.isEmpty() ? USUAL_SPACING : some.get(some.size() / 2);
    }

    private static List<Spot> spots(List<Seat> seats, double spacing) {
        var left = seats.stream().mapToDouble(Seat::x).min().orElse(0);
        var front = seats.stream().mapToDouble(Seat::y).min().orElse(0);
        var shared = sharedRows(seats);
        return seats.stream()
                .map(seat -> new Spot(
                        shared.contains(seat.row) ? initials(seat.zone) + "-" + seat.row : seat.row,
                        seat.number,
                        1 + (seat.x - left) / spacing,
                        (seat.y - front) / spacing,
                        seat.kind))
                .toList();
    }

    /** Rows that are called the same in several zones. */
    private static Set<String> sharedRows(List<Seat> seats) {
        Map<String, Set<String>> zones = new HashMap<>();
        seats.forEach(
                seat -> zones.computeIfAbsent(seat.row, _ -> new HashSet<>()).add(seat.zone));
        zones.values().removeIf(of -> of.size() == 1);
        return zones.keySet();
    }

    private static String initials(String zone) {
        return WORD.matcher(zone)
                .results()
                .limit(MOST_INITIALS)
                .map(word -> word.group().substring(0, word.group().offsetByCodePoints(0, 1)))
                .reduce("", String::concat)
                .toUpperCase(Locale.ROOT);
    }

    private static Refused wrong(String why) {
        return new UnreadablePlan(why, null).refused();
    }
}
