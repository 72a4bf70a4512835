package org.frontrow.seating;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * An order in the queue, and where its answer goes.
 *
 * @param since {@link System#nanoTime()} when it came
 * @param asked the request that brought it, as far as it is traced
 */
record WaitingOrder(SeatOrder order, long since, SpanContext asked, CompletableFuture<SeatOutcome> answer) {

    static WaitingOrder of(SeatOrder order) {
        return new WaitingOrder(order, System.nanoTime(), Span.current().getSpanContext(), new CompletableFuture<>());
    }

    /** In nanoseconds. */
    long age() {
        return System.nanoTime() - since;
    }

    /** @param now by the clock that said {@link #since} */
    boolean hasWaited(Duration patience, long now) {
        return now - since > patience.toNanos();
    }

    void refuse(SeatingRefusal refusal) {
        answer.completeExceptionally(refusal.refused());
    }
}
