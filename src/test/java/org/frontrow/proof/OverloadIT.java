package org.frontrow.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.frontrow.process.Guest;
import org.frontrow.process.Guest.Answer;
import org.frontrow.process.PostgresProcess;
import org.frontrow.process.ServiceProcess;
import org.frontrow.process.Stage;
import org.frontrow.seating.Ledger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Far more than two replicas can do, asked without pause: it costs some a "come back later", nobody a seat. The desk is
 * made small, so that it takes no big machine to overrun it.
 */
@Tag(Proof.TAG)
class OverloadIT {
    private static final Duration STORM = Proof.shortOrLong(Duration.ofSeconds(4), Duration.ofSeconds(15));
    private static final int CROWD = 120;
    private static final int ROWS = Proof.shortOrLong(20, 26);
    private static final int PER_ROW = Proof.shortOrLong(40, 400);
    private static final int BURST = 40;
    private static final int PER_SECOND = 20;
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    private static PostgresProcess postgres;
    private static DataSource database;
    private static List<ServiceProcess> replicas;
    private static Stage stage;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        postgres = PostgresProcess.start();
        database = postgres.database();
        stage = new Stage(database);
        var settings = postgres.settings(directory);
        settings.putAll(Map.of(
                "FRONTROW_DESK_LANES", "1",
                "FRONTROW_DESK_ORDERS_PER_TRANSACTION", "2",
                "FRONTROW_DESK_TARGET_WAIT", "10ms",
                "FRONTROW_DOOR_LATE", "200ms",
                "FRONTROW_HOLDS_SEATS_PER_ACCOUNT", "100000",
                "FRONTROW_LIMITS_ACCOUNT_PER_SECOND", Integer.toString(PER_SECOND),
                "FRONTROW_LIMITS_ACCOUNT_BURST", Integer.toString(BURST)));
        replicas = List.of(
                ServiceProcess.launch("one", directory, settings), ServiceProcess.launch("other", directory, settings));
        replicas.forEach(ServiceProcess::awaitReady);
    }

    @AfterAll
    static void stop() {
        try (var _ = postgres) {
            replicas.forEach(ServiceProcess::close);
        }
    }

    @Test
    void a_storm_costs_nobody_a_seat_and_when_it_is_over_everything_is_as_before() throws Exception {
        var show = stage.show(ROWS, PER_ROW);
        var quiet = stage.show(1, 10);
        var crowd = signedIn(CROWD);
        var booked = new ConcurrentHashMap<String, String>();
        var surprises = new ConcurrentLinkedQueue<String>();
        var answers = new ConcurrentHashMap<String, AtomicInteger>();
        var next = new AtomicInteger();

        var until = System.nanoTime() + STORM.toNanos();
        together(crowd, (i, guest) -> {
            while (System.nanoTime() < until) {
                var number = next.getAndIncrement() % (ROWS * PER_ROW);
                var seat = "" + (char) ('A' + number / PER_ROW) + (number % PER_ROW + 1);
                if (counted(guest.hold(replica(i), show, seat), answers, surprises)
                        && counted(guest.book(replica(i + 1), show, seat), answers, surprises)) {
                    booked.put(seat, guest.username());
                }
            }
        });

        var findings = new Findings("overload", "A storm: more than can be served", "Answer", "How often");
        new TreeMap<>(answers).forEach(findings::row);
        findings.write();
        assertThat(surprises).isEmpty();
        assertThat(answers.keySet())
                .as("nobody was ever sent away")
                .anyMatch(answer -> answer.endsWith("desk-busy") || answer.endsWith("too-busy"));
        assertThat(booked).isNotEmpty();
        var sold = new TreeMap<String, String>();
        Ledger.query(database, """
                        select s.row_label || s.number, a.username from seat s join account a on a.id = s.account_id
                        where s.show_time_id = ? and s.status = 'BOOKED'""", show).forEach(row -> sold.put((String) row.getFirst(), (String) row.get(1)));
        assertThat(sold).as("what was sold, and to whom it was promised").isEqualTo(new TreeMap<>(booked));
        Ledger.assertRebuildsSeats(database, show);

        for (var service : replicas) {
            var late = Guest.withTokens();
            var seat = "A" + (1 + replicas.indexOf(service));
            await("an ordinary guest is served").atMost(AT_MOST).untilAsserted(() -> {
                assertThat(late.register(service).status()).isIn(201, 409);
                assertThat(late.signIn(service).status()).isEqualTo(200);
                assertThat(late.hold(service, quiet, seat).status()).isEqualTo(200);
                assertThat(late.book(service, quiet, seat).status()).isEqualTo(200);
            });
        }
        Ledger.assertRebuildsSeats(database, quiet);
    }

    /** Answers whether it was a yes. */
    private static boolean counted(Answer answer, Map<String, AtomicInteger> answers, Queue<String> surprises) {
        answers.computeIfAbsent((answer.status() + " " + answer.problem()).strip(), _ -> new AtomicInteger())
                .incrementAndGet();
        var retryAfter = answer.http().headers().firstValueAsLong("Retry-After").orElse(0);
        switch (answer.status()) {
            case 200, 409 -> {}
            case 429, 503 -> {
                if (retryAfter < 1 || retryAfter > 31 || "outcome-unknown".equals(answer.problem())) {
                    surprises.add(answer + " Retry-After " + retryAfter);
                }
            }
            default -> surprises.add(answer.toString());
        }
        return answer.status() == 200;
    }

    /** Without talking to each other both would give as much as one alone: 40 a second instead of 20. */
    @Test
    void who_asks_both_gets_no_more_for_long_than_the_limit_of_one() throws Exception {
        var show = stage.show(1, 2);
        var greedy = signedIn(1).getFirst();
        var let = new AtomicInteger();
        var stopped = new AtomicInteger();
        var began = System.nanoTime();
        var until = began + Duration.ofSeconds(8).toNanos();
        together(List.of(greedy, greedy, greedy, greedy), (i, guest) -> {
            while (System.nanoTime() < until) {
                var answer = guest.release(replica(i), show, "A1");
                // A machine that is late may turn anybody away at the door; that is neither.
                if (answer.status() != 503) {
                    (answer.status() == 429 ? stopped : let).incrementAndGet();
                }
            }
        });
        var seconds = (System.nanoTime() - began) / 1e9;

        // A burst from each, what they give until they have heard of each other, and from then on the limit.
        var most = 2 * BURST + (seconds + 2) * PER_SECOND;
        var findings =
                new Findings("limits", "One account, two replicas", "Let through", "At most", "Stopped", "Seconds");
        findings.row(let, Math.round(most), stopped, Math.round(seconds));
        findings.write();
        assertThat(stopped).hasPositiveValue();
        assertThat(let.get()).isBetween((int) (seconds * PER_SECOND / 2), (int) most);
    }

    private static ServiceProcess replica(int number) {
        return replicas.get(number % 2);
    }

    private static List<Guest> signedIn(int count) {
        var guests = stage.guests(count);
        IntStream.range(0, count)
                .forEach(i -> assertThat(guests.get(i).refresh(replica(i)).status())
                        .as(() -> replica(i).endOfLog())
                        .isEqualTo(200));
        return guests;
    }

    private interface Act {
        void by(int number, Guest guest);
    }

    private static void together(List<Guest> guests, Act act) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var acts = new ArrayList<Future<?>>();
            for (int i = 0; i < guests.size(); i++) {
                var number = i;
                acts.add(threads.submit(() -> act.by(number, guests.get(number))));
            }
            for (var one : acts) {
                one.get();
            }
        }
    }
}
