package org.frontrow.booking;

import org.frontrow.platform.Refusal;

/** Everything this package says no to. */
public sealed interface BookingRefusal extends Refusal {

    /** It does not exist, or it is somebody else's: the same answer, to the letter. */
    record UnknownBooking() implements BookingRefusal {}

    @Override
    default Kind kind() {
        return switch (this) {
            case UnknownBooking _ -> Kind.NOT_FOUND;
        };
    }

    @Override
    default String detail() {
        return switch (this) {
            case UnknownBooking _ -> "Booking not found";
        };
    }
}
