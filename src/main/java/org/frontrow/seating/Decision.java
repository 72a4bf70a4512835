package org.frontrow.seating;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of one seat. */
public sealed interface Decision {

    /** It changes, in one or two steps; each step is an event of its own. */
    record Change(List<Step> steps) implements Decision {
        Change(Step... steps) {
            this(List.of(steps));
        }
    }

    /** It already is as asked, or there is nothing to do. */
    enum Keep implements Decision {
        AS_IT_IS
    }

    record Refuse(Reason reason) implements Decision {}

    /** @param account whom the event concerns, if anybody */
    record Step(SeatEvent kind, @Nullable Long account, SeatState next) {}

    /** Why not; when seats of one request have different reasons, the first in this order is told. */
    enum Reason {
        CLOSED,
        TOO_LATE,
        TAKEN,
        EXPIRED,
        NOT_HELD,
        NOT_THIS_BOOKING
    }
}
