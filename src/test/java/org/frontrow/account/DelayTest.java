package org.frontrow.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.frontrow.account.Delay.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelayTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Schedule SCHEDULE =
            new Schedule(5, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofHours(24));

    @ParameterizedTest
    @CsvSource({"0,0", "1,0", "4,0", "5,1", "6,2", "7,4", "8,8", "9,16", "10,30", "11,30", "1000,30", "2147483647,30"})
    void grows_after_the_free_ones_and_stops_at_the_longest(int failures, long seconds) {
        assertThat(SCHEDULE.waitAfter(failures)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void five_wrong_passwords_make_the_sixth_wait() {
        var delay = Delay.NONE;
        for (int i = 0; i < 5; i++) {
            assertThat(delay.remaining(NOON)).isZero();
            delay = delay.attempted(NOON, SCHEDULE);
        }

        assertThat(delay.remaining(NOON)).isEqualTo(Duration.ofSeconds(1));
        assertThat(delay.remaining(NOON.plusMillis(999))).isEqualTo(Duration.ofMillis(1));
        assertThat(delay.remaining(NOON.plusSeconds(1))).isZero();
    }

    @Test
    void one_that_is_partly_forgotten_still_counts() {
        var delay = Delay.NONE;
        for (int i = 0; i < 5; i++) {
            delay = delay.attempted(NOON.plusSeconds(60L * i), SCHEDULE);
        }

        assertThat(delay.remaining(NOON.plusSeconds(240))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void is_forgotten_bit_by_bit() {
        var delay = new Delay(5, NOON, null);

        assertThat(delay.level(NOON.plus(Duration.ofHours(12)), SCHEDULE)).isEqualTo(2.5);
        assertThat(delay.level(NOON.plus(Duration.ofHours(24)), SCHEDULE)).isZero();
        assertThat(SCHEDULE.untilForgotten(2.5)).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void never_counts_more_than_makes_the_wait_longer() {
        var delay = Delay.NONE;
        for (int i = 0; i < 1000; i++) {
            delay = delay.attempted(NOON, SCHEDULE);
        }

        assertThat(delay.count()).isEqualTo(10);
        assertThat(delay.remaining(NOON)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void signing_in_oneself_does_not_wipe_out_guesses() {
        for (var guesses : new double[] {3, 9, 10}) {
            var guessed = new Delay(guesses, NOON, null);

            var after = succeeded(guessed, NOON);

            assertThat(after.count()).isEqualTo(guesses);
            assertThat(after.remaining(NOON)).isZero();
        }
    }

    @Test
    void signing_in_often_does_not_keep_old_guesses_alive() {
        var delay = new Delay(5, NOON, null);
        for (int hour = 1; hour <= 24; hour++) {
            delay = succeeded(delay, NOON.plus(Duration.ofHours(hour)));
        }

        assertThat(delay.count()).isLessThan(0.001);
    }

    @Test
    void taking_back_an_attempt_leaves_the_wait_of_the_guess_that_came_after_it() {
        var before = new Delay(4, NOON, null);
        var own = before.attempted(NOON, SCHEDULE);
        var added = own.since(before, NOON, SCHEDULE);
        var guess = new Delay(own.count(), NOON, null).attempted(NOON.plusMillis(1), SCHEDULE);

        var after = guess.takenBack(added);

        assertThat(after.waitUntil()).isNotNull().isEqualTo(guess.waitUntil());
        assertThat(after.count()).isCloseTo(5, within(0.001));
    }

    @Test
    void never_counts_below_nothing() {
        assertThat(Delay.NONE.takenBack(new Delay.Added(1, null)).count()).isZero();
    }

    private static Delay succeeded(Delay before, Instant now) {
        var attempted = before.attempted(now, SCHEDULE);
        return attempted.takenBack(attempted.since(before, now, SCHEDULE));
    }
}
