package org.frontrow.seating;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.frontrow.account.Callers;
import org.frontrow.account.Ordering;
import org.frontrow.platform.ApiDescription;
import org.frontrow.platform.Money;
import org.frontrow.platform.Workers;
import org.jspecify.annotations.Nullable;

/** Changing seats over HTTP, for those who are signed in. It runs on the event loop and never blocks it. */
@Path("/api/seats/")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@SecurityRequirement(name = ApiDescription.BEARER)
@SecurityRequirement(name = ApiDescription.COOKIE)
@Tag(name = "Seats", description = "See, hold, book and release seats")
public class SeatsResource {
    private final Seating seating;
    private final MySeats mySeats;
    private final Callers callers;
    private final Ordering ordering;

    SeatsResource(Seating seating, MySeats mySeats, Callers callers, Ordering ordering) {
        this.seating = seating;
        this.mySeats = mySeats;
        this.callers = callers;
        this.ordering = ordering;
    }

    @POST
    @Path("hold/")
    @Operation(operationId = "holdSeat", summary = "Hold one seat", description = "As `hold-batch` with one seat.")
    @APIResponse(
            responseCode = "200",
            description = "The seat is yours until `expires_at`",
            content =
                    @Content(
                            schema = @Schema(implementation = Held.class),
                            examples = @ExampleObject(name = "held", value = """
                                                    {"message": "Seat held successfully",
                                                     "expires_at": "2026-11-23T18:10:00Z"}""")))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    public Uni<Held> hold(@NotNull @Valid OneSeat request) {
        return seating.hold(ordering.caller(), request.showId, request.labels())
                .map(kept -> new Held("Seat held successfully", kept.until()));
    }

    @POST
    @Path("hold-batch/")
    @Operation(operationId = "holdSeats", summary = "Hold seats, all of them or none", description = """
                    Until `expires_at` nobody else gets them and booking them is not refused for expiry. Seats you hold already
                    are extended, up to a longest total. If any seat is taken nothing changes, and the answer names every
                    seat that is.""")
    @APIResponse(
            responseCode = "200",
            description = "The seats are yours until `expires_at`",
            content =
                    @Content(
                            schema = @Schema(implementation = Held.class),
                            examples = @ExampleObject(name = "held", value = """
                                                    {"message": "Successfully held 2 seats",
                                                     "expires_at": "2026-11-23T18:10:00Z"}""")))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    public Uni<Held> holdBatch(@NotNull @Valid SomeSeats request) {
        return seating.hold(ordering.caller(), request.showId, request.seats)
                .map(kept -> new Held("Successfully held " + kept.seats() + " seats", kept.until()));
    }

    @POST
    @Path("book/")
    @Operation(operationId = "bookSeat", summary = "Book one held seat", description = "As `book-batch` with one seat.")
    @APIResponse(
            responseCode = "200",
            description = "The seat is booked",
            content =
                    @Content(
                            schema = @Schema(implementation = Booked.class),
                            examples = @ExampleObject(name = "booked", value = """
                                                    {"message": "Seat booked successfully", "total_paid": "100.00",
                                                     "currency": "EUR", "references": ["7Q4KX2M9TBHA"]}""")))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    public Uni<Booked> book(@NotNull @Valid OneSeat request) {
        return seating.book(ordering.caller(), request.showId, request.labels())
                .map(sold -> Booked.of("Seat booked successfully", sold));
    }

    @POST
    @Path("book-batch/")
    @Operation(operationId = "bookSeats", summary = "Book held seats, all of them or none", description = """
                    Each seat must be held by you. Seats you have booked already are accepted and keep their booking, so the
                    same request may be repeated at any time.""")
    @APIResponse(
            responseCode = "200",
            description = "The seats are booked",
            content =
                    @Content(
                            schema = @Schema(implementation = Booked.class),
                            examples = @ExampleObject(name = "booked", value = """
                                                    {"message": "Successfully booked 2 seats", "total_paid": "200.00",
                                                     "currency": "EUR", "references": ["7Q4KX2M9TBHA"]}""")))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    public Uni<Booked> bookBatch(@NotNull @Valid SomeSeats request) {
        return seating.book(ordering.caller(), request.showId, request.seats)
                .map(sold -> Booked.of("Successfully booked " + sold.seats() + " seats", sold));
    }

