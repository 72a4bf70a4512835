package org.frontrow.numbers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.vertx.http.Compressed;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
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
import org.frontrow.numbers.Figures.PaymentFigures;
import org.frontrow.numbers.Numbers.Asked;
import org.frontrow.numbers.Numbers.OfShow;
import org.frontrow.numbers.Numbers.Order;
import org.frontrow.numbers.Numbers.SeatHeat;
import org.frontrow.numbers.Numbers.ShowHeat;
import org.frontrow.numbers.ShowFigures.ShowReply;
import org.frontrow.platform.ApiDescription;
import org.frontrow.platform.Page;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP for the {@link Numbers} of single shows, to staff and administrators. */
@Path("/api/office/numbers/shows/")
@RolesAllowed({Role.STAFF_ROLE, Role.ADMIN_ROLE})
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = ApiDescription.BEARER)
@SecurityRequirement(name = ApiDescription.COOKIE)
@Tag(name = ShowNumbersResource.TAG, description = "What was sold, when, and which seats")
public class ShowNumbersResource {
    static final String TAG = "Office: numbers";
    static final String FROM = "The first day, of the venue's calendar; shows belong to the day on which they start. "
            + "Thirty days up to `until` if absent";
    static final String UNTIL =
            "The last day, included; at most 400 days together. Thirty days from `from` if absent, or today";

    static final String SORTS = "start_time|-demand|-occupancy|-sold|-revenue";

    static final String SHOW = """
            {"id": 41, "movie_id": 7, "movie": "Inception", "screen_id": 3, "screen": "Grand Hall",
             "start_time": "2026-11-24T19:00:00Z", "end_time": "2026-11-24T21:28:00Z", "status": "ON_SALE"}""";
    static final String FIGURES = """
            {"seats": 312, "sold": 240, "held": 4, "free": 66, "blocked": 2, "occupancy": 0.7742,
             "revenue": [{"currency": "EUR", "amount": "2975.00"}], "bookings": 101, "cancelled_bookings": 7,
             "withdrawn_bookings": 0, "holds": 391, "converted_holds": 250, "released_holds": 40, "expired_holds": 97,
             "conversion": 0.646, "expiry_rate": 0.2506, "demand": 1.2613}""";
    static final String PAYMENTS = """
            [{"payment": "COMP", "currency": "EUR", "bookings": 1, "seats": 2, "revenue": "0.00"},
             {"payment": "ONLINE", "currency": "EUR", "bookings": 100, "seats": 238, "revenue": "2975.00"}]""";
    private static final String SALES = """
            {"step": "HOUR", "points": [{"at": "2026-11-24T09:00:00Z", "day": "2026-11-24", "sold": 12, "returned": 1,
             "revenue": [{"currency": "EUR", "amount": "137.50"}]}]}""";

    private static final String HEAT_OF_TWO = """
            , "rows": [{"row": "A", "places": [
              {"number": 1, "x": 1.0, "y": 0.0, "kind": "STANDARD", "status": "BOOKED", "sold_at": "2026-11-10T09:12:00Z",
               "value": 1.0},
              {"number": 2, "x": 2.0, "y": 0.0, "kind": "STANDARD", "status": "AVAILABLE"}]}]}""";

    private final Numbers numbers;

    ShowNumbersResource(Numbers numbers) {
        this.numbers = numbers;
    }

    @GET
    @Compressed
    @Operation(
            operationId = "listShowNumbers",
            summary = "The shows of a period, each with its numbers",
            description = """
                    Cancelled ones too. The most demanded ones come first with `sort=-demand`. A page at a time; `next_page` is
                    there while there are more.""")
    @APIResponse(
            responseCode = "200",
            description = "The shows; an empty list if there are none",
            content =
                    @Content(
                            schema = @Schema(implementation = ShowFiguresList.class),
                            examples =
                                    @ExampleObject(
                                            name = "one show",
                                            value = "{\"shows\": [{\"show\": " + SHOW + ", \"numbers\": " + FIGURES
                                                    + "}]}")))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public ShowFiguresList list(
            @Parameter(description = FROM, schema = @Schema(implementation = LocalDate.class, examples = "2026-11-01"))
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(description = UNTIL, schema = @Schema(implementation = LocalDate.class, examples = "2026-11-30"))
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
                    @Pattern(regexp = SORTS)
                    String sort,
            @Parameter(
                            description = "From 1",
                            schema = @Schema(implementation = Integer.class, minimum = "1", maximum = "10000"))
                    @QueryParam("page")
                    @DefaultValue("1")
                    String page,
            @Parameter(description = "How many a page holds")
                    @QueryParam("page_size")
                    @DefaultValue("50")
                    @Min(1)
                    @Max(100)
                    int pageSize) {
        var number = Page.number(page);
        var found = numbers.table(new Asked(numbers.period(from, until), movieId, screenId), order(sort)).stream()
                .skip((long) (number - 1) * pageSize)
                .limit(pageSize + 1L)
                .map(ShowFigures::of)
                .toList();
        var shown = Page.of(found, pageSize);
        return new ShowFiguresList(shown.items(), shown.more() ? number + 1 : null);
    }

