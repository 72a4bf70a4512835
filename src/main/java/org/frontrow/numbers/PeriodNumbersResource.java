package org.frontrow.numbers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.vertx.http.Compressed;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.frontrow.account.Role;
import org.frontrow.catalog.Place;
import org.frontrow.numbers.Figures.Amount;
import org.frontrow.numbers.Figures.PaymentFigures;
import org.frontrow.numbers.Numbers.Asked;
import org.frontrow.numbers.Numbers.Day;
import org.frontrow.numbers.Numbers.OfPeriod;
import org.frontrow.numbers.Numbers.PlaceHeat;
import org.frontrow.numbers.Numbers.ScreenHeat;
import org.frontrow.platform.ApiDescription;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP for the {@link Numbers} of many shows together, to staff and administrators. */
@Path("/api/office/numbers/")
@RolesAllowed({Role.STAFF_ROLE, Role.ADMIN_ROLE})
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = ApiDescription.BEARER)
@SecurityRequirement(name = ApiDescription.COOKIE)
@Tag(name = ShowNumbersResource.TAG)
public class PeriodNumbersResource {
    private static final String WHAT = """
            All numbers are of the shows that start on these days and take place; how many were cancelled is said beside.
            `days` goes by the day of the show, `sales` by the day of the sale, from the first one on.""";
    private static final String EXAMPLE = """
            {"counted_at": "2026-11-24T18:00:00Z", "from": "2026-11-24", "until": "2026-11-24", "time_zone": "Europe/Berlin",
             "shows": 1, "cancelled_shows": 0, "numbers": """ + ShowNumbersResource.FIGURES + """
            , "payments": """ + ShowNumbersResource.PAYMENTS + """
            , "days": [{"day": "2026-11-24", "shows": 1, "seats": 312, "sold": 240, "occupancy": 0.7742,
              "revenue": [{"currency": "EUR", "amount": "2975.00"}]}],
             "sales": {"step": "DAY", "points": [{"at": "2026-11-23T23:00:00Z", "day": "2026-11-24", "sold": 247,
              "returned": 7, "revenue": [{"currency": "EUR", "amount": "2975.00"}]}]},
             "most_demanded": [{"show": """
            + ShowNumbersResource.SHOW + ", \"numbers\": " + ShowNumbersResource.FIGURES
            + "}]}";
    private static final String HEAT = """
            {"screen_id": 3, "screen": "Grand Hall", "from": "2026-11-01", "until": "2026-11-30", "shows": 90, "gone": 0,
             "rows": [{"row": "A", "places": [{"number": 1, "x": 1.0, "y": 0.0, "kind": "STANDARD", "shows": 90,
              "sold": 81, "value": 0.9, "lead_hours": 52.3}]}]}""";

    private final Numbers numbers;

    PeriodNumbersResource(Numbers numbers) {
        this.numbers = numbers;
    }

    @GET
    @Compressed
    @Operation(operationId = "getNumbers", summary = "The numbers of the whole house over a period", description = WHAT)
    @APIResponse(
            responseCode = "200",
            description = "The numbers; zeros if there was no show",
            content =
                    @Content(
                            schema = @Schema(implementation = PeriodNumbersReply.class),
                            examples = @ExampleObject(name = "one day", value = EXAMPLE)))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    public PeriodNumbersReply house(
            @Parameter(
                            description = ShowNumbersResource.FROM,
                            schema = @Schema(implementation = LocalDate.class, examples = "2026-11-01"))
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(
                            description = ShowNumbersResource.UNTIL,
                            schema = @Schema(implementation = LocalDate.class, examples = "2026-11-30"))
                    @QueryParam("until")
                    @Nullable
                    String until) {
        return answer(new Asked(numbers.period(from, until), null, null));
    }

    @GET
    @Path("days/{day}/")
    @Compressed
    @Operation(operationId = "getDayNumbers", summary = "The numbers of one day", description = WHAT)
    @APIResponse(
            responseCode = "200",
            description = "The numbers; zeros if there was no show",
            content =
                    @Content(
                            schema = @Schema(implementation = PeriodNumbersReply.class),
                            examples = @ExampleObject(name = "one day", value = EXAMPLE)))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public PeriodNumbersReply day(
            @Parameter(
                            description = "Of the venue's calendar; shows belong to the day on which they start",
                            schema = @Schema(implementation = LocalDate.class, examples = "2026-11-24"))
                    @PathParam("day")
                    String day) {
        return answer(new Asked(Period.of(Period.day("day", day)), null, null));
    }

