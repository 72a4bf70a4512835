package org.frontrow.seating;

import java.util.List;

/**
 * What somebody asks of one or more seats of one show. Holds and bookings get all of the seats or none.
 *
 * @param seats ids, each at most once
 */
record SeatOrder(long show, List<Long> seats, SeatCommand command) {}
