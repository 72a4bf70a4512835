package org.frontrow.numbers;

import java.time.Duration;
import java.util.Map;
import org.frontrow.platform.Refusal;

/** Everything this package says no to. */
sealed interface NumbersRefusal extends Refusal {

    record UnknownShow() implements NumbersRefusal {}

    record UnknownMovie() implements NumbersRefusal {}

    record UnknownScreen() implements NumbersRefusal {}

    /** @param name of the parameter */
    record UnreadableDay(String name) implements NumbersRefusal {}

    record PeriodBackwards() implements NumbersRefusal {}

    record PeriodTooLong(long days) implements NumbersRefusal {}

    /** So many shows have no tally yet that counting them all takes longer than the database lets anybody ask. */
    record StillCounting() implements NumbersRefusal {
        @Override
        public Duration retryAfter() {
            return Duration.ofMinutes(1);
        }
    }

    @Override
    default Kind kind() {
        return switch (this) {
            case UnknownShow _, UnknownMovie _, UnknownScreen _ -> Kind.NOT_FOUND;
            case UnreadableDay _, PeriodBackwards _, PeriodTooLong _ -> Kind.INVALID;
            case StillCounting _ -> Kind.UNAVAILABLE;
        };
    }

    @Override
    default String detail() {
        return switch (this) {
            case UnknownShow _ -> "Show not found";
            case UnknownMovie _ -> "Movie not found";
            case UnknownScreen _ -> "Screen not found";
            case UnreadableDay(var name) -> "Give " + name + " as a day, such as 2026-11-24";
            case PeriodBackwards _ -> "Give until as the last day; it comes before from";
            case PeriodTooLong(var days) ->
                "These are " + days + " days; ask for at most " + Period.LONGEST_DAYS + " at a time";
            case StillCounting _ ->
                "Shows of these days are being counted for the first time; ask again in some minutes, or for fewer days";
        };
    }

    @Override
    default Map<String, Object> members() {
        return switch (this) {
            case UnreadableDay(var name) -> Map.of("parameter", name);
            case PeriodTooLong(var days) -> Map.of("days", days, "most", Period.LONGEST_DAYS);
            case UnknownShow _, UnknownMovie _, UnknownScreen _, PeriodBackwards _, StillCounting _ -> Map.of();
        };
    }
}
