package org.frontrow.seating;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.vertx.http.Compressed;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.frontrow.account.Role;
import org.frontrow.platform.ApiDescription;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP for {@link SeatHistory}, to staff. */
@Path("/api/office/shows/")
@RolesAllowed({Role.STAFF_ROLE, Role.ADMIN_ROLE})
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = ApiDescription.BEARER)
@SecurityRequirement(name = ApiDescription.COOKIE)
@Tag(name = "Office: counter")
public class SeatHistoryResource {
    private final SeatHistory history;

    SeatHistoryResource(SeatHistory history) {
        this.history = history;
    }

    @GET
    @Path("{id}/seat-history/")
    @Compressed
    @Operation(
            operationId = "getSeatHistory",
            summary = "What happened to the seats of a show, or to one of them, and who did it",
            description = "The latest first. `next_before` is there while there is more: send it as `before`.")
    @APIResponse(
            responseCode = "200",
            description = "The events; an empty list if nothing has happened",
            content =
                    @Content(
                            schema = @Schema(implementation = SeatHistoryReply.class),
                            examples = @ExampleObject(name = "moved", value = """
                                    {"events": [
                                     {"id": 93, "at": "2026-11-24T18:40:00Z", "kind": "MOVED_AWAY", "row": "C", "number": 4,
                                      "account": "ada", "by": "kim", "other_seat": {"row": "D", "number": 4}},
                                     {"id": 92, "at": "2026-11-24T18:04:00Z", "kind": "BOOKED", "row": "C", "number": 4,
                                      "account": "ada", "reference": "7Q4KX2M9TBHA"},
                                     {"id": 91, "at": "2026-11-24T18:02:00Z", "kind": "HELD", "row": "C", "number": 4,
                                      "account": "ada", "held_until": "2026-11-24T18:12:00Z"}]}""")))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public SeatHistoryReply read(
            @Parameter(description = "Of the show", example = "41") @PathParam("id") long show,
            @Parameter(description = "Only seats of this row", example = "C")
                    @QueryParam("row")
                    @Size(max = 8)
                    @Nullable
                    String row,
            @Parameter(description = "Only seats of this number", example = "4")
                    @QueryParam("number")
                    @Min(1)
                    @Max(9999)
                    @Nullable
                    Integer number,
            @Parameter(description = "Only what was written before this event", example = "92")
                    @QueryParam("before")
                    @Min(1)
                    @Nullable
                    Long before,
            @Parameter(description = "How many at most") @QueryParam("page_size") @DefaultValue("100") @Min(1) @Max(500)
                    int pageSize) {
        var found = history.read(
                show,
                Optional.ofNullable(row),
                Optional.ofNullable(number),
                before == null ? Long.MAX_VALUE : before,
                pageSize + 1);
        var shown = found.stream().limit(pageSize).map(SeatEventReply::of).toList();
        return new SeatHistoryReply(
                shown, found.size() > pageSize ? shown.getLast().id() : null);
    }

    @Schema(name = "SeatHistory")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SeatHistoryReply(
            List<SeatEventReply> events,

            @Schema(nullable = true, description = "Absent on the last page", examples = "91") @Nullable
            Long nextBefore) {}

    @Schema(name = "PastSeatEvent")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SeatEventReply(
            @Schema(examples = "92") long id,
            @Schema(description = "UTC") Instant at,
            SeatEvent kind,
            @Schema(examples = "C") String row,
            @Schema(examples = "4") int number,

            @Schema(nullable = true, description = "Whom it concerns", examples = "ada") @Nullable
            String account,

            @Schema(nullable = true, description = "Of the staff, if it was not the guest", examples = "kim") @Nullable
            String by,

            @Schema(nullable = true, description = "Of the booking", examples = "7Q4KX2M9TBHA") @Nullable
            String reference,

            @Schema(nullable = true, description = "Where the ticket went, or came from") @Nullable
            SeatLabel otherSeat,

            @Schema(nullable = true, description = "A reason, or the name of a guest", examples = "Broken") @Nullable
            String note,

            @Schema(nullable = true, description = "UTC; if it is held since") @Nullable
            Instant heldUntil) {
        static SeatEventReply of(SeatHistory.Line line) {
            return new SeatEventReply(
                    line.id(),
                    line.at(),
                    line.kind(),
                    line.seat().row(),
                    line.seat().number(),
                    line.account(),
                    line.by(),
                    line.reference(),
                    line.other(),
                    line.note(),
                    line.heldUntil());
        }
    }
}
