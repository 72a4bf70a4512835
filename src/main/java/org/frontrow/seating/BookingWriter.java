package org.frontrow.seating;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes down what the desk sold and took back; whoever keeps bookings implements it. */
public interface BookingWriter {

    /**
     * Called at most once per transaction of the desk, before the seats themselves are written. It must not lock
     * anything but its own new rows and the bookings it takes back or moves, and must neither commit nor roll back.
     *
     * @param deals in the order they were made: a seat may be sold, come back and be sold to somebody else in the same
     *     transaction
     */
    void write(Connection transaction, List<Deal> deals) throws SQLException;

    /** What these bookings of the show are called and what their tickets cost, by seat id. Blocks. */
    Map<Long, Receipt> receipts(long show, Collection<Long> bookings);

    /** What the desk did with a booking. */
    sealed interface Deal permits Sale, Return, Move {
        long show();

        long booking();

        /** All seats that it concerns, by id. */
        Collection<Long> seatIds();
    }

    /** @param seats the sold ones, with the prices they were sold at */
    record Sale(
            long booking,
            String reference,
            long show,
            long account,
            String currency,
            Instant at,
            List<LockedSeat> seats,
            Terms terms)
            implements Deal {
        @Override
        public Collection<Long> seatIds() {
            return seats.stream().map(LockedSeat::id).toList();
        }
    }

    /**
     * How it was sold.
     *
     * @param guest a name that was told at the counter
     * @param soldBy the account of whoever sold it there
     */
    record Terms(
            Payment payment,
            @Nullable String guest,
            @Nullable Long soldBy) {
        static final Terms ONLINE = new Terms(Payment.ONLINE, null, null);
    }

    /**
     * @param seatIds the ones that are free again
     * @param byHouse because the show does not take place; else its owner gave it back
     */
    record Return(long show, long booking, List<Long> seatIds, boolean byHouse) implements Deal {}

    /** @param seats where the ticket of each of these seats goes */
    record Move(long show, long booking, Map<Long, Long> seats) implements Deal {
        @Override
        public Collection<Long> seatIds() {
            return Stream.concat(seats.keySet().stream(), seats.values().stream())
                    .toList();
        }
    }

    record Receipt(String reference, BigDecimal price) {}
}
