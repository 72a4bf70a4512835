package org.frontrow.numbers;

import io.quarkus.vertx.http.Compressed;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.frontrow.account.Role;
import org.frontrow.numbers.Numbers.Asked;
import org.frontrow.numbers.Numbers.Course;
import org.frontrow.numbers.Numbers.Step;
import org.frontrow.platform.ApiDescription;
import org.frontrow.platform.Money;
import org.jspecify.annotations.Nullable;

/** The same numbers as tables, for spreadsheets. Times are the venue's, because a spreadsheet knows no other. */
@Path("/api/office/numbers/tables/")
@RolesAllowed({Role.STAFF_ROLE, Role.ADMIN_ROLE})
@Produces(NumbersTablesResource.CSV)
@SecurityRequirement(name = ApiDescription.BEARER)
@SecurityRequirement(name = ApiDescription.COOKIE)
@Tag(name = ShowNumbersResource.TAG)
public class NumbersTablesResource {
    static final String CSV = "text/csv;charset=UTF-8";
    private static final String ABOUT = """
            CSV (RFC 4180) in UTF-8 with a line of names. What a spreadsheet would take for a formula begins with an apostrophe.
            Times are on the venue's clock.""";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private final Numbers numbers;

    NumbersTablesResource(Numbers numbers) {
        this.numbers = numbers;
    }

