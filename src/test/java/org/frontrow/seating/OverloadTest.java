package org.frontrow.seating;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.frontrow.platform.Problems.problem;
import static org.hamcrest.Matchers.oneOf;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.frontrow.catalog.TestShows;
import org.junit.jupiter.api.Test;

/** What people hear who ask too often, or when there is too much to do. */
@QuarkusTest
@TestProfile(OverloadTest.SmallHouse.class)
class OverloadTest {
    private static final int BURST = 5;
    private static final int ADDRESS_BURST = 60;
    private static final Duration AT_MOST = Duration.ofSeconds(20);

    /** So slow that nobody gets anything back while a test is running, unless it takes minutes. */
    public static class SmallHouse implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "frontrow.limits.account-per-second", "1",
                    "frontrow.limits.account-burst", Integer.toString(BURST),
                    "frontrow.limits.address-per-second", "1",
                    "frontrow.limits.address-burst", Integer.toString(ADDRESS_BURST),
                    "quarkus.http.proxy.proxy-address-forwarding", "true",
                    "frontrow.desk.lanes", "1",
                    "frontrow.desk.waiting-per-show", "1");
        }
    }

    @Inject
    DataSource database;

    @Inject
    SeatLedger ledger;

    @Inject
    SeatDesk desk;

    @TestHTTPResource("/")
    URI service;

    @TestHTTPResource(value = "metrics", management = true)
    URI metrics;

    private final long show = TestShows.tomorrow(1, 4);

    @Test
    void an_account_that_orders_too_often_hears_when_to_go_on_and_others_notice_nothing() {
        var greedy = SeatClient.customer();
        var answers = new ArrayList<ValidatableResponse>();
        for (int i = 0; i < 4 * BURST; i++) {
            answers.add(from("203.0.113.1", greedy)
                    .contentType("application/json")
                    .body(SeatClient.some(show, "A1"))
                    .post("/api/seats/" + (i % 2 == 0 ? "hold-batch/" : "release-hold-batch/"))
                    .then());
        }
        assertThat(answers.stream().limit(BURST)).allSatisfy(answer -> answer.statusCode(200));
        var stopped = answers.stream()
                .filter(answer -> answer.extract().statusCode() == 429)
                .toList();
        assertThat(stopped).isNotEmpty().allSatisfy(answer -> {
            answer.spec(problem(429, "too-many-requests"));
            assertRetryAfter(answer, 1, 1);
        });
        // Looking is no order.
        from("203.0.113.1", greedy)
                .get("/api/seats/my-seats/?show_id=" + show)
                .then()
                .statusCode(200);
        from("203.0.113.1", SeatClient.customer())
                .contentType("application/json")
                .body(SeatClient.some(show, "A2"))
                .post("/api/seats/hold-batch/")
                .then()
                .statusCode(200);
        assertThat(scrape()).containsPattern("frontrow_limits_reached_total\\{of=\"account\",?} [1-9]");
    }

    @Test
    void every_kind_of_order_counts() {
        var body = SeatClient.one(show, "A3");
        for (var operation : List.of("hold/", "hold-batch/", "book/", "book-batch/", "release-hold-batch/")) {
            var guest = SeatClient.customer();
            var some = operation.contains("batch") ? SeatClient.some(show, "A3") : body;
            assertIsStoppedAtLast(
                    operation,
                    () -> from("203.0.113.2" + operation.length(), guest)
                            .contentType("application/json")
                            .body(some)
                            .post("/api/seats/" + operation)
                            .then());
        }
        var guest = SeatClient.customer();
        assertIsStoppedAtLast(
                "cancel/",
                () -> from("203.0.113.3", guest)
                        .post("/api/seats/bookings/7Q4KX2M9TBHA/cancel/")
                        .then());
    }

    private static void assertIsStoppedAtLast(String operation, Supplier<ValidatableResponse> ask) {
        for (int i = 0; i < 3 * BURST; i++) {
            var answer = ask.get();
            if (answer.extract().statusCode() == 429) {
                answer.spec(problem(429, "too-many-requests"));
                return;
            }
        }
        throw new AssertionError(operation + " may be done any number of times");
    }

    @Test
    void an_address_that_asks_too_often_is_stopped_whatever_it_asks_and_its_network_with_it() {
        var paths = List.of(
                "/api/seats/?show_id=" + show, "/api/seats/shows/", "/api/seats/nonsense", "/.well-known/jwks.json");
        for (int i = 0; i < 3 * ADDRESS_BURST; i++) {
            if (from("2001:db8::" + Integer.toHexString(i + 1))
                            .get(paths.get(i % paths.size()))
                            .statusCode()
                    == 429) {
                break;
            }
        }
        for (var path : paths) {
            // A moment later there may be one again.
            await().atMost(AT_MOST).untilAsserted(() -> {
                var answer = from("2001:db8::ffff").get(path).then();
                answer.spec(problem(429, "too-many-requests"));
                assertRetryAfter(answer, 1, 4);
            });
        }
        assertThat(scrape()).as("made-up paths must not become labels").doesNotContain("uri=\"/api/seats/nonsense\"");
        from("2001:db8:0:1::1").get(paths.getFirst()).then().statusCode(200);
        from("2001:db8::ffff").get("/").then().statusCode(200);
        assertThat(scrape()).containsPattern("frontrow_limits_reached_total\\{of=\"address\",?} [1-9]");
    }

    @Test
    void a_connection_goes_on_after_a_request_that_was_refused_with_its_body_unread() throws IOException {
        var body = "{\"username\": \"nobody\", \"password\": \"nine green bicycles\"}";
        var request = """
                POST /api/seats/logout/ HTTP/1.1\r
                Host: %s\r
                X-Forwarded-For: 198.51.100.7\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                %s""".formatted(service.getAuthority(), body.length(), body);
        try (var socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout((int) AT_MOST.toMillis());
            var statuses = new ArrayList<String>();
            var in = socket.getInputStream();
            // One after the other: who sends many ahead is cut off for that.
            for (int i = 0; i < 2 * ADDRESS_BURST; i++) {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                var heard = new StringBuilder();
                while (!heard.toString().matches("(?s).*HTTP/1\\.1 (200|400|429)")) {
                    var next = in.read();
                    assertThat(next).as("the connection after %s", statuses).isNotNegative();
                    heard.append((char) next);
                }
                statuses.add(heard.substring(heard.length() - 3));
            }
            assertThat(statuses.subList(0, ADDRESS_BURST)).doesNotContain("429");
            assertThat(statuses.subList(ADDRESS_BURST, statuses.size())).contains("429");
        }
    }

    @Test
    void who_finds_the_desk_crowded_hears_at_once_when_to_come_back() throws Exception {
        var guests = List.of(SeatClient.customer(), SeatClient.customer(), SeatClient.customer());
        try (var blocker = database.getConnection();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            blocker.setAutoCommit(false);
            var _ = lock(blocker, show);
            // One is being served, which takes until the lock is given back; one waits; there is no room for a third.
            var answers = guests.stream()
                    .map(guest -> CompletableFuture.supplyAsync(() -> hold(guest), threads))
                    .toList();
            var refused = (ValidatableResponse) CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new))
                    .get(20, TimeUnit.SECONDS);
            blocker.rollback();

            refused.spec(problem(503, "desk-busy"));
            assertRetryAfter(refused, 1, 3);
            for (var answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS).extract().statusCode())
                        .isIn(200, 409, 503);
            }
        }
        hold(SeatClient.customer()).statusCode(oneOf(200, 409));
    }

    @Test
    void while_a_show_is_crowded_nobody_is_asked_who_they_are_before_they_are_sent_away() throws Exception {
        var quiet = TestShows.tomorrow(1, 4);
        var over = new AtomicBoolean();
        try (var blocker = database.getConnection();
                var connection = new Socket(service.getHost(), service.getPort())) {
            connection.setSoTimeout((int) AT_MOST.toMillis());
            blocker.setAutoCommit(false);
            var seats = lock(blocker, show);
            // One is being served, which takes until the lock is given back, and one waits; when they are told that it
            // takes too long, they ask again.
            for (int i = 0; i < 3; i++) {
                keepAsking(new SeatOrder(show, seats, new SeatCommand.Release(1)), over);
            }

            var refused = sentAway(connection);
            assertThat(refused)
                    .containsIgnoringCase("content-type: application/problem+json")
                    .containsIgnoringCase("cache-control: no-store")
                    .containsPattern("(?i)retry-after: [1-9]")
                    .containsPattern("\"trace_id\":\"[0-9a-f]{32}\"")
                    .contains("\"instance\":\"/api/seats/hold-batch/\"");
            // The connection goes on, and whatever else comes is looked at properly.
            assertThat(say(connection, hold(quiet))).startsWith("HTTP/1.1 401 ");
            sentAway(connection);
            var whole = hold(show);
            var middle = whole.length() - 5;
            connection.getOutputStream().write(whole.substring(0, middle).getBytes(StandardCharsets.US_ASCII));
            TimeUnit.MILLISECONDS.sleep(200); // so that it comes in two pieces
            assertThat(say(connection, whole.substring(middle))).startsWith("HTTP/1.1 401 ");
            assertThat(say(connection, hold(show).replace("hold-batch/", "book-batch/")))
                    .startsWith("HTTP/1.1 401 ");
            sentAway(connection);
            assertThat(say(connection, hold(show).replace("Content-Type", "Connection: close\r\nContent-Type")))
                    .startsWith("HTTP/1.1 401 ");
        } finally {
            over.set(true);
        }
    }

    private void keepAsking(SeatOrder order, AtomicBoolean over) {
        var _ = desk.submit(order)
                .whenCompleteAsync(
                        (_, _) -> {
                            if (!over.get()) {
                                keepAsking(order, over);
                            }
                        },
                        CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS));
    }

    private String sentAway(Socket connection) {
        var heard = new AtomicReference<String>();
        await().atMost(AT_MOST).untilAsserted(() -> {
            heard.set(say(connection, hold(show)));
            assertThat(heard.get()).startsWith("HTTP/1.1 503 ").contains("urn:frontrow:problem:desk-busy");
        });
        return heard.get();
    }

    /** Without a token. */
    private String hold(long show) {
        var body = "{\"seats\": [{\"row\": \"A\", \"number\": 4}], \"show_id\": %d}".formatted(show);
        return """
                POST /api/seats/hold-batch/ HTTP/1.1\r
                Host: %s\r
                X-Forwarded-For: 198.51.100.8\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                %s""".formatted(service.getAuthority(), body.length(), body);
    }

    /** What is answered to it, up to the end of its JSON. */
    private static String say(Socket connection, String request) throws IOException {
        connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        var heard = new StringBuilder();
        while (!heard.toString().contains("}")) {
            var next = connection.getInputStream().read();
            assertThat(next).as("the connection after %s", heard).isNotNegative();
            heard.append((char) next);
        }
        return heard.toString();
    }

    private List<Long> lock(Connection blocker, long show) throws SQLException {
        var seats = Ledger.query("select id from seat where show_time_id = ?", show).stream()
                .map(row -> (Long) row.getFirst())
                .toList();
        ledger.lock(blocker, List.of(show), seats, List.of());
        return seats;
    }

    private ValidatableResponse hold(SeatClient guest) {
        return from("203.0.113.9", guest)
                .contentType("application/json")
                .body(SeatClient.some(show, "A4"))
                .post("/api/seats/hold-batch/")
                .then();
    }

    private static RequestSpecification from(String address) {
        return given().header("X-Forwarded-For", address);
    }

    private static RequestSpecification from(String address, SeatClient who) {
        return who.asks().header("X-Forwarded-For", address);
    }

    private static void assertRetryAfter(ValidatableResponse answer, int least, int most) {
        assertThat(Integer.parseInt(answer.extract().header("Retry-After"))).isBetween(least, most);
    }

    private String scrape() {
        return given().accept("text/plain").get(metrics).asString();
    }
}
