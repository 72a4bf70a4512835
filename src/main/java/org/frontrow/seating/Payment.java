package org.frontrow.seating;

/** How a booking was paid. */
public enum Payment {
    /** By the guest, over the page or the API. */
    ONLINE,
    /** At the counter. */
    CASH,
    /** Not at all: the house gave it away. */
    COMP
}
