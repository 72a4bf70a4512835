package org.frontrow.booking;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.Authenticated;
import io.quarkus.vertx.http.Compressed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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
import org.frontrow.booking.Bookings.WholeBooking;
import org.frontrow.booking.Bookings.WholeTicket;
import org.frontrow.platform.ApiDescription;
import org.frontrow.platform.Money;
import org.frontrow.platform.Page;
import org.frontrow.seating.Payment;
import org.jspecify.annotations.Nullable;

@Path("/api/seats/")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@SecurityRequirement(name = ApiDescription.BEARER)
@SecurityRequirement(name = ApiDescription.COOKIE)
@Tag(name = "Bookings", description = "What was booked: see it, show it at the door, give it back")
public class BookingsResource {
    private static final int PAGE_SIZE = 100;

    private final Bookings bookings;
    private final Callers callers;
    private final Ordering ordering;

    BookingsResource(Bookings bookings, Callers callers, Ordering ordering) {
        this.bookings = bookings;
        this.callers = callers;
        this.ordering = ordering;
    }

    @GET
    @Path("my-bookings/")
    @Compressed
    @Operation(
            operationId = "listMyBookings",
            summary = "Your valid tickets, newest show first",
            description = "One entry for each seat. A hundred a page; `next_page` is there while there are more.")
    @APIResponse(
            responseCode = "200",
            description = "Your tickets; an empty list if there are none",
            content =
                    @Content(
                            schema = @Schema(implementation = MyBookings.class),
                            examples = @ExampleObject(name = "one ticket", value = """
                                                    {"bookings": [{"id": 17, "movie": "Inception",
                                                      "start_time": "2026-11-24T19:00:00Z", "row": "A", "number": 5,
                                                      "price": "100.00", "screen": "Screen 1", "currency": "EUR",
                                                      "show_id": 1, "reference": "7Q4KX2M9TBHA",
                                                      "booked_at": "2026-11-23T18:05:12.345678Z"}]}""")))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    public MyBookings mine(
            @Parameter(
                            description = "From 1",
                            schema = @Schema(implementation = Integer.class, minimum = "1", maximum = "10000"))
                    @QueryParam("page")
                    @DefaultValue("1")
                    String page) {
        var number = Page.number(page);
        var found = bookings.mine(callers.current(), number - 1, PAGE_SIZE);
        return new MyBookings(found.items().stream().map(Booked::of).toList(), found.more() ? number + 1 : null);
    }

    @GET
    @Path("booking/{id}/ticket/")
    @Operation(
            operationId = "getTicket",
            summary = "One ticket as it is shown at the door",
            description = "Yours, or anybody's if you are staff. `id` is that of `my-bookings`.")
    @APIResponse(
            responseCode = "200",
            description = "The ticket",
            content =
                    @Content(
                            schema = @Schema(implementation = TicketReply.class),
                            examples = @ExampleObject(name = "ticket", value = """
                                                    {"ticket": {"ticket_id": 17, "movie": "Inception", "screen": "Screen 1",
                                                      "time": "2026-11-24T19:00:00Z", "seat": "A5", "price": "100.00",
                                                      "booked_by": "demo_user_123", "message": "Enjoy the movie!",
                                                      "row": "A", "number": 5, "currency": "EUR", "status": "VALID",
                                                      "reference": "7Q4KX2M9TBHA", "code": "3vJq0xYc5m1R8sT2uWzZKA"}}""")))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public TicketReply ticket(
            @Parameter(description = "As in `my-bookings`", example = "17") @PathParam("id") long id) {
        return new TicketReply(PrintedTicket.of(bookings.ticket(callers.current(), id)));
    }