    @GET
    @Path("movies/{id}/")
    @Compressed
    @Operation(operationId = "getMovieNumbers", summary = "The numbers of a movie over a period", description = WHAT)
    @APIResponse(
            responseCode = "200",
            description = "The numbers; zeros if there was no show",
            content =
                    @Content(
                            schema = @Schema(implementation = PeriodNumbersReply.class),
                            examples = @ExampleObject(name = "one day", value = EXAMPLE)))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public PeriodNumbersReply movie(
            @Parameter(description = "Of the movie", example = "7") @PathParam("id") long id,
            @Parameter(
                            description = ShowNumbersResource.FROM,
                            schema = @Schema(implementation = LocalDate.class, examples = "2026-11-01"))
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(
                            description = ShowNumbersResource.UNTIL,
                            schema = @Schema(implementation = LocalDate.class, examples = "2026-11-30"))
                    @QueryParam("until")
                    @Nullable
                    String until) {
        return answer(new Asked(numbers.period(from, until), id, null));
    }

    @GET
    @Path("screens/{id}/")
    @Compressed
    @Operation(operationId = "getScreenNumbers", summary = "The numbers of a screen over a period", description = WHAT)
    @APIResponse(
            responseCode = "200",
            description = "The numbers; zeros if there was no show",
            content =
                    @Content(
                            schema = @Schema(implementation = PeriodNumbersReply.class),
                            examples = @ExampleObject(name = "one day", value = EXAMPLE)))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public PeriodNumbersReply screen(
            @Parameter(description = "Of the screen", example = "3") @PathParam("id") long id,
            @Parameter(
                            description = ShowNumbersResource.FROM,
                            schema = @Schema(implementation = LocalDate.class, examples = "2026-11-01"))
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(
                            description = ShowNumbersResource.UNTIL,
                            schema = @Schema(implementation = LocalDate.class, examples = "2026-11-30"))
                    @QueryParam("until")
                    @Nullable
                    String until) {
        return answer(new Asked(numbers.period(from, until), null, id));
    }

    @GET
    @Path("screens/{id}/heat-map/")
    @Compressed
    @Operation(
            operationId = "getScreenHeatMap",
            summary = "How often and how early each place of a screen is sold",
            description = """
                    In the shows of the period that take place. With each place as it is today, to be drawn; `gone` says how many
                    seats those shows had whose place the screen no longer has.""")
    @APIResponse(
            responseCode = "200",
            description = "The places by row, in the order in which they were drawn",
            content =
                    @Content(
                            schema = @Schema(implementation = ScreenHeatMapReply.class),
                            examples = @ExampleObject(name = "one place", value = HEAT)))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public ScreenHeatMapReply heatMap(
            @Parameter(description = "Of the screen", example = "3") @PathParam("id") long id,
            @Parameter(
                            description = ShowNumbersResource.FROM,
                            schema = @Schema(implementation = LocalDate.class, examples = "2026-11-01"))
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(
                            description = ShowNumbersResource.UNTIL,
                            schema = @Schema(implementation = LocalDate.class, examples = "2026-11-30"))
                    @QueryParam("until")
                    @Nullable
                    String until,
            @Parameter(description = "Only the shows of this movie", example = "7")
                    @QueryParam("movie_id")
                    @Min(1)
                    @Nullable
                    Long movieId) {
        return ScreenHeatMapReply.of(numbers.heat(new Asked(numbers.period(from, until), movieId, id)));
    }

    private PeriodNumbersReply answer(Asked asked) {
        return PeriodNumbersReply.of(numbers.of(asked));
    }

    @Schema(name = "PeriodNumbers")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PeriodNumbersReply(
            @Schema(description = "UTC") Instant countedAt,
            @Schema(examples = "2026-11-01") LocalDate from,

            @Schema(description = "Included", examples = "2026-11-30")
            LocalDate until,

            @Schema(description = "Whose days these are, as the IANA database calls it", examples = "Europe/Berlin")
            String timeZone,

            @Schema(nullable = true, description = "If it is about one movie", examples = "7") @Nullable
            Long movieId,

            @Schema(nullable = true, examples = "Inception") @Nullable
            String movie,

            @Schema(nullable = true, description = "If it is about one screen", examples = "3") @Nullable
            Long screenId,

            @Schema(nullable = true, examples = "Grand Hall") @Nullable
            String screen,

            @Schema(description = "That take place; all that follows is about them", examples = "90")
            int shows,

            @Schema(description = "That were to start in the period and do not", examples = "1")
            int cancelledShows,

            Figures numbers,

            @Schema(description = "What was paid how; by currency and payment, those without bookings left out")
            List<PaymentFigures> payments,

            @Schema(description = "Every day of the period, those without shows too")
            List<DayFigures> days,

            @Schema(
                    description =
                            "By the day of the sale, the days before the period included on which its shows were sold")
            SalesReply sales,

            @Schema(description = "Up to ten, by `demand`, the highest first")
            List<ShowFigures> mostDemanded) {
        static PeriodNumbersReply of(OfPeriod of) {
            return new PeriodNumbersReply(
                    of.at(),
                    of.period().from(),
                    of.period().until(),
                    of.venue().getId(),
                    of.movie().map(Programme.Named::id).orElse(null),
                    of.movie().map(Programme.Named::name).orElse(null),
                    of.screen().map(Programme.Named::id).orElse(null),
                    of.screen().map(Programme.Named::name).orElse(null),
                    of.shows(),
                    of.cancelled(),
                    Figures.of(of.totals()),
                    PaymentFigures.of(of.payments()),
                    of.days().stream().map(DayFigures::of).toList(),
                    SalesReply.of(of.sales()),
                    of.mostDemanded().stream().map(ShowFigures::of).toList());
        }
    }

