package org.frontrow.booking;

import io.quarkus.vertx.http.Compressed;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.frontrow.account.Callers;
import org.frontrow.account.Ordering;
import org.frontrow.account.Role;
import org.frontrow.booking.BookingsResource.BookingReply;
import org.frontrow.platform.ApiDescription;
import org.frontrow.seating.Counter;
import org.frontrow.seating.CounterResource;
import org.frontrow.seating.SeatLabel;

/** Speaks HTTP for {@link BoxOffice} about bookings, to staff. */
@Path("/api/office/bookings/")
@RolesAllowed({Role.STAFF_ROLE, Role.ADMIN_ROLE})
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = ApiDescription.BEARER)
@SecurityRequirement(name = ApiDescription.COOKIE)
@Tag(name = "Office: counter")
public class OfficeBookingsResource {
    private final BoxOffice boxOffice;
    private final Callers callers;
    private final Ordering ordering;

    OfficeBookingsResource(BoxOffice boxOffice, Callers callers, Ordering ordering) {
        this.boxOffice = boxOffice;
        this.callers = callers;
        this.ordering = ordering;
    }

    @POST
    @Path("{reference}/move/")
    @Operation(
            operationId = "moveBooking",
            summary = "Seat tickets of a booking elsewhere, all of them or none",
            description = """
                    Within the same show, in one step. The tickets keep their codes and what was paid. Doing it again changes
                    nothing.""")
    @APIResponse(
            responseCode = "200",
            description = "The booking, where it sits now",
            content =
                    @Content(
                            schema = @Schema(implementation = BookingReply.class),
                            examples = @ExampleObject(name = "moved", value = BoxOfficeResource.SOLD)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    public Uni<BookingReply> move(
            @Parameter(description = "What the booking is called", example = "7Q4KX2M9TBHA") @PathParam("reference")
                    String reference,
            @RequestBody(required = true) @NotNull @Valid Moves request) {
        var steps = request.moves.stream()
                .map(move -> new Counter.Step(move.from, move.to))
                .toList();
        return boxOffice.move(ordering.caller(), reference, steps).map(BookingReply::of);
    }

    @GET
    @Compressed
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "findBookings",
            summary = "Find bookings by their reference or by who booked",
            description =
                    "Exactly that reference, or exactly that username; the newest first, twenty at most. Who bought at"
                            + " the counter without an account is found in the `door-list` of the show.")
    @APIResponse(
            responseCode = "200",
            description = "The bookings; an empty list if there are none",
            content =
                    @Content(
                            schema = @Schema(implementation = FoundBookings.class),
                            examples =
                                    @ExampleObject(
                                            name = "one",
                                            value = "{\"bookings\": [" + BoxOfficeResource.SOLD + "]}")))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    public FoundBookings find(
            @Parameter(description = "A reference or a username", required = true, example = "7Q4KX2M9TBHA")
                    @QueryParam("search")
                    @NotNull
                    @Size(min = 1, max = 150)
                    String search) {
        return new FoundBookings(boxOffice.search(callers.current(), search.strip()).stream()
                .map(BookingReply::of)
                .toList());
    }

    @Schema(name = "Moves")
    public record Moves(
            @Schema(description = "A seat is in it at most once")
            @NotNull
            @Size(min = 1, max = CounterResource.MOST_SEATS)
            List<@NotNull @Valid MoveOfTicket> moves) {}

    @Schema(name = "Move")
    public record MoveOfTicket(
            @Schema(description = "A seat of the booking") @NotNull @Valid
            SeatLabel from,

            @Schema(description = "A free seat of the same show") @NotNull @Valid
            SeatLabel to) {}

    @Schema(name = "FoundBookings")
    public record FoundBookings(List<BookingReply> bookings) {}
}
