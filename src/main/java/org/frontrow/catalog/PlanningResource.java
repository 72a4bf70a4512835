package org.frontrow.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.vertx.http.Compressed;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.frontrow.account.Callers;
import org.frontrow.account.Role;
import org.frontrow.catalog.Planning.Filter;
import org.frontrow.catalog.Planning.Wish;
import org.frontrow.platform.ApiDescription;
import org.frontrow.platform.Edition;
import org.frontrow.platform.Moments;
import org.frontrow.platform.Money;
import org.frontrow.platform.Page;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP for {@link Planning}, to administrators; staff may look. */
@Path("/api/office/shows/")
@RolesAllowed(Role.ADMIN_ROLE)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = ApiDescription.BEARER)
@SecurityRequirement(name = ApiDescription.COOKIE)
@Tag(name = "Office: shows", description = "What runs when and where, and whether it is sold")
public class PlanningResource {
    private static final String EXAMPLE = """
            {"id": 41, "movie_id": 7, "movie": "Inception", "screen_id": 3, "screen": "Grand Hall",
             "start_time": "2026-11-24T19:00:00Z", "end_time": "2026-11-24T21:28:00Z", "price": "12.50",
             "currency": "EUR", "status": "ON_SALE"}""";
    private static final String PLAN = """
            {"dry_run": false, "planned": [41], "drafts": [], "shows": [
              {"local_time": "2026-11-24T20:00", "start_time": "2026-11-24T19:00:00Z",
               "end_time": "2026-11-24T21:28:00Z", "hour_is_there_twice": false}]}""";

    private final Planning planning;
    private final Callers callers;

    PlanningResource(Planning planning, Callers callers) {
        this.planning = planning;
        this.callers = callers;
    }

