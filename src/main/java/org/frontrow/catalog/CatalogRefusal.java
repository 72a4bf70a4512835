package org.frontrow.catalog;

import java.time.Instant;
import java.util.Map;
import org.frontrow.platform.Refusal;

/** Everything this package says no to. */
public sealed interface CatalogRefusal extends Refusal {

    record UnreadableDate() implements CatalogRefusal {}

    record UnknownMovie() implements CatalogRefusal {}

    record MovieTitleTaken() implements CatalogRefusal {}

    /** Shows of it are planned or were, and people have tickets of them. */
    record MovieInUse(long shows) implements CatalogRefusal {}

    record UnknownPoster() implements CatalogRefusal {}

    /** @param why in a sentence */
    record NotAPicture(String why) implements CatalogRefusal {}

    /** Two shows cannot run in one room at a time. */
    record ScreenOccupied(String screen, Instant from, Instant until) implements CatalogRefusal {}

    record ScreenWithoutPlaces(String screen) implements CatalogRefusal {}

    @Override
    default Kind kind() {
        return switch (this) {
            case UnreadableDate _, NotAPicture _ -> Kind.INVALID;
            case UnknownMovie _, UnknownPoster _ -> Kind.NOT_FOUND;
            case MovieTitleTaken _, MovieInUse _, ScreenOccupied _, ScreenWithoutPlaces _ -> Kind.CONFLICT;
        };
    }

    @Override
    default String detail() {
        return switch (this) {
            case UnreadableDate _ -> "Give the date as YYYY-MM-DD";
            case UnknownMovie _ -> "Movie not found";
            case MovieTitleTaken _ -> "Another movie has this title";
            case MovieInUse(var shows) ->
                "There " + (shows == 1 ? "is a show" : "are " + shows + " shows") + " of this movie";
            case UnknownPoster _ -> "Poster not found";
            case NotAPicture(var why) -> why;
            case ScreenOccupied occupied -> "Another show runs in " + occupied.screen + " at that time";
            case ScreenWithoutPlaces empty -> empty.screen + " has no places yet, so there is nothing to sell";
        };
    }

    @Override
    default Map<String, Object> members() {
        return switch (this) {
            case MovieInUse(var shows) -> Map.of("shows", shows);
            case ScreenOccupied(var screen, var from, var until) ->
                Map.of("screen", screen, "start_time", from, "end_time", until);
            case UnreadableDate _,
                    NotAPicture _,
                    UnknownMovie _,
                    UnknownPoster _,
                    MovieTitleTaken _,
                    ScreenWithoutPlaces _ -> Map.of();
        };
    }
}
