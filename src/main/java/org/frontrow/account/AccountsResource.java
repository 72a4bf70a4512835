package org.frontrow.account;

import io.quarkus.security.Authenticated;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.frontrow.account.AccountRefusal.InvalidRefreshToken;
import org.frontrow.account.Accounts.SignedIn;
import org.frontrow.platform.ApiDescription;
import org.frontrow.platform.Problem;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP for {@link Accounts}: tokens go out in the answer for programs and as cookies for browsers. */
@Path("/api/seats")
@PermitAll
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Accounts", description = "Registering, signing in and out")
public class AccountsResource {
    private static final String API = "/api/seats";

    private final Accounts accounts;
    private final Callers callers;
    private final CookieConfig cookies;

    AccountsResource(Accounts accounts, Callers callers, CookieConfig cookies) {
        this.accounts = accounts;
        this.callers = callers;
        this.cookies = cookies;
    }

    public record Registration(
            @Schema(
                    description = "Letters, digits and @ . + - _; names are compared without regard to case",
                    examples = "ada")
            @NotBlank
            @Size(max = Username.LONGEST)
            String username,

            @Schema(
                    description = "8 to 128 characters of any kind, not one of those that everybody tries first",
                    minLength = Passwords.SHORTEST,
                    maxLength = Passwords.LONGEST,
                    examples = "nine green bicycles")
            @NotNull
            @Size(max = 2 * Passwords.LONGEST)
            String password,

            @Schema(nullable = true, format = "email", description = "Optional", examples = "ada@example.org")
            @Email
            @Size(min = 3, max = 254)
            @Nullable
            String email) {}

    public record Credentials(
            @Schema(examples = "ada") @NotNull @Size(max = Username.LONGEST)
            String username,

            @Schema(examples = "nine green bicycles") @NotNull @Size(max = 2 * Passwords.LONGEST)
            String password) {}

    public record PasswordChange(
            @Schema(examples = "ada") @NotNull @Size(max = Username.LONGEST)
            String username,

            @Schema(description = "The one so far", examples = "nine green bicycles")
            @NotNull
            @Size(max = 2 * Passwords.LONGEST)
            String password,

            @Schema(
                    description = "8 to 128 characters of any kind, not one of those that everybody tries first",
                    minLength = Passwords.SHORTEST,
                    maxLength = Passwords.LONGEST,
                    examples = "ten yellow umbrellas")
            @NotNull
            @Size(max = 2 * Passwords.LONGEST)
            String newPassword) {}

    public record Refresh(
            @Schema(
                    nullable = true,
                    description = "The latest refresh token; left out, the one in the cookie is taken",
                    examples = "0B2yLhJvXp3ucS5nN1VwYb8rQ7mK4tEzAfGdHiJkLoM")
            @Size(max = 128)
            @Nullable
            String refreshToken) {}

    @Schema(name = "Message")
    public record Message(String message) {}

    @Schema(name = "SignedIn")
    public record SignedInReply(
            @Schema(examples = "Login successful") String message,

            @Schema(description = "Send it as Authorization: Bearer …")
            String accessToken,

            @Schema(examples = "Bearer") String tokenType,

            @Schema(description = "Seconds until the access token expires", examples = "900")
            long expiresIn,

            @Schema(
                    description =
                            "Good for one use at refresh/, which answers with the next one. Using it twice ends the session.")
            String refreshToken) {
        static final String EXAMPLE = """
                {"message": "Login successful", "access_token": "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
                 "token_type": "Bearer", "expires_in": 900,
                 "refresh_token": "0B2yLhJvXp3ucS5nN1VwYb8rQ7mK4tEzAfGdHiJkLoM"}""";
    }

