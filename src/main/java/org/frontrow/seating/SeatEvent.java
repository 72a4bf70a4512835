package org.frontrow.seating;

/** What can happen to a seat; the words of the ledger. */
public enum SeatEvent {
    HELD,
    EXTENDED,
    BOOKED,
    RELEASED,
    EXPIRED,
    CANCELLED,
    /** Taken out of the sale, for example because the chair is broken. */
    BLOCKED,
    UNBLOCKED,
    /** Its ticket was moved to another seat. */
    MOVED_AWAY,
    /** A ticket was moved here from another seat. */
    MOVED_HERE;

    /** What the seat is afterwards. */
    Seat.Status leadsTo() {
        return switch (this) {
            case HELD, EXTENDED -> Seat.Status.HELD;
            case BOOKED, MOVED_HERE -> Seat.Status.BOOKED;
            case RELEASED, EXPIRED, CANCELLED, UNBLOCKED, MOVED_AWAY -> Seat.Status.AVAILABLE;
            case BLOCKED -> Seat.Status.BLOCKED;
        };
    }
}
