package org.frontrow.proof;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.frontrow.catalog.TestShows;
import org.frontrow.platform.RawHttp;
import org.frontrow.seating.Ledger;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Pages of other sites, in the browser of somebody who is signed in here. */
@QuarkusTest
@Tag(Proof.TAG)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserAttacksTest {
    /** What a browser may say about a page that is not ours. */
    private static final List<Map<String, String>> FOREIGN = List.of(
            Map.of("Origin", "https://evil.example"),
            Map.of("Origin", "null"),
            Map.of("Origin", ""),
            Map.of("Origin", "http://localhost.evil.example"),
            Map.of("Origin", "http://localhost:1"),
            Map.of("Origin", "http://evil.example\\@localhost"),
            Map.of("Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"),
            Map.of("Sec-Fetch-Site", "cross-site"),
            Map.of("Sec-Fetch-Site", "same-site"),
            Map.of("Sec-Fetch-Site", "nonsense"),
            Map.of("Sec-Fetch-Site", "SAME-ORIGIN"));

    /** What a form or a script can send without asking first. */
    private static final List<String> SIMPLE_TYPES = List.of(
            "text/plain",
            "text/plain;application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x");

    @TestHTTPResource("/")
    URI service;

    private final Findings findings = new Findings(
            "attacks-browsers", "Attacks through somebody's browser", "Line", "What is tried", "Attempts", "Verdict");
    private Victim victim;
    private SeatClient anna;
    private SeatClient admin;
    private long show;

    @BeforeAll
    void open() {
        victim = new Victim(service);
        anna = SeatClient.customer();
        admin = SeatClient.admin();
        show = TestShows.tomorrow(1, 3);
    }

    @AfterAll
    void write() {
        findings.write();
    }

    @Test
    void no_page_of_another_site_changes_anything_with_a_visitors_cookie() {
        var reference = anna.buy(show, "A1");
        var before = seats();
        var attempts = 0;
        for (var operation : Api.operations()) {
            if (operation.method().equals("GET")) {
                continue;
            }
            var parameters = Map.of("reference", reference);
            for (var origin : FOREIGN) {
                var types = List.of("application/json", "text/plain", "application/x-www-form-urlencoded");
                for (var type : Proof.isLong() || origin.equals(FOREIGN.getFirst()) ? types : types.subList(0, 1)) {
                    var headers = new HashMap<>(origin);
                    headers.put("Cookie", "frontrow_access=" + visitorOf(operation));
                    headers.put("Content-Type", type);
                    var answer = victim.send(operation, parameters, "{\"show_id\":" + show + "}", headers);
                    assertThat(answer.statusCode())
                            .as("%s %s", operation, headers)
                            .isIn(400, 403, 415);
                    if (type.equals("application/json") && answer.statusCode() != 415) {
                        assertThat(answer.body())
                                .as("%s %s", operation, headers)
                                .contains("foreign-origin");
                    }
                    attempts++;
                }
            }
            for (var type : SIMPLE_TYPES) {
                if (operation.body().isEmpty() || List.of("logout", "refresh").contains(operation.id())) {
                    continue; // they read no body then, and are kept from other sites by the above
                }
                var answer = victim.send(
                        operation,
                        parameters,
                        "{\"show_id\":" + show + ",\"seats\":[{\"row\":\"A\",\"number\":2}]}",
                        Map.of("Cookie", "frontrow_access=" + visitorOf(operation), "Content-Type", type));
                assertThat(answer.statusCode()).as("%s %s", operation, type).isEqualTo(415);
                attempts++;
            }
        }
        assertThat(seats()).isEqualTo(before);
        anna.get("me/").statusCode(200);
        findings.row(
                "8",
                "every operation that changes something, with the cookie, as from another site's page or form",
                attempts,
                "403 or 415, nothing changed");
    }

    /** Whoever has the most to lose there. */
    private String visitorOf(Api.Operation operation) {
        return (operation.isOfTheOffice() ? admin : anna).account().bearer();
    }

    @Test
    void no_other_site_is_allowed_to_read_anything() {
        var attempts = 0;
        for (var operation : Api.operations()) {
            var url = operation.url(Map.of("show_id", "1"));
            for (var origin : List.of("https://evil.example", "null", service.toString())) {
                var preflight = given().header("Origin", origin)
                        .header("Access-Control-Request-Method", operation.method())
                        .header("Access-Control-Request-Headers", "content-type, authorization")
                        .options(url);
                assertThat(preflight.statusCode()).as(url).isIn(401, 405);
                assertThat(allowances(preflight)).as(url).isZero();
                attempts++;
            }
            if (operation.method().equals("GET") && !operation.id().equals("watchSeats")) {
                assertThat(allowances(given().header("Origin", "https://evil.example")
                                .cookie("frontrow_access", anna.account().bearer())
                                .get(url)))
                        .as(url)
                        .isZero();
                attempts++;
            }
        }
        findings.row(
                "8",
                "questions before crossing origins, and reading across them, on every operation",
                attempts,
                "401 or 405, no Access-Control header at all");
    }

    private static long allowances(Response answer) {
        return answer.headers().asList().stream()
                .filter(header ->
                        header.getName().toLowerCase(java.util.Locale.ROOT).startsWith("access-control"))
                .count();
    }

    @Test
    void every_kind_of_answer_protects_itself() throws Exception {
        var answers = new LinkedHashMap<String, Response>();
        var page = given().get("/");
        answers.put("200 page", page);
        answers.put(
                "304 page", given().header("If-None-Match", page.header("ETag")).get("/"));
        var script = Pattern.compile("src=\"(/static/bundle/[^\"]+)\"").matcher(page.asString());
        assertThat(script.find()).isTrue();
        answers.put("200 script", given().get(script.group(1)));
        answers.put("404 script", given().get("/static/bundle/nothing.js"));
        answers.put("200 poster", given().get("/posters/avatar.svg"));
        answers.put("404", given().get("/nowhere"));
        answers.put("404 below q", given().get("/q/metrics"));
        answers.put("200 description", given().get("/q/openapi"));
        answers.put("200 keys", given().get("/.well-known/jwks.json"));
        var map = given().get("/api/seats/?show_id=" + show);
        answers.put("200 map", map);
        answers.put(
                "304 map", given().header("If-None-Match", map.header("ETag")).get("/api/seats/?show_id=" + show));
        answers.put("400", given().get("/api/seats/?show_id=x"));
        answers.put("401", given().get("/api/seats/my-bookings/"));
        answers.put("403", given().header("Origin", "https://evil.example").post("/api/seats/logout/"));
        answers.put("404 api", anna.asks().get("/api/seats/booking/0/ticket/"));
        answers.put("405", given().delete("/api/seats/shows/"));
        answers.put("401 options", given().options("/api/seats/hold/"));
        answers.put("406", anna.asks().accept("image/png").get("/api/seats/my-bookings/"));
        answers.put(
                "413",
                anna.asks()
                        .contentType("application/json")
                        .body(" ".repeat(70_000))
                        .post("/api/seats/hold/"));
        answers.put("415", anna.asks().contentType("text/plain").body("x").post("/api/seats/hold/"));
        answers.forEach((what, answer) -> {
            assertThat(answer.statusCode()).as(what).isEqualTo(Integer.parseInt(what.substring(0, 3)));
            assertProtected(what, answer.headers().asList().toString());
        });
        var twoHosts = new RawHttp(service).send(List.of("GET / HTTP/1.1", "Host: evil.example"), new byte[0]);
        assertThat(twoHosts.status()).isEqualTo(400);
        assertProtected("two hosts", twoHosts.head().replaceAll("(?m): ", "="));
        findings.row(
                "11",
                "answers of every kind, from 200 to 415, of the page, its files and the API",
                answers.size() + 1,
                "strict policy, nosniff, no referrer elsewhere, no name of a server");
    }

    private static void assertProtected(String what, String headers) {
        assertThat(headers)
                .as(what)
                .containsIgnoringCase("content-security-policy=default-src 'none'; script-src 'self'; style-src 'self'")
                .containsIgnoringCase("frame-ancestors 'none'")
                .containsIgnoringCase("x-content-type-options=nosniff")
                .containsIgnoringCase("referrer-policy=same-origin")
                .doesNotContain("unsafe-", "*", "data:", "http:")
                .doesNotContainIgnoringCase("x-powered-by")
                .doesNotContainPattern("(?i)\\bserver=");
    }

    private Object seats() {
        return Ledger.query(
                "select id, status, account_id, version from seat where show_time_id = ? order by id", show);
    }
}
