package org.frontrow.seating;

import java.time.Duration;
import java.time.Instant;

/** What one may ask of a seat. */
public sealed interface SeatCommand {

    /**
     * Keep the seat for the account while it decides.
     *
     * @param length how long from now
     * @param longest how long in all, counted from the first hold, however often it is extended
     * @param closesAt no sale from this instant on
     */
    record Hold(long account, Duration length, Duration longest, Instant closesAt) implements SeatCommand {}

    /**
     * Turn the account's hold into a booking.
     *
     * @param reference what a new booking is to be called
     * @param currency that of the show, ISO 4217
     * @param closesAt no sale from this instant on
     */
    record Book(long account, String reference, String currency, Instant closesAt) implements SeatCommand {}

    /** Give back what the account holds; anything else is left as it is. */
    record Release(long account) implements SeatCommand {}

    /** Tidy up a hold whose time is over. */
    record Expire() implements SeatCommand {}

    /**
     * Give back what was booked.
     *
     * @param until cancelling is refused from this instant on
     */
    record Cancel(long booking, Instant until) implements SeatCommand {}

    /** Free it, whoever has it: the show does not take place. Of a booking all seats have to be in one order. */
    record Withdraw() implements SeatCommand {}
}
