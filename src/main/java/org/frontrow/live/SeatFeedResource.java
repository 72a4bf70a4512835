package org.frontrow.live;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
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
import org.frontrow.live.Watcher.Position;
import org.frontrow.platform.ApiDescription;
import org.frontrow.seating.Seat;
import org.frontrow.seating.SeatEvent;
import org.frontrow.seating.SeatLabel;
import org.frontrow.seating.SeatMap;
import org.frontrow.seating.SeatMapResource.Stats;
import org.frontrow.seating.SeatMaps;
import org.frontrow.seating.ShowNumber;
import org.jspecify.annotations.Nullable;

/** Watching a show over HTTP, for everybody. */
@Path("/api/seats/live/")
@Tag(name = "Seats")
public class SeatFeedResource {
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final SeatMaps maps;
    private final SeatFeed feed;

    SeatFeedResource(SeatMaps maps, SeatFeed feed) {
        this.maps = maps;
        this.feed = feed;
    }

    @GET
    @PermitAll
    @NonBlocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "watchSeats",
            summary = "What happens to the seats of a show, as it happens",
            description = """
                    Server-sent events. First `snapshot`, with the whole map (as `getSeatMap` answers it) and what happened
                    lately; then `change` with the seats that changed, the numbers and what happened, at most ten times a
                    second. `paused` says that changes cannot be told at present; a `snapshot` follows when they can. Each
                    `snapshot` and `change` has an id: whoever comes back with it as `Last-Event-ID` gets what changed
                    meanwhile, or a new `snapshot`. When nothing happens, `alive` says so every 15 seconds.
                    With `Accept-Encoding: gzip` the stream is compressed.""")
    @APIResponse(
            responseCode = "200",
            description = "Events, until one of both hangs up",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "one change", value = """
                                            event: change
                                            id: 1h2k3j4h5g6f-17
                                            data: {"stats":{"available":38,"held":2,"booked":0},"seats":[…],"activity":[{"at":"2026-11-23T18:00:02.123456Z","kind":"HELD","seats":[{"row":"C","number":4},{"row":"C","number":5}]}]}

                                            """)))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public void watch(
            @Parameter(
                            description = "A show's `id`",
                            required = true,
                            schema = @Schema(implementation = Long.class, examples = "1"))
                    @QueryParam("show_id")
                    @Nullable
                    String show,
            @Parameter(
                            description = "Of the last event that arrived",
                            schema = @Schema(implementation = String.class, examples = "1h2k3j4h5g6f-17"))
                    @HeaderParam(LAST_EVENT_ID)
                    @Nullable
                    String seen,
            @Context HttpServerRequest request,
            @Suspended AsyncResponse answer) {
        var number = ShowNumber.read(show);
        maps.of(number)
                .subscribe()
                .with(
                        _ -> {
                            try {
                                if (HttpMethod.HEAD.equals(request.method())) {
                                    begin(request.response()).end();
                                } else {
                                    feed.watch(number, Position.read(seen), request);
                                }
                            } catch (RuntimeException e) {
                                answer.resume(e);
                            }
                        },
                        answer::resume);
    }

    /** From here on the framework has nothing more to do with this answer; it stays suspended until it is closed. */
    static HttpServerResponse begin(HttpServerResponse response) {
        return response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.SERVER_SENT_EVENTS)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform")
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                // Or some proxies would wait until there is enough of it to be worth sending.
                .putHeader("X-Accel-Buffering", "no");
    }

    /** The data of a {@code change}. */
    @RegisterForReflection // written without the framework
    @Schema(name = "SeatChange")
    record Change(Stats stats, List<ChangedSeat> seats, List<Happened> activity) {
        static Change of(SeatMap.Changes changes) {
            return new Change(
                    Stats.of(changes.numbers()),
                    changes.seats().stream().map(ChangedSeat::of).toList(),
                    Happened.of(changes.activity()));
        }
    }

    /** What never changes about a seat is in the snapshot. */
    @RegisterForReflection // written without the framework
    @Schema(name = "ChangedSeat")
    record ChangedSeat(long id, String row, int number, Seat.Status status, boolean isHeldExpired) {
        static ChangedSeat of(SeatMap.Line line) {
            return new ChangedSeat(line.id(), line.row(), line.number(), line.status(), line.holdExpired());
        }
    }

    /** Something that happened to some seats at once. */
    @RegisterForReflection // written without the framework
    @Schema(name = "SeatActivity")
    record Happened(Instant at, SeatEvent kind, List<SeatLabel> seats) {
        static List<Happened> of(List<SeatMap.Activity> activity) {
            return activity.stream()
                    .map(it -> new Happened(it.at(), it.kind(), it.seats()))
                    .toList();
        }
    }
}