    @GET
    @Path("shows.csv")
    @Compressed
    @Operation(
            operationId = "exportShowNumbers",
            summary = "All shows of a period with their numbers, as a table",
            description = ABOUT)
    @APIResponse(
            responseCode = "200",
            description = "The table; only its first line if there are no shows",
            content =
                    @Content(
                            mediaType = CSV,
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "one show", value = """
                                    show_id,movie,screen,start_time,status,seats,sold,held,free,blocked,occupancy,currency,revenue,bookings,cancelled_bookings,withdrawn_bookings,holds,converted_holds,released_holds,expired_holds,conversion,expiry_rate,demand
                                    41,Inception,Grand Hall,2026-11-24 20:00,ON_SALE,312,240,4,66,2,0.7742,EUR,2975.00,101,7,0,391,250,40,97,0.6460,0.2506,1.2613
                                    """)))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public String shows(
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
            @Parameter(description = "Those of this movie", example = "7") @QueryParam("movie_id") @Min(1) @Nullable
                    Long movieId,
            @Parameter(description = "Those in this screen", example = "3") @QueryParam("screen_id") @Min(1) @Nullable
                    Long screenId,
            @Parameter(
                            description = "What comes first",
                            schema =
                                    @Schema(
                                            enumeration = {"start_time", "-demand", "-occupancy", "-sold", "-revenue"},
                                            defaultValue = "start_time"))
                    @QueryParam("sort")
                    @DefaultValue("start_time")
                    @Pattern(regexp = ShowNumbersResource.SORTS)
                    String sort) {
        var table = new Csv(
                "show_id",
                "movie",
                "screen",
                "start_time",
                "status",
                "seats",
                "sold",
                "held",
                "free",
                "blocked",
                "occupancy",
                "currency",
                "revenue",
                "bookings",
                "cancelled_bookings",
                "withdrawn_bookings",
                "holds",
                "converted_holds",
                "released_holds",
                "expired_holds",
                "conversion",
                "expiry_rate",
                "demand");
        var asked = new Asked(numbers.period(from, until), movieId, screenId);
        for (var it : numbers.table(asked, ShowNumbersResource.order(sort))) {
            var show = it.show();
            var count = it.count();
            table.line(
                    show.id(),
                    show.movie(),
                    show.screen(),
                    TIME.format(show.startsAt().atZone(numbers.venue())),
                    show.status(),
                    count.seats(),
                    count.sold(),
                    count.held(),
                    count.free(),
                    count.blocked(),
                    count.occupancy(),
                    show.currency(),
                    Money.text(count.revenue()),
                    count.bookings(),
                    count.cancelledBookings(),
                    count.withdrawnBookings(),
                    count.holds(),
                    count.converted(),
                    count.released(),
                    count.expired(),
                    count.conversion(),
                    count.expiryRate(),
                    count.demand());
        }
        return table.toString();
    }

    @GET
    @Path("sales.csv")
    @Compressed
    @Operation(
            operationId = "exportSales",
            summary = "Sales over time of the shows of a period, day by day, as a table",
            description = ABOUT)
    @APIResponse(
            responseCode = "200",
            description = "The table, a line for each day and currency",
            content =
                    @Content(
                            mediaType = CSV,
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "one day", value = """
                                    day,currency,sold,returned,revenue
                                    2026-11-24,EUR,247,7,2975.00
                                    """)))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public String sales(
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
            @Parameter(description = "Those of this movie", example = "7") @QueryParam("movie_id") @Min(1) @Nullable
                    Long movieId,
            @Parameter(description = "Those in this screen", example = "3") @QueryParam("screen_id") @Min(1) @Nullable
                    Long screenId) {
        var asked = new Asked(numbers.period(from, until), movieId, screenId);
        return table(numbers.of(asked).sales(), numbers.venue());
    }

    @GET
    @Path("shows/{id}/sales.csv")
    @Compressed
    @Operation(
            operationId = "exportShowSales",
            summary = "Sales over time of one show, hour by hour, as a table",
            description = ABOUT + " By days if these would be a thousand hours or more.")
    @APIResponse(
            responseCode = "200",
            description = "The table; only its first line if nothing was sold",
            content =
                    @Content(
                            mediaType = CSV,
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "one hour", value = """
                                    hour,currency,sold,returned,revenue
                                    2026-11-24 10:00,EUR,12,1,137.50
                                    """)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public String showSales(@Parameter(description = "Of the show", example = "41") @PathParam("id") long id) {
        return table(numbers.show(id).sales(), numbers.venue());
    }

    private static String table(Course course, ZoneId venue) {
        var byDay = course.step() == Step.DAY;
        var table = new Csv(byDay ? "day" : "hour", "currency", "sold", "returned", "revenue");
        for (var moment : course.moments()) {
            var when = byDay
                    ? moment.day().toString()
                    : TIME.format(moment.begins().atZone(venue));
            if (moment.sales().isEmpty()) {
                table.line(when, null, 0, 0, null);
            }
            moment.sales()
                    .forEach((currency, sales) ->
                            table.line(when, currency, sales.sales(), sales.returns(), Money.text(sales.revenue())));
        }
        return table.toString();
    }

    @GET
    @Path("shows/{id}/heat-map.csv")
    @Compressed
    @Operation(
            operationId = "exportShowHeatMap",
            summary = "Where and when a show was sold, seat by seat, as a table",
            description = ABOUT)
    @APIResponse(
            responseCode = "200",
            description = "The table, a line for each seat",
            content =
                    @Content(
                            mediaType = CSV,
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "one seat", value = """
                                    row,number,x,y,kind,status,sold_at,value
                                    A,1,1.0,0.0,STANDARD,BOOKED,2026-11-10 10:12,1.0000
                                    """)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public String showHeatMap(@Parameter(description = "Of the show", example = "41") @PathParam("id") long id) {
        var table = new Csv("row", "number", "x", "y", "kind", "status", "sold_at", "value");
        for (var seat : numbers.heat(id).seats()) {
            var spot = seat.spot();
            var soldAt = seat.soldAt();
            table.line(
                    seat.label().row(),
                    seat.label().number(),
                    spot == null ? null : spot.x(),
                    spot == null ? null : spot.y(),
                    spot == null ? null : spot.kind(),
                    seat.status(),
                    soldAt == null ? null : TIME.format(soldAt.atZone(numbers.venue())),
                    seat.value());
        }
        return table.toString();
    }

    @GET
    @Path("screens/{id}/heat-map.csv")
    @Compressed
    @Operation(
            operationId = "exportScreenHeatMap",
            summary = "How often and how early each place of a screen is sold, as a table",
            description = ABOUT)
    @APIResponse(
            responseCode = "200",
            description = "The table, a line for each place",
            content =
                    @Content(
                            mediaType = CSV,
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "one place", value = """
                                    row,number,x,y,kind,shows,sold,value,lead_hours
                                    A,1,1.0,0.0,STANDARD,90,81,0.9000,52.3
                                    """)))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public String screenHeatMap(
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
        var table = new Csv("row", "number", "x", "y", "kind", "shows", "sold", "value", "lead_hours");
        for (var place : numbers.heat(new Asked(numbers.period(from, until), movieId, id))
                .places()) {
            var spot = place.spot();
            table.line(
                    spot.row(),
                    spot.number(),
                    spot.x(),
                    spot.y(),
                    spot.kind(),
                    place.demand().shows(),
                    place.demand().sold(),
                    place.value(),
                    place.leadHours());
        }
        return table.toString();
    }
}
