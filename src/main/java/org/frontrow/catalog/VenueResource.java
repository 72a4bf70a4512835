package org.frontrow.catalog;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.ZoneId;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/seats/venue/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Shows")
public class VenueResource {
    private final ZoneId venue;

    VenueResource(@ConfigProperty(name = "frontrow.time-zone") ZoneId venue) {
        this.venue = venue;
    }

    @GET
    @PermitAll
    @Operation(
            operationId = "getVenue",
            summary = "Where all of this takes place",
            description = "People come to the venue, so it is its clock that they need to be told times by.")
    @APIResponse(
            responseCode = "200",
            description = "The venue",
            content =
                    @Content(
                            schema = @Schema(implementation = Venue.class),
                            examples = @ExampleObject(name = "Berlin", value = "{\"time_zone\":\"Europe/Berlin\"}")))
    public Venue venue() {
        return new Venue(venue.getId());
    }

    @Schema(name = "Venue")
    public record Venue(
            @Schema(description = "As the IANA database calls it", examples = "Europe/Berlin")
            String timeZone) {}
}
