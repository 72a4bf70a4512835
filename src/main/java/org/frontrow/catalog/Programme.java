package org.frontrow.catalog;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * When a movie is to be shown: on some weekdays of some weeks, at some times of the venue's clock. Pure: it knows no shows
 * but those it is told of.
 *
 * <p>An hour that the venue's clock leaves out when summer begins has no show. One that it has twice when summer ends is
 * taken the first time, and said so.
 *
 * @param last included
 * @param length of a show
 */
record Programme(
        LocalDate first, LocalDate last, Set<DayOfWeek> weekdays, Set<LocalTime> times, Duration length, ZoneId venue) {

    /** Nobody looks through more at once, and a year of a cinema is planned in a few steps. */
    static final int MOST_SHOWS = 500;

    static final int MOST_DAYS = 366;

    /** What stands in the way of one of them. */
    enum Obstacle {
        /** The venue's clock leaves this hour out. */
        NO_SUCH_HOUR,
        /** It would have begun already. */
        PAST,
        /** Another show runs in that screen at that time. */
        OCCUPIED,
        /** This programme itself has another show at that time. */
        SAME_PROGRAMME
    }

    /** @param show its id; 0 for one that is only planned */
    record Taken(long show, String movie, Instant from, Instant until) {
        boolean overlaps(Instant from, Instant until) {
            return from.isBefore(this.until) && this.from.isBefore(until);
        }
    }

    /**
     * One show of the programme.
     *
     * @param local what the venue's clock shows
     * @param startsAt null if that hour does not exist
     * @param isHourTwice whether the venue's clock shows that time twice on that day
     * @param obstacle null if nothing stands in the way
     * @param by the show that does, if it is one
     */
    record Slot(
            LocalDateTime local,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            boolean isHourTwice,
            @Nullable Obstacle obstacle,
            @Nullable Taken by) {}

    /** Whether the days are in their order, and few enough to be looked through. */
    boolean isOfOurTime() {
        return first.getYear() >= 1900
                && last.getYear() < 3000
                && !last.isBefore(first)
                && ChronoUnit.DAYS.between(first, last) < MOST_DAYS;
    }

    /** How many shows these are, without making them. */
    long count() {
        return first.datesUntil(last.plusDays(1))
                        .filter(day -> weekdays.contains(day.getDayOfWeek()))
                        .count()
                * times.size();
    }

    /**
     * All of them, by time.
     *
     * @param taken what runs in the screen anyway
     */
    List<Slot> slots(Instant now, Collection<Taken> taken) {
        var occupied = new ArrayList<>(taken);
        var slots = new ArrayList<Slot>();
        first.datesUntil(last.plusDays(1))
                .filter(day -> weekdays.contains(day.getDayOfWeek()))
                .flatMap(day -> new TreeSet<>(times).stream().map(day::atTime))
                .sorted(Comparator.naturalOrder())
                .forEach(local -> {
                    var slot = slot(local, now, occupied);
                    slots.add(slot);
                    if (slot.obstacle == null && slot.startsAt != null && slot.endsAt != null) {
                        occupied.add(new Taken(0, "", slot.startsAt, slot.endsAt));
                    }
                });
        return slots;
    }

    private Slot slot(LocalDateTime local, Instant now, List<Taken> occupied) {
        List<ZoneOffset> offsets = venue.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            return new Slot(local, null, null, false, Obstacle.NO_SUCH_HOUR, null);
        }
        var startsAt = local.toInstant(offsets.getFirst());
        var endsAt = startsAt.plus(length);
        var isTwice = offsets.size() > 1;
        if (!startsAt.isAfter(now)) {
            return new Slot(local, startsAt, endsAt, isTwice, Obstacle.PAST, null);
        }
        for (var other : occupied) {
            if (other.overlaps(startsAt, endsAt)) {
                var obstacle = other.show == 0 ? Obstacle.SAME_PROGRAMME : Obstacle.OCCUPIED;
                return new Slot(local, startsAt, endsAt, isTwice, obstacle, other);
            }
        }
        return new Slot(local, startsAt, endsAt, isTwice, null, null);
    }
}