    @GET
    @Path("booking/{id}/qr/")
    @Produces("image/svg+xml")
    @Operation(
            operationId = "getTicketQrCode",
            summary = "The ticket's code as a picture to scan at the door",
            description = "A QR code of the ticket's `code`, as SVG. Yours, or anybody's if you are staff.")
    @APIResponse(
            responseCode = "200",
            description = "The picture",
            content =
                    @Content(
                            mediaType = "image/svg+xml",
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "code", value = """
                                    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 33 33"><path d="M4,4h1v1h-1z"/></svg>""")))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public String qrCode(@Parameter(description = "As in `my-bookings`", example = "17") @PathParam("id") long id) {
        return QrPicture.of(bookings.ticket(callers.current(), id).ticket().code);
    }

    @GET
    @Path("bookings/{reference}/")
    @Operation(
            operationId = "getBooking",
            summary = "A booking with its tickets",
            description = "Yours, or anybody's if you are staff.")
    @APIResponse(
            responseCode = "200",
            description = "The booking",
            content =
                    @Content(
                            schema = @Schema(implementation = BookingReply.class),
                            examples = @ExampleObject(name = "booking", value = BookingReply.EXAMPLE)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public BookingReply booking(
            @Parameter(description = "What the booking is called", example = "7Q4KX2M9TBHA") @PathParam("reference")
                    String reference) {
        return BookingReply.of(bookings.booking(callers.current(), reference));
    }

    @POST
    @Path("bookings/{reference}/cancel/")
    @Operation(operationId = "cancelBooking", summary = "Give a booking back", description = """
                    The owner may until the show begins, staff always. The seats are free at once and the tickets void. Doing
                    it again changes nothing. No body is needed.""")
    @APIResponse(
            responseCode = "200",
            description = "The booking, now cancelled",
            content =
                    @Content(
                            schema = @Schema(implementation = BookingReply.class),
                            examples = @ExampleObject(name = "booking", value = BookingReply.EXAMPLE)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    public Uni<BookingReply> cancel(
            @Parameter(description = "What the booking is called", example = "7Q4KX2M9TBHA") @PathParam("reference")
                    String reference) {
        return bookings.cancel(ordering.caller(), reference).map(BookingReply::of);
    }

    @Schema(name = "MyBookings")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MyBookings(
            List<Booked> bookings,

            @Schema(nullable = true, description = "Absent on the last page", examples = "2") @Nullable
            Integer nextPage) {}

    @Schema(name = "MyBooking")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Booked(
            @Schema(description = "Of the ticket") long id,
            String movie,
            @Schema(description = "UTC") Instant startTime,
            String row,
            int number,

            @Schema(description = "As paid, two decimals", examples = "100.00")
            String price,

            String screen,

            @Schema(description = "ISO 4217", examples = "EUR")
            String currency,

            long showId,

            @Schema(description = "Of the booking", examples = "7Q4KX2M9TBHA")
            String reference,

            @Schema(description = "UTC") Instant bookedAt,

            @Schema(
                    nullable = true,
                    description = "There if the show does not take place, and this booking is void",
                    examples = "true")
            @Nullable
            Boolean showCancelled) {
        static Booked of(WholeTicket whole) {
            return new Booked(
                    whole.ticket().id,
                    whole.show().movie.title,
                    whole.show().startsAt,
                    whole.seat().rowLabel,
                    whole.seat().number,
                    Money.text(whole.ticket().price),
                    whole.show().screen.name,
                    whole.booking().currency,
                    whole.booking().showTimeId,
                    whole.booking().reference,
                    whole.booking().createdAt,
                    whole.booking().status == Booking.Status.WITHDRAWN ? true : null);
        }
    }

    @Schema(name = "TicketReply")
    public record TicketReply(PrintedTicket ticket) {}

    @Schema(name = "Ticket")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PrintedTicket(
            long ticketId,
            String movie,
            String screen,
            @Schema(description = "Start of the show, UTC") Instant time,

            @Schema(description = "Row and number", examples = "A5")
            String seat,

            @Schema(description = "As paid, two decimals", examples = "100.00")
            String price,

            @Schema(description = "User name") String bookedBy,
            String message,
            String row,
            int number,

            @Schema(description = "ISO 4217", examples = "EUR")
            String currency,

            Ticket.Status status,

            @Schema(description = "Of the booking", examples = "7Q4KX2M9TBHA")
            String reference,

            @Schema(
                    description = "Proves the ticket at the door; not to be guessed",
                    examples = "3vJq0xYc5m1R8sT2uWzZKA")
            String code,

            @Schema(nullable = true, description = "A name that was told at the counter", examples = "Miller") @Nullable
            String guest,

            @Schema(nullable = true, description = "UTC; absent until somebody comes in with it") @Nullable
            Instant usedAt) {
        static PrintedTicket of(WholeTicket whole) {
            return new PrintedTicket(
                    whole.ticket().id,
                    whole.show().movie.title,
                    whole.show().screen.name,
                    whole.show().startsAt,
                    whole.seat().rowLabel + whole.seat().number,
                    Money.text(whole.ticket().price),
                    whole.owner().username,
                    whole.ticket().status == Ticket.Status.VALID ? "Enjoy the movie!" : "This ticket was cancelled",
                    whole.seat().rowLabel,
                    whole.seat().number,
                    whole.booking().currency,
                    whole.ticket().status,
                    whole.booking().reference,
                    whole.ticket().code,
                    whole.booking().guest,
                    whole.ticket().usedAt);
        }
    }

    @Schema(name = "Booking")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BookingReply(
            String reference,
            Booking.Status status,
            long showId,
            String movie,
            String screen,
            @Schema(description = "UTC") Instant startTime,

            @Schema(description = "Two decimals", examples = "200.00")
            String total,

            @Schema(description = "ISO 4217", examples = "EUR")
            String currency,

            @Schema(description = "UTC") Instant bookedAt,
            Payment payment,

            @Schema(nullable = true, description = "A name that was told at the counter", examples = "Miller") @Nullable
            String guest,

            List<PrintedTicket> tickets) {
        static final String EXAMPLE = """
                {"reference": "7Q4KX2M9TBHA", "status": "CONFIRMED", "show_id": 1, "movie": "Inception",
                 "screen": "Screen 1", "start_time": "2026-11-24T19:00:00Z", "total": "100.00", "currency": "EUR",
                 "booked_at": "2026-11-23T18:05:12.345678Z", "payment": "ONLINE",
                 "tickets": [{"ticket_id": 17, "movie": "Inception", "screen": "Screen 1",
                  "time": "2026-11-24T19:00:00Z", "seat": "A5", "price": "100.00", "booked_by": "demo_user_123",
                  "message": "Enjoy the movie!", "row": "A", "number": 5, "currency": "EUR", "status": "VALID",
                  "reference": "7Q4KX2M9TBHA", "code": "3vJq0xYc5m1R8sT2uWzZKA"}]}""";

        static BookingReply of(WholeBooking whole) {
            var booking = whole.booking();
            var show = whole.tickets().getFirst().show();
            return new BookingReply(
                    booking.reference,
                    booking.status,
                    booking.showTimeId,
                    show.movie.title,
                    show.screen.name,
                    show.startsAt,
                    Money.text(booking.total),
                    booking.currency,
                    booking.createdAt,
                    booking.payment,
                    booking.guest,
                    whole.tickets().stream().map(PrintedTicket::of).toList());
        }
    }
}
