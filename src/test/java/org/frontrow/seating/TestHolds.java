package org.frontrow.seating;

import java.time.Duration;

/** What one may hold, for what is made by hand. */
record TestHolds(Duration length, Duration longest, int seatsPerAccount, Duration sweepEvery) implements HoldConfig {
    static final TestHolds USUAL = atMost(20);

    static TestHolds atMost(int seats) {
        return new TestHolds(SeatRuleCases.LENGTH, SeatRuleCases.LONGEST, seats, Duration.ofSeconds(1));
    }
}
