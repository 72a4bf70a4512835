package org.frontrow.catalog;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.frontrow.platform.Refusal;
import org.jspecify.annotations.Nullable;

/** Everything this package says no to. */
public sealed interface CatalogRefusal extends Refusal {

    record UnreadableDate() implements CatalogRefusal {}

    record UnknownMovie() implements CatalogRefusal {}

    record MovieTitleTaken() implements CatalogRefusal {}

    /** Shows of it are planned or were, and people have tickets of them. */
    record MovieInUse(long shows) implements CatalogRefusal {}

    record UnknownPoster() implements CatalogRefusal {}

    record UnknownScreen() implements CatalogRefusal {}

    record ScreenNameTaken() implements CatalogRefusal {}

    /** Shows run there, or did, and people have tickets of them. */
    record ScreenInUse(long shows) implements CatalogRefusal {}

    /**
     * @param faults the first of them
     * @param all how many there are
     */
    record InvalidLayout(List<Fault> faults, int all) implements CatalogRefusal {
        /** What is wrong with one place, or with all of them together if none is named. */
        @RegisterForReflection // reached only through the members of a problem
        public record Fault(@Nullable String row, @Nullable Integer number, String message) {}
    }

    /** Part of a layout got lost on its way. */
    record PlacesMissing(int said, int found) implements CatalogRefusal {}

    /** @param line of the file, from 1; null if it is about all of it */
    record UnreadablePlan(String why, @Nullable Integer line) implements CatalogRefusal {}

    /** @param why in a sentence */
    record UnreadablePicture(String why) implements CatalogRefusal {}

    record UnknownShow() implements CatalogRefusal {}

    /** @param slots all that was asked for, with what stands in the way of each */
    record ShowsInTheWay(List<Programme.Slot> slots) implements CatalogRefusal {
        long many() {
            return slots.stream().filter(slot -> slot.obstacle() != null).count();
        }
    }

    /** The last day comes before the first, or too long after it, or in another age. */
    record NoSuchDays() implements CatalogRefusal {}

    record TooManyShows(long shows) implements CatalogRefusal {}

    /** @param shows as many as can be planned in one step */
    record TooManySeats(long places, long shows) implements CatalogRefusal {}

    /** What cannot be done with a show that is in this state. */
    record ShowIs(ShowTime.Status status) implements CatalogRefusal {}

    record ShowHasBegun() implements CatalogRefusal {}

    /** Two shows cannot run in one room at a time. */
    record ScreenOccupied(String screen, Instant from, Instant until) implements CatalogRefusal {}

    record ScreenWithoutPlaces(String screen) implements CatalogRefusal {}

    @Override
    default Kind kind() {
        return switch (this) {
            case UnreadableDate _,
                    UnreadablePicture _,
                    InvalidLayout _,
                    UnreadablePlan _,
                    PlacesMissing _,
                    NoSuchDays _,
                    TooManyShows _,
                    TooManySeats _ -> Kind.INVALID;
            case UnknownMovie _, UnknownPoster _, UnknownScreen _, UnknownShow _ -> Kind.NOT_FOUND;
            case MovieTitleTaken _,
                    MovieInUse _,
                    ScreenNameTaken _,
                    ScreenInUse _,
                    ShowsInTheWay _,
                    ShowIs _,
                    ShowHasBegun _,
                    ScreenOccupied _,
                    ScreenWithoutPlaces _ -> Kind.CONFLICT;
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
            case UnreadablePicture(var why) -> why;
            case UnknownScreen _ -> "Screen not found";
            case UnknownShow _ -> "Show not found";
            case ShowsInTheWay no -> no.many() + " of " + no.slots.size() + " shows cannot take place";
            case NoSuchDays _ ->
                "Give the first day and then the last, at most " + Programme.MOST_DAYS + " days together";
            case TooManyShows(var shows) when shows == 0 -> "There is no such day between these";
            case TooManyShows(var shows) ->
                "These are " + shows + " shows; plan at most " + Programme.MOST_SHOWS + " in one step";
            case TooManySeats(var places, var shows) ->
                "With " + places + " places plan at most " + shows + " shows in one step";
            case ShowIs(var status) ->
                "This is not possible with a show that is "
                        + status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            case ShowHasBegun _ -> "The show has begun";
            case ScreenNameTaken _ -> "Another screen has this name";
            case ScreenInUse(var shows) ->
                "There " + (shows == 1 ? "is a show" : "are " + shows + " shows") + " in this screen";
            case InvalidLayout(var faults, var all)
            when all == 1 && faults.getFirst().row() == null ->
                faults.getFirst().message();
            case InvalidLayout(var faults, var all) ->
                (all == 1 ? "A place is wrong, " : all + " places are wrong, such as ")
                        + faults.getFirst().row() + " " + faults.getFirst().number() + ": "
                        + faults.getFirst().message();
            case PlacesMissing(var said, var found) ->
                "The layout says that it has " + said + " places, but there are " + found;
            case UnreadablePlan(var why, var line) -> line == null ? why : "Line " + line + ": " + why;
            case ScreenOccupied occupied -> "Another show runs in " + occupied.screen + " at that time";
            case ScreenWithoutPlaces empty -> empty.screen + " has no places yet, so there is nothing to sell";
        };
    }

    @Override
    default Map<String, Object> members() {
        return switch (this) {
            case MovieInUse(var shows) -> Map.of("shows", shows);
            case ScreenInUse(var shows) -> Map.of("shows", shows);
            case InvalidLayout(var faults, var all) -> Map.of("places", faults, "wrong", all);
            case UnreadablePlan(var why, var line) when line != null -> Map.of("line", line);
            case ScreenOccupied(var screen, var from, var until) ->
                Map.of("screen", screen, "start_time", from, "end_time", until);
            case ShowsInTheWay(var slots) ->
                Map.of("shows", slots.stream().map(SlotReply::of).toList());
            case ShowIs(var status) -> Map.of("show_status", status);
            case UnreadableDate _,
                    UnknownShow _,
                    ShowHasBegun _,
                    NoSuchDays _,
                    TooManyShows _,
                    TooManySeats _,
                    UnreadablePicture _,
                    UnreadablePlan _,
                    PlacesMissing _,
                    UnknownScreen _,
                    ScreenNameTaken _,
                    UnknownMovie _,
                    UnknownPoster _,
                    MovieTitleTaken _,
                    ScreenWithoutPlaces _ -> Map.of();
        };
    }
}
