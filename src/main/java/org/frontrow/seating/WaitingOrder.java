package org.frontrow.seating;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * An order in the queue, and where its answer goes.
 *
 * @param since {@link System#nanoTime()} when it came
 */
record WaitingOrder(SeatOrder order, long since, CompletableFuture<SeatOutcome> answer) {

    static WaitingOrder of(SeatOrder order) {
        return new WaitingOrder(order, System.nanoTime(), new CompletableFuture<>());
    }

    boolean hasWaited(Duration patience) {
        return System.nanoTime() - since > patience.toNanos();
    }

    void refuse(SeatingRefusal refusal) {
        answer.completeExceptionally(refusal.refused());
    }
}