    @Schema(name = "DayFigures")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DayFigures(
            @Schema(examples = "2026-11-24") LocalDate day,

            @Schema(description = "That start on it", examples = "3")
            int shows,

            @Schema(description = "Of these shows, blocked ones too", examples = "936")
            long seats,

            @Schema(examples = "702") long sold,

            @Schema(
                    nullable = true,
                    type = SchemaType.NUMBER,
                    description = "Of the seats that are not blocked, what part is sold. Absent if there is none",
                    examples = "0.7548")
            @Nullable
            BigDecimal occupancy,

            @Schema(description = "By currency") List<Amount> revenue) {
        static DayFigures of(Day day) {
            var count = day.totals().count();
            return new DayFigures(
                    day.day(),
                    day.shows(),
                    count.seats(),
                    count.sold(),
                    count.occupancy(),
                    Amount.of(day.totals().revenue()));
        }
    }

    @Schema(name = "ScreenHeatMap")
    public record ScreenHeatMapReply(
            @Schema(examples = "3") long screenId,
            @Schema(examples = "Grand Hall") String screen,
            @Schema(examples = "2026-11-01") LocalDate from,

            @Schema(description = "Included", examples = "2026-11-30")
            LocalDate until,

            @Schema(description = "That take place", examples = "90")
            int shows,

            @Schema(description = "Seats of these shows whose place the screen no longer has", examples = "0")
            int gone,

            List<Row> rows) {
        @Schema(name = "ScreenHeatRow")
        public record Row(@Schema(examples = "A") String row, List<Heat> places) {}

        @Schema(name = "ScreenHeat")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Heat(
                @Schema(examples = "5") int number,

                @Schema(description = "In chair widths, to the right as the guest sees it", examples = "5.0")
                double x,

                @Schema(description = "In chair widths, away from the screen", examples = "0.0")
                double y,

                Place.Kind kind,

                @Schema(description = "In how many of the shows it was not blocked", examples = "90")
                long shows,

                @Schema(description = "In how many of them it is sold", examples = "81")
                long sold,

                @Schema(
                        nullable = true,
                        type = SchemaType.NUMBER,
                        description = "What part of the shows that is, from 0 to 1; absent if there were none",
                        examples = "0.9")
                @Nullable
                BigDecimal value,

                @Schema(
                        nullable = true,
                        type = SchemaType.NUMBER,
                        description =
                                "How many whole hours before the show it is sold, on average; absent if it never was",
                        examples = "52.3")
                @Nullable
                BigDecimal leadHours) {
            static Heat of(PlaceHeat place) {
                var spot = place.spot();
                var demand = place.demand();
                return new Heat(
                        spot.number(),
                        spot.x(),
                        spot.y(),
                        Place.Kind.valueOf(spot.kind()),
                        demand.shows(),
                        demand.sold(),
                        place.value(),
                        place.leadHours());
            }
        }

        static ScreenHeatMapReply of(ScreenHeat heat) {
            var rows = new LinkedHashMap<String, List<Heat>>();
            for (var place : heat.places()) {
                rows.computeIfAbsent(place.spot().row(), _ -> new ArrayList<>()).add(Heat.of(place));
            }
            return new ScreenHeatMapReply(
                    heat.screen().id(),
                    heat.screen().name(),
                    heat.period().from(),
                    heat.period().until(),
                    heat.shows(),
                    heat.gone(),
                    rows.entrySet().stream()
                            .map(row -> new Row(row.getKey(), row.getValue()))
                            .toList());
        }
    }
}