    @POST
    @Path("release-hold-batch/")
    @Operation(
            operationId = "releaseSeats",
            summary = "Release held seats",
            description = "Only what you hold is touched; other seats are skipped, whoever has them.")
    @APIResponse(
            responseCode = "200",
            description = "What you held of them is free again",
            content =
                    @Content(
                            schema = @Schema(implementation = Released.class),
                            examples = @ExampleObject(name = "released", value = """
                                                    {"message": "Holds released successfully", "released": 2}""")))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public Uni<Released> releaseBatch(@NotNull @Valid SomeSeats request) {
        return seating.release(ordering.caller(), request.showId, request.seats)
                .map(count -> new Released("Holds released successfully", count));
    }

    @GET
    @Path("my-seats/")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "listMySeats", summary = "Your seats of a show", description = """
                    What you hold, until when, and what you have booked. The map is the same for everybody and does not say.
                    `server_time` is the clock that `expires_at` is about.""")
    @APIResponse(
            responseCode = "200",
            description = "Your seats; empty lists if there are none",
            content =
                    @Content(
                            schema = @Schema(implementation = Mine.class),
                            examples = @ExampleObject(name = "one held", value = """
                                                    {"show_id": 1, "server_time": "2026-11-23T18:00:02.123456Z",
                                                     "held": [{"row": "A", "number": 1, "expires_at": "2026-11-23T18:10:00Z"}],
                                                     "booked": [{"row": "A", "number": 2}]}""")))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    public Uni<Mine> mine(
            @Parameter(
                            description = "A show's `id`",
                            required = true,
                            schema = @Schema(implementation = Long.class, examples = "1"))
                    @QueryParam("show_id")
                    @Nullable
                    String show) {
        var number = ShowNumber.read(show);
        var caller = callers.current();
        return Workers.run(() -> Mine.of(number, mySeats.of(caller, number)));
    }

    @Schema(name = "MySeats")
    public record Mine(
            long showId,
            @Schema(description = "By row, then number") List<HeldSeat> held,
            @Schema(description = "By row, then number") List<SeatLabel> booked,
            @Schema(description = "UTC") Instant serverTime) {
        static Mine of(long show, MySeats.Mine mine) {
            return new Mine(
                    show,
                    mine.held().stream()
                            .map(held ->
                                    new HeldSeat(held.seat().row(), held.seat().number(), held.until()))
                            .toList(),
                    mine.booked(),
                    mine.now());
        }
    }

    @Schema(name = "HeldSeat")
    public record HeldSeat(
            String row,
            int number,
            @Schema(description = "UTC") Instant expiresAt) {}

    @Schema(name = "OneSeat")
    public record OneSeat(
            @Schema(examples = "1") @NotNull Long showId,

            @Schema(description = "Case-sensitive", examples = "A") @NotNull @Size(min = 1, max = 8)
            String row,

            @Schema(examples = "1") @NotNull Integer number) {
        List<SeatLabel> labels() {
            return List.of(new SeatLabel(row, number));
        }
    }

    @Schema(name = "SomeSeats")
    public record SomeSeats(
            @Schema(examples = "1") @NotNull Long showId,

            @Schema(description = "Each at most once", uniqueItems = true)
            @NotNull
            @Size(min = 1, max = HoldConfig.SEATS_PER_REQUEST)
            List<@NotNull @Valid SeatLabel> seats) {}

    @Schema(name = "Held")
    public record Held(
            @Schema(examples = "Successfully held 2 seats") String message,
            @Schema(description = "UTC") Instant expiresAt) {}

    @Schema(name = "Booked")
    public record Booked(
            @Schema(examples = "Successfully booked 2 seats")
            String message,

            @Schema(description = "For all seats named", examples = "200.00")
            String totalPaid,

            @Schema(description = "ISO 4217", examples = "EUR")
            String currency,

            @Schema(
                    description =
                            "Of the bookings the seats belong to; several if they were booked in several requests",
                    examples = "[\"7Q4KX2M9TBHA\"]")
            List<String> references) {
        static Booked of(String message, Seating.Sold sold) {
            return new Booked(message, Money.text(sold.total()), sold.currency(), sold.references());
        }
    }

    @Schema(name = "Released")
    public record Released(
            @Schema(examples = "Holds released successfully")
            String message,

            @Schema(description = "How many seats became free", examples = "2")
            int released) {}
}
