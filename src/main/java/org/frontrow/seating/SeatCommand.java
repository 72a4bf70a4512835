package org.frontrow.seating;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
     * Give back what was booked: all seats of the booking, in one order. If some of them are not its seats any more,
     * nothing happens.
     *
     * @param until cancelling is refused from this instant on
     */
    record Cancel(long booking, Instant until) implements SeatCommand {}

    /** Free it, whoever has it: the show does not take place. Of a booking all seats have to be in one order. */
    record Withdraw() implements SeatCommand {}

    // What staff ask. Who it was stands in the order.

    /** Take it out of the sale, for example because the chair is broken. */
    record Block() implements SeatCommand {}

    /** Put it back into the sale; what is not blocked is left as it is. */
    record Unblock() implements SeatCommand {}

    /**
     * Keep it for a guest of the counter, for longer than guests can themselves and however much they hold.
     *
     * @param closesAt no sale from this instant on
     * @param theirs of a guest without an account: which seats the house keeps for them, and since when, because what it
     *     keeps for others is its own too; null if the account tells whose they are
     */
    record Reserve(
            long account,
            Instant until,
            Instant closesAt,
            @Nullable Map<Long, Instant> theirs) implements SeatCommand {
        Reserve(long account, Instant until, Instant closesAt) {
            this(account, until, closesAt, null);
        }

        @Override
        public SeatCommand to(long seat) {
            if (theirs == null) {
                return this;
            }
            var since = theirs.get(seat);
            return new Reserve(account, until, closesAt, since == null ? Map.of() : Map.of(seat, since));
        }

        /** Of the seat that this is asked of. */
        boolean isFor(SeatState.Held held) {
            return held.by() == account && (theirs == null || theirs.containsValue(held.since()));
        }
    }

    /** End its hold, whoever has it; anything else is left as it is. */
    record Free() implements SeatCommand {}

    /**
     * Sell it in one step. Unlike {@link Book} never twice, not even to the same account: two guests may stand at the
     * counter one after the other.
     *
     * @param house in whose name seats are reserved for guests without an account
     * @param reference what the new booking is to be called
     * @param currency that of the show, ISO 4217
     * @param closesAt no sale from this instant on
     */
    record Sell(
            long account,
            long house,
            String reference,
            String currency,
            Payment payment,
            @Nullable String guest,
            Instant closesAt)
            implements SeatCommand {}

    /**
     * Seat the tickets of a booking elsewhere in the same show.
     *
     * @param account whose booking it is
     * @param seats where each of them goes; nobody goes where another of them leaves
     */
    record Move(long account, long booking, Map<Long, Long> seats) implements SeatCommand {
        @Override
        public SeatCommand to(long seat) {
            return seats.containsKey(seat) ? new Leave(booking) : new Arrive(account, booking);
        }

        /** The other seat of the same ticket. */
        @Nullable
        Long otherOf(long seat) {
            var to = seats.get(seat);
            return to != null
                    ? to
                    : seats.entrySet().stream()
                            .filter(move -> move.getValue() == seat)
                            .map(Map.Entry::getKey)
                            .findFirst()
                            .orElse(null);
        }
    }

    /** The seat that a ticket is moved away from. */
    record Leave(long booking) implements SeatCommand {}

    /** The seat that a ticket is moved to. */
    record Arrive(long account, long booking) implements SeatCommand {}

    /** What is asked of this one seat, of all that an order names. */
    default SeatCommand to(long seat) {
        return this;
    }

    /** Whether it makes a booking. */
    default boolean sells() {
        return this instanceof Book || this instanceof Sell;
    }
}
