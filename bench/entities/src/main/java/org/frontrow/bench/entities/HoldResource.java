package org.frontrow.bench.entities;

import io.quarkus.panache.common.Sort;
import io.quarkus.security.Authenticated;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
        var where = new StringBuilder("showTimeId = ?1 and (");
        var values = new ArrayList<Object>(List.of(request.showId));
        for (var label : request.seats) {
            where.append(values.size() == 1 ? "" : " or ")
                    .append("(rowLabel = ?%d and number = ?%d)".formatted(values.size() + 1, values.size() + 2));
            values.add(label.row);
            values.add(label.number);
        }
        List<Seat> seats = Seat.<Seat>find(where.append(")").toString(), Sort.by("id"), values.toArray())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
        if (seats.size() != request.seats.size()
                || seats.stream().anyMatch(seat -> !seat.status.equals("AVAILABLE") && seat.heldUntil.isAfter(now))) {
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
