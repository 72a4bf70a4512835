package org.frontrow.live;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.frontrow.catalog.TestShows;
import org.frontrow.live.FeedReader.Event;
import org.frontrow.platform.DatabaseNotices;
import org.frontrow.seating.Ledger;
import org.frontrow.seating.SeatClient;
import org.frontrow.seating.SeatLabel;
import org.frontrow.seating.SeatMaps;
import org.frontrow.seating.Seating;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Timeout(30)
class LiveTest {
    private static final Duration SOON = Duration.ofSeconds(1);
    /** Nothing comes: longer than two rounds, so that whatever was about to come has come. */
    private static final Duration QUIET = Duration.ofMillis(250);

    @TestHTTPResource("/")
    URI server;

    @Inject
    SeatMaps maps;

    @Inject
    Seating seating;

    @Inject
    DatabaseNotices notices;

    @Inject
    ObjectMapper json;

    private final SeatClient anna = SeatClient.customer();
    private final SeatClient ben = SeatClient.customer();
    private final long show = TestShows.tomorrow(2, 4);
    private final List<FeedReader> readers = new ArrayList<>();
    private final List<SeatFeed> feeds = new ArrayList<>();

    @BeforeEach
    void everybody_listens() {
        await().until(notices::healthy);
    }

    @AfterEach
    void everybody_leaves() throws InterruptedException {
        readers.forEach(FeedReader::close);
        for (var feed : feeds) {
            feed.close();
        }
    }

    // ---- what is told ----

    @Test
    void first_comes_the_whole_map_with_what_happened_lately() {
        anna.buy(show, "A1");
        ben.hold(show, "A2", "A3").statusCode(200);

        var first = watch().next("snapshot");

        assertThat(first.id()).matches("[0-9a-z]{1,13}-[0-9]+");
        assertThat(first.json().path("map")).isEqualTo(map());
        assertThat(names(first.json())).containsExactlyInAnyOrder("map", "activity");
        assertThat(first.activity()).containsExactly("HELD A1", "BOOKED A1", "HELD A2 A3");
    }

    @Test
    void what_happens_is_told_within_a_second() {
        var watcher = watch();
        watcher.next("snapshot");

        var before = System.nanoTime();
        anna.hold(show, "A1", "B4").statusCode(200);
        var change = watcher.next("change");

        assertThat(Duration.ofNanos(change.at() - before)).isLessThan(SOON);
        assertThat(change.seats()).containsExactly("A1 HELD", "B4 HELD");
        assertThat(change.activity()).containsExactly("HELD A1 B4");
        assertThat(change.json().path("stats")).isEqualTo(map().path("stats"));

        anna.book(show, "A1").statusCode(200);
        assertThat(watcher.next("change").seats()).containsExactly("A1 BOOKED");
        anna.release(show, "B4").statusCode(200);
        change = watcher.next("change");
        assertThat(change.seats()).containsExactly("B4 AVAILABLE");
        assertThat(change.json().at("/stats/available").asInt()).isEqualTo(7);
    }

    @Test
    void a_change_has_exactly_these_fields_and_says_nothing_about_who() {
        var watcher = watch();
        var told = new StringBuilder(watcher.next("snapshot").data());
        anna.buy(show, "A1");
        var change = watcher.next("change");
        told.append(change.data());

        assertThat(names(change.json())).containsExactlyInAnyOrder("stats", "seats", "activity");
        assertThat(names(change.json().path("stats"))).containsExactlyInAnyOrder("available", "held", "booked");
        assertThat(names(change.json().at("/seats/0")))
                .containsExactlyInAnyOrder("id", "row", "number", "status", "is_held_expired");
        assertThat(names(change.json().at("/activity/0"))).containsExactlyInAnyOrder("at", "kind", "seats");
        assertThat(names(change.json().at("/activity/0/seats/0"))).containsExactlyInAnyOrder("row", "number");
        assertThat(Instant.parse(change.json().at("/activity/0/at").asText()))
                .isBetween(Instant.now().minusSeconds(10), Instant.now().plusSeconds(10));
        watcher.rest().forEach(event -> told.append(event.data()));
        assertThat(told).doesNotContain(anna.account().username(), "account");
    }

