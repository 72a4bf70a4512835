package org.frontrow.seating;

import java.math.BigDecimal;

/**
 * A seat while its row is locked: nobody else can change it until we commit.
 *
 * @param version grows by one with every event
 */
public record LockedSeat(long id, long show, BigDecimal price, SeatState state, long version) {

    LockedSeat after(Decision.Step step) {
        return new LockedSeat(id, show, price, step.next(), version + 1);
    }
}
