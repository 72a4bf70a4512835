package org.frontrow.catalog;

import java.time.Instant;
import java.util.Map;
import org.frontrow.platform.Refusal;

public sealed interface CatalogRefusal extends Refusal {

    record UnreadableDate() implements CatalogRefusal {
        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public String detail() {
            return "Give the date as YYYY-MM-DD";
        }
    }

    /** Two shows cannot run in one room at a time. */
    record ScreenOccupied(String screen, Instant from, Instant until) implements CatalogRefusal {
        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public String detail() {
            return "Another show runs in " + screen + " at that time";
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("screen", screen, "start_time", from, "end_time", until);
        }
    }

    record ScreenWithoutPlaces(String screen) implements CatalogRefusal {
        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public String detail() {
            return screen + " has no places yet, so there is nothing to sell";
        }
    }
}