    @Test
    void what_happens_close_together_is_told_at_once_and_nothing_gets_lost() {
        var watcher = watch();
        var seen = new TreeMap<String, String>();
        remember(watcher.next("snapshot"), seen);
        var began = System.nanoTime();
        for (int i = 0; i < 40; i++) {
            var seats = List.of(new SeatLabel("A", 1 + i % 4), new SeatLabel("B", 1 + i % 4));
            seating.hold(anna.account().caller(), show, seats).await().indefinitely();
            if (i % 3 == 0) {
                seating.release(anna.account().caller(), show, seats).await().indefinitely();
            }
        }
        var rounds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 100 + 2;

        var told = new ArrayList<Event>();
        for (var event = watcher.poll(QUIET); event.isPresent(); event = watcher.poll(QUIET)) {
            told.add(event.get());
            remember(event.get(), seen);
        }

        assertThat(told)
                .hasSizeBetween(1, (int) rounds)
                .allMatch(event -> event.name().equals("change"));
        assertThat(told.stream().mapToLong(event -> event.activity().size()).sum())
                .isEqualTo(Ledger.query(
                                "select distinct kind, at from seat_event where show_time_id = ? and kind <> 'EXTENDED'",
                                show)
                        .size());
        assertThat(seen).isEqualTo(asSeen());
    }

    @Test
    void a_hold_that_ends_is_told_when_it_is_tidied_up() {
        anna.hold(show, "A1").statusCode(200);
        var watcher = watch();
        watcher.next("snapshot");
        Ledger.letTimePass(show, 11);

        var change = watcher.next("change");

        assertThat(change.seats()).containsExactly("A1 AVAILABLE");
        assertThat(change.activity()).containsExactly("EXPIRED A1");
    }

    @Test
    void each_show_has_watchers_of_its_own() {
        var other = TestShows.tomorrow(1, 1);
        var watcher = watch();
        var elsewhere = open(other);
        watcher.next("snapshot");
        elsewhere.next("snapshot");

        anna.hold(show, "A1").statusCode(200);

        watcher.next("change");
        assertThat(elsewhere.poll(QUIET)).isEmpty();
    }

    // ---- coming back ----

    @Test
    void who_comes_back_is_told_what_was_missed_and_nothing_else() {
        anna.hold(show, "A1").statusCode(200);
        var id = leaveAfterSnapshot();
        ben.hold(show, "B1").statusCode(200);
        anna.book(show, "A1").statusCode(200);

        var watcher = comeBack(id);

        var missed = watcher.next("change");
        assertThat(missed.seats()).containsExactly("A1 BOOKED", "B1 HELD");
        assertThat(missed.activity()).containsExactly("HELD B1", "BOOKED A1");
        assertThat(missed.json().path("stats")).isEqualTo(map().path("stats"));
        ben.release(show, "B1").statusCode(200);
        assertThat(watcher.next("change").seats()).containsExactly("B1 AVAILABLE");
    }

    @Test
    void who_missed_nothing_is_told_nothing_until_something_happens() {
        var id = leaveAfterSnapshot();

        var before = System.nanoTime();
        var watcher = comeBack(id);

        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .as("until they know that they are connected")
                .isLessThan(SOON);
        assertThat(watcher.poll(QUIET)).isEmpty();
        anna.hold(show, "A1").statusCode(200);
        assertThat(watcher.next("change").seats()).containsExactly("A1 HELD");
    }

