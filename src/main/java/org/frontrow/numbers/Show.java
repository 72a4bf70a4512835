package org.frontrow.numbers;

import java.time.Instant;
import org.frontrow.catalog.ShowTime;

/** What there is to be said of a show beside its numbers. Drafts have none. */
record Show(
        long id,
        long movieId,
        String movie,
        long screenId,
        String screen,
        Instant startsAt,
        Instant endsAt,
        ShowTime.Status status,
        String currency) {
    boolean isCancelled() {
        return status == ShowTime.Status.CANCELLED;
    }
}
