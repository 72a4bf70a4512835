package org.frontrow.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {
    /** Nothing that this machine would say. */
    private static final Instant LONG_AGO = Instant.parse("1999-12-31T23:59:59.999999Z");

    private final AtomicInteger asked = new AtomicInteger();
    private final DatabaseClock clock = new DatabaseClock(unreachable());

    @Test
    void the_time_goes_on_from_what_the_database_said_without_asking_again() {
        var before = System.nanoTime();
        clock.heard(LONG_AGO);
        var heard = System.nanoTime();
        var first = clock.about();
        while (System.nanoTime() - heard < 100_000) {
            Thread.onSpinWait();
        }
        var least = Duration.ofNanos(System.nanoTime() - heard);
        var second = clock.about();
        var passed = Duration.ofNanos(System.nanoTime() - before);

        assertThat(first).isBetween(LONG_AGO, LONG_AGO.plus(passed));
        assertThat(second).isBetween(LONG_AGO.plus(least), LONG_AGO.plus(passed));
        assertThat(asked).hasValue(0);
    }

    @Test
    void the_latest_word_counts_also_if_it_sets_the_clock_back() {
        clock.heard(LONG_AGO);
        clock.heard(LONG_AGO.minusSeconds(3600));

        assertThat(clock.about()).isBefore(LONG_AGO);
    }

    @Test
    void before_the_first_word_it_asks() {
        assertThatThrownBy(clock::about).isInstanceOf(DatabaseUnreachable.class);
        assertThat(asked).hasValue(1);
    }

    private DataSource unreachable() {
        return (DataSource)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (_, _, _) -> {
                    asked.incrementAndGet();
                    throw new SQLException("It is not there");
                });
    }
}
