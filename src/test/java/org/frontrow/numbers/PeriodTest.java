package org.frontrow.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneId;
import org.frontrow.platform.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 31);

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, 2026-03-02, 2026-03-31",
                "2026-01-01, -, 2026-01-01, 2026-01-30",
                "-, 2026-01-30, 2026-01-01, 2026-01-30",
                "2025-02-25, 2026-03-31, 2025-02-25, 2026-03-31",
                "2026-03-31, 2026-03-31, 2026-03-31, 2026-03-31"
            })
    void an_end_that_is_missing_is_a_month_away(String from, String until, LocalDate first, LocalDate last) {
        assertThat(Period.read(from, until, TODAY)).isEqualTo(new Period(first, last));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-31, 2026-03-30, comes before",
        "2025-02-24, 2026-03-31, These are 401 days",
        "yesterday, 2026-03-30, Give from as a day",
        "2026-02-29, 2026-03-30, Give from as a day",
        "2026-03-01, 9999-03-30, Give until as a day"
    })
    void what_is_no_period_is_refused(String from, String until, String why) {
        assertThatThrownBy(() -> Period.read(from, until, TODAY))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(why);
    }

    @Test
    void a_day_begins_at_the_venue() {
        var day = Period.of(LocalDate.of(2026, 3, 29));
        var berlin = ZoneId.of("Europe/Berlin");
        assertThat(day.begins(berlin)).isEqualTo("2026-03-28T23:00:00Z");
        assertThat(day.ends(berlin)).isEqualTo("2026-03-29T22:00:00Z");
    }
}
