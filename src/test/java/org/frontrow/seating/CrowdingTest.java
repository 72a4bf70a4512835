package org.frontrow.seating;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A lane and those who want something of it, played through millisecond by millisecond. */
class CrowdingTest {
    private static final int PER_TRANSACTION = 256;
    private static final long TARGET = 500;
    private static final long BUSY = 1;

    private final Lane lane = new Lane(0.25);

    @Test
    void nobody_is_sent_away_while_the_lane_keeps_up() {
        lane.play(5_000, 0.9, BUSY);
        assertThat(lane.refused).isEmpty();
        assertThat(lane.longestWait(0)).isLessThan(TARGET);
        assertThat(lane.crowding.expectedWait(lane.waiting.size())).isZero();
    }

    @Test
    void at_five_times_what_it_can_those_who_are_let_in_wait_no_longer_than_promised_and_the_lane_is_never_idle() {
        lane.play(20_000, 5, BUSY);
        assertThat(lane.longestWait(2_000)).isBetween(TARGET / 2, TARGET + lane.transaction());
        assertThat(lane.served()).isGreaterThan((int) (20_000 / 0.25 * 0.9));
        assertThat(lane.refused.size()).isGreaterThan(3 * lane.served());
    }

    @Test
    void when_the_storm_is_over_everybody_is_let_in_at_once() {
        lane.play(10_000, 5, BUSY);
        lane.play(TARGET + lane.transaction(), 0, BUSY);
        var before = lane.refused.size();
        var from = lane.now;
        lane.play(2_000, 0.9, BUSY);
        assertThat(lane.refused).hasSize(before);
        assertThat(lane.longestWait(from)).isLessThan(TARGET / 2);
    }

