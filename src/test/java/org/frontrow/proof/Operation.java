package org.frontrow.proof;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of a client's log: one try of one request, as the one who sent it saw it. All clients share a machine, and all
 * times are its {@link System#nanoTime()}.
 *
 * @param account who asked
 * @param replica who was asked
 * @param request the same for all tries of a request
 * @param seats that it is about; for a reading, none
 * @param end when the answer was there, or when nobody waited for it any longer
 * @param reason of a refusal: the last word of the problem's type
 * @param named the seats that a refusal names
 * @param until when a hold that was granted ends
 * @param references of the bookings that a booking answered with
 * @param view what a reading showed: a status for each seat
 */
public record Operation(
        long account,
        int replica,
        long request,
        Kind kind,
        long show,
        List<String> seats,
        long start,
        long end,
        Outcome outcome,
        String reason,
        List<String> named,
        @Nullable Long until,
        List<String> references,
        Map<String, String> view) {

    public enum Kind {
        HOLD,
        BOOK,
        RELEASE,
        CANCEL,
        READ
    }

    public enum Outcome {
        OK,
        /** A definite no: nothing was changed. */
        REFUSED,
        /** No answer, or one that says nothing about the seats: it happened, or not, or will happen yet. */
        UNKNOWN
    }

    boolean isOk() {
        return outcome == Outcome.OK;
    }

    /** Whether it may have had its effect. */
    boolean mayHaveHappened() {
        return outcome != Outcome.REFUSED;
    }

    /** The last moment at which its effect may begin. */
    long latest() {
        return outcome == Outcome.UNKNOWN ? Long.MAX_VALUE : end;
    }

    /** As if nobody had heard the answer. */
    Operation withoutAnswer() {
        return new Operation(
                account,
                replica,
                request,
                kind,
                show,
                seats,
                start,
                end,
                Outcome.UNKNOWN,
                "",
                List.of(),
                null,
                List.of(),
                Map.of());
    }

    @Override
    public String toString() {
        return "%s of %s by %d at replica %d: %s%s [%.3f s, %.3f s]%s"
                .formatted(
                        kind,
                        seats,
                        account,
                        replica,
                        outcome,
                        reason.isEmpty() ? "" : " " + reason + " " + named,
                        start / 1e9,
                        end / 1e9,
                        until == null ? "" : " until %.3f s".formatted(until / 1e9));
    }
}
