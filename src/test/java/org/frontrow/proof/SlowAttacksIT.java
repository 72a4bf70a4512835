package org.frontrow.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.frontrow.process.PostgresProcess;
import org.frontrow.process.ServiceProcess;
import org.frontrow.process.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hundreds who take their time, at everything one can take time at, while ordinary guests go on holding seats. */
@Tag(Proof.TAG)
class SlowAttacksIT {
    /** What an ordinary guest may have to wait for at most; alone it takes milliseconds. */
    private static final Duration BOUND = Duration.ofSeconds(15);

    private static final int CONNECTIONS = Proof.shortOrLong(150, 400);
    /** After which a body that is slow is cut. In the long form it is what installations have. */
    private static final int READ_SECONDS = Proof.shortOrLong(2, 10);

    /** After which whoever is not answered is cut. Installations have a minute, which the long form has no time for. */
    private static final int IDLE_SECONDS = Proof.shortOrLong(4, 15);

    private static final int LIMIT = 30;
    private static final int MOST_OF_GUESTS = 10;
    /** In the words of {@code /proc/net/tcp}. */
    private static final String ESTABLISHED = "01";

    private static final Findings findings = new Findings(
            "attacks-slow", "Attacks that take their time", "Line", "What is tried", "Connections", "Verdict");

    private static PostgresProcess postgres;
    private static ServiceProcess service;
    /** Has few connections to give away. */
    private static ServiceProcess small;

    private static Stage stage;

    @BeforeAll
    static void start(@TempDir Path home) throws IOException {
        SlowHttp.assumeInstalled();
        postgres = PostgresProcess.start();
        var settings = postgres.settings(home);
        settings.put("QUARKUS_HTTP_READ_TIMEOUT", READ_SECONDS + "s");
        settings.put("QUARKUS_HTTP_IDLE_TIMEOUT", IDLE_SECONDS + "s");
        settings.put("FRONTROW_LIVE_HEARTBEAT", "1s");
        service = ServiceProcess.launch("slow", home, settings);
        settings.put("QUARKUS_HTTP_LIMITS_MAX_CONNECTIONS", Integer.toString(LIMIT));
        settings.put("QUARKUS_HTTP_IDLE_TIMEOUT", "60s");
        small = ServiceProcess.launch("small", home, settings);
        service.awaitReady();
        small.awaitReady();
        stage = new Stage(postgres.database());
    }

    @AfterAll
    static void stop() {
        if (postgres != null) {
            findings.write();
            try (var _ = postgres;
                    var _ = service) {
                small.close();
            }
        }
    }

    @Test
    void who_is_slow_is_cut_and_nobody_else_has_to_wait(@TempDir Path home) throws Exception {
        var show = stage.show(10, 20);
        var api = service.baseUri().resolve("/api/seats/");
        var map = api.resolve("?show_id=" + show);
        var guests = stage.guests(4);
        guests.forEach(guest -> assertThat(guest.refresh(service).status()).isEqualTo(200));
        var seconds = 3 * IDLE_SECONDS + 20;
        var senders = new LinkedHashMap<String, SlowHttp>();
        var body = new String[] {"-B", "-i", "1", "-s", "60000", "-f", "application/json"};
        senders.put("sending headers", slow(map, home, "headers", seconds, "-H", "-i", "1"));
        senders.put("sending a body, to sign in", slow(api.resolve("login/"), home, "login", seconds, body));
        senders.put("sending a body, to hold a seat", slow(api.resolve("hold/"), home, "hold", seconds, body));
        var readers = new LinkedHashMap<String, SlowHttp>();
        var reading = new String[] {"-X", "-w", "8", "-y", "16", "-n", "2", "-z", "5", "-k", "10"};
        // They are closed when all of the others have gone, however long that takes on this machine.
        var forLong = 10 * seconds;
        readers.put("reading the map", slow(map, home, "map", forLong, reading));
        readers.put("reading the page", slow(service.baseUri(), home, "page", forLong, reading));
        var worst = Duration.ZERO;
        var served = 0;
        try {
            // What the operating system has taken over from us is read for minutes yet; of the service's own nothing is
            // left.
            while (senders.values().stream().anyMatch(SlowHttp::isRunning) || connectionsOfOurs() > MOST_OF_GUESTS) {
                assertThat(readers.values()).as("readers that are still there").allMatch(SlowHttp::isRunning);
                var guest = guests.get(served % guests.size());
                var seat = (char) ('A' + served % 10) + Integer.toString(1 + served / 10 % 20);
                var begun = System.nanoTime();
                assertThat(guest.hold(service, show, seat).status()).isEqualTo(200);
                assertThat(guest.bookings(service).status()).isEqualTo(200);
                assertThat(guest.release(service, show, seat).status()).isEqualTo(200);
                var took = Duration.ofNanos(System.nanoTime() - begun);
                worst = took.compareTo(worst) > 0 ? took : worst;
                served++;
            }
            for (var kind : senders.entrySet()) {
                findings.row("9", kind.getKey(), CONNECTIONS, kind.getValue().outcome());
            }
            for (var kind : readers.keySet()) {
                findings.row("9", kind, CONNECTIONS, "no connection of the service's own left");
            }
            findings.row(
                    "9",
                    "ordinary guests meanwhile: hold, look, release",
                    served,
                    "slowest of them " + worst.toMillis() + " ms");
            assertThat(served).isGreaterThan(5);
            assertThat(worst).isLessThan(BOUND);
            for (var kind : senders.entrySet()) {
                assertThat(kind.getValue().outcome()).as(kind.getKey()).isEqualTo("No open connections left");
            }
        } finally {
            for (var kind : senders.values()) {
                kind.close();
            }
            for (var kind : readers.values()) {
                kind.close();
            }
        }
    }

