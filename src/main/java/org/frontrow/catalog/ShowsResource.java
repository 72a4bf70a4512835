package org.frontrow.catalog;

import io.quarkus.vertx.http.Compressed;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.frontrow.platform.Money;
import org.frontrow.platform.Problem;
import org.jspecify.annotations.Nullable;

@Path("/api/seats/shows/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Shows", description = "What is on")
public class ShowsResource {
    private final Shows shows;

    ShowsResource(Shows shows) {
        this.shows = shows;
    }

    @GET
    @PermitAll
    @Compressed
    @Operation(
            operationId = "listShows",
            summary = "Shows that have not ended, by start",
            description = "With a date, only those that start on that local day of the venue.")
    @APIResponse(
            responseCode = "200",
            description = "The shows; an empty list if there are none",
            content =
                    @Content(
                            schema = @Schema(implementation = ShowList.class),
                            examples = @ExampleObject(name = "one show", value = """
                                    {"shows": [{"id": 1, "movie": "Inception", "screen": "Screen 1",
                                      "start_time": "2026-11-24T19:00:00Z", "end_time": "2026-11-24T21:28:00Z",
                                      "price": "100.00", "poster_url": "/posters/inception.svg",
                                      "currency": "EUR", "duration_minutes": 148,
                                      "on_sale": true}]}""")))
    @APIResponse(
            responseCode = "400",
            description = "The date cannot be read",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public ShowList list(
            @Parameter(
                            description = "A day of the venue's calendar, YYYY-MM-DD",
                            schema = @Schema(implementation = String.class, format = "date", examples = "2026-11-24"))
                    @QueryParam("date")
                    @Nullable
                    String date) {
        var found = date == null || date.isEmpty() ? shows.upcoming() : shows.upcomingOn(parse(date));
        return new ShowList(found.stream().map(Show::of).toList());
    }

    private static LocalDate parse(String date) {
        try {
            if (date.length() == 10) {
                return LocalDate.parse(date);
            }
        } catch (DateTimeParseException e) {
            // told below
        }
        throw new CatalogRefusal.UnreadableDate().refused();
    }

    @Schema(name = "ShowList")
    public record ShowList(List<Show> shows) {}

    @Schema(name = "Show")
    public record Show(
            @Schema(examples = "1") long id,
            @Schema(examples = "Inception") String movie,
            @Schema(examples = "Screen 1") String screen,
            @Schema(description = "UTC") Instant startTime,
            @Schema(description = "UTC") Instant endTime,

            @Schema(description = "Of one seat, two decimals", examples = "100.00")
            String price,

            @Schema(nullable = true, examples = "/posters/inception.svg") @Nullable
            String posterUrl,

            @Schema(description = "ISO 4217", examples = "EUR")
            String currency,

            @Schema(examples = "148") int durationMinutes,

            @Schema(description = "Whether seats are sold; else the box office has closed", examples = "true")
            boolean onSale) {
        @SuppressWarnings("NullAway") // what comes from the database has an id
        static Show of(ShowTime show) {
            return new Show(
                    show.id,
                    show.movie.title,
                    show.screen.name,
                    show.startsAt,
                    show.endsAt,
                    Money.text(show.price),
                    show.movie.posterUrl,
                    show.currency,
                    show.movie.durationMinutes,
                    show.status == ShowTime.Status.ON_SALE);
        }
    }
}
