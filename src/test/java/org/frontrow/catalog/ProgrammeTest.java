package org.frontrow.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.frontrow.catalog.Programme.Obstacle;
import org.frontrow.catalog.Programme.Slot;
import org.frontrow.catalog.Programme.Taken;
import org.junit.jupiter.api.Test;

class ProgrammeTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Set<DayOfWeek> DAILY = EnumSet.allOf(DayOfWeek.class);
    private static final Instant LONG_AGO = Instant.EPOCH;

    private static Programme programme(String first, String last, Set<DayOfWeek> days, String... times) {
        return new Programme(
                LocalDate.parse(first),
                LocalDate.parse(last),
                days,
                Arrays.stream(times).map(LocalTime::parse).collect(Collectors.toSet()),
                Duration.ofMinutes(120),
                BERLIN);
    }

    private static List<String> starts(List<Slot> slots) {
        return slots.stream().map(slot -> String.valueOf(slot.startsAt())).toList();
    }

    @Test
    void two_weeks_of_weekends_twice_a_day() {
        var weekends = programme(
                "2026-11-23", "2026-12-06", EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), "20:30", "17:00");
        assertThat(weekends.count()).isEqualTo(8);
        var slots = weekends.slots(LONG_AGO, List.of());
        assertThat(slots)
                .hasSize(8)
                .allSatisfy(slot -> assertThat(slot.obstacle()).isNull());
        assertThat(starts(slots)).startsWith("2026-11-28T16:00:00Z", "2026-11-28T19:30:00Z", "2026-11-29T16:00:00Z");
    }

    @Test
    void the_venues_clock_counts_also_when_it_is_changed() {
        // From summer to winter in the night to October 25th.
        assertThat(starts(programme("2026-10-24", "2026-10-25", DAILY, "20:00").slots(LONG_AGO, List.of())))
                .containsExactly("2026-10-24T18:00:00Z", "2026-10-25T19:00:00Z");
    }

    @Test
    void an_hour_that_does_not_exist_has_no_show() {
        var slot = programme("2026-03-29", "2026-03-29", DAILY, "02:30")
                .slots(LONG_AGO, List.of())
                .getFirst();
        assertThat(slot.obstacle()).isEqualTo(Obstacle.NO_SUCH_HOUR);
        assertThat(slot.startsAt()).isNull();
    }

    @Test
    void an_hour_that_exists_twice_is_taken_the_first_time_and_said_to_be_two() {
        var slot = programme("2026-10-25", "2026-10-25", DAILY, "02:30")
                .slots(LONG_AGO, List.of())
                .getFirst();
        assertThat(slot.obstacle()).isNull();
        assertThat(slot.isHourTwice()).isTrue();
        assertThat(slot.startsAt()).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(Duration.between(slot.startsAt(), slot.endsAt())).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void what_has_begun_cannot_be_planned_any_more() {
        var slots = programme("2026-11-24", "2026-11-24", DAILY, "18:00", "19:00", "22:00")
                .slots(Instant.parse("2026-11-24T18:00:00Z"), List.of());
        assertThat(slots).extracting(Slot::obstacle).containsExactly(Obstacle.PAST, Obstacle.PAST, null);
    }

    @Test
    void a_show_may_begin_in_the_second_the_one_before_it_ends_and_no_earlier() {
        var before =
                new Taken(7, "Avatar", Instant.parse("2026-11-24T15:00:00Z"), Instant.parse("2026-11-24T18:00:00Z"));
        var after =
                new Taken(8, "Avatar", Instant.parse("2026-11-24T20:00:00Z"), Instant.parse("2026-11-24T22:00:00Z"));
        var taken = List.of(before, after);
        assertThat(programme("2026-11-24", "2026-11-24", DAILY, "19:00").slots(LONG_AGO, taken))
                .singleElement()
                .returns(null, Slot::obstacle);
        assertThat(programme("2026-11-24", "2026-11-24", DAILY, "18:59").slots(LONG_AGO, taken))
                .singleElement()
                .returns(Obstacle.OCCUPIED, Slot::obstacle)
                .returns(before, Slot::by);
        assertThat(programme("2026-11-24", "2026-11-24", DAILY, "19:01").slots(LONG_AGO, taken))
                .singleElement()
                .returns(after, Slot::by);
    }

    @Test
    void a_programme_does_not_stand_in_its_own_way() {
        var slots = programme("2026-11-24", "2026-11-25", DAILY, "19:00", "20:00", "21:00", "23:30", "00:30")
                .slots(LONG_AGO, List.of());
        assertThat(slots)
                .extracting(Slot::obstacle)
                .containsExactly(
                        null, // 00:30
                        null, // 19:00
                        Obstacle.SAME_PROGRAMME, // 20:00
                        null, // 21:00
                        null, // 23:30
                        Obstacle.SAME_PROGRAMME, // 00:30, while that of 23:30 runs
                        null,
                        Obstacle.SAME_PROGRAMME,
                        null,
                        null);
    }

    @Test
    void a_day_that_is_not_there_has_no_shows() {
        assertThat(programme("2026-11-24", "2026-11-23", DAILY, "19:00").count())
                .isZero();
        assertThat(programme("2026-11-23", "2026-11-29", EnumSet.noneOf(DayOfWeek.class), "19:00")
                        .slots(LONG_AGO, List.of()))
                .isEmpty();
    }
}
