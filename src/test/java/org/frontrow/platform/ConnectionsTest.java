package org.frontrow.platform;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.frontrow.platform.Problems.problem;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.frontrow.catalog.TestShows;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody could do to all others by what comes over a connection, and when. */
@QuarkusTest
class ConnectionsTest {
    /** More than there are threads for requests that may block. */
    private static final int MORE_THAN_THREADS = 300;

    @TestHTTPResource("/")
    URI service;

    @Inject
    MeterRegistry registry;

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 60000\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"})
    void bodies_that_never_end_keep_nobody_else_waiting(String endless) throws IOException {
        var slow = new ArrayList<Socket>();
        try {
            for (int i = 0; i < MORE_THAN_THREADS; i++) {
                var socket = new Socket(service.getHost(), service.getPort());
                slow.add(socket);
                write(
                        socket,
                        "POST /api/seats/login/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + endless);
            }
            var begun = System.nanoTime();
            // Both need a thread that may block, which is what all of the above were after.
            given().get("/api/seats/shows/").then().statusCode(200);
            given().contentType("application/json")
                    .body("{}")
                    .post("/api/seats/login/")
                    .then()
                    .statusCode(400);
            // They hang for ten seconds each; without threads of their own nobody else would be served before that.
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void requests_without_end_from_somebody_who_reads_nothing_are_not_kept() throws IOException {
        var show = TestShows.tomorrow(10, 20);
        given().get("/api/seats/?show_id=" + show).then().statusCode(200);
        var request = "GET /api/seats/?show_id=" + show + " HTTP/1.1\r\nHost: x\r\n\r\n";
        try (var socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout(20_000);
            for (int i = 0; i < 20; i++) {
                write(socket, request.repeat(500));
            }
            assertThat(statuses(readAll(socket))).hasSizeLessThan(100);
        } catch (SocketException e) {
            // hung up while more was being sent
        }
        given().get("/api/seats/shows/").then().statusCode(200);
    }

    @Test
    void a_few_requests_sent_ahead_are_answered_in_their_order() throws IOException {
        try (var socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout(20_000);
            write(
                    socket,
                    "GET /api/seats/venue/ HTTP/1.1\r\nHost: x\r\n\r\n"
                            + "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n"
                            + "POST /api/seats/hold/ HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}"
                            + "GET /api/seats/?show_id=x HTTP/1.1\r\nHost: x\r\n\r\n"
                            + "GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20)
                            + "GET /api/seats/shows/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            var statuses = statuses(readAll(socket));

            assertThat(statuses).hasSize(25).startsWith(200, 404, 401, 400, 200).endsWith(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: a\r\nHost: b\r\n",
                "Host: a b\r\n",
                "Host: a:99999\r\n",
                "Host: a@b:c\r\n",
                "Host: [::1\r\n",
                "Host: <b>\r\n",
                "X-No-Host: a\r\n",
                "Host: a\r\nTransfer-Encoding: gzip, chunked\r\n",
                "Host: a\r\nTransfer-Encoding: identity, chunked\r\n",
                "Host: a\r\nTransfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n",
                "Host: a\r\nTransfer-Encoding: ,chunked\r\n"
            })
    void what_can_be_read_in_two_ways_is_refused_and_nothing_after_it_is_read(String head) throws IOException {
        var good = "GET /api/seats/shows/ HTTP/1.1\r\nHost: a\r\n\r\n";
        var body = head.contains("Transfer-Encoding") ? "0\r\n\r\n" : "";
        var bad = "GET /api/seats/venue/ HTTP/1.1\r\n" + head + "\r\n" + body;

        var answer = say(bad + good + good);

        assertThat(statuses(answer)).containsExactly(400);
        assertThat(answer)
                .contains("urn:frontrow:problem:invalid-request", "trace_id")
                .containsIgnoringCase("content-security-policy: default-src 'none'")
                .doesNotContain("stack", "Error id");
        // Also when all of it has been read while the first one was being answered.
        assertThat(statuses(say(good + bad + good + good))).containsExactly(200, 400);
    }

    /** What somebody hears who says this and then waits until the other side hangs up. */
    private String say(String text) throws IOException {
        try (var socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout(20_000);
            write(socket, text);
            return readAll(socket);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api;x/seats/venue/",
                "/api/seats;x=y/venue/",
                "/api/seats/venue/;",
                "/.well-known;x/jwks.json",
                "/;x/api/seats/my-bookings/"
            })
    void an_address_with_something_on_the_side_is_none(String path) {
        given().urlEncodingEnabled(false).get(path).then().spec(problem(404, "not-found"));
    }

    @Test
    void a_chunk_that_is_none_is_no_fault_of_ours() throws IOException {
        var faults = faults();
        for (var chunk : List.of(
                "x\r\n{}\r\n0\r\n\r\n", "2\r\n{}0\r\n\r\n", "ffffffffffffffff\r\n{}", "-1\r\n{}", "2\n{}\n0\n\n")) {
            for (var path : List.of("login/", "hold/")) {
                try (var socket = new Socket(service.getHost(), service.getPort())) {
                    socket.setSoTimeout(20_000);
                    write(
                            socket,
                            "POST /api/seats/" + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                    + "Transfer-Encoding: chunked\r\n\r\n" + chunk);
                    assertThat(statuses(readAll(socket))).as(chunk).isSubsetOf(400);
                }
            }
        }
        assertThat(faults()).isEqualTo(faults);
    }

    @Test
    void nobody_is_told_the_methods_of_what_is_not_theirs_to_use() {
        given().options("/api/seats/hold/").then().spec(problem(401, "authentication-required"));
        SeatClient.customer()
                .asks()
                .options("/api/seats/hold/")
                .then()
                .spec(problem(405, "method-not-allowed"))
                .header("Allow", "POST");
        given().options("/api/seats/shows/")
                .then()
                .spec(problem(405, "method-not-allowed"))
                .header("Allow", "GET");
        given().options("/api/seats/nowhere/").then().spec(problem(404));
    }

    @Test
    void there_is_no_second_protocol_to_hide_in() throws IOException {
        try (var socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout(20_000);
            write(
                    socket,
                    "GET /api/seats/venue/ HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                            + "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n"
                            + "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(statuses(readAll(socket))).containsExactly(200, 404);
        }
    }

    private double faults() {
        return registry.find("frontrow.refusals").tag("kind", "internal-error").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static List<Integer> statuses(String answers) {
        return Pattern.compile("HTTP/1\\.1 (\\d{3}) ")
                .matcher(answers)
                .results()
                .map(it -> Integer.parseInt(it.group(1)))
                .toList();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String readAll(Socket socket) throws IOException {
        var read = new ByteArrayOutputStream();
        var buffer = new byte[65536];
        try {
            for (int n; (n = socket.getInputStream().read(buffer)) >= 0; ) {
                read.write(buffer, 0, n);
            }
        } catch (SocketException e) {
            // hung up in the middle of a word
        }
        return read.toString(ISO_8859_1);
    }
}
