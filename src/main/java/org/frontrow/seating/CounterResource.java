package org.frontrow.seating;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.frontrow.account.Ordering;
import org.frontrow.account.Role;
import org.frontrow.platform.ApiDescription;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP for {@link Counter}, to staff. It runs on the event loop and never blocks it. */
@Path("/api/office/shows/")
@RolesAllowed({Role.STAFF_ROLE, Role.ADMIN_ROLE})
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = ApiDescription.BEARER)
@SecurityRequirement(name = ApiDescription.COOKIE)
@Tag(name = "Office: counter", description = "What staff do for guests, and with seats")
public class CounterResource {
    /** How many seats one request of staff may name. */
    public static final int MOST_SEATS = 100;

    private static final String CHANGED = "{\"message\": \"Seats blocked\", \"changed\": 2}";

    private final Counter counter;
    private final Ordering ordering;

    CounterResource(Counter counter, Ordering ordering) {
        this.counter = counter;
        this.ordering = ordering;
    }

    @POST
    @Path("{id}/block-seats/")
    @Operation(
            operationId = "blockSeats",
            summary = "Take seats out of the sale, all of them or none",
            description =
                    "Only what is free can be blocked; what is blocked already stays so. The reason is for staff to read.")
    @APIResponse(
            responseCode = "200",
            description = "They are not for sale",
            content =
                    @Content(
                            schema = @Schema(implementation = ChangedSeats.class),
                            examples = @ExampleObject(name = "two", value = CHANGED)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    public Uni<ChangedSeats> block(
            @Parameter(description = "Of the show", example = "41") @PathParam("id") long show,
            @RequestBody(required = true) @NotNull @Valid SeatsToBlock request) {
        return counter.block(ordering.caller(), show, request.seats, request.reason.strip())
                .map(count -> new ChangedSeats("Seats blocked", count));
    }

    @POST
    @Path("{id}/unblock-seats/")
    @Operation(
            operationId = "unblockSeats",
            summary = "Put blocked seats back into the sale",
            description = "What is not blocked is left as it is.")
    @APIResponse(
            responseCode = "200",
            description = "They are for sale",
            content =
                    @Content(
                            schema = @Schema(implementation = ChangedSeats.class),
                            examples = @ExampleObject(name = "two", value = CHANGED)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public Uni<ChangedSeats> unblock(
            @Parameter(description = "Of the show", example = "41") @PathParam("id") long show,
            @RequestBody(required = true) @NotNull @Valid NamedSeats request) {
        return counter.unblock(ordering.caller(), show, request.seats)
                .map(count -> new ChangedSeats("Seats for sale again", count));
    }

    @POST
    @Path("{id}/reserve-seats/")
    @Operation(operationId = "reserveSeats", summary = "Keep seats for a guest, all of them or none", description = """
                    With `username` they are held in that guest's account, who can book them. Without, they are kept in the
                    name of the house, for any of the staff to sell. The limits for guests do not count, and what is kept
                    longer than guests can hold seats themselves does not use up theirs. Asked again for the same guest it
                    only makes the time longer; what is kept for another one is taken.""")
    @APIResponse(
            responseCode = "200",
            description = "They are kept until `expires_at`",
            content =
                    @Content(
                            schema = @Schema(implementation = ReservedSeats.class),
                            examples = @ExampleObject(name = "reserved", value = """
                                                    {"message": "Seats reserved", "expires_at": "2026-11-24T18:30:00Z"}""")))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    public Uni<ReservedSeats> reserve(
            @Parameter(description = "Of the show", example = "41") @PathParam("id") long show,
            @RequestBody(required = true) @NotNull @Valid SeatsToReserve request) {
        return counter.reserve(
                        ordering.caller(), show, request.seats, request.whom(), Optional.ofNullable(request.until))
                .map(until -> new ReservedSeats("Seats reserved", until));
    }

    @POST
    @Path("{id}/release-seats/")
    @Operation(
            operationId = "releaseHolds",
            summary = "End the holds of seats, whoever has them",
            description = "Also of guests who are choosing at this moment. What is not held is left as it is.")
    @APIResponse(
            responseCode = "200",
            description = "They are free",
            content =
                    @Content(
                            schema = @Schema(implementation = ChangedSeats.class),
                            examples = @ExampleObject(name = "two", value = CHANGED)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public Uni<ChangedSeats> release(
            @Parameter(description = "Of the show", example = "41") @PathParam("id") long show,
            @RequestBody(required = true) @NotNull @Valid NamedSeats request) {
        return counter.release(ordering.caller(), show, request.seats)
                .map(count -> new ChangedSeats("Holds released", count));
    }

    @Schema(name = "NamedSeats")
    public record NamedSeats(
            @Schema(description = "Each at most once", uniqueItems = true) @NotNull @Size(min = 1, max = MOST_SEATS)
            List<@NotNull @Valid SeatLabel> seats) {}

    @Schema(name = "SeatsToBlock")
    public record SeatsToBlock(
            @Schema(description = "Each at most once", uniqueItems = true) @NotNull @Size(min = 1, max = MOST_SEATS)
            List<@NotNull @Valid SeatLabel> seats,

            @Schema(examples = "Broken") @NotBlank @Size(max = 200)
            String reason) {}

    @Schema(name = "SeatsToReserve")
    public record SeatsToReserve(
            @Schema(description = "Each at most once", uniqueItems = true) @NotNull @Size(min = 1, max = MOST_SEATS)
            List<@NotNull @Valid SeatLabel> seats,

            @Schema(nullable = true, description = "The name that was told", examples = "Miller")
            @Nullable
            @Size(min = 1, max = 100)
            String guest,

            @Schema(nullable = true, description = "Of the guest's account, if there is one", examples = "ada")
            @Nullable
            @Size(min = 1, max = 150)
            String username,

            @Schema(nullable = true, description = "UTC, within a year; half an hour from now if absent") @Nullable
            Instant until) {
        Counter.Guest whom() {
            return new Counter.Guest(guest, username);
        }
    }

    @Schema(name = "ChangedSeats")
    public record ChangedSeats(
            @Schema(examples = "Seats blocked") String message,

            @Schema(description = "How many are not as they were before", examples = "2")
            int changed) {}

    @Schema(name = "ReservedSeats")
    public record ReservedSeats(
            @Schema(examples = "Seats reserved") String message,
            @Schema(description = "UTC") Instant expiresAt) {}
}
