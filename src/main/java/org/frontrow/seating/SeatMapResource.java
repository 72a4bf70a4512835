package org.frontrow.seating;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.http.Uncompressed;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.frontrow.catalog.Place;
import org.frontrow.catalog.Shows;
import org.frontrow.platform.ApiDescription;
import org.frontrow.platform.Money;
import org.frontrow.platform.Workers;
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
    @Uncompressed // done already, once for all
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
                                                 "start_time": "2026-11-24T19:00:00Z",
                                                 "end_time": "2026-11-24T21:28:00Z",
                                                 "poster_url": "/posters/inception.svg", "currency": "EUR",
                                                 "stats": {"available": 1, "held": 1, "booked": 0},
                                                 "seats": [
                                                  {"id": 1, "row": "A", "number": 1, "status": "AVAILABLE",
                                                   "is_held_expired": false, "price": "100.00", "x": 1.0, "y": 0.0, "kind": "STANDARD"},
                                                  {"id": 2, "row": "A", "number": 2, "status": "HELD",
                                                   "is_held_expired": false, "price": "100.00", "x": 1.0, "y": 0.0, "kind": "STANDARD"}]}"""),
                                @ExampleObject(name = "no show", value = """
                                                {"seats": [], "message": "No upcoming shows"}""")
                            }))
    @APIResponse(
            responseCode = "304",
            description = "Nothing has changed since the answer whose `ETag` was sent along as `If-None-Match`")
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public Uni<Response> map(
            @Parameter(description = "A show's `id`", schema = @Schema(implementation = Long.class, examples = "1"))
                    @QueryParam("show_id")
                    @Nullable
                    String show,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String known,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.ACCEPT_ENCODING) @Nullable String encodings,
            @Context HttpServerResponse http) {
        // What is in memory already was answered before it came here, by MapAnswer.
        http.putHeader(HttpHeaders.CACHE_CONTROL, MapAnswer.ASK_EACH_TIME);
        if (show != null && !show.isEmpty()) {
            return maps.of(ShowNumber.read(show)).map(map -> answer(map, known, encodings, http));
        }
        return Workers.run(shows::next)
                .chain(next -> next.map(maps::of)
                        .map(found -> found.map(map -> answer(map, known, encodings, http)))
                        .orElseGet(() -> Uni.createFrom()
                                .item(Response.ok(ShownMap.nothing()).build())));
    }

    private Response answer(SeatMap map, @Nullable String known, @Nullable String encodings, HttpServerResponse http) {
        var body = MapAnswer.begin(map.encoded(maps.now()), known, encodings, http);
        return body == null ? Response.notModified().build() : Response.ok(body).build();
    }

    @RegisterForReflection // written without the framework
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

            @Schema(nullable = true, description = "UTC") @Nullable
            Instant endTime,

            @Schema(nullable = true, description = "If the movie has one", examples = "/posters/inception.svg")
            @Nullable
            String posterUrl,

            @Schema(nullable = true, description = "ISO 4217", examples = "EUR") @Nullable
            String currency,

            @Schema(nullable = true) @Nullable Stats stats,
            @Schema(description = "By row, then number") List<MapSeat> seats,

            @Schema(nullable = true, description = "Only when there is no show", examples = "No upcoming shows")
            @Nullable
            String message) {

        /** @param seats those to show, in place of the view's */
        static ShownMap of(SeatMap.View view, List<MapSeat> seats) {
            var about = view.about();
            return new ShownMap(
                    about.show(),
                    about.movie(),
                    about.screen(),
                    about.startsAt(),
                    about.endsAt(),
                    about.posterUrl(),
                    about.currency(),
                    Stats.of(view.numbers()),
                    seats,
                    null);
        }

        static ShownMap nothing() {
            return new ShownMap(null, null, null, null, null, null, null, null, List.of(), "No upcoming shows");
        }
    }

    @RegisterForReflection // written without the framework
    @Schema(name = "SeatStats")
    public record Stats(
            @Schema(description = "Seats one can have now") long available,

            @Schema(description = "Kept for somebody right now")
            long held,

            long booked) {
        public static Stats of(SeatMap.Numbers numbers) {
            return new Stats(numbers.available(), numbers.held(), numbers.booked());
        }
    }

    @RegisterForReflection // written without the framework
    @Schema(name = "MapSeat")
    public record MapSeat(
            long id,
            String row,
            int number,
            Seat.Status status,

            @Schema(description = "Held, but for too long: free")
            boolean isHeldExpired,

            @Schema(description = "Two decimals", examples = "100.00")
            String price,

            @Schema(description = "In chair widths, to the right for a guest who faces the screen", examples = "3.5")
            double x,

            @Schema(description = "In chair widths, away from the screen", examples = "1.2")
            double y,

            Place.Kind kind) {
        public static MapSeat of(SeatMap.Line line) {
            return new MapSeat(
                    line.id(),
                    line.row(),
                    line.number(),
                    line.status(),
                    line.holdExpired(),
                    Money.text(line.price()),
                    line.x(),
                    line.y(),
                    line.kind());
        }
    }
}
