package org.frontrow.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.vertx.http.Compressed;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
import org.frontrow.catalog.Layout.Spot;
import org.frontrow.platform.ApiDescription;
import org.frontrow.platform.Edition;
import org.frontrow.platform.Page;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP for {@link Screens}, to administrators. */
@Path("/api/office/screens/")
@RolesAllowed(Role.ADMIN_ROLE)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = ApiDescription.BEARER)
@SecurityRequirement(name = ApiDescription.COOKIE)
@Tag(name = "Office: screens", description = "The rooms of the house and where their places are")
public class ScreensResource {
    private static final String EXAMPLE = "{\"id\": 3, \"name\": \"Grand Hall\", \"places\": 312}";
    static final String LAYOUT = """
            {"places": 3, "rows": [{"row": "A", "places": [
              {"number": 1, "x": 1.0, "y": 0.0, "kind": "STANDARD"}, {"number": 2, "x": 2.0, "y": 0.0, "kind": "STANDARD"},
              {"number": 3, "x": 4.0, "y": 0.0, "kind": "WHEELCHAIR"}]}]}""";
    private static final String REDRAWN = """
            {"dry_run": true, "added": 3, "changed": 0, "removed": 12, "shows_that_keep_their_seats": 1,
             "shows": [{"id": 41, "movie": "Inception", "start_time": "2026-11-24T19:00:00Z"}]}""";

    private final Screens screens;
    private final Callers callers;

    ScreensResource(Screens screens, Callers callers) {
        this.screens = screens;
        this.callers = callers;
    }