    @Test
    void time_in_which_nobody_waits_is_not_taken_for_slowness() {
        lane.crowding.take(PER_TRANSACTION, 10, 0);
        // Those ten waited too long, and were sent away before their turn came.
        lane.crowding.nobodyWaits();
        var anHour = Duration.ofHours(1).toNanos();
        lane.crowding.take(PER_TRANSACTION, 10, anHour);
        assertThat(lane.crowding.expectedWait(1_000)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void thousands_at_the_same_moment_are_all_served_though_the_lane_was_slow_in_the_last_storm() {
        var slow = new Lane(10);
        slow.play(20_000, 3, BUSY);
        slow.play(30_000, 0, BUSY);
        slow.refused.clear();
        slow.arrive(2_000, BUSY);
        assertThat(slow.refused).isEmpty();
    }

    @Test
    void a_thousand_may_wait_however_slow_the_lane_is() {
        var slow = new Lane(10);
        slow.play(60_000, 3, BUSY);
        assertThat(slow.refused).isNotEmpty();
        assertThat(slow.waiting.size()).isBetween(1_024 - PER_TRANSACTION, 1_024);
    }

    @Test
    void a_lane_that_has_become_slow_lets_in_fewer() {
        lane.play(3_000, 3, BUSY);
        var quick = lane.waiting.size();
        lane.millisPerOrder = 0.45;
        lane.play(5_000, 5, BUSY);
        assertThat(lane.waiting.size()).isLessThan(quick * 2 / 3);
        assertThat(lane.longestWait(lane.now - 1_000)).isLessThan(TARGET + 2 * lane.transaction());
    }

    @Test
    void a_show_that_everybody_wants_leaves_room_for_the_others() {
        for (int second = 0; second < 10; second++) {
            for (int i = 0; i < 100; i++) {
                lane.play(10, 5, BUSY);
                lane.arrive(1, 2 + i % 5);
            }
        }
        assertThat(lane.refused).isNotEmpty().containsOnly(BUSY);
    }

    @Test
    void shows_that_all_want_too_much_get_the_same() {
        for (int i = 0; i < 10_000; i++) {
            // Ten times as much for the first as for the second, which has too much as well.
            lane.arrive(20, BUSY);
            lane.arrive(2, 2);
            lane.arrive(2, 3);
            lane.play(1, 0, BUSY);
        }
        var share = lane.served() / 3;
        assertThat(lane.servedByShow)
                .allSatisfy((_, served) -> assertThat(served).isBetween(share * 2 / 3, share * 4 / 3));
    }

    @Test
    void who_has_something_to_lose_is_let_in_where_others_are_not() {
        lane.play(5_000, 5, BUSY);
        var waiting = lane.waiting.size();
        assertThat(lane.crowding.admits(waiting + 200, waiting + 200, 1, 1)).isFalse();
        assertThat(lane.crowding.admits(waiting + 200, waiting + 200, 1, 2)).isTrue();
        assertThat(lane.crowding.admits(3 * waiting, 3 * waiting, 1, 2)).isFalse();
    }

    @Test
    void the_more_are_sent_away_the_longer_they_are_spread_over_time() {
        assertThat(lane.crowding.comeBackAfter(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(lane.crowding.comeBackAfter(0.99)).isEqualTo(Duration.ofSeconds(2));
        lane.play(10_000, 5, BUSY);
        assertThat(lane.crowding.comeBackAfter(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(lane.crowding.comeBackAfter(0.99)).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(10));
        lane.play(10_000, 100, BUSY);
        assertThat(lane.crowding.comeBackAfter(0.99)).isEqualTo(Duration.ofSeconds(30));
    }

    /** Serves one transaction after the other, each in the time that its orders need. */
    private static final class Lane {
        private final Crowding crowding = new Crowding(Duration.ofMillis(TARGET), PER_TRANSACTION);
        private final ArrayDeque<Order> waiting = new ArrayDeque<>();
        private final Map<Long, Integer> waitingByShow = new HashMap<>();
        private final Map<Long, Integer> servedByShow = new HashMap<>();
        private final List<Long> refused = new ArrayList<>();
        private final List<Served> served = new ArrayList<>();
        private double millisPerOrder;
        private double due;
        private long now;
        private double busyUntil;

        private record Order(long show, long since) {}

        private record Served(long arrived, long waited) {}

        Lane(double millisPerOrder) {
            this.millisPerOrder = millisPerOrder;
        }

        long transaction() {
            return (long) Math.ceil(PER_TRANSACTION * millisPerOrder) + 1;
        }

        int served() {
            return served.size();
        }

        /** Of those who came from then on. */
        long longestWait(long from) {
            return served.stream()
                    .filter(it -> it.arrived >= from)
                    .mapToLong(Served::waited)
                    .max()
                    .orElseThrow();
        }

        /** @param load in multiples of what the lane can */
        void play(long millis, double load, long show) {
            for (long end = now + millis; now < end; now++) {
                due += load / millisPerOrder;
                arrive((int) due, show);
                due -= (int) due;
                serve();
            }
        }

        void arrive(int count, long show) {
            for (int i = 0; i < count; i++) {
                var same = waitingByShow.getOrDefault(show, 0);
                var shows = waitingByShow.size() + (same == 0 ? 1 : 0);
                if (crowding.admits(waiting.size(), same, shows, 1)) {
                    waiting.add(new Order(show, now));
                    waitingByShow.merge(show, 1, Integer::sum);
                } else {
                    refused.add(show);
                    crowding.comeBackAfter(0);
                }
            }
        }

        private void serve() {
            if (busyUntil > now || waiting.isEmpty()) {
                return;
            }
            var orders = Math.min(PER_TRANSACTION, waiting.size());
            for (int i = 0; i < orders; i++) {
                var order = waiting.remove();
                served.add(new Served(order.since, now - order.since));
                servedByShow.merge(order.show, 1, Integer::sum);
                waitingByShow.computeIfPresent(order.show, (_, count) -> count == 1 ? null : count - 1);
            }
            crowding.take(orders, waiting.size(), Duration.ofMillis(now).toNanos());
            busyUntil = Math.max(now, busyUntil) + orders * millisPerOrder;
        }
    }
}
