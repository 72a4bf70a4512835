package org.frontrow.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.frontrow.account.SignInDelay.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInDelayTest {
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
        var delay = SignInDelay.NONE;
        for (int i = 0; i < 5; i++) {
            assertThat(delay.remaining(NOON)).isZero();
            delay = delay.attempted(NOON, SCHEDULE);
        }

        assertThat(delay.remaining(NOON)).isEqualTo(Duration.ofSeconds(1));
        assertThat(delay.remaining(NOON.plusMillis(999))).isEqualTo(Duration.ofMillis(1));
        assertThat(delay.remaining(NOON.plusSeconds(1))).isZero();
    }

    @Test
    void is_forgotten_after_a_while() {
        var delay = new SignInDelay(40, NOON.plusSeconds(30), NOON);

        assertThat(delay.attempted(NOON.plus(Duration.ofHours(23)), SCHEDULE).failures())
                .isEqualTo(41);
        assertThat(delay.attempted(NOON.plus(Duration.ofHours(25)), SCHEDULE).failures())
                .isEqualTo(1);
    }

    @Test
    void signing_in_oneself_does_not_wipe_out_guesses() {
        var guessed = new SignInDelay(9, null, NOON);

        var after = guessed.attempted(NOON, SCHEDULE).takenBack();

        assertThat(after.failures()).isEqualTo(9);
        assertThat(after.remaining(NOON)).isZero();
        assertThat(after.attempted(NOON, SCHEDULE).remaining(NOON)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void never_counts_below_nothing_or_beyond_the_numbers() {
        assertThat(SignInDelay.NONE.takenBack().failures()).isZero();
        assertThat(new SignInDelay(Integer.MAX_VALUE, null, NOON)
                        .attempted(NOON, SCHEDULE)
                        .failures())
                .isEqualTo(Integer.MAX_VALUE);
    }
}
