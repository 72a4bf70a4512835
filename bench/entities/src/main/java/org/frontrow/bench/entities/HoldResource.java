package org.frontrow.bench.entities;

import io.quarkus.security.Authenticated;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.jwt.JsonWebToken;

@Path("/api/seats/hold-batch/")
@Authenticated
public class HoldResource {
    private final JsonWebToken caller;

    HoldResource(JsonWebToken caller) {
        this.caller = caller;
    }

    public record Label(String row, int number) {}

    public record Request(long showId, List<Label> seats) {}

    public record Held(String message, Instant expiresAt) {}

    @POST
    @Transactional
    public Held hold(Request request) {
        var now = Instant.now();
        var account = Long.parseLong(caller.getSubject());
        var seats = request.seats.stream()
                .sorted(Comparator.comparing(Label::row).thenComparing(Label::number))
                .map(label -> Seat.<Seat>find(
                                "showTimeId = ?1 and rowLabel = ?2 and number = ?3",
                                request.showId,
                                label.row,
                                label.number)
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .<Seat>singleResult())
                .toList();
        if (seats.stream().anyMatch(seat -> !seat.status.equals("AVAILABLE") && seat.heldUntil.isAfter(now))) {
            throw new ClientErrorException(409);
        }
        var until = now.plus(Duration.ofMinutes(10));
        for (var seat : seats) {
            seat.status = "HELD";
            seat.accountId = account;
            seat.heldSince = now;
            seat.heldUntil = until;
            seat.version++;
            var event = new SeatEvent();
            event.showTimeId = seat.showTimeId;
            event.seatId = seat.id;
            event.version = seat.version;
            event.kind = "HELD";
            event.accountId = account;
            event.heldUntil = until;
            event.at = now;
            event.persist();
        }
        return new Held("Successfully held " + seats.size() + " seats", until);
    }
}
