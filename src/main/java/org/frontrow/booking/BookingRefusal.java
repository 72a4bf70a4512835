package org.frontrow.booking;

import org.frontrow.platform.Refusal;

public sealed interface BookingRefusal extends Refusal {

    /** It does not exist, or it is somebody else's: the same answer, to the letter. */
    record UnknownBooking() implements BookingRefusal {
        @Override
        public Kind kind() {
            return Kind.NOT_FOUND;
        }

        @Override
        public String detail() {
            return "Booking not found";
        }
    }
}
