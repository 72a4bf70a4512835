package org.frontrow.catalog;

import jakarta.annotation.security.PermitAll;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.frontrow.platform.ApiDescription;

/** Shows the posters that were sent; {@code PageHeaders} says how long they may be kept. */
@Path("/posters/")
@PermitAll
@Tag(name = "Shows")
public class PostersResource {
    private static final Predicate<String> SHA_256 =
            Pattern.compile("[0-9a-f]{64}").asMatchPredicate();

    @GET
    @Path("{digest}.{ending}")
    @Produces({"image/jpeg", "image/png"}) // the answer says which; a plain Response, because it finds who writes bytes
    @Transactional
    @Operation(
            operationId = "getPoster",
            summary = "A movie's poster",
            description =
                    "As `poster_url` says where it is. Another picture has another address, so it may be kept for ever.")
    @APIResponse(
            responseCode = "200",
            description = "The picture",
            content = {
                @Content(
                        mediaType = "image/jpeg",
                        schema = @Schema(implementation = String.class, format = "binary"),
                        examples = @ExampleObject(name = "file", value = "(bytes)")),
                @Content(
                        mediaType = "image/png",
                        schema = @Schema(implementation = String.class, format = "binary"),
                        examples = @ExampleObject(name = "file", value = "(bytes)"))
            })
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public Response poster(
            @Parameter(
                            description = "SHA-256 of the file",
                            example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
                    @PathParam("digest")
                    String digest,
            @Parameter(description = "What kind of file it is", example = "jpg") @PathParam("ending") String ending) {
        var poster = Optional.of(digest)
                .filter(SHA_256)
                .flatMap(Poster::of)
                .filter(found -> found.url().endsWith("." + ending))
                .orElseThrow(() -> new CatalogRefusal.UnknownPoster().refused());
        return Response.ok(poster.picture, poster.mediaType).build();
    }
}
