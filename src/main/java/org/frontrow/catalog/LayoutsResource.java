package org.frontrow.catalog;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.Compressed;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.frontrow.account.Role;
import org.frontrow.catalog.ScreensResource.LayoutReply;
import org.frontrow.platform.ApiDescription;

/** Reads layouts that were drawn elsewhere. Changes nothing: what comes out can be looked at, and sent to a screen. */
@Path("/api/office/layouts/")
@RolesAllowed(Role.ADMIN_ROLE)
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = ApiDescription.BEARER)
@SecurityRequirement(name = ApiDescription.COOKIE)
@Tag(name = "Office: screens")
public class LayoutsResource {
    private static final String CSV = "text/csv";

    private final ObjectMapper json;

    LayoutsResource(ObjectMapper json) {
        this.json = json;
    }

    @POST
    @Path("csv/")
    @Consumes(CSV)
    @Compressed
    @Operation(
            operationId = "readCsvLayout",
            summary = "Read a layout that was drawn in a spreadsheet",
            description = """
                    A line for each row, the nearest to the screen first: its label, then a number for each place and an empty
                    cell where there is none; an empty line is an aisle. A letter behind the number says what is special: `w`
                    wheelchair, `c` companion, `l` love seat, `x` blocked. UTF-8; cells are parted by commas, semicolons or
                    tabs. Nothing is changed: send the answer to `layout/` of a screen.""")
    @APIResponse(
            responseCode = "200",
            description = "The layout",
            content =
                    @Content(
                            schema = @Schema(implementation = LayoutReply.class),
                            examples = @ExampleObject(name = "three places", value = ScreensResource.LAYOUT)))
    public LayoutReply csv(
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = CSV,
                                            schema =
                                                    @Schema(
                                                            implementation = String.class,
                                                            description = "A line for each row"),
                                            examples =
                                                    @ExampleObject(
                                                            name = "two rows with an aisle",
                                                            value = "A,1,2,,3,4\nB,1w,2c,,3,4\n")))
                    byte[] plan) {
        return LayoutReply.of(CsvPlan.read(plan));
    }

    @POST
    @Path("pretix/")
    @Consumes(MediaType.APPLICATION_JSON)
    @Compressed
    @Operation(operationId = "readPretixLayout", summary = "Read a seating plan as pretix writes it", description = """
                    Rows that are called the same in several zones get the initials of their zone. A category that is called
                    after wheelchairs, companions or couples says of what kind its seats are. Nothing is changed: send the
                    answer to `layout/` of a screen.""")
    @APIResponse(
            responseCode = "200",
            description = "The layout",
            content =
                    @Content(
                            schema = @Schema(implementation = LayoutReply.class),
                            examples = @ExampleObject(name = "three places", value = ScreensResource.LAYOUT)))
    public LayoutReply pretix(
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema =
                                                    @Schema(
                                                            type = SchemaType.OBJECT,
                                                            description = "A seating plan as pretix exports it"),
                                            examples = @ExampleObject(name = "one seat", value = """
                                                    {"name": "Hall", "categories": [{"name": "Stalls"}], "zones": [
                                                      {"name": "Floor", "position": {"x": 0, "y": 0}, "rows": [
                                                        {"row_number": "1", "position": {"x": 0, "y": 0}, "seats": [
                                                          {"seat_guid": "a", "seat_number": "1", "category": "Stalls",
                                                           "position": {"x": 0, "y": 0}}]}]}]}""")))
                    byte[] plan) {
        return LayoutReply.of(PretixPlan.read(plan, json));
    }
}
