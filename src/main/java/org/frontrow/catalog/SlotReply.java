package org.frontrow.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.frontrow.catalog.Programme.Obstacle;
import org.frontrow.catalog.Programme.Slot;
import org.frontrow.catalog.Programme.Taken;
import org.jspecify.annotations.Nullable;

/** One show of a plan, as it is told. */
@RegisterForReflection // also a member of a problem
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "PlannedShow")
public record SlotReply(
        @Schema(description = "What the venue's clock shows", examples = "2026-11-24T20:00")
        String localTime,

        @Schema(nullable = true, description = "UTC; absent if the venue's clock leaves that hour out") @Nullable
        Instant startTime,

        @Schema(nullable = true, description = "UTC") @Nullable
        Instant endTime,

        @Schema(
                description =
                        "Whether the venue's clock shows that time twice on that day; then the first one is meant",
                examples = "false")
        boolean hourIsThereTwice,

        @Schema(nullable = true, description = "Absent if nothing stands in its way") @Nullable
        Obstacle obstacle,

        @Schema(nullable = true, description = "The show that runs there; absent if it is one of this plan") @Nullable
        Other other) {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");

    @RegisterForReflection
    @Schema(name = "ShowInTheWay")
    public record Other(
            @Schema(examples = "41") long id,
            @Schema(examples = "Inception") String movie,
            @Schema(description = "UTC") Instant startTime,
            @Schema(description = "UTC") Instant endTime) {
        private static @Nullable Other of(@Nullable Taken by) {
            return by == null || by.show() == 0 ? null : new Other(by.show(), by.movie(), by.from(), by.until());
        }
    }

    static SlotReply of(Slot slot) {
        return new SlotReply(
                LOCAL.format(slot.local()),
                slot.startsAt(),
                slot.endsAt(),
                slot.isHourTwice(),
                slot.obstacle(),
                Other.of(slot.by()));
    }
}
