package org.frontrow.seating;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.frontrow.platform.Pause;
import org.frontrow.platform.Refusal;

/** Everything this package says no to. */
public sealed interface SeatingRefusal extends Refusal {

    record UnreadableShowId() implements SeatingRefusal {}

    record UnknownShow(long show) implements SeatingRefusal {}

    record UnknownSeats(List<SeatLabel> seats) implements SeatingRefusal {}

    record RepeatedSeats(List<SeatLabel> seats) implements SeatingRefusal {}

    /**
     * Held by somebody else, booked or blocked; who has them is nobody's business.
     *
     * @param booked whether all of them are sold, which the map shows to everybody
     */
    record SeatsTaken(List<SeatLabel> seats, boolean booked) implements SeatingRefusal {}

    /** The caller held them, but for too long. */
    record HoldExpired(List<SeatLabel> seats) implements SeatingRefusal {}

    record NotHeld(List<SeatLabel> seats) implements SeatingRefusal {}

    record ShowClosed(long show) implements SeatingRefusal {}

    /** Only the seats of a booking can be moved with it. */
    record NotOfThisBooking(List<SeatLabel> seats) implements SeatingRefusal {}

    /** A seat would be left and taken at once; tickets of a booking are all the same, so there is no need for it. */
    record MovesMeet(List<SeatLabel> seats) implements SeatingRefusal {}

    /** Until then it cannot be kept: that is over already, or too far away. */
    record NoSuchTime() implements SeatingRefusal {}

    record TooManyHolds(int held, int limit) implements SeatingRefusal {}

    /** The owner of a booking may give it back until the show begins. */
    record TooLateToCancel() implements SeatingRefusal {}

    /** Too many wait, it took too long, or the database cannot be reached; nothing was changed. */
    record DeskBusy(Duration retryAfter) implements SeatingRefusal {
        /** For when it will hardly take long. */
        public static DeskBusy forAMoment() {
            return new DeskBusy(Pause.between(1, 3));
        }
    }

    /** The connection broke around the commit: it may have happened or not. */
    record OutcomeUnknown() implements SeatingRefusal {}

    @Override
    default Kind kind() {
        return switch (this) {
            case UnreadableShowId _, RepeatedSeats _, MovesMeet _, NoSuchTime _ -> Kind.INVALID;
            case UnknownShow _, UnknownSeats _ -> Kind.NOT_FOUND;
            case SeatsTaken _,
                    HoldExpired _,
                    NotHeld _,
                    NotOfThisBooking _,
                    ShowClosed _,
                    TooManyHolds _,
                    TooLateToCancel _ -> Kind.CONFLICT;
            case DeskBusy _, OutcomeUnknown _ -> Kind.UNAVAILABLE;
        };
    }

    @Override
    default String detail() {
        return switch (this) {
            case UnreadableShowId _ -> "Give show_id as a number";
            case UnknownShow _ -> "Show not found";
            case UnknownSeats(var seats) when seats.size() == 1 -> "Seat not found";
            case UnknownSeats(var seats) -> "Seats not found: " + list(seats);
            case RepeatedSeats(var seats) -> "Named more than once: " + list(seats);
            case SeatsTaken(var seats, var booked)
            when seats.size() == 1 -> "Seat is already " + (booked ? "booked" : "taken");
            case SeatsTaken(var seats, var booked) ->
                "Seats already " + (booked ? "booked" : "taken") + ": " + list(seats);
            case HoldExpired _ -> "Hold has expired, please hold again";
            case NotHeld(var seats) -> "Hold the seats before booking them: " + list(seats);
            case NotOfThisBooking(var seats) -> "Not seats of this booking: " + list(seats);
            case MovesMeet(var seats) -> "Tickets of one booking are alike, so none need to move to " + list(seats);
            case NoSuchTime _ -> "Keep seats until a moment that is to come, within the next year";
            case ShowClosed _ -> "The sale for this show is closed";
            case TooManyHolds(var held, var limit) ->
                "You hold " + held + " seats already; more than " + limit + " at a time are not possible";
            case TooLateToCancel _ -> "The show has begun, so the booking can no longer be cancelled";
            case DeskBusy _ -> "The desk cannot serve you right now; nothing was changed, please try again";
            case OutcomeUnknown _ ->
                "It is not known whether this happened; repeat the same request, that is always safe";
        };
    }

    @Override
    default Map<String, Object> members() {
        return switch (this) {
            case UnknownShow(var show) -> Map.of("show_id", show);
            case ShowClosed(var show) -> Map.of("show_id", show);
            case UnknownSeats(var seats) -> Map.of("seats", seats);
            case RepeatedSeats(var seats) -> Map.of("seats", seats);
            case SeatsTaken taken -> Map.of("seats", taken.seats);
            case HoldExpired(var seats) -> Map.of("seats", seats);
            case NotHeld(var seats) -> Map.of("seats", seats);
            case NotOfThisBooking(var seats) -> Map.of("seats", seats);
            case MovesMeet(var seats) -> Map.of("seats", seats);
            case TooManyHolds(var held, var limit) -> Map.of("held", held, "limit", limit);
            case UnreadableShowId _, NoSuchTime _, TooLateToCancel _, DeskBusy _, OutcomeUnknown _ -> Map.of();
        };
    }

    private static String list(List<SeatLabel> seats) {
        return seats.stream().map(SeatLabel::toString).collect(Collectors.joining(", "));
    }
}
