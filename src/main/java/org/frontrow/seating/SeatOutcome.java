package org.frontrow.seating;

import java.util.List;

/** What came of a {@link SeatOrder}. */
sealed interface SeatOutcome {

    /**
     * @param seats as they are now, in the order they were asked for
     * @param changed how many of them this order changed
     */
    record Done(List<LockedSeat> seats, int changed) implements SeatOutcome {}

    /** @param seats the ones that stand in the way */
    record No(Decision.Reason reason, List<LockedSeat> seats) implements SeatOutcome {}

    /** @param held how many seats the account holds already, over all shows */
    record TooManyHolds(int held) implements SeatOutcome {}
}
