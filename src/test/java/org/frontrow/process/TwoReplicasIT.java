package org.frontrow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.frontrow.live.FeedReader;
import org.frontrow.process.Guest.Answer;
import org.frontrow.seating.Ledger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two replicas on one database: whichever a guest reaches, it is the same house. */
class TwoReplicasIT {
    /** How old what another replica shows may be at most. */
    private static final Duration PROMISED = Duration.ofSeconds(1);

    private static final Duration AT_MOST = Duration.ofSeconds(10);
    /** What the sweepers agree by, see {@code HoldExpiry}; who has it keeps them all from sweeping. */
    private static final long ONE_SWEEPER = 7_246_001;

    private static PostgresProcess postgres;
    private static DataSource database;
    private static ServiceProcess one;
    private static ServiceProcess other;
    private static Stage stage;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        postgres = PostgresProcess.start();
        database = postgres.database();
        stage = new Stage(database);
        var environment = postgres.settings(directory);
        // Long enough that no slow machine waits it out between two attempts.
        environment.put("FRONTROW_SIGN_IN_FIRST_WAIT", "30s");
        // Both at once: they also have to agree who migrates the database.
        one = ServiceProcess.launch("one", directory, environment);
        other = ServiceProcess.launch("other", directory, environment);
        one.awaitReady();
        other.awaitReady();
    }

    @AfterAll
    static void stop() {
        try (var _ = postgres) {
            one.close();
            other.close();
            // A server counts when a connection ends, so this is the first moment when it has counted everything.
            await().atMost(AT_MOST)
                    .until(() -> stage.number(
                                    "select count(*) from pg_stat_activity where application_name like 'frontrow%'")
                            == 0);
            assertThat(stage.number("select deadlocks from pg_stat_database where datname = current_database()"))
                    .as("deadlocks in all these tests")
                    .isZero();
        }
    }

    @Test
    void a_seat_held_through_one_is_taken_at_the_other() {
        var show = stage.show(1, 3);
        var ada = Guest.withTokens().settled(one);
        var bob = Guest.withTokens().settled(other);

        assertAnswer(ada.hold(one, show, "A1", "A2"), 200);
        var refused = bob.hold(other, show, "A2", "A3");

        assertAnswer(refused, 409);
        assertThat(refused.problem()).isEqualTo("seats-taken");
        assertThat(refused.seats()).containsExactly("A2");
        for (var service : List.of(one, other)) {
            await().atMost(PROMISED).untilAsserted(() -> {
                var map = Guest.map(service, show);
                assertThat(List.of(map.statusOf("A1"), map.statusOf("A2"), map.statusOf("A3")))
                        .containsExactly("HELD", "HELD", "AVAILABLE");
            });
        }
    }

    @Test
    void what_happens_at_one_is_told_to_who_watches_at_the_other() {
        var show = stage.show(1, 3);
        var ada = Guest.withTokens().settled(one);
        try (var here = FeedReader.open(one.baseUri(), show);
                var there = FeedReader.open(other.baseUri(), show)) {
            var first = there.next("snapshot");
            assertThat(first.seats()).containsExactly("A1 AVAILABLE", "A2 AVAILABLE", "A3 AVAILABLE");
            here.next("snapshot");

            var before = System.nanoTime();
            assertAnswer(ada.hold(one, show, "A1", "A2"), 200);
            for (var watcher : List.of(here, there)) {
                var change = watcher.next("change");
                assertThat(Duration.ofNanos(change.at() - before)).isLessThan(PROMISED);
                assertThat(change.seats()).containsExactly("A1 HELD", "A2 HELD");
                assertThat(change.activity()).containsExactly("HELD A1 A2");
            }
            assertAnswer(ada.book(other, show, "A1"), 200);
            for (var watcher : List.of(here, there)) {
                assertThat(watcher.next("change").seats()).containsExactly("A1 BOOKED");
            }
            // Each of them counts for itself.
            try (var moved = FeedReader.comeBack(one.baseUri(), show, first.id())) {
                assertThat(moved.next("snapshot").seats()).containsExactly("A1 BOOKED", "A2 HELD", "A3 AVAILABLE");
            }
        }
    }

    @Test
    void both_name_the_same_map_by_the_same_tag() {
        var show = stage.show(2, 5);
        var ada = Guest.withTokens().settled(one);
        var bob = Guest.withTokens().settled(other);
        for (int i = 1; i <= 5; i++) {
            assertAnswer(ada.hold(one, show, "A" + i), 200);
            assertAnswer(bob.hold(other, show, "B" + i), 200);
        }

        await().atMost(PROMISED).untilAsserted(() -> {
            var tags = List.of(one, other).stream()
                    .map(service -> Guest.map(service, show))
                    .map(map -> map.http().headers().firstValue("ETag").orElseThrow())
                    .toList();
            assertThat(tags.getFirst()).isEqualTo(tags.getLast());
        });
    }

    @Test
    void of_two_hundred_buyers_at_the_same_moment_exactly_one_gets_the_seats() throws Exception {
        var show = stage.show(1, 4);
        var buyers = signedIn(200);

        var answers = atOnce(buyers, (i, buyer) -> buyer.hold(replica(i), show, "A2", "A3"));

        var winners = IntStream.range(0, buyers.size())
                .filter(i -> answers.get(i).status() == 200)
                .mapToObj(buyers::get)
                .toList();
        assertThat(winners).as("those who were told yes").hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .hasSize(199)
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(409);
                    assertThat(answer.problem()).isEqualTo("seats-taken");
                    assertThat(answer.seats()).containsExactly("A2", "A3");
                });
        var winner = winners.getFirst();
        var heldByWinner = """
                select count(*) from seat s join account a on a.id = s.account_id
                where s.show_time_id = ? and s.status = ? and a.username = ?""";
        assertThat(stage.number(heldByWinner, show, "HELD", winner.username())).isEqualTo(2);

        var booked = atOnce(buyers, (i, buyer) -> buyer.book(replica(i + 1), show, "A2", "A3"));

        assertThat(booked).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(booked).filteredOn(answer -> answer.status() == 409).hasSize(199);
        assertThat(stage.number(heldByWinner, show, "BOOKED", winner.username()))
                .isEqualTo(2);
        assertThat(stage.number("select count(*) from booking where show_time_id = ?", show))
                .isEqualTo(1);
        assertThat(stage.number("select count(*) from seat_event where show_time_id = ?", show))
                .as("held and booked, twice each")
                .isEqualTo(4);
        Ledger.assertRebuildsSeats(database, show);
    }

    @Test
    void crossed_batches_neither_fail_nor_stop_each_other() throws Exception {
        var show = stage.show(1, 9);
        var guests = signedIn(16);

        var answers = atOnce(guests, (i, guest) -> {
            var chance = new Random(i);
            var heard = new ArrayList<Answer>();
            for (int round = 0; round < 15; round++) {
                var first = 1 + chance.nextInt(7);
                var batch = i % 2 == 0
                        ? new String[] {"A" + first, "A" + (first + 1), "A" + (first + 2)}
                        : new String[] {"A" + (first + 2), "A" + (first + 1), "A" + first};
                heard.add(guest.hold(replica(i + round), show, batch));
                heard.add(guest.release(replica(i + round + 1), show, batch));
            }
            return heard;
        });

        var all = answers.stream().flatMap(List::stream).toList();
        assertThat(all)
                .hasSize(480)
                .allSatisfy(answer ->
                        assertThat(answer.status()).as(answer.toString()).isIn(200, 409));
        assertThat(all)
                .filteredOn(answer -> answer.status() == 409)
                .as("without any refusal the batches never met")
                .isNotEmpty();
        Ledger.assertRebuildsSeats(database, show);
        assertThat(stage.number("select count(*) from seat where show_time_id = ? and status <> 'AVAILABLE'", show))
                .as("seats that nobody gave back")
                .isZero();
    }

    @Test
    void every_expiry_happens_once_however_many_replicas_sweep() throws Exception {
        var show = stage.show(10, 10);
        var guests = signedIn(10);
        atOnce(guests, (i, guest) -> guest.hold(replica(i), show, row(i))).forEach(answer -> assertAnswer(answer, 200));

        Ledger.letTimePass(database, show, 11);

        for (var service : List.of(one, other)) {
            await().atMost(AT_MOST).untilAsserted(() -> {
                var map = Guest.map(service, show);
                assertThat(map.body().path("stats").path("available").asInt()).isEqualTo(100);
                assertThat(map.body().path("seats"))
                        .allSatisfy(
                                seat -> assertThat(seat.path("status").asText()).isEqualTo("AVAILABLE"));
            });
        }
        for (int i = 0; i < guests.size(); i++) {
            for (var seat : row(i)) {
                assertThat(eventsOf(show, seat)).as(seat).containsExactly("HELD", "EXPIRED");
            }
        }
        Ledger.assertRebuildsSeats(database, show);
    }

    @Test
    void an_expired_seat_goes_to_the_next_guest_before_anybody_has_swept() throws SQLException {
        var show = stage.show(1, 2);
        var ada = Guest.withTokens().settled(one);
        var bob = Guest.withTokens().settled(other);
        assertAnswer(ada.hold(one, show, "A1", "A2"), 200);

        try (var connection = database.getConnection();
                var noSweeping = connection.prepareStatement("select pg_advisory_lock(?)")) {
            noSweeping.setLong(1, ONE_SWEEPER);
            noSweeping.execute();
            Ledger.letTimePass(database, show, 11);

            assertAnswer(bob.hold(other, show, "A1"), 200);
            var refused = ada.book(one, show, "A1");

            assertAnswer(refused, 409);
            assertThat(refused.seats()).containsExactly("A1");
            assertThat(eventsOf(show, "A1")).containsExactly("HELD", "EXPIRED", "HELD");
            assertThat(eventsOf(show, "A2")).as("nobody has swept").containsExactly("HELD");
        }
        await().atMost(AT_MOST)
                .untilAsserted(() -> assertThat(eventsOf(show, "A2")).containsExactly("HELD", "EXPIRED"));
        assertAnswer(bob.book(one, show, "A1"), 200);
        Ledger.assertRebuildsSeats(database, show);
    }

    @Test
    void who_signs_out_at_one_is_signed_out_at_the_other() {
        var ada = Guest.withTokens().settled(one);
        assertAnswer(ada.bookings(other), 200);

        assertAnswer(ada.signOut(one), 200);

        await().atMost(PROMISED).untilAsserted(() -> assertAnswer(ada.bookings(other), 401));
        assertAnswer(ada.refresh(other), 401);
    }

    @Test
    void wrong_passwords_are_counted_wherever_they_are_tried() {
        var ada = Guest.withTokens();
        assertAnswer(ada.register(one), 201);
        for (int i = 0; i < 5; i++) {
            assertAnswer(ada.signIn(replica(i), "one green bicycle"), 401);
        }

        for (var service : List.of(one, other)) {
            var delayed = ada.signIn(service);
            assertAnswer(delayed, 429);
            assertThat(delayed.http().headers().firstValueAsLong("Retry-After")).isPresent();
        }

        Ledger.update(
                database,
                "update account_delay set wait_until = clock_timestamp() where subject = ?",
                "account:" + ada.username());
        assertAnswer(ada.signIn(other), 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens", "cookies"})
    void a_guest_walks_through_both_with(String what) {
        var show = stage.show(1, 5);
        var guest = "tokens".equals(what) ? Guest.withTokens() : Guest.withCookies();

        assertAnswer(guest.register(one), 201);
        assertAnswer(guest.signIn(other), 200);
        assertAnswer(guest.hold(one, show, "A4", "A5"), 200);
        var booked = guest.book(other, show, "A4", "A5");
        assertAnswer(booked, 200);
        assertThat(booked.body().path("total_paid").asText()).isEqualTo("200.00");
        var bookings = guest.bookings(one);
        assertAnswer(bookings, 200);
        assertThat(bookings.body().path("bookings")).hasSize(2);
        var ticket = guest.ticket(other, bookings.body().at("/bookings/1/id").asLong());
        assertAnswer(ticket, 200);
        assertThat(ticket.body().at("/ticket/seat").asText()).isEqualTo("A5");
        assertThat(ticket.body().at("/ticket/booked_by").asText()).isEqualTo(guest.username());
        assertAnswer(guest.refresh(one), 200);
        assertAnswer(guest.signOut(other), 200);
        await().atMost(PROMISED).untilAsserted(() -> assertAnswer(guest.bookings(one), 401));
    }

    /** One after the other: the crowd is for the seats, not for the door. */
    private static List<Guest> signedIn(int count) {
        var guests = stage.guests(count);
        for (int i = 0; i < count; i++) {
            assertAnswer(guests.get(i).refresh(replica(i)), 200);
        }
        return guests;
    }

    private static ServiceProcess replica(int number) {
        return number % 2 == 0 ? one : other;
    }

    private static String[] row(int number) {
        var letter = (char) ('A' + number);
        return IntStream.rangeClosed(1, 10).mapToObj(seat -> "" + letter + seat).toArray(String[]::new);
    }

    private static List<String> eventsOf(long show, String seat) {
        return Ledger.eventsOf(database, show, seat.substring(0, 1), Integer.parseInt(seat.substring(1)));
    }

    private static void assertAnswer(Answer answer, int status) {
        assertThat(answer.status())
                .as(() -> answer + "\n" + one.endOfLog() + "\n" + other.endOfLog())
                .isEqualTo(status);
    }

    private interface Act<T> {
        T by(int number, Guest guest);
    }

    /** Everybody behind one gate; the answers in the order of the guests. */
    private static <T> List<T> atOnce(List<Guest> guests, Act<T> act) throws InterruptedException, ExecutionException {
        var ready = new CountDownLatch(guests.size());
        var gate = new CountDownLatch(1);
        try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            var acts = new ArrayList<Future<T>>();
            for (int i = 0; i < guests.size(); i++) {
                var number = i;
                acts.add(crowd.submit(() -> {
                    ready.countDown();
                    gate.await();
                    return act.by(number, guests.get(number));
                }));
            }
            ready.await();
            gate.countDown();
            var answers = new ArrayList<T>();
            for (var one : acts) {
                answers.add(one.get());
            }
            return answers;
        }
    }
}
