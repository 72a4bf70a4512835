package org.frontrow.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A thread of the server that does what comes, played through round by round. */
class DoorTest {
    private static final Duration TARGET = Duration.ofMillis(200);
    private static final long MILLI = 1_000_000;
    /** What it costs to do what is asked, and to send somebody away. */
    private static final double SERVE = 0.5;

    private static final double REFUSE = 0.05;

    /** Of the same thread; each asks again only after its answer. */
    private static final int CONNECTIONS = 2_000;

    private final Door door = new Door(TARGET, 0);
    private double now;
    private double waiting;
    private double lateness;
    private double served;
    private double refused;
    private double latest;

    @Test
    void nobody_is_sent_away_while_the_thread_is_in_time() {
        play(10_000, 0.9);
        assertThat(refused).isZero();
    }

    @Test
    void a_crowd_that_comes_at_once_is_served() {
        play(1_000, 0.5);
        waiting += 1_600; // 800 ms of work
        play(3_000, 0.5);
        assertThat(refused).isZero();
    }

    @Test
    void one_long_pause_sends_nobody_away() {
        look(5_000, 5_000);
        assertThat(door.admits(0, false)).isTrue();
        look(0, 5_050);
        assertThat(door.admits(0, false)).isTrue();
    }

    @Test
    void at_five_times_what_it_can_the_thread_is_in_time_again_and_goes_on_serving() {
        play(4_000, 5);
        served = 0;
        latest = 0;
        play(20_000, 5);
        assertThat(latest).isLessThan(5 * TARGET.toMillis());
        assertThat(served).isGreaterThan(20_000 / SERVE / 3);
        assertThat(refused).isGreaterThan(served);
    }

    @Test
    void when_the_storm_is_over_everybody_is_let_in_at_once() {
        play(10_000, 5);
        play(600, 0.2);
        refused = 0;
        play(5_000, 0.8);
        assertThat(refused).isZero();
    }

    @Test
    void who_has_something_to_lose_is_sent_away_last() {
        for (int i = 1; door.admits(0.6, false); i++) {
            look(400, i * 100);
        }
        assertThat(door.admits(0.6, true)).isTrue();
    }

    @Test
    void somebody_is_always_let_in_and_the_others_are_spread_over_time() {
        assertThat(door.longestAbsence()).isEqualTo(2);
        for (int i = 1; i < 100; i++) {
            look(2_000, i * 2_000);
        }
        assertThat(door.admits(0.96, false)).isTrue();
        assertThat(door.admits(0.94, false)).isFalse();
        assertThat(door.longestAbsence()).isEqualTo(30);
    }

    /** Both in milliseconds. */
    private void look(double lateness, double now) {
        door.lookNextAt((long) ((now - lateness) * MILLI));
        door.look((long) (now * MILLI));
    }

    /** In each round everything that has come is done; then it looks at how long that took. */
    private void play(double millis, double load) {
        for (var end = now + millis; now < end; ) {
            var open = share();
            var round = Math.max(1, waiting * (open * SERVE + (1 - open) * REFUSE));
            served += waiting * open;
            refused += waiting * (1 - open);
            lateness = Math.max(0, round - 50);
            latest = Math.max(latest, lateness);
            waiting = Math.min(CONNECTIONS, load / SERVE * round);
            now += round;
            look(lateness, now);
        }
    }

    /** Of those who come, how many are let in. */
    private double share() {
        var admitted = 0;
        for (int i = 0; i < 1_000; i++) {
            admitted += door.admits(i / 1_000.0, false) ? 1 : 0;
        }
        return admitted / 1_000.0;
    }
}
