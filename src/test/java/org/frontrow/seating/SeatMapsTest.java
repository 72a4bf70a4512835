package org.frontrow.seating;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.frontrow.account.TestAccounts;
import org.frontrow.catalog.TestShows;
import org.frontrow.platform.DatabaseClock;
import org.frontrow.platform.DatabaseNotices;
import org.frontrow.platform.DatabaseUnreachable;
import org.frontrow.platform.Refused;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes seats behind this replica's back, as another replica would, and as nobody should. */
@QuarkusTest
class SeatMapsTest {
    private static final List<SeatLabel> A1 = List.of(new SeatLabel("A", 1));

    @Inject
    SeatMaps maps;

    @Inject
    Seating seating;

    @Inject
    DatabaseNotices notices;

    @Inject
    DatabaseClock clock;

    @Inject
    ObjectMapper json;

    @Inject
    DataSource database;

    private final long show = TestShows.tomorrow(1, 3);

    @BeforeEach
    void everybody_listens() {
        await().until(notices::healthy);
    }

    @Test
    void who_looks_again_is_shown_the_same_map_without_a_query() {
        var map = look();

        assertThat(look()).isSameAs(map);
        assertThat(maps.present(show)).isSameAs(map);
    }

    @Test
    void what_another_replica_announces_is_taken_over() {
        var map = look();
        var seat = map.view().seats().getFirst();
        changeBehindItsBack();

        Ledger.query("select pg_notify(?, ?)", SeatMaps.CHANNEL, show + "@1 B" + seat.id() + ".1");

        await().atMost(1, SECONDS).until(() -> statusOfA1(look()) == Seat.Status.BOOKED);
        assertThat(look()).isSameAs(map);
    }

    @Test
    void when_the_line_is_cut_what_is_in_memory_is_not_trusted() {
        var map = look();

        cutTheLine();
        changeBehindItsBack();

        await().atMost(1, SECONDS).until(() -> statusOfA1(look()) == Seat.Status.BLOCKED);
        await().until(notices::healthy);
        assertThat(statusOfA1(look())).isEqualTo(Seat.Status.BLOCKED);
        assertThat(look()).isNotSameAs(map).isSameAs(look());
    }

    @Test
    void while_the_line_is_cut_everybody_is_shown_what_the_database_says() {
        look();
        cutTheLine();
        await().pollInterval(Duration.ofMillis(5)).until(() -> !maps.isCurrent());

        assertThat(maps.present(show)).isNull();
        seating.hold(TestAccounts.customer().caller(), show, A1).await().indefinitely();
        assertThat(statusOfA1(look())).isEqualTo(Seat.Status.HELD);
    }

    @Test
    void a_map_that_missed_something_is_found_and_dropped() {
        var map = look();
        changeBehindItsBack();

        // A few are compared each time, chosen by chance.
        await().atMost(20, SECONDS).pollInterval(Duration.ofMillis(1)).until(() -> {
            maps.compare();
            return look() != map;
        });
        assertThat(statusOfA1(look())).isEqualTo(Seat.Status.BLOCKED);
    }

    @Test
    void a_map_that_missed_nothing_survives_every_comparison() {
        var map = look();
        for (int i = 0; i < 50; i++) {
            seating.hold(TestAccounts.customer().caller(), show, A1).await().indefinitely();
            maps.compare();
            Ledger.letTimePass(show, 11);
        }

        assertThat(look()).isSameAs(map);
    }

    @Test
    void nonsense_on_the_channel_costs_the_maps_but_not_the_line() {
        var map = look();
        var line = line();

        Ledger.query("select pg_notify(?, 'nonsense')", SeatMaps.CHANNEL);

        await().atMost(1, SECONDS).until(() -> look() != map);
        assertThat(line()).isEqualTo(line);
        assertThat(notices.healthy()).isTrue();
    }

