package org.frontrow.booking;

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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.frontrow.account.Role;
import org.frontrow.booking.AdmissionResource.DoorTicketReply;
import org.frontrow.platform.ApiDescription;
import org.frontrow.platform.Page;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP for the door list of {@link Admission}, to staff. */
@Path("/api/office/shows/")
@RolesAllowed({Role.STAFF_ROLE, Role.ADMIN_ROLE})
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = ApiDescription.BEARER)
@SecurityRequirement(name = ApiDescription.COOKIE)
@Tag(name = "Office: door")
public class DoorListResource {
    private final Admission admission;

    DoorListResource(Admission admission) {
        this.admission = admission;
    }

    @GET
    @Path("{id}/door-list/")
    @Compressed
    @Operation(
            operationId = "getDoorList",
            summary = "The valid tickets of a show, and who has come in",
            description = "By row and number. A page at a time; `next_page` is there while there are more.")
    @APIResponse(
            responseCode = "200",
            description = "The tickets; an empty list if there are none",
            content =
                    @Content(
                            schema = @Schema(implementation = DoorListReply.class),
                            examples =
                                    @ExampleObject(
                                            name = "one ticket",
                                            value = "{\"show_id\": 41, \"sold\": 118, \"admitted\": 1, \"tickets\": ["
                                                    + AdmissionResource.TICKET + "]}")))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public DoorListReply list(
            @Parameter(description = "Of the show", example = "41") @PathParam("id") long show,
            @Parameter(description = "A part of a guest's name, a username or a reference", example = "mill")
                    @QueryParam("search")
                    @DefaultValue("")
                    @Size(max = 150)
                    String search,
            @Parameter(
                            description = "From 1",
                            schema = @Schema(implementation = Integer.class, minimum = "1", maximum = "10000"))
                    @QueryParam("page")
                    @DefaultValue("1")
                    String page,
            @Parameter(description = "How many a page holds")
                    @QueryParam("page_size")
                    @DefaultValue("200")
                    @Min(1)
                    @Max(1000)
                    int pageSize) {
        var number = Page.number(page);
        var found = admission.list(show, search.strip(), number - 1, pageSize);
        return new DoorListReply(
                show,
                found.sold(),
                found.admitted(),
                found.tickets().items().stream().map(DoorTicketReply::of).toList(),
                found.tickets().more() ? number + 1 : null);
    }

    @Schema(name = "DoorList")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DoorListReply(
            @Schema(examples = "41") long showId,

            @Schema(description = "Valid tickets in all", examples = "118")
            int sold,

            @Schema(description = "How many of them have come in", examples = "97")
            int admitted,

            List<DoorTicketReply> tickets,

            @Schema(nullable = true, description = "Absent on the last page", examples = "2") @Nullable
            Integer nextPage) {}
}
