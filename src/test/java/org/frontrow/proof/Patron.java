package org.frontrow.proof;

import java.util.List;

/** Somebody with an account, and a way to ask that writes each try into the {@link ClientLog}. */
interface Patron {

    /** @param references of the bookings, if it was a booking */
    record Told(Operation.Outcome outcome, List<String> references) {
        static final Told UNKNOWN = new Told(Operation.Outcome.UNKNOWN, List.of());
    }

    Told hold(long show, List<String> seats);

    Told book(long show, List<String> seats);

    Told release(long show, List<String> seats);

    Told cancel(long show, List<String> seats, String reference);

    void look(long show);
}