    @POST
    @Path("register/")
    @Operation(
            operationId = "register",
            summary = "Make an account",
            description = "Makes a customer's account. It does not sign in.")
    @APIResponse(
            responseCode = "201",
            description = "The account exists now",
            content =
                    @Content(
                            schema = @Schema(implementation = Message.class),
                            examples =
                                    @ExampleObject(
                                            name = "registered",
                                            value = "{\"message\":\"User registered successfully\"}")))
    @APIResponse(
            responseCode = "400",
            description = "Something is missing or malformed, or the password is too easy to guess",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "weak-password", value = """
                                                    {"type":"urn:frontrow:problem:weak-password","title":"Bad Request","status":400,
                                                     "detail":"The password needs at least 8 characters","instance":"/api/seats/register/",
                                                     "trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","error":"The password needs at least 8 characters"}""")))
    @APIResponse(
            responseCode = "409",
            description = "Somebody has that name",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "username-taken", value = """
                                                    {"type":"urn:frontrow:problem:username-taken","title":"Conflict","status":409,
                                                     "detail":"Username already exists","instance":"/api/seats/register/",
                                                     "trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","error":"Username already exists"}""")))
    @APIResponse(responseCode = "429", ref = ApiDescription.TOO_MANY)
    public Response register(
            @RequestBody(required = true) @NotNull @Valid Registration request, @Context HttpServerRequest http) {
        accounts.register(request.username(), request.password(), request.email(), SameOriginFilter.addressOf(http));
        return Response.status(Response.Status.CREATED)
                .entity(new Message("User registered successfully"))
                .build();
    }

    @POST
    @Path("login/")
    @Operation(
            operationId = "login",
            summary = "Sign in",
            description =
                    "Answers with an access token and a refresh token, and sets both as cookies for browsers. After"
                            + " several wrong passwords one has to wait, a little longer each time.")
    @APIResponse(
            responseCode = "200",
            description = "Signed in",
            content =
                    @Content(
                            schema = @Schema(implementation = SignedInReply.class),
                            examples = @ExampleObject(name = "signed-in", value = SignedInReply.EXAMPLE)))
    @APIResponse(
            responseCode = "401",
            description = "The password is wrong or the account does not exist; the answer is the same",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "invalid-credentials", value = """
                                                    {"type":"urn:frontrow:problem:invalid-credentials","title":"Unauthorized","status":401,
                                                     "detail":"Invalid credentials","instance":"/api/seats/login/",
                                                     "trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","error":"Invalid credentials"}""")))
    @APIResponse(responseCode = "429", ref = ApiDescription.TOO_MANY)
    public Response login(
            @RequestBody(required = true) @NotNull @Valid Credentials request, @Context HttpServerRequest http) {
        var signedIn = accounts.signIn(request.username(), request.password(), SameOriginFilter.addressOf(http));
        return answer(signedIn, http);
    }

    @POST
    @Path("password/")
    @Operation(
            operationId = "changePassword",
            summary = "Choose another password",
            description =
                    "Signs out everywhere and in again here. Who got their password from somebody else has to do this before"
                            + " they can sign in: until then `login/` says `password-change-required`.")
    @APIResponse(
            responseCode = "200",
            description = "Signed in, with the new password",
            content =
                    @Content(
                            schema = @Schema(implementation = SignedInReply.class),
                            examples = @ExampleObject(name = "signed-in", value = SignedInReply.EXAMPLE)))
    @APIResponse(
            responseCode = "400",
            description = "Something is missing or malformed, or the new password is too easy to guess, or the old one",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "401",
            description = "The password is wrong or the account does not exist; the answer is the same",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(responseCode = "429", ref = ApiDescription.TOO_MANY)
    public Response changePassword(
            @RequestBody(required = true) @NotNull @Valid PasswordChange request, @Context HttpServerRequest http) {
        var signedIn = accounts.changePassword(
                request.username(), request.password(), request.newPassword(), SameOriginFilter.addressOf(http));
        return answer(signedIn, http);
    }

    @POST
    @Path("refresh/")
    @Operation(
            operationId = "refresh",
            summary = "Get the next access token",
            description =
                    "Takes the refresh token from the body or from the cookie and uses it up. A token that is used a"
                            + " second time ends its session for everybody, because somebody must have copied it.")
    @APIResponse(
            responseCode = "200",
            description = "As after signing in",
            content =
                    @Content(
                            schema = @Schema(implementation = SignedInReply.class),
                            examples = @ExampleObject(name = "signed-in", value = SignedInReply.EXAMPLE)))
    @APIResponse(
            responseCode = "401",
            description = "No token, or it is expired, used, or of a session that has ended",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "invalid-refresh-token", value = """
                                                    {"type":"urn:frontrow:problem:invalid-refresh-token","title":"Unauthorized","status":401,
                                                     "detail":"The refresh token is not valid, please sign in again","instance":"/api/seats/refresh/",
                                                     "trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","error":"The refresh token is not valid, please sign in again"}""")))
    @APIResponse(responseCode = "429", ref = ApiDescription.TOO_MANY)
    public Response refresh(
            @RequestBody(required = false) @Valid @Nullable Refresh request, @Context HttpServerRequest http) {
        var presented = inBody(request)
                .or(() -> Presented.cookie(http, Presented.REFRESH_COOKIE))
                .map(RefreshToken::new)
                .orElseThrow(() -> new InvalidRefreshToken().refused());
        return answer(accounts.refresh(presented), http);
    }

    @POST
    @Path("logout/")
    @Operation(
            operationId = "logout",
            summary = "Sign out",
            description =
                    "Ends the session of the tokens that come with the request, at once and everywhere, and clears the"
                            + " cookies. Also fine when nobody is signed in.")
    @APIResponse(
            responseCode = "200",
            description = "Nobody is signed in any more",
            content =
                    @Content(
                            schema = @Schema(implementation = Message.class),
                            examples =
                                    @ExampleObject(
                                            name = "signed-out",
                                            value = "{\"message\":\"Logged out successfully\"}")))
    public Response logout(
            @RequestBody(required = false) @Valid @Nullable Refresh request, @Context HttpServerRequest http) {
        accounts.signOut(
                Stream.of(Presented.bearer(http), Presented.cookie(http, Presented.ACCESS_COOKIE))
                        .flatMap(Optional::stream),
                Stream.of(inBody(request), Presented.cookie(http, Presented.REFRESH_COOKIE))
                        .flatMap(Optional::stream)
                        .map(RefreshToken::new));
        return Response.ok(new Message("Logged out successfully"))
                .cookie(
                        cookie(Presented.ACCESS_COOKIE, "/", "", Duration.ZERO, http),
                        cookie(Presented.REFRESH_COOKIE, API, "", Duration.ZERO, http))
                .build();
    }

    /** Without JSON there is no token in the body, but there may be one in the cookie. */
    @POST
    @Path("refresh/")
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Response refresh(@Context HttpServerRequest http) {
        return refresh(null, http);
    }

    /** Older clients send all sorts of empty bodies, and must get out with each of them. */
    @POST
    @Path("logout/")
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Response logout(@Context HttpServerRequest http) {
        return logout(null, http);
    }

    @GET
    @Path("me/")
    @Authenticated
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "getMe", summary = "Who is signed in")
    @SecurityRequirement(name = ApiDescription.BEARER)
    @SecurityRequirement(name = ApiDescription.COOKIE)
    @APIResponse(
            responseCode = "200",
            description = "Your account",
            content =
                    @Content(
                            schema = @Schema(implementation = Me.class),
                            examples =
                                    @ExampleObject(
                                            name = "customer",
                                            value = "{\"username\":\"ada\",\"role\":\"CUSTOMER\"}")))
    public Me me() {
        var caller = callers.current();
        return new Me(caller.username(), caller.role());
    }

    @Schema(name = "Me")
    public record Me(@Schema(examples = "ada") String username, Role role) {}

    private Response answer(SignedIn signedIn, HttpServerRequest http) {
        var refreshToken = signedIn.refreshToken().text();
        var reply = new SignedInReply(
                "Login successful",
                signedIn.accessToken(),
                "Bearer",
                signedIn.accessTokenLife().toSeconds(),
                refreshToken);
        return Response.ok(reply)
                .cookie(
                        cookie(Presented.ACCESS_COOKIE, "/", signedIn.accessToken(), signedIn.accessTokenLife(), http),
                        cookie(Presented.REFRESH_COOKIE, API, refreshToken, signedIn.sessionLeft(), http))
                .build();
    }

    private NewCookie cookie(String name, String path, String value, Duration life, HttpServerRequest http) {
        return new NewCookie.Builder(name)
                .path(path)
                .value(value)
                .maxAge((int) Math.min(Integer.MAX_VALUE, life.toSeconds()))
                .httpOnly(true)
                .secure(cookies.secure() || "https".equals(http.scheme()))
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }

    private static Optional<String> inBody(@Nullable Refresh request) {
        return Optional.ofNullable(request).map(Refresh::refreshToken);
    }
}
