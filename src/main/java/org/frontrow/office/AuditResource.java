package org.frontrow.office;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.quarkus.vertx.http.Compressed;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
import org.frontrow.audit.AuditTrail;
import org.frontrow.audit.AuditTrail.Entry;
import org.frontrow.audit.AuditTrail.Filter;
import org.frontrow.platform.ApiDescription;
import org.frontrow.platform.Moments;
import org.jspecify.annotations.Nullable;

/** Shows administrators who did what. */
@Path("/api/office/audit/")
@RolesAllowed(Role.ADMIN_ROLE)
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = ApiDescription.BEARER)
@SecurityRequirement(name = ApiDescription.COOKIE)
@Tag(name = "Office: audit", description = "Who did what, and when")
public class AuditResource {
    private final AuditTrail trail;

    AuditResource(AuditTrail trail) {
        this.trail = trail;
    }

    @GET
    @Compressed
    @Operation(
            operationId = "listAudit",
            summary = "What staff and administrators did, the latest first",
            description = """
                    A part at a time: for what happened earlier ask again with `before=` the `next_before` of the answer, which is
                    there while there is more.""")
    @APIResponse(
            responseCode = "200",
            description = "Entries; an empty list if there are none",
            content =
                    @Content(
                            schema = @Schema(implementation = Audit.class),
                            examples = @ExampleObject(name = "one entry", value = """
                                    {"entries": [{"id": 12, "at": "2026-11-24T09:12:00Z", "username": "ada",
                                      "act": "MOVIE_CHANGED", "subject": "movie", "subject_id": "7",
                                      "details": {"title": {"from": "Inceptoin", "to": "Inception"}}}]}""")))
    @APIResponse(responseCode = "400", ref = ApiDescription.INVALID)
    public Audit list(
            @Parameter(description = "Whose deeds", example = "ada") @QueryParam("username") @Size(max = 150) @Nullable
                    String username,
            @Parameter(description = "Which kind of deed", example = "MOVIE_CHANGED")
                    @QueryParam("act")
                    @Pattern(regexp = "[A-Z_]{1,40}")
                    @Nullable
                    String act,
            @Parameter(description = "To what kind of thing", example = "movie")
                    @QueryParam("subject")
                    @Pattern(regexp = "[a-z_]{1,40}")
                    @Nullable
                    String subject,
            @Parameter(description = "To which of them", example = "7")
                    @QueryParam("subject_id")
                    @Size(max = 100)
                    @Nullable
                    String subjectId,
            @Parameter(description = "Not earlier, UTC", schema = @Schema(implementation = Instant.class))
                    @QueryParam("from")
                    @Size(max = 40)
                    @Nullable
                    String from,
            @Parameter(description = "Earlier, UTC", schema = @Schema(implementation = Instant.class))
                    @QueryParam("until")
                    @Size(max = 40)
                    @Nullable
                    String until,
            @Parameter(description = "Only what was written before this entry") @QueryParam("before") @Min(1) @Nullable
                    Long before,
            @Parameter(description = "How many at most") @QueryParam("page_size") @DefaultValue("50") @Min(1) @Max(100)
                    int pageSize) {
        var filter = new Filter(
                Optional.ofNullable(username),
                Optional.ofNullable(act),
                Optional.ofNullable(subject),
                Optional.ofNullable(subjectId),
                Moments.read("from", from),
                Moments.read("until", until));
        var found = trail.read(filter, before == null ? Long.MAX_VALUE : before, pageSize + 1);
        var shown = found.stream().limit(pageSize).toList();
        return new Audit(
                shown.stream().map(AuditEntry::of).toList(),
                found.size() > pageSize ? shown.getLast().id() : null);
    }

    @Schema(name = "Audit")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Audit(
            List<AuditEntry> entries,

            @Schema(nullable = true, description = "Absent if there is nothing earlier", examples = "11") @Nullable
            Long nextBefore) {}

    @Schema(name = "AuditEntry")
    public record AuditEntry(
            @Schema(examples = "12") long id,
            @Schema(description = "UTC") Instant at,
            @Schema(examples = "ada") String username,
            @Schema(examples = "MOVIE_CHANGED") String act,
            @Schema(examples = "movie") String subject,

            @Schema(nullable = true, examples = "7") @Nullable
            String subjectId,

            @Schema(type = SchemaType.OBJECT, description = "What changed, from what to what") @JsonRawValue
            String details) {
        static AuditEntry of(Entry entry) {
            return new AuditEntry(
                    entry.id(),
                    entry.at(),
                    entry.username(),
                    entry.act(),
                    entry.subject(),
                    entry.subjectId(),
                    entry.details());
        }
    }
}
