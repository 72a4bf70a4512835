package org.frontrow.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.frontrow.platform.DatabaseClock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ShowsTest {
    @Inject
    Places places;

    @Inject
    ShowSeats seats;

    @Inject
    DatabaseClock clock;

    /** In Cairo the clock goes forward at midnight: that day has no 00:00. */
    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "Africa/Cairo", "Pacific/Auckland", "America/Los_Angeles"})
    void a_day_is_the_venues_own_however_long_it_is(ZoneId zone) {
        var days = zone.getRules().isFixedOffset() ? List.of(LocalDate.now(zone).plusDays(40)) : changesOfClock(zone);
        for (var day : days) {
            var begins = day.atStartOfDay(zone);
            var ends = day.plusDays(1).atStartOfDay(zone);
            var before = showAt(begins.minusSeconds(1));
            var first = showAt(begins);
            var last = showAt(ends.minusSeconds(1));
            var after = showAt(ends);

            assertThat(on(day, zone)).contains(first, last).doesNotContain(before, after);
            assertThat(on(day.minusDays(1), zone)).contains(before).doesNotContain(first);
            assertThat(on(day.plusDays(1), zone)).contains(after).doesNotContain(last);
        }
    }

    private static List<LocalDate> changesOfClock(ZoneId zone) {
        var rules = zone.getRules();
        var next = rules.nextTransition(Instant.now());
        var afterThat = rules.nextTransition(next.getInstant());
        return List.of(
                next.getDateTimeBefore().toLocalDate(),
                next.getDateTimeAfter().toLocalDate(),
                afterThat.getDateTimeBefore().toLocalDate(),
                afterThat.getDateTimeAfter().toLocalDate());
    }

    private static long showAt(ZonedDateTime start) {
        return TestShows.startingAt(start.toInstant(), 1, 1).id;
    }

    private List<Long> on(LocalDate day, ZoneId zone) {
        var shows = new Shows(places, seats, clock, zone);
        return QuarkusTransaction.requiringNew()
                .call(() -> shows.upcomingOn(day).stream().map(show -> show.id).toList());
    }
}
