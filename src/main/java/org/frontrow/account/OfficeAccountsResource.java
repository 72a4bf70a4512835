package org.frontrow.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.vertx.http.Compressed;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
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
import java.util.List;
import java.util.Optional;
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
import org.frontrow.platform.ApiDescription;
import org.frontrow.platform.Edition;
import org.frontrow.platform.Page;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP for {@link OfficeAccounts}, to administrators. */
@Path("/api/office/accounts/")
@RolesAllowed(Role.ADMIN_ROLE)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = ApiDescription.BEARER)
@SecurityRequirement(name = ApiDescription.COOKIE)
@Tag(name = "Office: accounts", description = "Who may do what")
public class OfficeAccountsResource {
    private static final String EXAMPLE = """
            {"id": 5, "username": "box.office", "email": null, "role": "STAFF", "disabled": false,
             "must_change_password": true, "created_at": "2026-11-24T09:00:00Z"}""";

    private final OfficeAccounts accounts;
    private final Callers callers;

    OfficeAccountsResource(OfficeAccounts accounts, Callers callers) {
        this.accounts = accounts;
        this.callers = callers;
    }

    @GET
    @Compressed
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "listAccounts", summary = "Accounts, by name", description = """
                    A page at a time; `next_page` is there while there are more.""")
    @APIResponse(
            responseCode = "200",
            description = "The accounts; an empty list if there are none",
            content =
                    @Content(
                            schema = @Schema(implementation = AccountList.class),
                            examples =
                                    @ExampleObject(name = "one account", value = "{\"accounts\": [" + EXAMPLE + "]}")))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    public AccountList list(
            @Parameter(description = "A part of the name", example = "box")
                    @QueryParam("search")
                    @DefaultValue("")
                    @Size(max = Username.LONGEST)
                    String search,
            @Parameter(
                            description = "Only those with this role",
                            schema = @Schema(enumeration = {"CUSTOMER", "STAFF", "ADMIN"}))
                    @QueryParam("role")
                    @Pattern(regexp = "CUSTOMER|STAFF|ADMIN")
                    @Nullable
                    String role,
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
        var found = accounts.list(search, Optional.ofNullable(role).map(Role::valueOf), number - 1, pageSize);
        return new AccountList(found.items().stream().map(AccountReply::of).toList(), found.more() ? number + 1 : null);
    }

    @POST
    @Operation(
            operationId = "addAccount",
            summary = "Make an account for somebody",
            description =
                    "With a password to hand over: it is good for choosing another one at `password/`, and nothing else.")
    @APIResponse(
            responseCode = "201",
            description = "The account, and in `Location` where it is",
            headers = {
                @Header(name = "Location", schema = @Schema(implementation = String.class)),
                @Header(name = "ETag", schema = @Schema(implementation = String.class))
            },
            content =
                    @Content(
                            schema = @Schema(implementation = AccountReply.class),
                            examples = @ExampleObject(name = "account", value = EXAMPLE)))
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    public RestResponse<AccountReply> add(@RequestBody(required = true) @NotNull @Valid NewAccount request) {
        var account = accounts.add(
                callers.current(),
                request.username,
                request.password,
                new OfficeAccounts.About(request.role, false, request.email));
        return ResponseBuilder.<AccountReply>created(URI.create("/api/office/accounts/" + account.id + "/"))
                .entity(AccountReply.of(account))
                .tag(Edition.tag(account.version))
                .build();
    }

    @GET
    @Path("{id}/")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "getAccount", summary = "One account, and which edition of it this is")
    @APIResponse(
            responseCode = "200",
            description = "The account; send its `ETag` as `If-Match` when you change it",
            headers = @Header(name = "ETag", schema = @Schema(implementation = String.class)),
            content =
                    @Content(
                            schema = @Schema(implementation = AccountReply.class),
                            examples = @ExampleObject(name = "account", value = EXAMPLE)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public RestResponse<AccountReply> get(
            @Parameter(description = "Of the account", example = "5") @PathParam("id") long id) {
        return answer(accounts.get(id));
    }

    @PUT
    @Path("{id}/")
    @Operation(operationId = "changeAccount", summary = "Say what an account may, or close it", description = """
                    With another role, or closed, its sessions end at once: who it is has to sign in again, if they may. The
                    last administrator stays one.""")
    @APIResponse(
            responseCode = "200",
            description = "The account as it is now",
            headers = @Header(name = "ETag", schema = @Schema(implementation = String.class)),
            content =
                    @Content(
                            schema = @Schema(implementation = AccountReply.class),
                            examples = @ExampleObject(name = "account", value = EXAMPLE)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @APIResponse(responseCode = "412", ref = ApiDescription.OUTDATED)
    @APIResponse(responseCode = "428", ref = ApiDescription.UNCONDITIONAL)
    public RestResponse<AccountReply> change(
            @Parameter(description = "Of the account", example = "5") @PathParam("id") long id,
            @Parameter(description = "The `ETag` of the edition you have seen", example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch,
            @RequestBody(required = true) @NotNull @Valid AccountRequest request) {
        var about = new OfficeAccounts.About(request.role, request.disabled, request.email);
        return answer(accounts.change(callers.current(), id, ifMatch, about));
    }

    @PUT
    @Path("{id}/password/")
    @Operation(
            operationId = "resetPassword",
            summary = "Give somebody a new password",
            description =
                    "It is good for choosing another one at `password/`, and nothing else. Whoever is signed in with the old"
                            + " one is so no longer.")
    @APIResponse(
            responseCode = "200",
            description = "The account as it is now",
            headers = @Header(name = "ETag", schema = @Schema(implementation = String.class)),
            content =
                    @Content(
                            schema = @Schema(implementation = AccountReply.class),
                            examples = @ExampleObject(name = "account", value = EXAMPLE)))
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "412", ref = ApiDescription.OUTDATED)
    @APIResponse(responseCode = "428", ref = ApiDescription.UNCONDITIONAL)
    public RestResponse<AccountReply> resetPassword(
            @Parameter(description = "Of the account", example = "5") @PathParam("id") long id,
            @Parameter(description = "The `ETag` of the edition you have seen", example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch,
            @RequestBody(required = true) @NotNull @Valid PasswordRequest request) {
        return answer(accounts.resetPassword(callers.current(), id, ifMatch, request.password));
    }

    private static RestResponse<AccountReply> answer(Account account) {
        return ResponseBuilder.ok(AccountReply.of(account))
                .tag(Edition.tag(account.version))
                .build();
    }

    @Schema(name = "NewAccount")
    public record NewAccount(
            @Schema(description = "Letters, digits and @ . + - _", examples = "box.office")
            @NotBlank
            @Size(max = Username.LONGEST)
            String username,

            @Schema(minLength = Passwords.SHORTEST, maxLength = Passwords.LONGEST, examples = "nine green bicycles")
            @NotNull
            @Size(max = 2 * Passwords.LONGEST)
            String password,

            @NotNull Role role,

            @Schema(nullable = true, format = "email", examples = "box.office@example.org")
            @Email
            @Size(min = 3, max = 254)
            @Nullable
            String email) {}

    @Schema(name = "AccountRequest")
    public record AccountRequest(
            @NotNull Role role,

            @Schema(description = "Closed: nobody signs in with it, and what it booked stays") @NotNull
            Boolean disabled,

            @Schema(nullable = true, format = "email", examples = "box.office@example.org")
            @Email
            @Size(min = 3, max = 254)
            @Nullable
            String email) {}

    @Schema(name = "PasswordRequest")
    public record PasswordRequest(
            @Schema(minLength = Passwords.SHORTEST, maxLength = Passwords.LONGEST, examples = "nine green bicycles")
            @NotNull
            @Size(max = 2 * Passwords.LONGEST)
            String password) {}

    @Schema(name = "Account")
    public record AccountReply(
            @Schema(examples = "5") long id,
            @Schema(examples = "box.office") String username,

            @Schema(nullable = true, examples = "box.office@example.org") @Nullable
            String email,

            Role role,
            boolean disabled,
            boolean mustChangePassword,
            @Schema(description = "UTC") @Nullable Instant createdAt) {
        @SuppressWarnings("NullAway") // what comes from the database has an id
        static AccountReply of(Account account) {
            return new AccountReply(
                    account.id,
                    account.username,
                    account.email,
                    account.role,
                    account.disabled,
                    account.mustChangePassword,
                    account.createdAt);
        }
    }

    @Schema(name = "AccountList")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AccountList(
            List<AccountReply> accounts,

            @Schema(nullable = true, description = "Absent on the last page", examples = "2") @Nullable
            Integer nextPage) {}
}
