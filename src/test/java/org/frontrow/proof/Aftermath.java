package org.frontrow.proof;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.frontrow.proof.History.EventRow;
import org.frontrow.proof.History.OwnBooking;
import org.frontrow.proof.History.Seat;
import org.frontrow.proof.History.SeatRow;
import org.frontrow.seating.Ledger;

/** Looks into the tables when all is over. */
final class Aftermath {
    private Aftermath() {}

    static List<SeatRow> seats(DataSource database, List<Long> shows) {
        return Ledger.query(database, """
                        select show_time_id, row_label || number, status, account_id, booking_id, version
                        from seat where show_time_id = any(?) order by show_time_id, id""", (Object) ids(shows)).stream()
                .map(row -> new SeatRow(
                        seat(row), (String) row.get(2), (Long) row.get(3), (Long) row.get(4), (long) row.get(5)))
                .toList();
    }

    static List<EventRow> events(DataSource database, SharedClock clock, List<Long> shows) {
        return Ledger.query(database, """
                        select e.show_time_id, s.row_label || s.number, e.version, e.kind, e.account_id, e.at,
                            e.held_until, e.booking_id
                        from seat_event e join seat s on s.show_time_id = e.show_time_id and s.id = e.seat_id
                        where e.show_time_id = any(?) order by e.id""", (Object) ids(shows)).stream()
                .map(row -> new EventRow(
                        seat(row),
                        (long) row.get(2),
                        (String) row.get(3),
                        (long) row.get(4),
                        clock.nanos(row.get(5)),
                        clock.nanos(row.get(6)),
                        (Long) row.get(7)))
                .toList();
    }

    /** All valid tickets, as if their owners had asked. */
    static List<OwnBooking> bookings(DataSource database, List<Long> shows) {
        return Ledger.query(database, """
                        select t.show_time_id, s.row_label || s.number, b.account_id, b.reference
                        from ticket t join booking b on b.show_time_id = t.show_time_id and b.id = t.booking_id
                            join seat s on s.show_time_id = t.show_time_id and s.id = t.seat_id
                        where t.show_time_id = any(?) and t.status = 'VALID'""", (Object) ids(shows)).stream()
                .map(row -> new OwnBooking(seat(row), (long) row.get(2), (String) row.get(3)))
                .toList();
    }

    /** Whether there is a hold that is not over, or that nobody has tidied up. */
    static boolean isAtRest(DataSource database, List<Long> shows) {
        return Ledger.query(
                        database, "select 1 from seat where show_time_id = any(?) and status = 'HELD' limit 1", (Object)
                                ids(shows))
                .isEmpty();
    }

    /** The seats that are free, but that this patron, who has nothing yet, cannot hold; what can be held is given back. */
    static Set<Seat> unobtainable(List<SeatRow> seats, Patron inspector) {
        var missing = new HashSet<Seat>();
        for (var row : seats) {
            if (row.status().equals("AVAILABLE")) {
                var label = List.of(row.seat().label());
                if (inspector.hold(row.seat().show(), label).outcome() != Operation.Outcome.OK) {
                    missing.add(row.seat());
                }
                inspector.release(row.seat().show(), label);
            }
        }
        return missing;
    }

    private static Long[] ids(List<Long> shows) {
        return new ArrayList<>(shows).toArray(Long[]::new);
    }

    private static Seat seat(List<Object> row) {
        return new Seat((long) row.get(0), (String) row.get(1));
    }
}
