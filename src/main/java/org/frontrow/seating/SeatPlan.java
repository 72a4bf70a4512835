package org.frontrow.seating;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * What never changes about the seats of a show: which chair is which seat id. Small enough to keep in memory, so that
 * a hold needs no query before it reaches the desk.
 *
 * @param closesAt no sale from this instant on
 */
record SeatPlan(long show, String currency, Instant closesAt, Map<SeatLabel, Long> ids) {

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
            var id = ids.get(label);
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
