package org.frontrow.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.frontrow.proof.History.EventRow;
import org.frontrow.proof.History.OwnBooking;
import org.frontrow.proof.History.Seat;
import org.frontrow.proof.History.SeatRow;
import org.frontrow.proof.Operation.Kind;
import org.frontrow.proof.Operation.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Writes histories by hand, in seconds: what a faultless service would have done, and what a faulty one would have said.
 * One show with the seats A1, A2 and A3; a hold lasts ten seconds, and every answer takes a tenth of one.
 */
final class Story {
    static final long HOLD = 10;
    private static final long SHOW = 1;
    private static final double TAKES = 0.1;

    private final List<Operation> operations = new ArrayList<>();
    private final List<EventRow> events = new ArrayList<>();
    private final List<OwnBooking> bookings = new ArrayList<>();
    private final Map<String, SeatRow> table = new HashMap<>();
    private final Set<Seat> unobtainable = new HashSet<>();
    private long requests;
    private long bookingIds;

    Story() {
        List.of("A1", "A2", "A3")
                .forEach(label -> table.put(label, new SeatRow(new Seat(SHOW, label), "AVAILABLE", null, null, 0)));
    }

    History end() {
        return new History(operations, List.copyOf(table.values()), events, List.copyOf(bookings), unobtainable, true);
    }

    // What a faultless service does: it says so, and it does so.

    Story holds(double at, long account, String... seats) {
        happens(at, account, "HELD", seats);
        return told(at, account, Kind.HOLD, Outcome.OK, "", seats);
    }

    Story books(double at, long account, String... seats) {
        happens(at, account, "BOOKED", seats);
        return told(at, account, Kind.BOOK, Outcome.OK, "", seats);
    }

    Story releases(double at, long account, String... seats) {
        happens(at, account, "RELEASED", seats);
        return told(at, account, Kind.RELEASE, Outcome.OK, "", seats);
    }

    Story cancels(double at, long account, String... seats) {
        happens(at, account, "CANCELLED", seats);
        return told(at, account, Kind.CANCEL, Outcome.OK, "", seats);
    }

    Story refuses(double at, long account, Kind kind, String reason, String... seats) {
        return told(at, account, kind, Outcome.REFUSED, reason, seats);
    }

    Story loses(double at, long account, Kind kind, String... seats) {
        return told(at, account, kind, Outcome.UNKNOWN, "", seats);
    }

    /** A map as one replica shows it. */
    Story shows(double at, long account, int replica, String seat, String status) {
        operations.add(new Operation(
                account,
                replica,
                ++requests,
                Kind.READ,
                SHOW,
                List.of(),
                nanos(at),
                nanos(at + TAKES),
                Outcome.OK,
                "",
                List.of(),
                null,
                List.of(),
                Map.of(seat, status)));
        return this;
    }

    Story nobodyCanHold(String seat) {
        unobtainable.add(new Seat(SHOW, seat));
        return this;
    }

    /** The next request is a repetition of the last one. */
    Story again() {
        requests--;
        return this;
    }

    /** What is answered, whatever happened. */
    Story told(double at, long account, Kind kind, Outcome outcome, String reason, String... seats) {
        var labels = List.of(seats);
        operations.add(new Operation(
                account,
                0,
                ++requests,
                kind,
                SHOW,
                labels,
                nanos(at),
                nanos(at + TAKES),
                outcome,
                reason,
                outcome == Outcome.REFUSED ? labels : List.of(),
                kind == Kind.HOLD && outcome == Outcome.OK ? (Long) nanos(at + TAKES / 2 + HOLD) : null,
                kind == Kind.BOOK && outcome == Outcome.OK ? List.of("R" + bookingIds) : List.of(),
                Map.of()));
        return this;
    }

    /** What happens, whatever is answered. */
    Story happens(double at, long account, String kind, String... seats) {
        var moment = nanos(at + TAKES / 2);
        if (kind.equals("BOOKED")) {
            bookingIds++;
        }
        for (var label : seats) {
            var seat = new Seat(SHOW, label);
            var version = table.get(label).version() + 1;
            var until = kind.equals("HELD") || kind.equals("EXTENDED") ? (Long) (moment + nanos(HOLD)) : null;
            var booking = kind.equals("BOOKED") ? (Long) bookingIds : null;
            events.add(new EventRow(seat, version, kind, account, moment, until, booking));
            switch (kind) {
                case "HELD", "EXTENDED" -> put(seat, "HELD", account, null, version);
                case "BOOKED" -> {
                    put(seat, "BOOKED", account, booking, version);
                    bookings.add(new OwnBooking(seat, account, "R" + bookingIds));
                }
                default -> {
                    put(seat, "AVAILABLE", null, null, version);
                    bookings.removeIf(own -> own.seat().equals(seat));
                }
            }
        }
        return this;
    }

    /** The database forgets the last event of this seat, and what came of it. */
    Story forgets(String label) {
        var seat = new Seat(SHOW, label);
        events.remove(events.reversed().stream()
                .filter(event -> event.seat().equals(seat))
                .findFirst()
                .orElseThrow());
        bookings.removeIf(own -> own.seat().equals(seat));
        put(seat, "AVAILABLE", null, null, table.get(label).version() - 1);
        return this;
    }

    /** Only the table changes. */
    Story put(String label, String status, @Nullable Long account) {
        put(new Seat(SHOW, label), status, account, null, table.get(label).version());
        return this;
    }

    private void put(Seat seat, String status, @Nullable Long account, @Nullable Long booking, long version) {
        table.put(seat.label(), new SeatRow(seat, status, account, booking, version));
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }
}