    @GET
    @Compressed
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "listScreens", summary = "The screens of the house, by name", description = """
                    A page at a time; `next_page` is there while there are more.""")
    @APIResponse(
            responseCode = "200",
            description = "The screens; an empty list if there are none",
            content =
                    @Content(
                            schema = @Schema(implementation = ScreenList.class),
                            examples = @ExampleObject(name = "one screen", value = "{\"screens\": [" + EXAMPLE + "]}")))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    public ScreenList list(
            @Parameter(description = "A part of the name; what is called exactly so comes first", example = "hall")
                    @QueryParam("search")
                    @DefaultValue("")
                    @Size(max = 200)
                    String search,
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
        var found = screens.list(search, number - 1, pageSize);
        return new ScreenList(found.items().stream().map(ScreenReply::of).toList(), found.more() ? number + 1 : null);
    }

    @POST
    @Operation(
            operationId = "addScreen",
            summary = "Add a screen, still without places",
            description = "Draw its places with `layout/`; until then no show can be planned there.")
    @APIResponse(
            responseCode = "201",
            description = "The screen, and in `Location` where it is",
            headers = {
                @Header(name = "Location", schema = @Schema(implementation = String.class)),
                @Header(name = "ETag", schema = @Schema(implementation = String.class))
            },
            content =
                    @Content(
                            schema = @Schema(implementation = ScreenReply.class),
                            examples = @ExampleObject(name = "screen", value = EXAMPLE)))
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    public RestResponse<ScreenReply> add(@RequestBody(required = true) @NotNull @Valid ScreenRequest request) {
        var screen = screens.add(callers.current(), request.name.strip());
        return ResponseBuilder.<ScreenReply>created(URI.create("/api/office/screens/" + screen.id() + "/"))
                .entity(ScreenReply.of(screen))
                .tag(Edition.tag(screen.version()))
                .build();
    }

    @GET
    @Path("{id}/")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "getScreen", summary = "One screen, and which edition of it this is")
    @APIResponse(
            responseCode = "200",
            description = "The screen; send its `ETag` as `If-Match` when you change it",
            headers = @Header(name = "ETag", schema = @Schema(implementation = String.class)),
            content =
                    @Content(
                            schema = @Schema(implementation = ScreenReply.class),
                            examples = @ExampleObject(name = "screen", value = EXAMPLE)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public RestResponse<ScreenReply> get(
            @Parameter(description = "Of the screen", example = "3") @PathParam("id") long id) {
        return answer(screens.get(id));
    }

    @PUT
    @Path("{id}/")
    @Operation(operationId = "changeScreen", summary = "Call a screen by another name")
    @APIResponse(
            responseCode = "200",
            description = "The screen as it is now",
            headers = @Header(name = "ETag", schema = @Schema(implementation = String.class)),
            content =
                    @Content(
                            schema = @Schema(implementation = ScreenReply.class),
                            examples = @ExampleObject(name = "screen", value = EXAMPLE)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @APIResponse(responseCode = "412", ref = ApiDescription.OUTDATED)
    @APIResponse(responseCode = "428", ref = ApiDescription.UNCONDITIONAL)
    public RestResponse<ScreenReply> change(
            @Parameter(description = "Of the screen", example = "3") @PathParam("id") long id,
            @Parameter(description = "The `ETag` of the edition you have seen", example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch,
            @RequestBody(required = true) @NotNull @Valid ScreenRequest request) {
        return answer(screens.rename(callers.current(), id, ifMatch, request.name.strip()));
    }

    @DELETE
    @Path("{id}/")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "removeScreen",
            summary = "Take a screen out of the house, with its places",
            description = "Only if there is no show there, past ones included: people have tickets of them.")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @APIResponse(responseCode = "412", ref = ApiDescription.OUTDATED)
    @APIResponse(responseCode = "428", ref = ApiDescription.UNCONDITIONAL)
    public void remove(
            @Parameter(description = "Of the screen", example = "3") @PathParam("id") long id,
            @Parameter(description = "The `ETag` of the edition you have seen", example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch) {
        screens.remove(callers.current(), id, ifMatch);
    }

    @GET
    @Path("{id}/layout/")
    @Compressed
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "getLayout",
            summary = "Where the places of a screen are",
            description = "In the form in which it is taken, so this is also how a layout is exported.")
    @APIResponse(
            responseCode = "200",
            description = "The layout; send its `ETag` as `If-Match` when you change it",
            headers = @Header(name = "ETag", schema = @Schema(implementation = String.class)),
            content =
                    @Content(
                            schema = @Schema(implementation = LayoutReply.class),
                            examples = @ExampleObject(name = "three places", value = LAYOUT)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public RestResponse<LayoutReply> layout(
            @Parameter(description = "Of the screen", example = "3") @PathParam("id") long id) {
        var drawn = screens.layout(id);
        return ResponseBuilder.ok(LayoutReply.of(drawn.layout()))
                .tag(Edition.tag(drawn.version()))
                .build();
    }

    @PUT
    @Path("{id}/layout/")
    @Operation(operationId = "changeLayout", summary = "Put the places of a screen where they are", description = """
                    The whole layout: places that are not named are gone. Shows that are on sale or closed keep the seats
                    they have, sold or not, and draw them where their places are now; drafts, and what is planned from now
                    on, get the new ones. With `dry_run` nothing is changed, and the answer says what would be.

                    `x` grows to the right for a guest who faces the screen and `y` grows away from the screen, both in chair
                    widths, to the hundredth. The body may have 8 MiB.""")
    @APIResponse(
            responseCode = "200",
            description = "What it changes",
            headers = @Header(name = "ETag", schema = @Schema(implementation = String.class)),
            content =
                    @Content(
                            schema = @Schema(implementation = RedrawnReply.class),
                            examples = @ExampleObject(name = "only tried", value = REDRAWN)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "412", ref = ApiDescription.OUTDATED)
    @APIResponse(responseCode = "428", ref = ApiDescription.UNCONDITIONAL)
    public RestResponse<RedrawnReply> redraw(
            @Parameter(description = "Of the screen", example = "3") @PathParam("id") long id,
            @Parameter(description = "Only to see what it would change", example = "true")
                    @QueryParam("dry_run")
                    @DefaultValue("false")
                    boolean dryRun,
            @Parameter(description = "The `ETag` of the edition you have seen", example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch,
            @RequestBody(required = true) @NotNull @Valid LayoutRequest request) {
        var redrawn = screens.redraw(callers.current(), id, ifMatch, request.layout(), !dryRun);
        return ResponseBuilder.ok(RedrawnReply.of(redrawn, dryRun))
                .tag(Edition.tag(redrawn.version()))
                .build();
    }

    private static RestResponse<ScreenReply> answer(Screens.Listed screen) {
        return ResponseBuilder.ok(ScreenReply.of(screen))
                .tag(Edition.tag(screen.version()))
                .build();
    }

    @Schema(name = "ScreenRequest")
    public record ScreenRequest(
            @Schema(examples = "Grand Hall") @NotBlank @Size(max = 100)
            String name) {}

    @Schema(name = "Screen")
    public record ScreenReply(
            @Schema(examples = "3") long id,
            @Schema(examples = "Grand Hall") String name,

            @Schema(description = "How many", examples = "312")
            long places) {
        static ScreenReply of(Screens.Listed screen) {
            return new ScreenReply(screen.id(), screen.name(), screen.places());
        }
    }

    @Schema(name = "ScreenList")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ScreenList(
            List<ScreenReply> screens,

            @Schema(nullable = true, description = "Absent on the last page", examples = "2") @Nullable
            Integer nextPage) {}

    @Schema(
            name = "LayoutRequest",
            description = "As `getLayout` answers, so that what was exported can be sent as it is")
    public record LayoutRequest(
            @Schema(nullable = true, description = "How many; if it is said, it has to be right", examples = "3")
            @Nullable
            Integer places,

            @NotNull @Size(max = Layout.MOST_PLACES) List<@NotNull @Valid RowRequest> rows) {
        Layout layout() {
            var spots = new ArrayList<Spot>();
            for (var row : rows) {
                for (var place : row.places) {
                    spots.add(place.in(row.row));
                }
            }
            if (places != null && places != spots.size()) {
                throw new CatalogRefusal.PlacesMissing(places, spots.size()).refused();
            }
            return new Layout(spots);
        }
    }

    @Schema(name = "LayoutRow")
    public record RowRequest(
            @Schema(minLength = 1, maxLength = Layout.LONGEST_ROW_LABEL, examples = "A") @NotNull
            String row,

            @NotNull @Size(max = Layout.MOST_PLACES) List<@NotNull PlaceRequest> places) {}

    @Schema(name = "LayoutPlace")
    public record PlaceRequest(
            @Schema(minimum = "1", maximum = "9999", examples = "5")
            int number,

            @Schema(minimum = "-10000", maximum = "10000", examples = "5.0")
            double x,

            @Schema(minimum = "-10000", maximum = "10000", examples = "0.0")
            double y,

            @Schema(nullable = true, defaultValue = "STANDARD", examples = "STANDARD")
            Place.@Nullable Kind kind) {
        Spot in(String row) {
            return new Spot(row, number, x, y, kind == null ? Place.Kind.STANDARD : kind);
        }
    }

    @Schema(name = "Layout")
    public record LayoutReply(
            @Schema(description = "How many", examples = "3")
            int places,

            List<Row> rows) {
        @Schema(name = "LayoutRowReply")
        public record Row(@Schema(examples = "A") String row, List<Spotted> places) {}

        @Schema(name = "LayoutPlaceReply")
        public record Spotted(
                @Schema(examples = "5") int number,
                @Schema(examples = "5.0") double x,
                @Schema(examples = "0.0") double y,
                Place.Kind kind) {}

        static LayoutReply of(Layout layout) {
            var rows = new LinkedHashMap<String, List<Spotted>>();
            for (var spot : layout.spots()) {
                rows.computeIfAbsent(spot.row(), _ -> new ArrayList<>())
                        .add(new Spotted(spot.number(), spot.x(), spot.y(), spot.kind()));
            }
            return new LayoutReply(
                    layout.spots().size(),
                    rows.entrySet().stream()
                            .map(row -> new Row(row.getKey(), row.getValue()))
                            .toList());
        }
    }

    @Schema(name = "Redrawn")
    public record RedrawnReply(
            boolean dryRun,
            @Schema(examples = "3") int added,

            @Schema(description = "Moved, or of another kind", examples = "0")
            int changed,

            @Schema(examples = "12") int removed,
            @Schema(examples = "1") long showsThatKeepTheirSeats,
            @Schema(description = "The first of them") List<ShowToCome> shows) {
        static RedrawnReply of(Screens.Redrawn redrawn, boolean dryRun) {
            var difference = redrawn.difference();
            return new RedrawnReply(
                    dryRun,
                    difference.added().size(),
                    difference.changed().size(),
                    difference.removed().size(),
                    redrawn.allKeeping(),
                    redrawn.keeping().stream()
                            .map(show -> new ShowToCome(show.id(), show.movie(), show.startsAt()))
                            .toList());
        }
    }

    @Schema(name = "ShowToCome")
    public record ShowToCome(
            @Schema(examples = "41") long id,
            @Schema(examples = "Inception") String movie,
            @Schema(description = "UTC") Instant startTime) {}
}
