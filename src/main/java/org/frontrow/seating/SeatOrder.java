package org.frontrow.seating;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks of one or more seats of one show. Holds and bookings get all of the seats or none.
 *
 * @param seats ids, each at most once
 * @param by there if staff ask
 */
record SeatOrder(
        long show,
        List<Long> seats,
        SeatCommand command,
        @Nullable ByHouse by) {

    SeatOrder(long show, List<Long> seats, SeatCommand command) {
        this(show, seats, command, null);
    }
}
