package org.frontrow.booking;

import org.frontrow.platform.Refusal;

public sealed interface BookingRefusal extends Refusal {

    record UnreadablePage() implements BookingRefusal {
        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public String detail() {
            return "Give page as a number from 1 to " + BookingsResource.LAST_PAGE;
        }
    }

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
