package org.frontrow.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.vertx.http.Compressed;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
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
import org.frontrow.platform.ApiDescription;
import org.frontrow.platform.Edition;
import org.frontrow.platform.Page;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP for {@link Movies}, to administrators. */
@Path("/api/office/movies/")
@RolesAllowed(Role.ADMIN_ROLE)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = ApiDescription.BEARER)
@SecurityRequirement(name = ApiDescription.COOKIE)
@Tag(name = "Office: movies", description = "What the house can put on")
public class MoviesResource {
    private static final String EXAMPLE = """
            {"id": 7, "title": "Inception", "description": "A thief of secrets plants one, four dreams deep.",
             "duration_minutes": 148, "poster_url": "/posters/inception.svg"}""";

    private final Movies movies;
    private final Callers callers;

    MoviesResource(Movies movies, Callers callers) {
        this.movies = movies;
        this.callers = callers;
    }

    @GET
    @Compressed
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "listMovies", summary = "The movies of the house", description = """
                    A page at a time; `next_page` is there while there are more.""")
    @APIResponse(
            responseCode = "200",
            description = "The movies; an empty list if there are none",
            content =
                    @Content(
                            schema = @Schema(implementation = MovieList.class),
                            examples = @ExampleObject(name = "one movie", value = "{\"movies\": [" + EXAMPLE + "]}")))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    public MovieList list(
            @Parameter(description = "A part of the title; what is called exactly so comes first", example = "cept")
                    @QueryParam("search")
                    @DefaultValue("")
                    @Size(max = 200)
                    String search,
            @Parameter(
                            description = "What comes first",
                            schema =
                                    @Schema(
                                            enumeration = {"title", "-title", "newest"},
                                            defaultValue = "title"))
                    @QueryParam("sort")
                    @DefaultValue("title")
                    @Pattern(regexp = "title|-title|newest")
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
        var order = switch (sort) {
            case "newest" -> Movies.Order.NEWEST;
            case "-title" -> Movies.Order.TITLE_DESCENDING;
            default -> Movies.Order.TITLE;
        };
        var found = movies.list(search, order, number - 1, pageSize);
        return new MovieList(found.items().stream().map(MovieReply::of).toList(), found.more() ? number + 1 : null);
    }

    @POST
    @Operation(operationId = "addMovie", summary = "Take a movie into the programme of the house")
    @APIResponse(
            responseCode = "201",
            description = "The movie, and in `Location` where it is",
            headers = {
                @Header(name = "Location", schema = @Schema(implementation = String.class)),
                @Header(name = "ETag", schema = @Schema(implementation = String.class))
            },
            content =
                    @Content(
                            schema = @Schema(implementation = MovieReply.class),
                            examples = @ExampleObject(name = "movie", value = EXAMPLE)))
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    public RestResponse<MovieReply> add(@RequestBody(required = true) @NotNull @Valid MovieRequest request) {
        var movie = movies.add(callers.current(), request.about());
        return ResponseBuilder.<MovieReply>created(URI.create("/api/office/movies/" + movie.id + "/"))
                .entity(MovieReply.of(movie))
                .tag(Edition.tag(movie.version))
                .build();
    }

    @GET
    @Path("{id}/")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "getMovie", summary = "One movie, and which edition of it this is")
    @APIResponse(
            responseCode = "200",
            description = "The movie; send its `ETag` as `If-Match` when you change it",
            headers = @Header(name = "ETag", schema = @Schema(implementation = String.class)),
            content =
                    @Content(
                            schema = @Schema(implementation = MovieReply.class),
                            examples = @ExampleObject(name = "movie", value = EXAMPLE)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public RestResponse<MovieReply> get(
            @Parameter(description = "Of the movie", example = "7") @PathParam("id") long id) {
        return answer(movies.get(id));
    }

    @PUT
    @Path("{id}/")
    @Operation(
            operationId = "changeMovie",
            summary = "Change a movie",
            description = "Shows that are planned already keep their times. What is left out is emptied.")
    @APIResponse(
            responseCode = "200",
            description = "The movie as it is now",
            headers = @Header(name = "ETag", schema = @Schema(implementation = String.class)),
            content =
                    @Content(
                            schema = @Schema(implementation = MovieReply.class),
                            examples = @ExampleObject(name = "movie", value = EXAMPLE)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @APIResponse(responseCode = "412", ref = ApiDescription.OUTDATED)
    @APIResponse(responseCode = "428", ref = ApiDescription.UNCONDITIONAL)
    public RestResponse<MovieReply> change(
            @Parameter(description = "Of the movie", example = "7") @PathParam("id") long id,
            @Parameter(description = "The `ETag` of the edition you have seen", example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch,
            @RequestBody(required = true) @NotNull @Valid MovieRequest request) {
        return answer(movies.change(callers.current(), id, ifMatch, request.about()));
    }

    @PUT
    @Path("{id}/poster/")
    @Consumes({"image/jpeg", "image/png"})
    @Operation(operationId = "changePoster", summary = "Send a movie's poster", description = """
                    A JPEG or a PNG of at most 8 MiB, 24 million pixels and 8192 pixels a side, as the body. Only what draws the
                    picture is kept: where and with what it was taken is not.""")
    @APIResponse(
            responseCode = "200",
            description = "The movie, with the poster's address",
            headers = @Header(name = "ETag", schema = @Schema(implementation = String.class)),
            content =
                    @Content(
                            schema = @Schema(implementation = MovieReply.class),
                            examples = @ExampleObject(name = "movie", value = EXAMPLE)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "412", ref = ApiDescription.OUTDATED)
    @APIResponse(responseCode = "428", ref = ApiDescription.UNCONDITIONAL)
    public RestResponse<MovieReply> poster(
            @Parameter(description = "Of the movie", example = "7") @PathParam("id") long id,
            @Parameter(description = "The `ETag` of the edition you have seen", example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch,
            @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = "image/jpeg",
                                        schema =
                                                @Schema(
                                                        implementation = String.class,
                                                        format = "binary",
                                                        description = "The file")),
                                @Content(
                                        mediaType = "image/png",
                                        schema =
                                                @Schema(
                                                        implementation = String.class,
                                                        format = "binary",
                                                        description = "The file"))
                            })
                    byte[] picture) {
        return answer(movies.show(callers.current(), id, ifMatch, Picture.of(picture)));
    }

    @DELETE
    @Path("{id}/")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "removeMovie",
            summary = "Take a movie out of the house",
            description = "Only if there is no show of it, past ones included: people have tickets of them.")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @APIResponse(responseCode = "412", ref = ApiDescription.OUTDATED)
    @APIResponse(responseCode = "428", ref = ApiDescription.UNCONDITIONAL)
    public void remove(
            @Parameter(description = "Of the movie", example = "7") @PathParam("id") long id,
            @Parameter(description = "The `ETag` of the edition you have seen", example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch) {
        movies.remove(callers.current(), id, ifMatch);
    }

    private static RestResponse<MovieReply> answer(Movie movie) {
        return ResponseBuilder.ok(MovieReply.of(movie))
                .tag(Edition.tag(movie.version))
                .build();
    }

    @Schema(name = "MovieRequest")
    public record MovieRequest(
            @Schema(examples = "Inception") @NotBlank @Size(max = 200)
            String title,

            @Schema(nullable = true, examples = "A thief of secrets plants one, four dreams deep.")
            @Size(max = 4000)
            @Nullable
            String description,

            @Schema(description = "How long a show of it takes", examples = "148") @NotNull @Min(1) @Max(1440)
            Integer durationMinutes,

            @Schema(
                    nullable = true,
                    description =
                            "A path on this service, as a poster gets when it is sent; the page shows no other site's",
                    examples = "/posters/inception.svg")
            @Pattern(regexp = "/posters/[A-Za-z0-9._-]{1,100}")
            @Nullable
            String posterUrl) {
        Movies.About about() {
            return new Movies.About(
                    title.strip(),
                    description == null || description.isBlank() ? null : description,
                    durationMinutes,
                    posterUrl);
        }
    }

    @Schema(name = "Movie")
    public record MovieReply(
            @Schema(examples = "7") long id,
            @Schema(examples = "Inception") String title,

            @Schema(nullable = true, examples = "A thief of secrets plants one, four dreams deep.") @Nullable
            String description,

            @Schema(examples = "148") int durationMinutes,

            @Schema(nullable = true, examples = "/posters/inception.svg") @Nullable
            String posterUrl) {
        @SuppressWarnings("NullAway") // what comes from the database has an id
        static MovieReply of(Movie movie) {
            return new MovieReply(movie.id, movie.title, movie.description, movie.durationMinutes, movie.posterUrl);
        }
    }

    @Schema(name = "MovieList")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MovieList(
            List<MovieReply> movies,

            @Schema(nullable = true, description = "Absent on the last page", examples = "2") @Nullable
            Integer nextPage) {}
}
