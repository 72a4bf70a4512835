package org.frontrow.booking;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.frontrow.account.Callers;
import org.frontrow.account.Role;
import org.frontrow.booking.Admission.DoorTicket;
import org.frontrow.platform.ApiDescription;
import org.frontrow.platform.Money;
import org.frontrow.seating.Payment;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP for {@link Admission}, to whoever stands at the door. */
@Path("/api/office/check-in/")
@RolesAllowed({Role.STAFF_ROLE, Role.ADMIN_ROLE})
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = ApiDescription.BEARER)
@SecurityRequirement(name = ApiDescription.COOKIE)
@Tag(name = "Office: door", description = "Who has come in, and who is still expected")
public class AdmissionResource {
    static final String TICKET = """
            {"ticket_id": 17, "row": "C", "number": 4, "reference": "7Q4KX2M9TBHA", "guest": "Miller",
             "booked_by": "box office", "payment": "CASH", "price": "12.50", "currency": "EUR",
             "used_at": "2026-11-24T18:52:10.123456Z"}""";
    private static final String UNUSED = """
            {"ticket_id": 17, "row": "C", "number": 4, "reference": "7Q4KX2M9TBHA", "guest": "Miller",
             "booked_by": "box office", "payment": "CASH", "price": "12.50", "currency": "EUR"}""";

    private final Admission admission;
    private final Callers callers;

    AdmissionResource(Admission admission, Callers callers) {
        this.admission = admission;
        this.callers = callers;
    }

    @POST
    @Operation(operationId = "checkIn", summary = "Let somebody in", description = """
                    By the `code` that their ticket shows, or by the `ticket_id` of the door list. A ticket lets in once. Else
                    the answer says why not: `unknown-ticket`, `ticket-already-used` and when, `ticket-of-another-show` and
                    which, or `ticket-cancelled`.""")
    @APIResponse(
            responseCode = "200",
            description = "Let them in",
            content =
                    @Content(
                            schema = @Schema(implementation = DoorTicketReply.class),
                            examples = @ExampleObject(name = "ticket", value = TICKET)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @Blocking
    public DoorTicketReply checkIn(@RequestBody(required = true) @NotNull @Valid CheckIn request) {
        var staff = callers.current();
        if (request.code != null && request.ticketId == null) {
            return DoorTicketReply.of(admission.admit(staff, request.showId, request.code));
        }
        if (request.ticketId != null && request.code == null) {
            return DoorTicketReply.of(admission.admit(staff, request.showId, request.ticketId));
        }
        throw new BookingRefusal.NoTicketNamed().refused();
    }

    @POST
    @Path("undo/")
    @Operation(
            operationId = "undoCheckIn",
            summary = "They have not come in after all",
            description = "The ticket is good again, unless it was cancelled. Doing it again changes nothing.")
    @APIResponse(
            responseCode = "200",
            description = "The ticket, which is good",
            content =
                    @Content(
                            schema = @Schema(implementation = DoorTicketReply.class),
                            examples = @ExampleObject(name = "ticket", value = UNUSED)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @Blocking
    public DoorTicketReply undo(@RequestBody(required = true) @NotNull @Valid CheckInToUndo request) {
        return DoorTicketReply.of(admission.undo(callers.current(), request.showId, request.ticketId));
    }

    @Schema(name = "CheckIn")
    public record CheckIn(
            @Schema(description = "That they want to see", examples = "41") @NotNull
            Long showId,

            @Schema(
                    nullable = true,
                    description = "As the ticket shows it; or `ticket_id`",
                    examples = "3vJq0xYc5m1R8sT2uWzZKA")
            @Nullable
            @Size(min = 1, max = 100)
            String code,

            @Schema(nullable = true, description = "Of the door list; or `code`", examples = "17") @Nullable
            Long ticketId) {}

    @Schema(name = "CheckInToUndo")
    public record CheckInToUndo(
            @Schema(examples = "41") @NotNull Long showId,
            @Schema(examples = "17") @NotNull Long ticketId) {}

    @Schema(name = "DoorTicket")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DoorTicketReply(
            @Schema(examples = "17") long ticketId,
            @Schema(examples = "C") String row,
            @Schema(examples = "4") int number,

            @Schema(description = "Of the booking", examples = "7Q4KX2M9TBHA")
            String reference,

            @Schema(nullable = true, description = "A name that was told at the counter", examples = "Miller") @Nullable
            String guest,

            @Schema(description = "User name; of the counter if the guest has none", examples = "ada")
            String bookedBy,

            Payment payment,

            @Schema(description = "As paid, two decimals", examples = "12.50")
            String price,

            @Schema(description = "ISO 4217", examples = "EUR")
            String currency,

            @Schema(nullable = true, description = "UTC; absent until they come in") @Nullable
            Instant usedAt) {
        static DoorTicketReply of(DoorTicket ticket) {
            return new DoorTicketReply(
                    ticket.id(),
                    ticket.seat().row(),
                    ticket.seat().number(),
                    ticket.reference(),
                    ticket.guest(),
                    ticket.bookedBy(),
                    ticket.payment(),
                    Money.text(ticket.price()),
                    ticket.currency(),
                    ticket.usedAt());
        }
    }
}
