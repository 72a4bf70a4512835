package org.frontrow.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.frontrow.process.Guest;
import org.frontrow.process.HaProxy;
import org.frontrow.process.PostgresProcess;
import org.frontrow.process.ServiceProcess;
import org.frontrow.seating.Ledger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What can be tried with nothing but a socket, on the service as it is installed, and on a proxy before it. */
@Tag(Proof.TAG)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WireAttacksIT {
    private static final String SECRET = "a password that nobody may find anywhere";
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    private static final Findings findings =
            new Findings("attacks-wire", "Attacks on the wire", "Line", "What is tried", "Attempts", "Verdict");

    private static PostgresProcess postgres;
    private static ServiceProcess service;
    /** On the same database; believes what a proxy says about addresses. */
    private static ServiceProcess behindProxy;

    @BeforeAll
    static void start(@TempDir Path home) throws IOException {
        postgres = PostgresProcess.start();
        var settings = postgres.settings(home);
        // How hard a hash is has nothing to do with any of this.
        settings.put("FRONTROW_PASSWORDS_MEMORY_KIB", "1024");
        settings.put("FRONTROW_PASSWORDS_PASSES", "1");
        settings.put("FRONTROW_SIGN_IN_FIRST_WAIT", "30s");
        service = ServiceProcess.launch("attacked", home, settings);
        settings.put("QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING", "true");
        settings.put("QUARKUS_HTTP_PROXY_TRUSTED_PROXIES", "127.0.0.1");
        behindProxy = ServiceProcess.launch("behind-proxy", home, settings);
        service.awaitReady();
        behindProxy.awaitReady();
    }

    @AfterAll
    static void stop() {
        findings.write();
        try (var _ = postgres;
                var _ = service) {
            behindProxy.close();
        }
    }

    @BeforeEach
    void forgetFailures() {
        Ledger.update(postgres.database(), "delete from account_delay");
    }

    // ---- smuggling ----

    /** Requests about whose end a proxy and a server could disagree; what follows is for one a body, for the other a request. */
    private static Map<String, String> ambiguous() {
        var attacks = new LinkedHashMap<String, String>();
        for (var encoding : List.of(
                "chunked",
                "Chunked",
                "chunked ",
                "\tchunked",
                "\u000bchunked",
                "xchunked",
                "x, chunked",
                "chunked, identity",
                "identity, chunked",
                "gzip, chunked",
                "identity",
                "\"chunked\"",
                "chunked;q=1",
                ",chunked",
                "chunked, chunked",
                "",
                "\r\n chunked",
                "chunked\r\nTransfer-Encoding: x",
                "x\r\nTransfer-Encoding: chunked",
                "cow")) {
            // CL.TE and TE.CL, and what one of both takes for neither.
            attacks.put(
                    "CL.TE " + encoding, "Content-Length: 6\r\nTransfer-Encoding: " + encoding + "\r\n\r\n0\r\n\r\nG");
            attacks.put(
                    "TE.CL " + encoding,
                    "Transfer-Encoding: " + encoding + "\r\nContent-Length: 4\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
            attacks.put("TE " + encoding, "Transfer-Encoding: " + encoding + "\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
        }
        for (var header : List.of(
                "Transfer-Encoding : chunked",
                "Transfer_Encoding: chunked",
                " Transfer-Encoding: chunked",
                "X: y\nTransfer-Encoding: chunked",
                "X: y\rTransfer-Encoding: chunked",
                "Transfer-Encoding\u0000: chunked",
                "Transfer-Encoding:\r\n chunked")) {
            attacks.put(header, "Content-Length: 12\r\n" + header + "\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
        }
        for (var length : List.of(
                "+2",
                "-2",
                "0x2",
                "2,2",
                "2, 2",
                "2,3",
                "2 3",
                "2.0",
                "2e0",
                "2;",
                "1_0",
                "",
                "\u00b2",
                "99999999999999999999",
                "2\r\nContent-Length: 2",
                "2\r\nContent-Length: 3",
                "3\r\nContent-Length: 2",
                "0\r\nContent-Length: 2",
                "2\r\ncontent-length: 36",
                "00000000002",
                "\t2")) {
            attacks.put("CL " + length, "Content-Length: " + length + "\r\n\r\n{}");
        }
        for (var header : List.of(
                "Content-Length : 2",
                "Content-Length\t: 2",
                "Content_Length: 2",
                " Content-Length: 2",
                "X: y\r\n Content-Length: 2",
                "X: y\n Content-Length: 2",
                "X: y\rContent-Length: 2",
                "Content-Length:\r\n 2",
                "Content-Length\u0000: 2")) {
            attacks.put(header, header + "\r\n\r\n{}");
        }
        for (var chunk : List.of(
                "2;x=y\r\n{}\r\n0\r\n\r\n",
                "2;\r\n{}\r\n0\r\n\r\n",
                "2;x=\"\r\n\"\r\n{}\r\n0\r\n\r\n",
                "2\n{}\r\n0\r\n\r\n",
                "2\r\n{}\n0\r\n\r\n",
                "2\r\n{}XX0\r\n\r\n",
                "0x2\r\n{}\r\n0\r\n\r\n",
                "+2\r\n{}\r\n0\r\n\r\n",
                " 2\r\n{}\r\n0\r\n\r\n",
                "-1\r\n{}\r\n0\r\n\r\n",
                "ffffffffffffffff\r\n{}\r\n0\r\n\r\n",
                "100000002\r\n{}\r\n0\r\n\r\n",
                "002\r\n{}\r\n000\r\n\r\n",
                "2\r\n{}\r\n0\r\nContent-Length: 5\r\n\r\n",
                "2\r\n{}\r\n0\r\n" + SMUGGLED,
                "2\r\n{}\r\n0\n\n",
                "\r\n2\r\n{}\r\n0\r\n\r\n",
                "2;a\nb\r\n{}\r\n0\r\n\r\n",
                "2;a\rb\r\n{}\r\n0\r\n\r\n",
                "2;" + "a".repeat(70_000) + "\r\n{}\r\n0\r\n\r\n")) {
            attacks.put(
                    "chunk " + chunk.substring(0, Math.min(30, chunk.length())),
                    "Transfer-Encoding: chunked\r\n\r\n" + chunk);
        }
        attacks.put("expect", "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}");
        attacks.put("expect nothing known", "Expect: 200-ok\r\nContent-Length: 2\r\n\r\n{}");
        attacks.put(
                "h2c",
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n");
        attacks.put(
                "websocket",
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        attacks.put("connection names the length", "Connection: Content-Length\r\nContent-Length: 2\r\n\r\n{}");
        return attacks;
    }

    private static String post(String rest) {
        return "POST /api/seats/refresh/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + rest;
    }

    @Test
    @Order(1)
    void the_service_refuses_them_or_reads_them_as_the_standard_says() throws IOException {
        var last = "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        for (var attack : ambiguous().entrySet()) {
            try (var connection = new RawConnection(service.baseUri())) {
                var heard = connection
                        .say(post(attack.getValue()) + SMUGGLED + last)
                        .hear(3_000);
                // Where a body is no body there may be nothing to say any more, but nobody is left hanging.
                assertThat(!heard.isEmpty() || connection.isCutWithin(10_000))
                        .as(attack.getKey())
                        .isTrue();
                assertThat(RawConnection.statuses(heard))
                        .as(attack.getKey())
                        .hasSizeLessThanOrEqualTo(4)
                        .allMatch(status -> status == 100 || (status >= 400 && status < 500));
                // Who is told that this is the end is told no more.
                var end = heard.toLowerCase(Locale.ROOT).indexOf("\r\nconnection: close\r\n");
                assertThat(RawConnection.statuses(end < 0 ? "" : heard.substring(end)))
                        .as(attack.getKey())
                        .isEmpty();
                assertNoLeak(attack.getKey(), heard);
            }
        }
        findings.row(
                "10",
                "requests that end where one likes (CL.TE, TE.CL, TE.TE, lengths, chunks, line ends, h2c), straight",
                ambiguous().size(),
                "refused, or read as the standard says; no 5xx");
    }

    @Test
    @Order(2)
    void whoever_shares_a_proxy_with_an_attacker_gets_answers_of_his_own(@TempDir Path home) throws Exception {
        HaProxy.assumeInstalled();
        var replica = List.of(new HaProxy.Replica(service.baseUri().getPort(), service.managementPort()));
        // As careless as it can be told to be: takes what it does not like, and lets all guests share its connections.
        var careless = List.of("http-reuse always", "option accept-invalid-http-request");
        try (var proxy = HaProxy.before(home, replica, careless)) {
            org.awaitility.Awaitility.await().until(() -> proxy.ready() == 1);
            var http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            var number = 0;
            for (var attack : ambiguous().entrySet()) {
                try (var connection = new RawConnection(proxy.baseUri())) {
                    connection.say(post(attack.getValue()) + SMUGGLED);
                    for (int i = 0; i < 3; i++) {
                        var mine = "/mine-" + number++;
                        var answer = http.send(
                                HttpRequest.newBuilder(proxy.baseUri().resolve(mine))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                        assertThat(answer.statusCode()).as(attack.getKey()).isEqualTo(404);
                        assertThat(answer.body()).as(attack.getKey()).contains("\"instance\":\"" + mine + "\"");
                    }
                    // What the attacker hears is his; somebody else's answer is not among it.
                    assertThat(connection.hear(20)).as(attack.getKey()).doesNotContain("/mine-");
                }
            }
        }
        findings.row(
                "10",
                "the same through a proxy that shares its connections, and others' requests right after",
                ambiguous().size(),
                "everybody got an answer of his own");
    }

    // ---- addresses ----

    private static Stream<String> spellings(String path) {
        var tail = path.substring(1);
        var segment = tail.indexOf('/');
        var first = tail.substring(0, segment);
        var rest = tail.substring(segment + 1);
        var management = "http://127.0.0.1:" + service.managementPort();
        return Stream.of(
                        "/" + tail,
                        "//" + tail,
                        "///" + tail,
                        "/./" + tail,
                        "/.//" + tail,
                        "/x/../" + tail,
                        "/x/..;/" + tail,
                        "/x/%2e%2e/" + tail,
                        "/x/%2E%2e/" + tail,
                        "/x/.%2e/" + tail,
                        "/x/%252e%252e/" + tail,
                        "/x/..%2f" + tail,
                        "/x/..%252f" + tail,
                        "/x/..%5c" + tail,
                        "/x/%c0%ae%c0%ae/" + tail,
                        "/x/..%c0%af" + tail,
                        "/%2e/" + tail,
                        "/;/" + tail,
                        "/;x=y/" + tail,
                        "/" + first + ";x=y/" + rest,
                        "/" + first + ";/" + rest,
                        "/" + first + "//" + rest,
                        "/" + first + "/./" + rest,
                        "/" + first + "/x/../" + rest,
                        "/" + first + "/x/..;/" + rest,
                        "/" + first + "%2f" + rest,
                        "/" + first + "%252f" + rest,
                        "/" + first + "%00/" + rest,
                        "/" + first + "/%00" + rest,
                        "/" + first + ".//" + rest,
                        "/" + first + "%20/" + rest,
                        "/" + first + "\\" + rest,
                        "/" + first + "%5c" + rest,
                        "/" + tail + ";x=y",
                        "/" + tail + "%00",
                        "/" + tail + "%20",
                        "/" + tail + "%09",
                        "/" + tail + ".",
                        "/" + tail + "..",
                        "/" + tail + "/",
                        "/" + tail + "//",
                        "/" + tail + "/.",
                        "/" + tail + "/..;/",
                        "/" + tail + "?",
                        "/" + tail + "??x",
                        "/" + tail + "#",
                        "/" + tail + "%23",
                        "/" + tail + "%3f",
                        "/" + tail + ".json",
                        "/" + tail + ".css",
                        "/" + tail + "%0d%0a",
                        "/" + tail.toUpperCase(Locale.ROOT),
                        "/%" + Integer.toHexString(tail.charAt(0)) + tail.substring(1),
                        "/%u00" + Integer.toHexString(tail.charAt(0)) + tail.substring(1),
                        "/static/bundle/../../" + tail,
                        "/static/bundle/%2e%2e/%2e%2e/" + tail,
                        "/posters/..;/" + tail,
                        "/.well-known/jwks.json/../../" + tail,
                        "/q/openapi/../../" + tail,
                        "/api/seats/venue/..%2f..%2f..%2f" + tail,
                        tail,
                        "?" + tail,
                        "#" + tail,
                        "*",
                        "http://a/" + tail,
                        "http://127.0.0.1/" + tail,
                        "https://a:b@c:1/" + tail,
                        "http:///" + tail,
                        "ftp://a/" + tail,
                        "file:///" + tail,
                        management + "/" + tail,
                        "http://[::1/" + tail,
                        "http://a/x/../" + tail,
                        "//a/" + tail)
                .distinct();
    }

    @Test
    @Order(3)
    void no_spelling_of_an_address_leads_where_one_must_not_go() throws IOException {
        var attempts = 0;
        for (var path : List.of("/api/seats/my-bookings/", "/api/seats/booking/1/ticket/")) {
            for (var spelled : spellings(path).toList()) {
                attempts += goesNowhere("GET", spelled, "", 400, 401, 404, 414);
            }
        }
        for (var path :
                List.of("/q/metrics", "/q/health/ready", "/q/dev-ui/", "/q/arc/", "/q/swagger-ui/", "/dev/now")) {
            for (var spelled : spellings(path).toList()) {
                attempts += goesNowhere("GET", spelled, "", 400, 404, 414);
            }
        }
        for (var header : List.of(
                "X-Original-URL: /q/metrics",
                "X-Rewrite-URL: /api/seats/my-bookings/",
                "X-Forwarded-Prefix: /q",
                "X-Forwarded-Host: 127.0.0.1:9000",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Port: 9000",
                "Forwarded: host=x;for=127.0.0.1",
                "X-Real-IP: 127.0.0.1",
                "X-HTTP-Method-Override: POST",
                "X-Method-Override: DELETE",
                "X-HTTP-Method: PUT",
                "X-Forwarded-User: admin",
                "Remote-User: admin",
                "X-Remote-User: admin",
                "X-Authenticated-User: admin")) {
            attempts += goesNowhere("GET", "/api/seats/my-bookings/", header + "\r\n", 401);
            attempts += goesNowhere("GET", "/nowhere", header + "\r\n", 404);
        }
        for (var method : List.of(
                "TRACE",
                "TRACK",
                "CONNECT",
                "OPTIONS",
                "DEBUG",
                "PROPFIND",
                "PURGE",
                "MOVE",
                "PATCH",
                "DELETE",
                "PUT",
                "POST",
                "QUERY",
                "PRI",
                "get",
                "GET\u0000",
                "<b>",
                "",
                "A".repeat(5000))) {
            for (var path : List.of("/api/seats/my-bookings/", "/", "/posters/avatar.svg", "*", "127.0.0.1:9000")) {
                attempts += goesNowhere(method, path, "X-Echo: echoed\r\n", 400, 401, 404, 405, 414, 501);
            }
        }
        findings.row(
                "1, 10, 13",
                "other spellings of protected and internal addresses, headers that would change the address, and odd"
                        + " methods",
                attempts,
                "400, 401, 404 or 405; nothing reached");
    }

    @Test
    @Order(4)
    void a_host_is_no_way_in_either() throws IOException {
        var attempts = 0;
        for (var host : List.of(
                "",
                "a b",
                "evil.example",
                "127.0.0.1:9000",
                "localhost:" + service.managementPort(),
                "a:99999",
                "a:b",
                "a/../b",
                "[::1",
                "@",
                "a@b:c",
                "%00",
                "\u00e9",
                "<script>",
                "..",
                "a,b",
                "a\tb",
                "a?b",
                "a#b",
                "\"",
                "a".repeat(5000),
                "a\r\nHost: b",
                "a\r\nX-Forwarded-Host: b",
                "a\r\n b",
                "a\u0000b")) {
            try (var connection = new RawConnection(service.baseUri())) {
                var heard = connection
                        .say("GET /api/seats/my-bookings/ HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                        .hear(10_000);
                assertThat(RawConnection.statuses(heard)).as(host).hasSize(1).isSubsetOf(400, 401, 431);
                assertNoLeak(host, heard);
                attempts++;
            }
        }
        findings.row("10, 11", "hosts that are none, several, or somebody else's", attempts, "400 or 401");
    }

    private static int goesNowhere(String method, String target, String headers, Integer... wanted) throws IOException {
        try (var connection = new RawConnection(service.baseUri())) {
            var heard = connection
                    .say(method + " " + target + " HTTP/1.1\r\nHost: a\r\n" + headers + "Connection: close\r\n\r\n")
                    .hear(10_000);
            var what = method + " " + target + " " + headers;
            // The page and the next show's map are for everybody, also where nothing else is left of an address.
            if (!heard.contains("<title>Frontrow</title>") && !heard.contains("No upcoming shows")) {
                assertThat(RawConnection.statuses(heard)).as(what).hasSize(1).isSubsetOf(wanted);
            }
            assertThat(heard)
                    .as(what)
                    .doesNotContain("# HELP", "\"status\": \"UP\"", "\"bookings\"", "X-Echo", "echoed");
            assertNoLeak(what, heard);
            return 1;
        }
    }

    /** Whatever has a body has a problem document; the server's own refusals of what is no HTTP at all have none. */
    private static void assertNoLeak(String what, String heard) {
        for (var answer : heard.split("(?=HTTP/1\\.[01] \\d{3})")) {
            var body = answer.substring(Math.min(answer.length(), answer.indexOf("\r\n\r\n") + 4))
                    .strip();
            if (!body.isEmpty() && RawConnection.statuses(answer).getFirst() >= 400) {
                Victim.assertProblem(what, RawConnection.statuses(answer).getFirst(), body);
            }
        }
    }

    // ---- guessing ----

    @Test
    @Order(5)
    void an_address_cannot_guess_on_whatever_it_says_it_is_and_whomever_it_guesses() {
        var owner = Guest.withTokens().settled(service);
        var evaluated = 0;
        for (int i = 0; i < 60; i++) {
            var status = login(service, "victim" + i, SECRET, "198.51.100." + i);
            assertThat(status).isIn(401, 429);
            evaluated += status == 401 ? 1 : 0;
        }
        assertThat(evaluated).isEqualTo(20);
        assertThat(login(behindProxy, "victim", SECRET, null))
                .as("the other replica")
                .isEqualTo(429);
        assertThat(login(behindProxy, "victim", SECRET, "203.0.113.1"))
                .as("another address, where a proxy is believed")
                .isEqualTo(401);
        assertThat(owner.signIn(service).status())
                .as("whoever lives at that address")
                .isEqualTo(200);
        findings.row(
                "7",
                "60 accounts from one address that claims to be another each time",
                60,
                "20 looked at, then 429, on all replicas");
    }

    @Test
    @Order(6)
    void an_account_cannot_be_guessed_from_many_addresses_and_its_owner_gets_in() {
        var owner = Guest.withTokens().settled(behindProxy);
        var evaluated = 0;
        for (int i = 0; i < 60; i++) {
            var status = login(behindProxy, owner.username(), SECRET, "198.51.100." + i);
            assertThat(status).isIn(401, 429);
            evaluated += status == 401 ? 1 : 0;
        }
        assertThat(evaluated).isEqualTo(5);
        assertThat(login(behindProxy, owner.username(), Guest.PASSWORD, "203.0.113.1"))
                .as("the right password, from where nobody knows it")
                .isEqualTo(429);
        assertThat(owner.signIn(service).status()).as("at home").isEqualTo(200);
        findings.row("7", "one account from 60 addresses", 60, "5 looked at, then 429; its owner gets in at home");
    }

    /** The short form of this is that both cost one hash, see {@code AccountsResourceTest}. */
    @Test
    @Order(7)
    void time_does_not_tell_who_has_an_account() {
        var owner = Guest.withTokens().settled(service);
        int rounds = Proof.shortOrLong(15, 200);
        var known = new long[rounds];
        var unknown = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            forgetFailures();
            // Each is the first as often as the other: the second finds some things done.
            if (i % 2 == 0) {
                known[i] = timeOf(owner.username());
                unknown[i] = timeOf("nobody" + i);
            } else {
                unknown[i] = timeOf("nobody" + i);
                known[i] = timeOf(owner.username());
            }
        }
        var one = median(known);
        var other = median(unknown);
        findings.row(
                "7",
                "sign-ins with a wrong password, of who is there and who is not",
                2 * rounds,
                "median %.1f ms and %.1f ms".formatted(one / 1e6, other / 1e6));
        if (Proof.isLong()) {
            assertThat(Math.abs(one - other)).isLessThan(Math.max(one, other) / 3);
        }
    }

    private static long timeOf(String username) {
        var begun = System.nanoTime();
        assertThat(login(service, username, SECRET, null)).isEqualTo(401);
        return System.nanoTime() - begun;
    }

    private static long median(long[] times) {
        return Arrays.stream(times).sorted().skip(times.length / 2).findFirst().orElseThrow();
    }

    private static int login(ServiceProcess at, String username, String password, @Nullable String claims) {
        try {
            var request = HttpRequest.newBuilder(at.baseUri().resolve("/api/seats/login/"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}"));
            if (claims != null) {
                request.header("X-Forwarded-For", claims);
            }
            try (var http = HttpClient.newHttpClient()) {
                return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    // ---- what is left of it ----

    @Test
    @Order(100)
    void the_log_of_all_that_tells_no_secret_has_no_fault_and_is_one_line_for_each_thing() throws Exception {
        var guest = Guest.withTokens().settled(service);
        var tokens = guest.signIn(service).body();
        try (var connection = new RawConnection(service.baseUri())) {
            var forged = "{\"username\":\"a\\r\\n2026-01-01 ERROR forged\",\"password\":\"" + SECRET + "\"}";
            connection.say(
                    "POST /api/seats/login/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
                            + forged.length() + "\r\n\r\n" + forged);
            connection.say(
                    "GET /api/seats/bookings/x%0d%0aforged/ HTTP/1.1\r\nHost: a\r\ntraceparent: 00-forged\r\n\r\n");
            connection.say("POST /api/seats/logout/ HTTP/1.1\r\nHost: a\r\nOrigin: https://evil.example/\\nforged\r\n"
                    + "X-Forwarded-For: forged\r\nConnection: close\r\n\r\n");
            assertThat(RawConnection.statuses(connection.hear(10_000))).containsExactly(401, 401, 403);
        }

        var lines = new ArrayList<String>();
        for (var replica : List.of(service, behindProxy)) {
            lines.addAll(replica.log().lines().toList());
        }
        assertThat(String.join("\n", lines))
                .doesNotContain(
                        SECRET,
                        Guest.PASSWORD,
                        PostgresProcess.PASSWORD,
                        tokens.path("access_token").asText(),
                        tokens.path("refresh_token").asText());
        for (var line : lines) {
            var entry = entry(line);
            assertThat(entry.path("level").asText()).as(line).isNotEqualTo("ERROR");
        }
        assertThat(lines).anyMatch(line -> line.contains("sign-in failed"));
        findings.row(
                "11, 12",
                "the logs of all of the above, in lines",
                lines.size(),
                "no secret, no fault, no forged line");
    }

    private static com.fasterxml.jackson.databind.JsonNode entry(String line) throws JsonProcessingException {
        return Api.json.readTree(line);
    }
}
