package org.frontrow.seating;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is written on the chair: case-sensitive row and number. */
@RegisterForReflection // also a member of problems
@Schema(name = "SeatLabel", description = "What is written on the chair")
public record SeatLabel(
        @Schema(description = "Case-sensitive", examples = "A") @NotNull @Size(min = 1, max = 8)
        String row,

        @Schema(examples = "1") @NotNull Integer number) {

    @Override
    public String toString() {
        return row + number;
    }
}