    /** How many the service keeps open, as the operating system tells. */
    private static long connectionsOfOurs() throws IOException {
        var ours = ":%04X".formatted(service.baseUri().getPort());
        var count = 0L;
        for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try (var lines = Files.lines(Path.of(table))) {
                count += lines.map(line -> line.strip().split("\\s+"))
                        .filter(columns -> columns[1].endsWith(ours) && columns[3].equals(ESTABLISHED))
                        .count();
            }
        }
        return count;
    }

    private static SlowHttp slow(URI target, Path home, String name, int seconds, String... options)
            throws IOException {
        return SlowHttp.against(target, home, name, CONNECTIONS, seconds, List.of(options));
    }

    @Test
    void who_says_nothing_or_a_little_at_a_time_is_cut() throws Exception {
        var show = stage.show(2, 5);
        var beginnings = Map.of(
                "says nothing", "",
                "a line and no more", "GET / HTTP/1.1\r\n",
                "a request, and then nothing", "GET /api/seats/venue/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "half a body",
                        "POST /api/seats/hold/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
                "nine bytes of a secret handshake", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc");
        var connections = new LinkedHashMap<String, RawConnection>();
        for (var beginning : beginnings.entrySet()) {
            connections.put(beginning.getKey(), new RawConnection(service.baseUri()).say(beginning.getValue()));
        }
        try (var watcher = new RawConnection(service.baseUri())
                .say("GET /api/seats/live/?show_id=" + show + " HTTP/1.1\r\nHost: a\r\n\r\n")) {
            assertThat(connections.get("half a body").hear(READ_SECONDS * 1000 + 20_000))
                    .contains("408", "urn:frontrow:problem:too-slow");
            for (var connection : connections.entrySet()) {
                assertThat(connection.getValue().isCutWithin(IDLE_SECONDS * 2000 + 20_000))
                        .as(connection.getKey())
                        .isTrue();
                connection.getValue().close();
            }
            // A byte now and then is no life.
            try (var dripping = new RawConnection(service.baseUri()).say("GET / HTTP/1.1\r\nX: ")) {
                await().atMost(Duration.ofSeconds(2L * IDLE_SECONDS + 20))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> dripping.say("y").isCutWithin(50));
            }
            // Who only listens is alive: there is a word for him now and then.
            assertThat(watcher.isCutWithin(50)).isFalse();
        }
        findings.row(
                "9",
                "saying nothing, half a line, half a body, a byte now and then",
                beginnings.size() + 1,
                "cut after " + IDLE_SECONDS + " s of not being answered; who listens to the feed is not");
    }

    @Test
    void there_are_only_so_many_connections_and_they_can_be_had_again() throws IOException {
        var many = new ArrayList<RawConnection>();
        try {
            for (int i = 0; i < LIMIT; i++) {
                many.add(new RawConnection(small.baseUri()).say("GET /api/seats/venue/ HTTP/1.1\r\nHost: a\r\n\r\n"));
                assertThat(RawConnection.statuses(many.getLast().hearOnce(20_000)))
                        .as("connection %s", i)
                        .containsExactly(200);
            }
            try (var tooMany =
                    new RawConnection(small.baseUri()).say("GET /api/seats/venue/ HTTP/1.1\r\nHost: a\r\n\r\n")) {
                assertThat(RawConnection.statuses(tooMany.hearOnce(2_000))).doesNotContain(200);
            }
            many.removeLast().close();
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                try (var next =
                        new RawConnection(small.baseUri()).say("GET /api/seats/venue/ HTTP/1.1\r\nHost: a\r\n\r\n")) {
                    return RawConnection.statuses(next.hearOnce(2_000)).equals(List.of(200));
                }
            });
        } finally {
            for (var connection : many) {
                connection.close();
            }
        }
        findings.row(
                "9",
                "more connections than there may be",
                LIMIT + 1,
                "the last is closed; the next after one has gone is served");
    }
}
