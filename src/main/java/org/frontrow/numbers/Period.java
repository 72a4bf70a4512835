package org.frontrow.numbers;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.frontrow.numbers.NumbersRefusal.PeriodBackwards;
import org.frontrow.numbers.NumbersRefusal.PeriodTooLong;
import org.frontrow.numbers.NumbersRefusal.UnreadableDay;
import org.jspecify.annotations.Nullable;

/**
 * Days of the venue's calendar, one after another. A show belongs to the day on which it starts there.
 *
 * @param until included
 */
record Period(LocalDate from, LocalDate until) {
    /** A year, and what one compares it with. */
    static final int LONGEST_DAYS = 400;

    private static final int USUAL_DAYS = 30;
    private static final LocalDate FIRST = LocalDate.of(1900, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2999, 12, 31);

    Period {
        var days = from.until(until, ChronoUnit.DAYS) + 1;
        if (days < 1) {
            throw new PeriodBackwards().refused();
        }
        if (days > LONGEST_DAYS) {
            throw new PeriodTooLong(days).refused();
        }
    }

    /** As they stand in an address; thirty days if an end is missing, up to today if both are. */
    static Period read(@Nullable String from, @Nullable String until, LocalDate today) {
        var first = from == null || from.isEmpty() ? null : day("from", from);
        var last = until == null || until.isEmpty() ? null : day("until", until);
        if (first == null) {
            var end = last == null ? today : last;
            return new Period(end.minusDays(USUAL_DAYS - 1), end);
        }
        return new Period(first, last == null ? first.plusDays(USUAL_DAYS - 1) : last);
    }

    static Period of(LocalDate day) {
        return new Period(day, day);
    }

    /** @param name of the parameter */
    static LocalDate day(String name, String text) {
        try {
            var day = LocalDate.parse(text);
            if (!day.isBefore(FIRST) && !day.isAfter(LAST)) {
                return day;
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw new UnreadableDay(name).refused();
    }

    Instant begins(ZoneId venue) {
        return from.atStartOfDay(venue).toInstant();
    }

    /** The first instant after it. */
    Instant ends(ZoneId venue) {
        return until.plusDays(1).atStartOfDay(venue).toInstant();
    }

    List<LocalDate> days() {
        return from.datesUntil(until.plusDays(1)).toList();
    }
}
