package org.frontrow.platform;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** What the OpenAPI document says about the whole service, and the answers that many operations share. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Frontrow",
                        version = "1.0",
                        description = """
                                Books numbered seats: hold, book, release.

                                Every path works with and without its trailing slash. Errors are `application/problem+json`
                                (RFC 9457) and repeat their text as `error`. Holding, booking and releasing may be repeated
                                at any time: the same request by the same account has its effect once. Whenever the answer
                                is lost or says `outcome-unknown`, repeat the request.""",
                        license = @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
        components =
                @Components(
                        securitySchemes = {
                            @SecurityScheme(
                                    securitySchemeName = ApiDescription.BEARER,
                                    type = SecuritySchemeType.HTTP,
                                    scheme = "bearer",
                                    bearerFormat = "JWT",
                                    description = "The `access_token` of a sign-in"),
                            @SecurityScheme(
                                    securitySchemeName = ApiDescription.COOKIE,
                                    type = SecuritySchemeType.APIKEY,
                                    in = SecuritySchemeIn.COOKIE,
                                    apiKeyName = "frontrow_access",
                                    description = "The same token as a cookie, set by a sign-in")
                        },
                        responses = {
                            @APIResponse(
                                    name = ApiDescription.INVALID,
                                    description =
                                            "The request makes no sense: wrong type, unknown or missing field, too many",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class),
                                                    examples = @ExampleObject(name = "invalid-request", value = """
                                                                            {"type": "urn:frontrow:problem:invalid-request",
                                                                             "title": "Bad Request", "status": 400,
                                                                             "detail": "show_id must not be null",
                                                                             "instance": "/api/seats/hold-batch/",
                                                                             "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                                                                             "error": "show_id must not be null",
                                                                             "violations": [{"field": "show_id",
                                                                               "message": "must not be null"}]}"""))),
                            @APIResponse(
                                    name = ApiDescription.UNAUTHENTICATED,
                                    description = "Nobody is signed in, or the sign-in is over",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class),
                                                    examples =
                                                            @ExampleObject(
                                                                    name = "authentication-required",
                                                                    value = """
                                                                            {"type": "urn:frontrow:problem:authentication-required",
                                                                             "title": "Unauthorized", "status": 401,
                                                                             "detail": "Authentication required",
                                                                             "instance": "/api/seats/hold-batch/",
                                                                             "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                                                                             "error": "Authentication required"}"""))),
                            @APIResponse(
                                    name = ApiDescription.FORBIDDEN,
                                    description =
                                            "You may not do this, or a cookie came along from a page of another origin",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = ApiDescription.NOT_FOUND,
                                    description = "It does not exist, or it is somebody else's",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class),
                                                    examples = @ExampleObject(name = "unknown-seats", value = """
                                                                            {"type": "urn:frontrow:problem:unknown-seats",
                                                                             "title": "Not Found", "status": 404,
                                                                             "detail": "Seat not found",
                                                                             "instance": "/api/seats/hold-batch/",
                                                                             "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                                                                             "error": "Seat not found",
                                                                             "seats": [{"row": "Z", "number": 99}]}"""))),
                            @APIResponse(
                                    name = ApiDescription.CONFLICT,
                                    description =
                                            "It contradicts the present state; `type` and `detail` say how, and the seats concerned are named",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class),
                                                    examples = @ExampleObject(name = "seats-taken", value = """
                                                                            {"type": "urn:frontrow:problem:seats-taken",
                                                                             "title": "Conflict", "status": 409,
                                                                             "detail": "Seats already taken: A1, A2",
                                                                             "instance": "/api/seats/hold-batch/",
                                                                             "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                                                                             "error": "Seats already taken: A1, A2",
                                                                             "seats": [{"row": "A", "number": 1},
                                                                               {"row": "A", "number": 2}]}"""))),
                            @APIResponse(
                                    name = ApiDescription.OUTDATED,
                                    description = "Somebody has changed it since you read it",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = ApiDescription.UNCONDITIONAL,
                                    description = "`If-Match` is missing",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = ApiDescription.TOO_LARGE,
                                    description = "The body is larger than it may be: 64 KiB, if nothing else is said",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = ApiDescription.NOT_JSON,
                                    description = "The body is of another type than is taken here",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = ApiDescription.TOO_MANY,
                                    description =
                                            "Too often, from this address or for this account; nothing was looked at. Wait as"
                                                    + " long as `Retry-After` says",
                                    headers =
                                            @Header(
                                                    name = "Retry-After",
                                                    description = "Seconds",
                                                    schema = @Schema(implementation = Integer.class)),
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class),
                                                    examples = @ExampleObject(name = "sign-in-delayed", value = """
                                                                            {"type": "urn:frontrow:problem:sign-in-delayed",
                                                                             "title": "Too Many Requests", "status": 429,
                                                                             "detail": "Too many failed sign-ins, please wait a moment",
                                                                             "instance": "/api/seats/login/",
                                                                             "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                                                                             "error": "Too many failed sign-ins, please wait a moment"}"""))),
                            @APIResponse(
                                    name = ApiDescription.UNAVAILABLE,
                                    description =
                                            "Not now. `desk-busy`, `too-busy`, `unavailable`: nothing was changed. `outcome-unknown`: it may have"
                                                    + " happened. Either way repeat the same request after `Retry-After` seconds",
                                    headers =
                                            @Header(
                                                    name = "Retry-After",
                                                    description = "Seconds",
                                                    schema = @Schema(implementation = Integer.class)),
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class),
                                                    examples = @ExampleObject(name = "outcome-unknown", value = """
                                                                            {"type": "urn:frontrow:problem:outcome-unknown",
                                                                             "title": "Service Unavailable", "status": 503,
                                                                             "detail": "It is not known whether this happened; repeat the same request, that is always safe",
                                                                             "instance": "/api/seats/book-batch/",
                                                                             "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                                                                             "error": "It is not known whether this happened; repeat the same request, that is always safe"}""")))
                        }))
public class ApiDescription extends Application {
    public static final String BEARER = "bearer";
    public static final String COOKIE = "cookie";
    public static final String INVALID = "Invalid";
    public static final String UNAUTHENTICATED = "AuthenticationRequired";
    public static final String FORBIDDEN = "ForeignOrigin";
    public static final String NOT_FOUND = "NotFound";
    public static final String CONFLICT = "Conflict";
    public static final String OUTDATED = "Outdated";
    public static final String UNCONDITIONAL = "Unconditional";
    public static final String TOO_LARGE = "TooLarge";
    public static final String NOT_JSON = "NotJson";
    public static final String TOO_MANY = "TooMany";
    public static final String UNAVAILABLE = "Unavailable";
}
