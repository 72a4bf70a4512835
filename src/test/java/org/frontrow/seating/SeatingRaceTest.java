package org.frontrow.seating;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.frontrow.account.Caller;
import org.frontrow.account.TestAccounts;
import org.frontrow.catalog.TestShows;
import org.frontrow.platform.Refusal;
import org.frontrow.platform.Refused;
import org.frontrow.seating.SeatingRefusal.SeatsTaken;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SeatingRaceTest {
    private static final int BUYERS = 200;

    @Inject
    Seating seating;

    @Test
    void of_200_who_want_the_same_two_seats_one_gets_both_and_199_hear_which_are_taken() throws Exception {
        var show = TestShows.tomorrow(1, 10);
        var wanted = List.of(new SeatLabel("A", 4), new SeatLabel("A", 5));
        var answers = allAtOnce(customers(BUYERS).stream()
                .<Callable<Object>>map(buyer -> () -> outcome(() -> seating.hold(buyer, show, wanted)))
                .toList());
        assertThat(answers).filteredOn(Seating.Kept.class::isInstance).hasSize(1);
        assertThat(answers)
                .filteredOn(SeatsTaken.class::isInstance)
                .hasSize(BUYERS - 1)
                .allSatisfy(taken -> assertThat(((SeatsTaken) taken).seats()).isEqualTo(wanted));
        assertThat(Ledger.query(
                        "select distinct account_id from seat where show_time_id = ? and status = 'HELD'", show))
                .hasSize(1);
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void the_same_account_booking_from_many_threads_gets_one_booking() throws Exception {
        var show = TestShows.tomorrow(1, 4);
        var wanted = List.of(new SeatLabel("A", 1), new SeatLabel("A", 2));
        var me = TestAccounts.customer().caller();
        seating.hold(me, show, wanted).await().indefinitely();
        var answers = allAtOnce(Collections.nCopies(40, () -> outcome(() -> seating.book(me, show, wanted))));
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isInstanceOf(Seating.Sold.class));
        assertThat(answers)
                .extracting(answer -> ((Seating.Sold) answer).references())
                .containsOnly(((Seating.Sold) answers.getFirst()).references());
        assertThat(Ledger.query("select id from booking where show_time_id = ?", show))
                .hasSize(1);
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void crossed_batches_over_two_shows_never_deadlock_and_never_sell_a_seat_twice() throws Exception {
        var shows = List.of(TestShows.tomorrow(2, 5), TestShows.tomorrow(2, 5));
        var deadlocks = deadlocks();
        var guests = customers(16);
        var seed = System.nanoTime();
        var tasks = new ArrayList<Callable<Object>>();
        for (int i = 0; i < guests.size(); i++) {
            var guest = guests.get(i);
            var random = new Random(seed + i);
            tasks.add(() -> {
                for (int step = 0; step < 40; step++) {
                    var show = shows.get(random.nextInt(2));
                    var seats = someSeats(random);
                    var answer = switch (random.nextInt(4)) {
                        case 0, 1 -> outcome(() -> seating.hold(guest, show, seats));
                        case 2 -> outcome(() -> seating.release(guest, show, seats));
                        default -> outcome(() -> seating.book(guest, show, seats));
                    };
                    assertThat(answer).as("seed %d", seed).isNotInstanceOf(SeatingRefusal.DeskBusy.class);
                }
                return "done";
            });
        }
        assertThat(allAtOnce(tasks)).containsOnly("done");
        shows.forEach(Ledger::assertRebuildsSeats);
        assertThat(deadlocks()).isEqualTo(deadlocks);
    }

    /** Three different seats in any order, so that batches cross. */
    private static List<SeatLabel> someSeats(Random random) {
        var all = new ArrayList<>(IntStream.range(0, 10)
                .mapToObj(i -> new SeatLabel(i < 5 ? "A" : "B", i % 5 + 1))
                .toList());
        Collections.shuffle(all, random);
        return List.copyOf(all.subList(0, 3));
    }

    private static Object deadlocks() {
        return Ledger.query("select deadlocks from pg_stat_database where datname = current_database()")
                .getFirst()
                .getFirst();
    }

    private static List<Caller> customers(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> TestAccounts.customer().caller())
                .toList();
    }

    private static <T> Object outcome(java.util.function.Supplier<io.smallrye.mutiny.Uni<T>> ask) {
        try {
            return ask.get().await().atMost(java.time.Duration.ofSeconds(20));
        } catch (Refused refused) {
            Refusal refusal = refused.refusal();
            return refusal;
        }
    }

    /** Real threads behind one gate. */
    private static List<Object> allAtOnce(List<Callable<Object>> tasks) throws Exception {
        var ready = new CountDownLatch(tasks.size());
        var gate = new CountDownLatch(1);
        try (var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            var answers = new ArrayList<Future<Object>>();
            for (var task : tasks) {
                answers.add(threads.submit(() -> {
                    ready.countDown();
                    gate.await();
                    return task.call();
                }));
            }
            assertThat(ready.await(20, TimeUnit.SECONDS)).isTrue();
            gate.countDown();
            var results = new ArrayList<Object>();
            for (var answer : answers) {
                results.add(answer.get(30, TimeUnit.SECONDS));
            }
            return results;
        }
    }
}
