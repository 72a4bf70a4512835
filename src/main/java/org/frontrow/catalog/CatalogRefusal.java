package org.frontrow.catalog;

import java.time.Instant;
import java.util.Map;
import org.frontrow.platform.Refusal;

/** Everything this package says no to. */
public sealed interface CatalogRefusal extends Refusal {

    record UnreadableDate() implements CatalogRefusal {}

    /** Two shows cannot run in one room at a time. */
    record ScreenOccupied(String screen, Instant from, Instant until) implements CatalogRefusal {}

    record ScreenWithoutPlaces(String screen) implements CatalogRefusal {}

    @Override
    default Kind kind() {
        return switch (this) {
            case UnreadableDate _ -> Kind.INVALID;
            case ScreenOccupied _, ScreenWithoutPlaces _ -> Kind.CONFLICT;
        };
    }

    @Override
    default String detail() {
        return switch (this) {
            case UnreadableDate _ -> "Give the date as YYYY-MM-DD";
            case ScreenOccupied occupied -> "Another show runs in " + occupied.screen + " at that time";
            case ScreenWithoutPlaces empty -> empty.screen + " has no places yet, so there is nothing to sell";
        };
    }

    @Override
    default Map<String, Object> members() {
        return switch (this) {
            case ScreenOccupied(var screen, var from, var until) ->
                Map.of("screen", screen, "start_time", from, "end_time", until);
            case UnreadableDate _, ScreenWithoutPlaces _ -> Map.of();
        };
    }
}
