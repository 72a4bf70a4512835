package org.frontrow.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllowancesTest {
    private static final int PER_SECOND = 10;
    private static final int BURST = 40;

    private final Clock clock = new Clock();

    @Test
    void a_burst_is_let_through_and_then_so_much_a_second() {
        var here = allowances();
        assertThat(taken(here, "ada", 1_000)).isEqualTo(BURST);
        clock.pass(Duration.ofSeconds(1));
        assertThat(taken(here, "ada", 1_000)).isEqualTo(PER_SECOND);
        clock.pass(Duration.ofHours(1));
        assertThat(taken(here, "ada", 1_000)).isEqualTo(BURST);
    }

    @Test
    void what_one_spends_costs_nobody_else_anything() {
        var here = allowances();
        taken(here, "ada", 1_000);
        assertThat(taken(here, "bob", 1_000)).isEqualTo(BURST);
    }

    @Test
    void who_has_to_wait_hears_for_how_long_and_it_is_news_once_a_minute() {
        var here = allowances();
        taken(here, "ada", BURST);
        assertThat(here.take("ada")).isEqualTo(new Allowances.Wait(Duration.ofMillis(100), true));
        clock.pass(Duration.ofMillis(40));
        assertThat(here.take("ada")).isEqualTo(new Allowances.Wait(Duration.ofMillis(60), false));
        clock.pass(Duration.ofSeconds(61));
        taken(here, "ada", BURST);
        assertThat(here.take("ada")).isEqualTo(new Allowances.Wait(Duration.ofMillis(100), true));
    }

    @Test
    void nobody_gets_a_full_bucket_by_staying_away_until_theirs_is_forgotten() {
        assertThat(Allowances.kept(10, 40)).isEqualTo(Duration.ofMinutes(2));
        assertThat(Allowances.kept(1, 1_000)).isGreaterThan(Duration.ofSeconds(1_000));
        assertThat(Allowances.kept(0, 1_000)).isPositive();
    }

    @Test
    void without_a_limit_everybody_may_do_anything() {
        var here = new Allowances(0, BURST, clock);
        assertThat(taken(here, "ada", 1_000)).isEqualTo(1_000);
        assertThat(here.tell()).isEmpty();
    }

    @Test
    void what_was_spent_is_told_once_and_little_only_when_it_has_become_more() {
        var here = allowances();
        taken(here, "ada", 10);
        taken(here, "bob", 3);
        assertThat(here.tell()).hasSize(1).containsEntry("ada", 10);
        assertThat(here.tell()).isEmpty();
        taken(here, "ada", 1);
        taken(here, "bob", 1);
        assertThat(here.tell()).hasSize(1).containsEntry("bob", 4);
    }

    @Test
    void what_was_spent_elsewhere_cannot_be_had_here_and_is_owed_if_it_was_more() {
        var here = allowances();
        here.spentElsewhere("ada", BURST - 3);
        assertThat(taken(here, "ada", 1_000)).isEqualTo(3);
        here.spentElsewhere("ada", 2 * PER_SECOND);
        clock.pass(Duration.ofSeconds(2));
        assertThat(taken(here, "ada", 1_000)).isZero();
        clock.pass(Duration.ofSeconds(1));
        assertThat(taken(here, "ada", 1_000)).isEqualTo(PER_SECOND);
    }

    /** The whole promise: for long the limit, whatever the number of replicas; of the burst as many as there are replicas. */
    @Test
    void who_asks_all_replicas_gets_no_more_for_long_than_who_asks_one() {
        for (var count : List.of(1, 2, 5, 10)) {
            var replicas = IntStream.range(0, count).mapToObj(_ -> allowances()).toList();
            var seconds = 120;
            var total = 0;
            for (int second = 0; second < seconds; second++) {
                for (int part = 0; part < 10; part++) {
                    for (var replica : replicas) {
                        total += taken(replica, "greedy", 100);
                    }
                    clock.pass(Duration.ofMillis(100));
                }
                exchange(replicas);
            }
            assertThat(total)
                    .as("with %d replicas", count)
                    .isBetween(seconds * PER_SECOND * 9 / 10, seconds * PER_SECOND + count * (BURST + PER_SECOND));
        }
    }

    @Test
    void thousands_are_told_in_notices_that_the_database_takes_and_all_of_them_arrive() {
        var here = allowances();
        var there = allowances();
        for (int i = 0; i < 5_000; i++) {
            taken(here, "a" + i, 20);
        }
        var notices = new Spending("me", here.tell()).notices();
        assertThat(notices)
                .hasSizeGreaterThan(1)
                .allSatisfy(notice -> assertThat(notice.length()).isLessThan(8_000));
        var heard = new HashSet<String>();
        for (var notice : notices) {
            var spending = Spending.read(notice);
            assertThat(spending.by()).isEqualTo("me");
            heard.addAll(spending.amounts().keySet());
            spending.amounts().forEach(there::spentElsewhere);
        }
        assertThat(heard).hasSize(5_000);
        assertThat(taken(there, "a77", 100)).isEqualTo(BURST - 20);
    }

    @Test
    void a_notice_that_nobody_of_us_has_sent_does_no_harm() {
        for (var notice : List.of("", " ", "x", "x =5", "x a1=", "x a1=-5", "x a1=99999999999", "x a1=5=6", "x a1")) {
            assertThat(Spending.read(notice).amounts()).as(notice).isEmpty();
        }
    }

    private static void exchange(List<Allowances> replicas) {
        var told = new ArrayList<>(replicas.stream().map(Allowances::tell).toList());
        for (int i = 0; i < replicas.size(); i++) {
            for (int j = 0; j < replicas.size(); j++) {
                if (i != j) {
                    told.get(i).forEach(replicas.get(j)::spentElsewhere);
                }
            }
        }
    }

    private Allowances allowances() {
        return new Allowances(PER_SECOND, BURST, clock);
    }

    private static int taken(Allowances from, String subject, int wanted) {
        var taken = 0;
        for (int i = 0; i < wanted; i++) {
            taken += from.take(subject) == null ? 1 : 0;
        }
        return taken;
    }

    private static final class Clock implements TimeMeter {
        private long nanos = -5; // the clock of a JVM may begin anywhere

        void pass(Duration time) {
            nanos += time.toNanos();
        }

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