    @Test
    void an_unknown_show_is_refused_and_asked_for_again() {
        var unknown = Long.MAX_VALUE;
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> maps.of(unknown).await().indefinitely()).isInstanceOf(Refused.class);
        }
    }

    @Test
    void a_crowd_that_asks_at_once_costs_one_reading() {
        var readings = new AtomicInteger();
        var own = maps(watching(readings::incrementAndGet));
        listen(own);
        var answers = Stream.generate(() -> own.of(show).subscribe().asCompletionStage())
                .limit(50)
                .toList();
        assertThat(answers.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        assertThat(readings).hasValue(1);
    }

    @Test
    void who_hangs_up_does_not_take_the_map_from_others() {
        var gate = new CountDownLatch(1);
        var own = maps(watching(() -> awaitQuietly(gate)));
        listen(own);
        var impatient = own.of(show).subscribe().asCompletionStage();
        var patient = own.of(show).subscribe().asCompletionStage();

        impatient.cancel(true);
        assertThat(patient).as("still waiting").isNotDone();
        gate.countDown();

        assertThat(patient.join().show()).isEqualTo(show);
    }

    @Test
    void after_a_failure_the_next_one_who_asks_is_served() {
        var broken = new AtomicInteger(2);
        var own = maps(watching(() -> {
            switch (broken.getAndDecrement()) {
                case 2 -> throw new DatabaseUnreachable(new SQLException("as if it were away"));
                case 1 -> throw new NoClassDefFoundError("as if memory were out");
                default -> {}
            }
        }));
        listen(own);

        assertThatThrownBy(() -> own.of(show).subscribe().asCompletionStage().join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(DatabaseUnreachable.class);
        assertThatThrownBy(() -> own.of(show).subscribe().asCompletionStage().join())
                .hasCauseInstanceOf(NoClassDefFoundError.class);
        assertThat(own.of(show).await().indefinitely().show()).isEqualTo(show);
    }

    @Test
    void what_was_announced_while_the_map_was_read_comes_on_top_of_it() {
        var read = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        var own = maps(closing(() -> {
            read.countDown();
            awaitQuietly(gate);
        }));
        listen(own);
        var seat = look().view().seats().getFirst().id();
        var answer = own.of(show).subscribe().asCompletionStage();
        awaitQuietly(read);

        own.onNotice(show + "@1 B" + seat + ".1");
        gate.countDown();

        assertThat(statusOfA1(answer.join())).isEqualTo(Seat.Status.BOOKED);
        assertThat(answer.join().snapshot(clock.now()).activity())
                .extracting(SeatMap.Activity::kind)
                .containsExactly(SeatEvent.BOOKED);
    }

    @Test
    void what_nobody_looks_at_is_forgotten() {
        var forgetful = maps(database, new Config(Duration.ZERO, 1000));
        var faithful = maps(database, new Config(Duration.ofMinutes(10), 1000));
        for (var own : List.of(forgetful, faithful)) {
            listen(own);
            var map = own.of(show).await().indefinitely();
            own.forget();
            assertThat(own.of(show).await().indefinitely() == map).isEqualTo(own == faithful);
        }
    }

    @Test
    void when_there_are_too_many_the_last_ones_asked_for_stay() {
        var own = maps(database, new Config(Duration.ofMinutes(10), 6));
        listen(own);
        var shows = Stream.generate(() -> TestShows.tomorrow(1, 3)).limit(3).toList();
        var read = shows.stream().map(it -> own.of(it).await().indefinitely()).toList();
        own.present(shows.get(1));
        own.present(shows.get(0));

        own.forget();

        assertThat(own.present(shows.get(0))).isSameAs(read.get(0));
        assertThat(own.present(shows.get(1))).isSameAs(read.get(1));
        assertThat(own.present(shows.get(2))).isNotSameAs(read.get(2));
    }

    // ---- words for the above ----

    private record Config(Duration kept, int seats) implements MapConfig {
        @Override
        public Duration compareEvery() {
            return Duration.ofDays(1);
        }
    }

    private SeatMaps maps(DataSource source) {
        return maps(source, new Config(Duration.ofMinutes(10), 1000));
    }

    private SeatMaps maps(DataSource source, MapConfig config) {
        return new SeatMaps(source, clock, notices, json, config, new SimpleMeterRegistry());
    }

    /** Before that it asks the database each time. */
    private void listen(SeatMaps own) {
        notices.subscribe(SeatMaps.CHANNEL, own);
        await().until(own::isCurrent);
    }

    /** @param before each connection that is handed out */
    private DataSource watching(Runnable before) {
        return source((_, method) -> {
            if (method.equals("getConnection")) {
                before.run();
            }
        });
    }

    /** @param before each connection that is given back */
    private DataSource closing(Runnable before) {
        return source((_, method) -> {
            if (method.equals("close")) {
                before.run();
            }
        });
    }

    private interface Watch {
        void before(Object target, String method);
    }

    private DataSource source(Watch watch) {
        return proxy(DataSource.class, database, watch);
    }

    private <T> T proxy(Class<T> type, Object target, Watch watch) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    watch.before(target, method.getName());
                    try {
                        var answer = method.invoke(target, arguments);
                        return answer instanceof Connection ? proxy(Connection.class, answer, watch) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private SeatMap look() {
        return maps.of(show).await().indefinitely();
    }

    private static Seat.Status statusOfA1(SeatMap map) {
        return map.view().seats().getFirst().status();
    }

    /** A1 is blocked, and nobody is told. */
    private void changeBehindItsBack() {
        assertThat(Ledger.update(
                        "update seat set status = 'BLOCKED', version = version + 1 where show_time_id = ? and number = 1",
                        show))
                .isEqualTo(1);
    }

    private static List<List<Object>> line() {
        return Ledger.query("select pid from pg_stat_activity where application_name = 'frontrow notices'");
    }

    private static void cutTheLine() {
        assertThat(Ledger.query("select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                        + " where application_name = 'frontrow notices'"))
                .isNotEmpty()
                .doesNotContain(List.of(false));
    }
}
