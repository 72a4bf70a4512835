package org.frontrow.seating;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.frontrow.catalog.Shows;
import org.frontrow.platform.ApiDescription;
import org.frontrow.platform.Money;
import org.jspecify.annotations.Nullable;

/** Looking at seats over HTTP, for everybody. */
@Path("/api/seats/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Seats")
public class SeatMapResource {
    private final SeatMaps maps;
    private final Shows shows;

    SeatMapResource(SeatMaps maps, Shows shows) {
        this.maps = maps;
        this.shows = shows;
    }

    @GET
    @PermitAll
    @Operation(operationId = "getSeatMap", summary = "All seats of a show and how many are free", description = """
                    Without `show_id` that of the next show to start. Seats and numbers are of one instant. A hold whose time
                    is over shows as `HELD` with `is_held_expired` until it is tidied up a moment later; the seat is free and
                    counted as available.""")
    @APIResponse(
            responseCode = "200",
            description = "The map; without any show only `seats` (empty) and `message`",
            content =
                    @Content(
                            schema = @Schema(implementation = ShownMap.class),
                            examples = {
                                @ExampleObject(name = "two seats", value = """
                                                {"show_id": 1, "movie": "Inception", "screen": "Screen 1",
                                                 "start_time": "2026-11-24T19:00:00Z", "currency": "EUR",
                                                 "stats": {"available": 1, "held": 1, "booked": 0},
                                                 "seats": [
                                                  {"id": 1, "row": "A", "number": 1, "status": "AVAILABLE",
                                                   "is_held_expired": false, "price": "100.00"},
                                                  {"id": 2, "row": "A", "number": 2, "status": "HELD",
                                                   "is_held_expired": false, "price": "100.00"}]}"""),
                                @ExampleObject(name = "no show", value = """
                                                {"seats": [], "message": "No upcoming shows"}""")
                            }))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public ShownMap map(
            @Parameter(description = "A show's `id`", schema = @Schema(implementation = Long.class, examples = "1"))
                    @QueryParam("show_id")
                    @Nullable
                    String show) {
        if (show != null && !show.isEmpty()) {
            return ShownMap.of(maps.of(number(show)));
        }
        return shows.next().map(maps::of).map(ShownMap::of).orElseGet(ShownMap::nothing);
    }

    private static long number(String show) {
        try {
            if (show.matches("-?[0-9]+")) { // parseLong alone would also take "+1" and digits of other scripts
                return Long.parseLong(show);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new SeatingRefusal.UnreadableShowId().refused();
    }

    @Schema(name = "SeatMap")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ShownMap(
            @Schema(nullable = true, examples = "1") @Nullable
            Long showId,

            @Schema(nullable = true, examples = "Inception") @Nullable
            String movie,

            @Schema(nullable = true, examples = "Screen 1") @Nullable
            String screen,

            @Schema(nullable = true, description = "UTC") @Nullable
            Instant startTime,

            @Schema(nullable = true, description = "ISO 4217", examples = "EUR") @Nullable
            String currency,

            @Schema(nullable = true) @Nullable Stats stats,
            @Schema(description = "By row, then number") List<MapSeat> seats,

            @Schema(nullable = true, description = "Only when there is no show", examples = "No upcoming shows")
            @Nullable
            String message) {

        static ShownMap of(SeatMap map) {
            return new ShownMap(
                    map.show(),
                    map.movie(),
                    map.screen(),
                    map.startsAt(),
                    map.currency(),
                    new Stats(map.available(), map.held(), map.booked()),
                    map.seats().stream()
                            .map(seat -> new MapSeat(
                                    seat.id(),
                                    seat.row(),
                                    seat.number(),
                                    seat.status(),
                                    seat.holdExpired(),
                                    Money.text(seat.price())))
                            .toList(),
                    null);
        }

        static ShownMap nothing() {
            return new ShownMap(null, null, null, null, null, null, List.of(), "No upcoming shows");
        }
    }

    @Schema(name = "SeatStats")
    public record Stats(
            @Schema(description = "Seats one can have now") long available,

            @Schema(description = "Kept for somebody right now")
            long held,

            long booked) {}

    @Schema(name = "MapSeat")
    public record MapSeat(
            long id,
            String row,
            int number,
            Seat.Status status,

            @Schema(description = "Held, but for too long: free")
            boolean isHeldExpired,

            @Schema(description = "Two decimals", examples = "100.00")
            String price) {}
}
