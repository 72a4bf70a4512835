package org.frontrow.seating;

/** What can happen to a seat; the words of the ledger. */
public enum SeatEvent {
    HELD,
    EXTENDED,
    BOOKED,
    RELEASED,
    EXPIRED,
    CANCELLED
}