    @GET
    @Compressed
    @RolesAllowed({Role.STAFF_ROLE, Role.ADMIN_ROLE})
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "listPlannedShows",
            summary = "All shows, drafts and past ones included",
            description = """
                    A page at a time; `next_page` is there while there are more.""")
    @APIResponse(
            responseCode = "200",
            description = "The shows; an empty list if there are none",
            content =
                    @Content(
                            schema = @Schema(implementation = OfficeShowList.class),
                            examples = @ExampleObject(name = "one show", value = "{\"shows\": [" + EXAMPLE + "]}")))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    public OfficeShowList list(
            @Parameter(
                            description = "Those that start then or later, UTC",
                            schema = @Schema(implementation = Instant.class, examples = "2026-11-24T00:00:00Z"))
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(
                            description = "Those that start before, UTC",
                            schema = @Schema(implementation = Instant.class, examples = "2026-12-01T00:00:00Z"))
                    @QueryParam("until")
                    @Nullable
                    String until,
            @Parameter(description = "Those of this movie", example = "7") @QueryParam("movie_id") @Min(1) @Nullable
                    Long movieId,
            @Parameter(description = "Those in this screen", example = "3") @QueryParam("screen_id") @Min(1) @Nullable
                    Long screenId,
            @Parameter(
                            description = "Those in this state",
                            schema =
                                    @Schema(
                                            implementation = String.class,
                                            enumeration = {"DRAFT", "ON_SALE", "CLOSED", "CANCELLED"}))
                    @QueryParam("status")
                    @Pattern(regexp = "DRAFT|ON_SALE|CLOSED|CANCELLED")
                    @Nullable
                    String status,
            @Parameter(
                            description = "What comes first",
                            schema =
                                    @Schema(
                                            enumeration = {"start_time", "-start_time"},
                                            defaultValue = "start_time"))
                    @QueryParam("sort")
                    @DefaultValue("start_time")
                    @Pattern(regexp = "-?start_time")
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
        var filter = new Filter(
                Moments.read("from", from),
                Moments.read("until", until),
                Optional.ofNullable(movieId),
                Optional.ofNullable(screenId),
                Optional.ofNullable(status).map(ShowTime.Status::valueOf));
        var order = sort.startsWith("-") ? Planning.Order.START_DESCENDING : Planning.Order.START;
        var found = planning.list(filter, order, number - 1, pageSize);
        return new OfficeShowList(
                found.items().stream().map(OfficeShow::of).toList(), found.more() ? number + 1 : null);
    }

    @POST
    @Operation(operationId = "planShows", summary = "Plan one show, or many in one step", description = """
                    Every given weekday between the two days, at every given time of the venue's clock. If something stands in
                    the way of one of them none is planned and the answer names what; with `skip_conflicts` the others are
                    planned. With `dry_run` nothing is, and the answer says what would be.

                    An hour that the venue's clock leaves out has no show. One that it shows twice is meant the first time.""")
    @APIResponse(
            responseCode = "200",
            description = "What is planned, or would be",
            content =
                    @Content(
                            schema = @Schema(implementation = PlanReply.class),
                            examples = @ExampleObject(name = "one show", value = PLAN)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    public PlanReply plan(
            @Parameter(description = "Only to see what would be planned", example = "true")
                    @QueryParam("dry_run")
                    @DefaultValue("false")
                    boolean dryRun,
            @RequestBody(required = true) @NotNull @Valid PlanRequest request) {
        var wish = request.wish();
        var plan = dryRun
                ? planning.preview(wish)
                : planning.plan(callers.current(), wish, Boolean.TRUE.equals(request.skipConflicts));
        return new PlanReply(
                dryRun,
                plan.shows(),
                plan.drafts(),
                plan.slots().stream().map(SlotReply::of).toList());
    }

    @GET
    @Path("{id}/")
    @RolesAllowed({Role.STAFF_ROLE, Role.ADMIN_ROLE})
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "getPlannedShow", summary = "One show, and which edition of it this is")
    @APIResponse(
            responseCode = "200",
            description = "The show; send its `ETag` as `If-Match` when you change it",
            headers = @Header(name = "ETag", schema = @Schema(implementation = String.class)),
            content =
                    @Content(
                            schema = @Schema(implementation = OfficeShow.class),
                            examples = @ExampleObject(name = "show", value = EXAMPLE)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public RestResponse<OfficeShow> get(
            @Parameter(description = "Of the show", example = "41") @PathParam("id") long id) {
        return answer(planning.get(id));
    }

    @POST
    @Path("{id}/put-on-sale/")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "putShowOnSale",
            summary = "Sell a draft, or a closed show again",
            description = "A draft gets one seat for every place that its screen has at this moment.")
    @APIResponse(
            responseCode = "200",
            description = "The show as it is now",
            headers = @Header(name = "ETag", schema = @Schema(implementation = String.class)),
            content =
                    @Content(
                            schema = @Schema(implementation = OfficeShow.class),
                            examples = @ExampleObject(name = "show", value = EXAMPLE)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @APIResponse(responseCode = "412", ref = ApiDescription.OUTDATED)
    @APIResponse(responseCode = "428", ref = ApiDescription.UNCONDITIONAL)
    public RestResponse<OfficeShow> putOnSale(
            @Parameter(description = "Of the show", example = "41") @PathParam("id") long id,
            @Parameter(description = "The `ETag` of the edition you have seen", example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch) {
        return answer(planning.putOnSale(callers.current(), id, ifMatch));
    }

    @POST
    @Path("{id}/close/")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "closeShow",
            summary = "Sell no more of a show",
            description = "It takes place, and tickets stay good; holds run out. It can be put on sale again.")
    @APIResponse(
            responseCode = "200",
            description = "The show as it is now",
            headers = @Header(name = "ETag", schema = @Schema(implementation = String.class)),
            content =
                    @Content(
                            schema = @Schema(implementation = OfficeShow.class),
                            examples = @ExampleObject(name = "show", value = EXAMPLE)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @APIResponse(responseCode = "412", ref = ApiDescription.OUTDATED)
    @APIResponse(responseCode = "428", ref = ApiDescription.UNCONDITIONAL)
    public RestResponse<OfficeShow> close(
            @Parameter(description = "Of the show", example = "41") @PathParam("id") long id,
            @Parameter(description = "The `ETag` of the edition you have seen", example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch) {
        return answer(planning.close(callers.current(), id, ifMatch));
    }

    @POST
    @Path("{id}/cancel/")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "cancelShow", summary = "A show does not take place", description = """
                    Nobody buys from now on, and within seconds all holds are released and all bookings cancelled; those who
                    have some see it among their bookings. This cannot be undone. With `dry_run` nothing happens, and the
                    answer says who would lose what.""")
    @APIResponse(
            responseCode = "200",
            description = "Who has seats of it at this moment",
            content =
                    @Content(
                            schema = @Schema(implementation = TakenReply.class),
                            examples = @ExampleObject(name = "tried", value = """
                                                    {"dry_run": true, "held_seats": 2, "booked_seats": 118, "bookings": 51}""")))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @APIResponse(responseCode = "412", ref = ApiDescription.OUTDATED)
    @APIResponse(responseCode = "428", ref = ApiDescription.UNCONDITIONAL)
    public TakenReply cancel(
            @Parameter(description = "Of the show", example = "41") @PathParam("id") long id,
            @Parameter(description = "Only to see who would lose what", example = "true")
                    @QueryParam("dry_run")
                    @DefaultValue("false")
                    boolean dryRun,
            @Parameter(description = "The `ETag` of the edition you have seen", example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch) {
        var taken = planning.cancel(callers.current(), id, ifMatch, dryRun);
        return new TakenReply(dryRun, taken.held(), taken.booked(), taken.bookings());
    }

    @DELETE
    @Path("{id}/")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "removeShow",
            summary = "Throw a draft away",
            description = "Only a draft: of any other show there may be tickets.")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @APIResponse(responseCode = "412", ref = ApiDescription.OUTDATED)
    @APIResponse(responseCode = "428", ref = ApiDescription.UNCONDITIONAL)
    public void remove(
            @Parameter(description = "Of the show", example = "41") @PathParam("id") long id,
            @Parameter(description = "The `ETag` of the edition you have seen", example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch) {
        planning.remove(callers.current(), id, ifMatch);
    }

    private static RestResponse<OfficeShow> answer(ShowTime show) {
        return ResponseBuilder.ok(OfficeShow.of(show))
                .tag(Edition.tag(show.version))
                .build();
    }

    @Schema(name = "PlanRequest")
    public record PlanRequest(
            @Schema(examples = "7") @NotNull @Min(1) Long movieId,
            @Schema(examples = "3") @NotNull @Min(1) Long screenId,

            @Schema(description = "Of the venue's calendar", examples = "2026-11-24") @NotNull
            LocalDate firstDay,

            @Schema(description = "Included; up to a year after the first", examples = "2026-12-07") @NotNull
            LocalDate lastDay,

            @Schema(nullable = true, description = "All of them if absent", examples = "[\"FRIDAY\", \"SATURDAY\"]")
            @Nullable
            @Size(min = 1, max = 7)
            Set<@NotNull DayOfWeek> weekdays,

            @Schema(description = "Of the venue's clock, to the minute", examples = "[\"17:30\", \"20:00\"]")
            @NotEmpty
            @Size(max = 24)
            Set<@NotNull @Pattern(regexp = "([01][0-9]|2[0-3]):[0-5][0-9]") String> times,

            @Schema(description = "Of one seat, with up to two decimals", examples = "12.50")
            @NotNull
            @Pattern(regexp = "[0-9]{1,8}(\\.[0-9]{1,2})?")
            String price,

            @Schema(description = "ISO 4217", examples = "EUR") @NotNull @Pattern(regexp = "[A-Z]{3}")
            String currency,

            @Schema(nullable = true, description = "At once; else they are drafts", defaultValue = "false") @Nullable
            Boolean onSale,

            @Schema(
                    nullable = true,
                    description = "Whether the others are planned if something stands in the way of some",
                    defaultValue = "false")
            @Nullable
            Boolean skipConflicts) {
        Wish wish() {
            return new Wish(
                    movieId,
                    screenId,
                    firstDay,
                    lastDay,
                    weekdays == null ? EnumSet.allOf(DayOfWeek.class) : Set.copyOf(weekdays),
                    times.stream().map(LocalTime::parse).collect(Collectors.toSet()),
                    currency,
                    new BigDecimal(price),
                    Boolean.TRUE.equals(onSale));
        }
    }

    @Schema(name = "SeatsTaken")
    public record TakenReply(
            boolean dryRun,
            @Schema(examples = "2") int heldSeats,
            @Schema(examples = "118") int bookedSeats,

            @Schema(description = "To which the booked seats belong", examples = "51")
            int bookings) {}

    @Schema(name = "Plan")
    public record PlanReply(
            boolean dryRun,

            @Schema(description = "Ids of the shows that were planned, by start", examples = "[41]")
            List<Long> planned,

            @Schema(
                    description =
                            "Those of them that should be on sale but stayed drafts because the database failed meanwhile; usually none",
                    examples = "[]")
            List<Long> drafts,

            @Schema(description = "All that was asked for, by start")
            List<SlotReply> shows) {}

    @Schema(name = "OfficeShow")
    public record OfficeShow(
            @Schema(examples = "41") long id,
            @Schema(examples = "7") long movieId,
            @Schema(examples = "Inception") String movie,
            @Schema(examples = "3") long screenId,
            @Schema(examples = "Grand Hall") String screen,
            @Schema(description = "UTC") Instant startTime,
            @Schema(description = "UTC") Instant endTime,

            @Schema(description = "Of one seat, two decimals", examples = "12.50")
            String price,

            @Schema(description = "ISO 4217", examples = "EUR")
            String currency,

            ShowTime.Status status) {
        @SuppressWarnings("NullAway") // what comes from the database has an id
        static OfficeShow of(ShowTime show) {
            return new OfficeShow(
                    show.id,
                    show.movie.id,
                    show.movie.title,
                    show.screen.id,
                    show.screen.name,
                    show.startsAt,
                    show.endsAt,
                    Money.text(show.price),
                    show.currency,
                    show.status);
        }
    }

    @Schema(name = "OfficeShowList")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OfficeShowList(
            List<OfficeShow> shows,

            @Schema(nullable = true, description = "Absent on the last page", examples = "2") @Nullable
            Integer nextPage) {}
}
