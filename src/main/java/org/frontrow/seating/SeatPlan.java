package org.frontrow.seating;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What never changes about the seats of a show: which chair is which seat id. Small enough to keep in memory, so that
 * a hold needs no query before it reaches the desk.
 *
 * @param closesAt no sale from this instant on
 */
record SeatPlan(long show, String currency, Instant closesAt, Map<String, Row> rows) {
    /**
     * Twelve bytes a seat; a hash map of labels takes ten times as much.
     *
     * @param numbers ascending
     * @param ids of the seats with these numbers
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares rows
    record Row(int[] numbers, long[] ids) {}

    int size() {
        return rows.values().stream().mapToInt(row -> row.ids.length).sum();
    }

    private @Nullable Long id(SeatLabel label) {
        var row = rows.get(label.row());
        var found = row == null ? -1 : Arrays.binarySearch(row.numbers, label.number());
        return row == null || found < 0 ? null : row.ids[found];
    }

    /** Seat ids in the order of the labels; refuses labels that are named twice or do not exist. */
    List<Long> idsOf(List<SeatLabel> labels) {
        var seen = new LinkedHashSet<SeatLabel>();
        var repeated =
                labels.stream().filter(label -> !seen.add(label)).distinct().toList();
        if (!repeated.isEmpty()) {
            throw new SeatingRefusal.RepeatedSeats(repeated).refused();
        }
        var found = new ArrayList<Long>(labels.size());
        var unknown = new ArrayList<SeatLabel>();
        for (var label : labels) {
            var id = id(label);
            if (id == null) {
                unknown.add(label);
            } else {
                found.add(id);
            }
        }
        if (!unknown.isEmpty()) {
            throw new SeatingRefusal.UnknownSeats(unknown).refused();
        }
        return found;
    }
}
