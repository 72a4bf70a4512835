package org.frontrow.platform;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The one shape of every error (RFC 9457), with the {@code error} text that older clients read. */
@RegisterForReflection // answered through Response, where the build cannot see it
@Schema(
        description = "What went wrong, as RFC 9457 describes it. Kinds of problem may add members of their own.",
        additionalProperties = Schema.True.class)
public record Problem(
        @Schema(
                description = "Names the kind of problem; stable, for code to compare",
                examples = "urn:frontrow:problem:seats-taken")
        String type,

        @Schema(description = "The HTTP status in words", examples = "Conflict")
        String title,

        @Schema(description = "The HTTP status", examples = "409")
        int status,

        @Schema(description = "One sentence for a person", examples = "Seats already taken: A1, A2")
        String detail,

        @Schema(description = "The path that was asked for", examples = "/api/seats/hold-batch/")
        String instance,

        @Schema(
                description = "Quote it when asking for help; the logs know it",
                examples = "4bf92f3577b34da6a3ce929d0e0e4736")
        String traceId,

        @Schema(description = "The same text as detail, for older clients", examples = "Seats already taken: A1, A2")
        String error,

        @Schema(hidden = true) @JsonAnyGetter Map<String, Object> members) {
    public static final String MEDIA_TYPE = "application/problem+json";
}