    static Order order(String sort) {
        return switch (sort) {
            case "-demand" -> Order.DEMAND;
            case "-occupancy" -> Order.OCCUPANCY;
            case "-sold" -> Order.SOLD;
            case "-revenue" -> Order.REVENUE;
            default -> Order.START;
        };
    }

    @GET
    @Path("{id}/")
    @Compressed
    @Operation(operationId = "getShowNumbers", summary = "The numbers of one show at this moment", description = """
                    Sales over time go from the hour of the first sale to that of the last sale or return; by days if these
                    would be a thousand hours or more. A draft has no numbers.""")
    @APIResponse(
            responseCode = "200",
            description = "The numbers",
            content =
                    @Content(
                            schema = @Schema(implementation = ShowNumbersReply.class),
                            examples =
                                    @ExampleObject(
                                            name = "show",
                                            value = "{\"counted_at\": \"2026-11-24T18:00:00Z\", \"show\": " + SHOW
                                                    + ", \"numbers\": " + FIGURES + ", \"payments\": " + PAYMENTS
                                                    + ", \"sales\": " + SALES + "}")))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public ShowNumbersReply get(@Parameter(description = "Of the show", example = "41") @PathParam("id") long id) {
        return ShowNumbersReply.of(numbers.show(id));
    }

    @GET
    @Path("{id}/heat-map/")
    @Compressed
    @Operation(
            operationId = "getShowHeatMap",
            summary = "Where and when a show was sold, seat by seat",
            description = """
                    With the place of each seat, to be drawn. A seat whose place the screen no longer has comes without one.""")
    @APIResponse(
            responseCode = "200",
            description = "The seats by row, in the order of their labels",
            content =
                    @Content(
                            schema = @Schema(implementation = ShowHeatMapReply.class),
                            examples = @ExampleObject(name = "two seats", value = "{\"show\": " + SHOW + HEAT_OF_TWO)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public ShowHeatMapReply heatMap(@Parameter(description = "Of the show", example = "41") @PathParam("id") long id) {
        return ShowHeatMapReply.of(numbers.heat(id));
    }

    @Schema(name = "ShowFiguresList")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ShowFiguresList(
            List<ShowFigures> shows,

            @Schema(nullable = true, description = "Absent on the last page", examples = "2") @Nullable
            Integer nextPage) {}

    @Schema(name = "ShowNumbers")
    public record ShowNumbersReply(
            @Schema(description = "UTC") Instant countedAt,
            ShowReply show,
            Figures numbers,

            @Schema(description = "What was paid how; by currency and payment, those without bookings left out")
            List<PaymentFigures> payments,

            SalesReply sales) {
        static ShowNumbersReply of(OfShow of) {
            return new ShowNumbersReply(
                    of.at(),
                    ShowReply.of(of.counted().show()),
                    Figures.of(of.totals()),
                    PaymentFigures.of(of.payments()),
                    SalesReply.of(of.sales()));
        }
    }

    @Schema(name = "ShowHeatMap")
    public record ShowHeatMapReply(ShowReply show, List<Row> rows) {
        @Schema(name = "ShowHeatRow")
        public record Row(@Schema(examples = "A") String row, List<Heat> places) {}

        @Schema(name = "ShowHeat")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Heat(
                @Schema(examples = "5") int number,

                @Schema(
                        nullable = true,
                        description = "In chair widths, to the right as the guest sees it",
                        examples = "5.0")
                @Nullable
                Double x,

                @Schema(nullable = true, description = "In chair widths, away from the screen", examples = "0.0")
                @Nullable
                Double y,

                @Schema(nullable = true) Place.@Nullable Kind kind,

                @Schema(
                        enumeration = {"AVAILABLE", "HELD", "BOOKED", "BLOCKED"},
                        examples = "BOOKED")
                String status,

                @Schema(nullable = true, description = "When its booking was made, UTC; absent if it is not sold")
                @Nullable
                Instant soldAt,

                @Schema(
                        nullable = true,
                        type = SchemaType.NUMBER,
                        description = "How early it was sold: 1 with the first of the show's bookings, 0 as the show "
                                + "began, in between in proportion to the time; absent if it is not sold",
                        examples = "0.8312")
                @Nullable
                BigDecimal value) {
            static Heat of(SeatHeat seat) {
                var spot = seat.spot();
                return new Heat(
                        seat.label().number(),
                        spot == null ? null : spot.x(),
                        spot == null ? null : spot.y(),
                        spot == null ? null : Place.Kind.valueOf(spot.kind()),
                        seat.status(),
                        seat.soldAt(),
                        seat.value());
            }
        }

        static ShowHeatMapReply of(ShowHeat heat) {
            var rows = new LinkedHashMap<String, List<Heat>>();
            for (var seat : heat.seats()) {
                rows.computeIfAbsent(seat.label().row(), _ -> new ArrayList<>()).add(Heat.of(seat));
            }
            return new ShowHeatMapReply(
                    ShowReply.of(heat.show()),
                    rows.entrySet().stream()
                            .map(row -> new Row(row.getKey(), row.getValue()))
                            .toList());
        }
    }
}
