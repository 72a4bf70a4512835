package org.frontrow.booking;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
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
import org.frontrow.account.Ordering;
import org.frontrow.account.Role;
import org.frontrow.booking.BookingsResource.BookingReply;
import org.frontrow.platform.ApiDescription;
import org.frontrow.seating.Counter;
import org.frontrow.seating.CounterResource;
import org.frontrow.seating.Payment;
import org.frontrow.seating.SeatLabel;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP for {@link BoxOffice} about shows, to staff. */
@Path("/api/office/shows/")
@RolesAllowed({Role.STAFF_ROLE, Role.ADMIN_ROLE})
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = ApiDescription.BEARER)
@SecurityRequirement(name = ApiDescription.COOKIE)
@Tag(name = "Office: counter")
public class BoxOfficeResource {
    static final String SOLD = """
            {"reference": "7Q4KX2M9TBHA", "status": "CONFIRMED", "show_id": 41, "movie": "Inception",
             "screen": "Grand Hall", "start_time": "2026-11-24T19:00:00Z", "total": "12.50", "currency": "EUR",
             "booked_at": "2026-11-23T18:05:12.345678Z", "payment": "CASH", "guest": "Miller",
             "tickets": [{"ticket_id": 17, "movie": "Inception", "screen": "Grand Hall",
              "time": "2026-11-24T19:00:00Z", "seat": "C4", "price": "12.50", "booked_by": "box office",
              "message": "Enjoy the movie!", "row": "C", "number": 4, "currency": "EUR", "status": "VALID",
              "reference": "7Q4KX2M9TBHA", "code": "3vJq0xYc5m1R8sT2uWzZKA"}]}""";

    private final BoxOffice boxOffice;
    private final Ordering ordering;

    BoxOfficeResource(BoxOffice boxOffice, Ordering ordering) {
        this.boxOffice = boxOffice;
        this.ordering = ordering;
    }

    @POST
    @Path("{id}/sell-seats/")
    @Operation(operationId = "sellSeats", summary = "Sell seats at the counter, all of them or none", description = """
                    In one step, without a hold before; seats that are kept for this guest, or in the name of the house, can
                    be sold, too. With `username` the tickets are in that guest's account. `COMP` costs nothing.

                    Seats that are sold already are refused, also if you sold them yourself: another guest may have them. Send
                    an `Idempotency-Key` that you choose for each sale, and the same request may be repeated.""")
    @APIResponse(
            responseCode = "200",
            description = "The booking, with its tickets to print",
            content =
                    @Content(
                            schema = @Schema(implementation = BookingReply.class),
                            examples = @ExampleObject(name = "sold", value = SOLD)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    public Uni<BookingReply> sell(
            @Parameter(description = "Of the show", example = "41") @PathParam("id") long show,
            @Parameter(
                            description = "Chosen by you for this one sale, such as a UUID",
                            example = "0b9d5f5e-6f0b-4f0e-9d53-6f2f2b1f7c11")
                    @HeaderParam("Idempotency-Key")
                    @Pattern(regexp = "[A-Za-z0-9_-]{8,64}")
                    @Nullable
                    String idempotencyKey,
            @RequestBody(required = true) @NotNull @Valid SeatsToSell request) {
        var guest = new Counter.Guest(request.guest, request.username);
        var payment = Payment.valueOf(request.payment.name());
        return boxOffice
                .sell(ordering.caller(), show, request.seats, guest, payment, idempotencyKey)
                .map(BookingReply::of);
    }

    @Schema(name = "PaymentAtCounter")
    public enum CounterPayment {
        CASH,
        COMP
    }

    @Schema(name = "SeatsToSell")
    public record SeatsToSell(
            @Schema(description = "Each at most once", uniqueItems = true)
            @NotNull
            @Size(min = 1, max = CounterResource.MOST_SEATS)
            List<@NotNull @Valid SeatLabel> seats,

            @Schema(description = "`COMP` for tickets that the house gives away") @NotNull
            CounterPayment payment,

            @Schema(nullable = true, description = "The name that was told", examples = "Miller")
            @Nullable
            @Size(min = 1, max = 100)
            String guest,

            @Schema(nullable = true, description = "Of the guest's account, if there is one", examples = "ada")
            @Nullable
            @Size(min = 1, max = 150)
            String username) {}
}