    @Test
    void every_id_can_be_come_back_with() {
        var watcher = watch();
        watcher.next("snapshot");
        anna.hold(show, "A1").statusCode(200);
        var id = watcher.next("change").id();
        anna.hold(show, "A2").statusCode(200);
        watcher.next("change");
        watcher.close();

        assertThat(comeBack(id).next("change").seats()).containsExactly("A2 HELD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "abc-17", "", "-1", "MAP-999999", "MAP-99999999999999999999", "<script>"})
    void who_comes_with_an_id_that_says_nothing_here_gets_the_whole_map(String id) {
        var map = leaveAfterSnapshot().replaceFirst("-.*", "");

        assertThat(comeBack(id.replace("MAP", map)).next().name()).isEqualTo("snapshot");
    }

    @Test
    void an_id_of_another_show_gets_the_whole_map() {
        var id = leaveAfterSnapshot();

        var elsewhere = FeedReader.comeBack(server, TestShows.tomorrow(1, 1), id);
        readers.add(elsewhere);

        assertThat(elsewhere.next().name()).isEqualTo("snapshot");
    }

    // ---- when the database cannot be heard ----

    @Test
    void while_nothing_can_be_heard_watchers_know_and_then_get_the_whole_map() {
        var watcher = watch();
        var first = watcher.next("snapshot");

        cutTheLine();
        anna.hold(show, "A1").statusCode(200);

        var paused = watcher.next("paused");
        assertThat(paused.id()).isNull();
        assertThat(paused.data()).isEqualTo("{}");
        var again = watcher.next("snapshot");
        assertThat(again.json().path("map")).isEqualTo(map());
        assertThat(again.seats()).contains("A1 HELD");
        assertThat(again.id()).isNotEqualTo(first.id());
        anna.release(show, "A1").statusCode(200);
        assertThat(watcher.next("change").seats()).containsExactly("A1 AVAILABLE");
        assertThat(comeBack(first.id()).next().name()).isEqualTo("snapshot");
    }

    @Test
    void there_are_signs_of_life_also_while_nothing_can_be_heard() {
        feed(quick().withHeartbeat(Duration.ofMillis(20)));
        var watcher = watch();
        watcher.next("snapshot");

        cutTheLine();

        watcher.next("paused");
        var before = watcher.signsOfLife();
        watcher.next("snapshot");
        assertThat(watcher.signsOfLife() - before).isGreaterThanOrEqualTo(2);
    }

    // ---- many, slow and late ones ----

    @Test
    void when_nothing_happens_there_is_a_sign_of_life_now_and_then() {
        feed(quick().withHeartbeat(Duration.ofMillis(100)));
        var watcher = watch();
        watcher.next("snapshot");

        await().atMost(2, SECONDS).until(() -> watcher.signsOfLife() >= 3);
        assertThat(watcher.rest()).isEmpty();
    }

    @Test
    void whoever_is_one_too_many_is_asked_to_come_back_later() {
        var feed = feed(quick().withWatchers(2));
        var first = watch();
        watch().next("snapshot");
        first.next("snapshot");

        var tooMany = watch();

        assertThat(tooMany.status()).isEqualTo(503);
        assertThat(tooMany.headers().allValues("Retry-After")).containsExactly("5");
        assertThat(tooMany.headers().allValues("Content-Type")).containsExactly("application/problem+json");
        assertThat(tooMany.problem().path("type").asText()).isEqualTo("urn:frontrow:problem:too-many-watchers");
        assertThat(feed.watching()).isEqualTo(2);

        first.close();
        await().atMost(2, SECONDS).until(() -> feed.watching() == 1);
        assertThat(watch().next("snapshot").seats()).hasSize(8);
    }

    @Test
    void who_watches_a_show_that_is_cancelled_is_sent_away_and_hears_why() {
        var feed = feed(quick());
        var watchers = Stream.generate(this::watch).limit(3).toList();
        watchers.forEach(watcher -> watcher.next("snapshot"));

        Ledger.update("update show_time set status = 'CANCELLED', cancelled_at = now() where id = ?", show);
        Ledger.query("select pg_notify('frontrow_shows', ?)", Long.toString(show));

        for (var watcher : watchers) {
            assertThat(watcher.awaitEnd(SOON)).as("what broke it").isEmpty();
            assertThat(watcher.retry()).isPresent();
        }
        await().until(() -> feed.watching() == 0);
        assertProblem(watch(), 404, "unknown-show");
    }

    @Test
    void who_leaves_is_forgotten() {
        var feed = feed(quick());
        var watchers = Stream.generate(this::watch).limit(20).toList();
        watchers.forEach(watcher -> watcher.next("snapshot"));
        assertThat(feed.watching()).isEqualTo(20);

        watchers.forEach(FeedReader::close);

        await().atMost(2, SECONDS).until(() -> feed.watching() == 0);
    }

    /** Every round is late, as with more watchers than one can tell in time. */
    @Test
    void newcomers_are_greeted_also_when_there_is_no_time() {
        feed(quick().withEvery(Duration.ofNanos(1)));

        assertThat(watch().next("snapshot").seats()).hasSize(8);
    }

    @Test
    void what_goes_wrong_with_one_show_is_not_the_others_trouble() {
        var before = TestShows.tomorrow(1, 1);
        var broken = TestShows.tomorrowWith("Z1");
        var after = TestShows.tomorrow(1, 1);
        feed(quick(), new ObjectMapper() {
            private static final long serialVersionUID = 1L;

            @Override
            public byte[] writeValueAsBytes(Object value) throws JsonProcessingException {
                if (value.toString().contains("row=Z")) {
                    throw new IllegalStateException("as if there were a bug");
                }
                return json.writeValueAsBytes(value);
            }
        });
        var watchers = Stream.of(before, broken, after).map(this::open).toList();
        watchers.forEach(watcher -> watcher.next("snapshot"));

        anna.hold(broken, "Z1").statusCode(200);
        anna.hold(before, "A1").statusCode(200);
        anna.hold(after, "A1").statusCode(200);

        watchers.getFirst().next("change");
        watchers.getLast().next("change");
        assertThat(watchers.get(1).rest()).isEmpty();
    }

    @Test
    void who_does_not_read_is_cut_off_and_disturbs_nobody() throws IOException {
        var feed = feed(quick().withEvery(Duration.ofMillis(1)).withPatience(Duration.ofMillis(200)));
        var large = TestShows.tomorrow(26, 24);
        var seats = Ledger.query("select id from seat where show_time_id = ? order by id", large);
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(2048);
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
            socket.getOutputStream()
                    .write(("GET /api/seats/live/?show_id=" + large + " HTTP/1.1\r\nHost: " + server.getAuthority()
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var reader = open(large);
            reader.next("snapshot");
            await().until(() -> feed.watching() == 2);

            var version = new int[1];
            await().atMost(30, SECONDS).pollInterval(Duration.ofMillis(1)).until(() -> {
                version[0]++;
                announceAsAnotherReplica(large, seats, version[0]);
                return feed.watching() == 1;
            });

            // To write to a connection that was closed is an error, whether what came before was read or not.
            await().atMost(5, SECONDS)
                    .untilAsserted(() -> assertThatThrownBy(() -> {
                                for (int i = 0; i < 3; i++) {
                                    socket.getOutputStream().write('x');
                                }
                            })
                            .isInstanceOf(IOException.class));
            assertThat(reader.hasEnded()).isFalse();
            var seen = new TreeMap<String, String>();
            for (var event = reader.poll(QUIET); event.isPresent(); event = reader.poll(QUIET)) {
                remember(event.get(), seen);
            }
            assertThat(seen.values()).containsOnly(version[0] % 2 == 0 ? "AVAILABLE" : "BOOKED");
        }
    }

    @Test
    void when_the_feed_closes_streams_end_and_say_when_to_come_back() throws InterruptedException {
        var feed = feed(quick());
        var watchers = Stream.generate(this::watch).limit(5).toList();
        watchers.forEach(watcher -> watcher.next("snapshot"));

        feed.close();

        for (var watcher : watchers) {
            assertThat(watcher.awaitEnd(SOON)).as("what broke it").isEmpty();
            assertThat(watcher.retry())
                    .hasValueSatisfying(
                            retry -> assertThat(retry).isBetween(Duration.ofMillis(100), Duration.ofSeconds(3)));
        }
        assertThat(watch().status()).isEqualTo(503);
        assertThat(feed.watching()).isZero();
    }

    // ---- HTTP ----

    @Test
    void who_takes_it_compressed_is_told_the_same_at_the_same_time() throws InterruptedException {
        var feed = feed(quick().withHeartbeat(Duration.ofMillis(50)));
        anna.buy(show, "A1");
        var plain = watch();
        var compressed = open(show, "Accept-Encoding", "gzip");
        assertThat(compressed.next("snapshot").data())
                .isEqualTo(plain.next("snapshot").data());

        for (var seat : List.of("A2", "B4", "B1")) {
            anna.hold(show, seat).statusCode(200);
            var change = compressed.next("change");
            assertThat(change.seats()).containsExactly(seat + " HELD");
            assertThat(change.data()).isEqualTo(plain.next("change").data());
        }
        await().until(() -> compressed.signsOfLife() > 2);

        feed.close();

        await().until(compressed::hasEnded);
        assertThat(compressed.retry()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"identity, identity", "'gzip, deflate, br', gzip"})
    void nobody_in_between_may_keep_or_pack_it(String encodings, String packed) {
        var headers = open(show, "Accept-Encoding", encodings).headers();

        assertThat(headers.allValues("Content-Type")).containsExactly("text/event-stream");
        assertThat(headers.allValues("Cache-Control")).containsExactly("no-cache, no-transform");
        assertThat(headers.allValues("X-Accel-Buffering")).containsExactly("no");
        assertThat(headers.allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(headers.firstValue("Content-Encoding").orElse("identity")).isEqualTo(packed);
        assertThat(headers.allValues("Vary")).containsExactly("accept-encoding");
        assertThat(headers.firstValue("Content-Length")).isEmpty();
        assertThat(headers.allValues("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/seats/live/", "/api/seats/live"})
    void both_spellings_work(String path) {
        ask(path + "?show_id=" + show).next("snapshot");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?show_id=", "?show_id=one", "?show_id=1.0", "?show_id=%201", "?show=1"})
    void the_show_has_to_be_named(String query) {
        var answer = ask("/api/seats/live/" + query);

        assertProblem(answer, 400, "unreadable-show-id");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MAX_VALUE})
    void an_unknown_show_is_not_found(long unknown) {
        assertProblem(open(unknown), 404, "unknown-show");
    }

    @Test
    void who_asks_for_the_header_alone_is_not_kept_waiting() throws Exception {
        var feed = feed(quick());
        var request = HttpRequest.newBuilder(server.resolve("/api/seats/live/?show_id=" + show))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(5))
                .build();

        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("text/event-stream");
        assertThat(feed.watching()).isZero();
    }

    // ---- words for the above ----

    private record Config(Duration every, Duration heartbeat, Duration patience, int watchers) implements LiveConfig {
        Config withEvery(Duration every) {
            return new Config(every, heartbeat, patience, watchers);
        }

        Config withHeartbeat(Duration heartbeat) {
            return new Config(every, heartbeat, patience, watchers);
        }

        Config withPatience(Duration patience) {
            return new Config(every, heartbeat, patience, watchers);
        }

        Config withWatchers(int watchers) {
            return new Config(every, heartbeat, patience, watchers);
        }
    }

    private static Config quick() {
        return new Config(Duration.ofMillis(20), Duration.ofSeconds(15), Duration.ofSeconds(15), 100);
    }

    private SeatFeed feed(Config config) {
        return feed(config, json);
    }

    /** For this test the service has a feed of its own. */
    private SeatFeed feed(Config config, ObjectMapper json) {
        var feed = new SeatFeed(maps, json, config, Optional.empty(), new SimpleMeterRegistry());
        feed.open();
        feeds.add(feed);
        QuarkusMock.installMockForType(feed, SeatFeed.class);
        return feed;
    }

    private FeedReader watch() {
        return open(show);
    }

    private FeedReader open(long show, String... headers) {
        var reader = FeedReader.open(server, show, headers);
        readers.add(reader);
        return reader;
    }

    private FeedReader comeBack(String id) {
        var reader = FeedReader.comeBack(server, show, id);
        readers.add(reader);
        return reader;
    }

    private FeedReader ask(String path) {
        var reader = FeedReader.ask(server.resolve(path));
        readers.add(reader);
        return reader;
    }

    private String leaveAfterSnapshot() {
        try (var watcher = FeedReader.open(server, show)) {
            return watcher.next("snapshot").id();
        }
    }

    private JsonNode map() {
        try {
            return json.readTree(RestAssured.get("/api/seats/?show_id=" + show).asByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private TreeMap<String, String> asSeen() {
        var statuses = new TreeMap<String, String>();
        map().path("seats")
                .forEach(seat -> statuses.put(
                        seat.path("row").asText() + seat.path("number").asInt(),
                        seat.path("status").asText()));
        return statuses;
    }

    private static void remember(Event event, TreeMap<String, String> seen) {
        for (var seat : event.seats()) {
            var words = seat.split(" ");
            seen.put(words[0], words[1]);
        }
    }

    private static List<String> names(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void assertProblem(FeedReader answer, int status, String type) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/problem+json");
        assertThat(answer.problem().path("type").asText()).isEqualTo("urn:frontrow:problem:" + type);
    }

    /** All of these seats booked, or free again. */
    private static void announceAsAnotherReplica(long show, List<List<Object>> seats, int version) {
        var changes =
                seats.stream().map(seat -> seat.getFirst() + "." + version).collect(Collectors.joining(","));
        Ledger.query("select pg_notify('frontrow_seats', ?)", show + "@1 " + (version % 2 == 0 ? "C" : "B") + changes);
    }

    private static void cutTheLine() {
        assertThat(Ledger.query("select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                        + " where application_name = 'frontrow notices'"))
                .isNotEmpty()
                .doesNotContain(List.of(false));
    }
}
