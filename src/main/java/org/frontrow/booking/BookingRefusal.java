package org.frontrow.booking;

import java.time.Instant;
import java.util.Map;
import org.frontrow.platform.Refusal;

/** Everything this package says no to. */
public sealed interface BookingRefusal extends Refusal {

    /** It does not exist, or it is somebody else's: the same answer, to the letter. */
    record UnknownBooking() implements BookingRefusal {}

    record UnknownShow() implements BookingRefusal {}

    /** At the door: no show has such a ticket. */
    record UnknownTicket() implements BookingRefusal {}

    /** Somebody came in with it before. */
    record TicketAlreadyUsed(Instant usedAt, String seat) implements BookingRefusal {}

    /** It is good, but not here. */
    record TicketOfAnotherShow(String movie, Instant startTime, String screen) implements BookingRefusal {}

    record TicketCancelled(String seat) implements BookingRefusal {}

    record NoTicketNamed() implements BookingRefusal {}

    @Override
    default Kind kind() {
        return switch (this) {
            case UnknownBooking _, UnknownShow _, UnknownTicket _ -> Kind.NOT_FOUND;
            case TicketAlreadyUsed _, TicketOfAnotherShow _, TicketCancelled _ -> Kind.CONFLICT;
            case NoTicketNamed _ -> Kind.INVALID;
        };
    }

    @Override
    default String detail() {
        return switch (this) {
            case UnknownBooking _ -> "Booking not found";
            case UnknownShow _ -> "Show not found";
            case UnknownTicket _ -> "There is no such ticket";
            case TicketAlreadyUsed(var usedAt, var seat) ->
                "Somebody came in with this ticket for " + seat + " at " + usedAt;
            case TicketOfAnotherShow(var movie, var start, var screen) ->
                "This ticket is for " + movie + " at " + start + " in " + screen;
            case TicketCancelled(var seat) -> "This ticket for " + seat + " was cancelled";
            case NoTicketNamed _ -> "Give the code of a ticket, or its ticket_id";
        };
    }

    @Override
    default Map<String, Object> members() {
        return switch (this) {
            case TicketAlreadyUsed(var usedAt, var seat) -> Map.of("used_at", usedAt, "seat", seat);
            case TicketOfAnotherShow(var movie, var start, var screen) ->
                Map.of("movie", movie, "start_time", start, "screen", screen);
            case TicketCancelled(var seat) -> Map.of("seat", seat);
            case UnknownBooking _, UnknownShow _, UnknownTicket _, NoTicketNamed _ -> Map.of();
        };
    }
}
