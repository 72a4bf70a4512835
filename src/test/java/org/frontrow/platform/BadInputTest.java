package org.frontrow.platform;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.frontrow.platform.Problems.problem;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.frontrow.catalog.TestShows;
import org.frontrow.seating.Ledger;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent: the answer is a problem document, nothing changes, and nobody learns what runs inside. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final List<String> SINGLE = List.of("hold/", "book/");
    private static final List<String> BATCH = List.of("hold-batch/", "book-batch/", "release-hold-batch/");
    private static final List<String> ALL =
            Stream.concat(SINGLE.stream(), BATCH.stream()).toList();

    @TestHTTPResource("/")
    URI server;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private SeatClient anna;
    private long show;

    @BeforeAll
    void openTheDoor() {
        anna = SeatClient.customer();
        show = TestShows.tomorrow(2, 3);
    }

    @AfterEach
    void nothing_has_changed() {
        assertThat(Ledger.query("select 1 from seat where show_time_id = ? and version > 0", show))
                .isEmpty();
        assertThat(Ledger.query("select 1 from seat_event where show_time_id = ?", show))
                .isEmpty();
        assertThat(Ledger.query("select 1 from booking where show_time_id = ?", show))
                .isEmpty();
    }

    // ---- values ----

    static Stream<String> notIntegers() {
        return Stream.of(
                "\"1\"",
                "\"\"",
                "\"one\"",
                "1.0",
                "1.5",
                "1e0",
                "1e400",
                "1E999999999",
                "-1e-400",
                "true",
                "false",
                "null",
                "[]",
                "[1]",
                "{}",
                "NaN",
                "\"NaN\"",
                "Infinity",
                "-Infinity",
                "01",
                "+1",
                "0x1",
                "-",
                "9223372036854775808",
                "-9223372036854775809",
                "9".repeat(31),
                "9".repeat(400),
                "0." + "1".repeat(400));
    }

    @ParameterizedTest
    @MethodSource("notIntegers")
    void a_show_is_an_integer(String value) {
        refused(SINGLE, one(value, "\"A\"", "1"));
        refused(BATCH, some(value, "\"A\"", "1"));
    }

    @ParameterizedTest
    @MethodSource("notIntegers")
    @ValueSource(strings = {"2147483648", "-2147483649", "4294967297"})
    void a_number_is_an_integer(String value) {
        refused(SINGLE, one(showId(), "\"A\"", value));
        refused(BATCH, some(showId(), "\"A\"", value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1.5",
                "true",
                "null",
                "[]",
                "[\"A\"]",
                "{}",
                "\"\"",
                "\"AAAAAAAAA\"",
                "\"\\u0000\"",
                "\"A\\u0000\"",
                "\"\\ud800\"",
                "\"\\udc00A\"",
                "\"\\ud800\\ud800\"",
                "\"\\u00\"",
                "\"\\x41\"",
                "\"A\nB\"",
                "'A'",
                "A"
            })
    void a_row_is_a_short_text(String value) {
        refused(SINGLE, one(showId(), value, "1"));
        refused(BATCH, some(showId(), value, "1"));
    }

    @Test
    void an_endless_text_is_refused() {
        var text = "\"" + "A".repeat(60_000) + "\"";
        refused(SINGLE, one(showId(), text, "1"));
        refused(BATCH, some(showId(), text, "1"));
    }

    /** They fit, so they are looked for; and they are only text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'",
                "' or 1=1",
                "'; --",
                "\\\\",
                "\\\"",
                "%",
                "_",
                "{{1}}",
                "${1}",
                "\\n",
                "\\t",
                "\\u202e",
                "\\ud83c\\udfac",
                "<b>",
                "a",
                "A ",
                " A",
                "\\u0410"
            })
    void strange_rows_are_unknown_seats(String row) {
        post("hold/", one(showId(), "\"" + row + "\"", "1")).spec(problem(404, "unknown-seats"));
        post("book-batch/", some(showId(), "\"" + row + "\"", "1")).spec(problem(404, "unknown-seats"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "2147483647", "-2147483648", "-0"})
    void numbers_that_no_seat_has_are_unknown_seats(String number) {
        for (var path : SINGLE) {
            post(path, one(showId(), "\"A\"", number)).spec(problem(404, "unknown-seats"));
        }
        for (var path : BATCH) {
            post(path, some(showId(), "\"A\"", number)).spec(problem(404, "unknown-seats"));
        }
    }

    // ---- forms ----

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "1",
                "\"\"",
                "\"text\"",
                "[]",
                "[{}]",
                "{}",
                "{",
                "}",
                "{\"show_id\"",
                "{\"show_id\":",
                "{\"show_id\":SHOW",
                "{\"show_id\":SHOW,",
                "{show_id:SHOW}",
                "{'show_id':SHOW}",
                "{\"show_id\":SHOW,}",
                "{\"show_id\":SHOW}",
                "{\"SHOW_ID\":SHOW,\"seats\":[{\"row\":\"A\",\"number\":1}]}",
                "{\"showId\":SHOW,\"seats\":[{\"row\":\"A\",\"number\":1}]}",
                "{\"show_id\":SHOW,\"seats\":null}",
                "{\"show_id\":SHOW,\"seats\":[]}",
                "{\"show_id\":SHOW,\"seats\":{}}",
                "{\"show_id\":SHOW,\"seats\":\"A1\"}",
                "{\"show_id\":SHOW,\"seats\":[null]}",
                "{\"show_id\":SHOW,\"seats\":[[]]}",
                "{\"show_id\":SHOW,\"seats\":[1]}",
                "{\"show_id\":SHOW,\"seats\":[\"A1\"]}",
                "{\"show_id\":SHOW,\"seats\":[{}]}",
                "{\"show_id\":SHOW,\"seats\":[{\"row\":\"A\"}]}",
                "{\"show_id\":SHOW,\"seats\":[{\"number\":1}]}",
                "{\"show_id\":SHOW,\"seats\":{\"row\":\"A\",\"number\":1}}",
                "{\"show_id\":SHOW,\"seats\":[{\"row\":\"A\",\"number\":1}",
                "{\"show_id\":SHOW,\"seats\":[{\"row\":\"A\",\"number\":1}]",
                "{\"show_id\":SHOW,\"seats\":[{\"row\":\"A\",\"number\":1},]}",
                "{\"show_id\":SHOW,\"seats\":[{\"row\":\"A\",\"number\":1},null]}",
                "{\"show_id\":SHOW,\"seats\":[{\"row\":\"A\",\"number\":1}]}{}",
                "{\"show_id\":SHOW,\"seats\":[{\"row\":\"A\",\"number\":1}]} true",
                "{\"show_id\":SHOW,\"seats\":[{\"row\":\"A\",\"number\":1}]}]",
                "{\"show_id\":SHOW,\"seats\":[{\"row\":\"A\",\"number\":1}]}/**/",
                "/**/{\"show_id\":SHOW,\"seats\":[{\"row\":\"A\",\"number\":1}]}",
                "{\"show_id\":SHOW,\"show_id\":SHOW,\"seats\":[{\"row\":\"A\",\"number\":1}]}",
                "{\"show_id\":SHOW,\"seats\":[{\"row\":\"A\",\"row\":\"A\",\"number\":1}]}",
                "{\"show_id\":SHOW,\"seats\":[{\"row\":\"A\",\"number\":1,\"number\":2}]}",
                "{\"show_id\":SHOW,\"seats\":[],\"seats\":[{\"row\":\"A\",\"number\":1}]}",
                "{\"show_id\":SHOW,\"row\":\"A\"}",
                "{\"show_id\":SHOW,\"number\":1}",
                "{\"row\":\"A\",\"number\":1}",
                "{\"show_id\":SHOW,\"row\":\"A\",\"number\":1",
                "{\"show_id\":SHOW,\"row\":\"A\",\"number\":1}1",
                "{\"show_id\":SHOW,\"row\":\"A\",\"number\":1,\"number\":1}",
                "[{\"show_id\":SHOW,\"row\":\"A\",\"number\":1}]",
                "[\"org.frontrow.seating.SeatsResource$OneSeat\",{\"show_id\":SHOW,\"row\":\"A\",\"number\":1}]",
                "{\"@class\":\"java.lang.Object\",\"show_id\":SHOW,\"row\":\"A\",\"number\":1}",
                "<hold><show_id>SHOW</show_id></hold>",
                "show_id=SHOW&row=A&number=1"
            })
    void a_body_of_another_form_is_refused(String body) {
        refused(ALL, body.replace("SHOW", showId()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"owner\":1",
                "\"account_id\":1",
                "\"price\":\"0.01\"",
                "\"status\":\"AVAILABLE\"",
                "\"expires_at\":\"2099-01-01T00:00:00Z\"",
                "\"held_until\":\"2099-01-01T00:00:00Z\"",
                "\"role\":\"ADMIN\"",
                "\"version\":0",
                "\"\":0",
                "\"__proto__\":{}",
                "\"\\u0000\":0",
                "\"\\ud800\":0"
            })
    void what_is_not_asked_for_is_refused_wherever_it_stands(String field) {
        refused(SINGLE, "{" + field + "," + one(showId(), "\"A\"", "1").substring(1));
        var batch = some(showId(), "\"A\"", "1");
        refused(BATCH, "{" + field + "," + batch.substring(1));
        refused(BATCH, batch.replace("{\"row\"", "{" + field + ",\"row\""));
    }

    @Test
    void an_unknown_field_is_named_but_not_at_length() {
        post("hold/", "{\"prize\":1}").spec(problem(400, "invalid-request")).body("error", is("Unknown field prize"));
        var answer = post("hold/", "{\"" + "x".repeat(5000) + "\":1}").spec(problem(400, "invalid-request"));
        assertThat(answer.extract().<String>path("error")).hasSizeLessThan(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 1000, 30_000})
    void deep_nesting_is_refused(int depth) throws Exception {
        for (var body : List.of(
                "[".repeat(depth),
                "{\"show_id\":" + "[".repeat(depth) + "]".repeat(depth) + "}",
                "{\"a\":".repeat(depth / 5) + "1" + "}".repeat(depth / 5))) {
            for (var path : ALL) {
                var answer = raw(path, List.of("Content-Type: application/json"), body);
                assertThat(answer.status()).isEqualTo(400);
                assertProblem(answer);
            }
        }
    }

    @Test
    void seats_named_twice_are_named_in_the_answer() {
        var body = SeatClient.some(show, "A1", "A2", "A1", "B1", "B1", "B1");
        for (var path : BATCH) {
            anna.post(path, body)
                    .spec(problem(400, "repeated-seats"))
                    .body("seats", is(SeatClient.labels("A1", "B1")))
                    .body("error", is("Named more than once: A1, B1"));
        }
    }

    @Test
    void an_empty_list_is_refused() {
        for (var path : BATCH) {
            anna.post(path, SeatClient.some(show))
                    .spec(problem(400, "invalid-request"))
                    .body("violations.field", is(List.of("seats")))
                    .body("error", containsString("seats"));
        }
    }

    @Test
    void what_is_wrong_is_told_by_the_name_the_client_knows() {
        post("hold/", "{\"row\":\"A\",\"number\":1}").body("error", is("show_id must not be null"));
        post("hold-batch/", some(showId(), "null", "1")).body("error", is("seats[0].row must not be null"));
        post("hold-batch/", some(showId(), "1", "1"))
                .body("error", is("The value of seats[0].row has the wrong type or form"));
        post("hold-batch/", "{\"show_id\":1,\"seats\":[null]}").body("error", is("seats[0] must not be null"));
        post("hold/", "null").body("error", is("request must not be null"));
        post("hold/", "[]").body("error", is("The request body is missing or not of the expected form"));
        post("hold/", "{").body("error", is("The request body is not valid JSON"));
    }

    @Test
    void what_is_wrong_is_told_in_one_language() {
        for (var language : List.of("de", "fr-CH, *;q=0.5", "tlh", "x".repeat(200), "q=;,;")) {
            asks().header("Accept-Language", language)
                    .body("{\"row\":\"A\",\"number\":1}")
                    .post("/api/seats/hold/")
                    .then()
                    .spec(problem(400, "invalid-request"))
                    .body("error", is("show_id must not be null"));
        }
    }

    // ---- bytes ----

    static Stream<byte[]> notUtf8() {
        var whole = "{\"show_id\":1,\"row\":\"A\",\"number\":1}";
        return Stream.of(
                new byte[] {0},
                new byte[] {(byte) 0xff},
                new byte[] {(byte) 0xfe, (byte) 0xff},
                new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf},
                new byte[] {0, 0, 0, '{'},
                new byte[] {0, 0, 0, '{', 'a', 'b', 'c'},
                new byte[] {0, 0, 0, '{', 0x7f, 0x7f, 0x7f, 0x7f},
                new byte[] {'{', 0, 0, 0, 0x7f, 0x7f, 0x7f, 0x7f},
                new byte[] {0, 0, (byte) 0xfe, (byte) 0xff, 0x7f, 0x7f, 0x7f, 0x7f},
                new byte[] {0, 0, (byte) 0xff, (byte) 0xfe, 0, 0, 0, 0},
                new byte[] {(byte) 0xfe, (byte) 0xff, 0},
                new byte[] {'{', '"', (byte) 0xc3, '(', '"', ':', '1', '}'},
                new byte[] {'{', '"', (byte) 0xf0, (byte) 0x9f, '"', ':', '1', '}'},
                whole.replace("A", "é").getBytes(ISO_8859_1),
                whole.replace("\"A\"", "\"\u0001\"").getBytes(UTF_8),
                concat(new byte[] {(byte) 0xff, (byte) 0xfe}, whole.getBytes(UTF_8)),
                concat(
                        whole.replace("A\",\"number\":1}", "").getBytes(UTF_8),
                        new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}),
                new byte[2000]);
    }

    @ParameterizedTest
    @MethodSource("notUtf8")
    void bytes_that_are_no_text_are_refused(byte[] body) {
        for (var path : List.of("hold/", "hold-batch/")) {
            given().config(bytesAsTheyAre())
                    .auth()
                    .oauth2(anna.account().bearer())
                    .header("Content-Type", "application/json")
                    .body(body)
                    .post("/api/seats/" + path)
                    .then()
                    .spec(problem(400, "invalid-request"));
        }
    }

    @Test
    void json_in_another_encoding_means_the_same() {
        given().config(bytesAsTheyAre())
                .auth()
                .oauth2(anna.account().bearer())
                .header("Content-Type", "application/json")
                .body(one(showId(), "\"Ж\"", "1").getBytes(UTF_16))
                .post("/api/seats/hold/")
                .then()
                .spec(problem(404, "unknown-seats"))
                .body("seats[0].row", is("Ж"));
    }

    // ---- content types ----

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "text/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "multipart/form-data",
                "application/octet-stream",
                "application/jsonp",
                "application/yaml",
                "text/json"
            })
    void only_json_is_read(String type) throws Exception {
        for (var path : ALL) {
            var answer = raw(path, List.of("Content-Type: " + type), one(showId(), "\"A\"", "1"));
            assertThat(answer.status()).as(path).isEqualTo(415);
            assertProblem(answer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "json",
                "/",
                "application",
                "application/",
                "/json",
                ";;;",
                "application/json; charset=nonsense",
                "application/json; charset",
                "application/json; charset=\"",
                "application/json, text/plain",
                "*/*",
                "text/*",
                "%00",
                "é"
            })
    void a_malformed_content_type_is_refused(String type) throws Exception {
        for (var path : ALL) {
            assertProblem(raw(path, List.of("Content-Type: " + type), "{\"show_id\":1}"));
        }
        // These take a body of any kind, for old clients, and so look at its type in another place.
        for (var path : List.of("refresh/", "logout/")) {
            var answer = http().send(
                            List.of(
                                    "POST /api/seats/" + path + " HTTP/1.1",
                                    "Content-Type: " + type,
                                    "Content-Length: 2"),
                            "{}".getBytes(UTF_8));
            assertThat(answer.status()).as(path).isBetween(200, 499);
        }
    }

    /** Where there is a method for JSON and another for anything else, the type is read early. */
    @ParameterizedTest
    @ValueSource(strings = {"json", "/", "\u00e9", "application", ";;;", "application/json; charset=\""})
    void a_malformed_content_type_is_no_fault_where_any_is_read(String type) throws Exception {
        for (var path : List.of("logout/", "refresh/")) {
            var answer = http().send(
                            List.of(
                                    "POST /api/seats/" + path + " HTTP/1.1",
                                    "Content-Length: 2",
                                    "Content-Type: " + type),
                            "{}".getBytes(UTF_8));
            assertThat(answer.status()).as(path).isIn(200, 401);
        }
    }

    @Test
    void without_content_type_nothing_is_read() throws Exception {
        for (var path : ALL) {
            var answer = raw(path, List.of(), one(showId(), "\"A\"", "1"));
            assertThat(answer.status()).as(path).isEqualTo(415);
            assertProblem(answer);
            assertProblem(raw(path, List.of(), ""));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/html", "application/xml", "image/png;q=0.5", "json", "/", ";", "application/json;q=x", "é"
            })
    void an_answer_in_another_form_is_not_to_be_had(String accept) throws Exception {
        assertProblem(raw("hold-batch/", List.of("Content-Type: application/json", "Accept: " + accept), "{}"));
    }

    // ---- sizes ----

    @Test
    void the_answer_to_a_large_body_has_the_headers_of_all_answers() throws Exception {
        var answer = raw("hold/", List.of("Content-Type: application/json"), " ".repeat(70_000));

        assertThat(answer.status()).isEqualTo(413);
        assertProblem(answer);
        assertThat(answer.head())
                .containsIgnoringCase("content-security-policy: default-src 'none'")
                .containsIgnoringCase("referrer-policy: same-origin")
                .containsIgnoringCase("x-content-type-options: nosniff");
    }

    @Test
    void a_large_body_in_pieces_is_cut() throws Exception {
        for (var path : ALL) {
            var answer = http().send(
                            List.of(
                                    "POST /api/seats/" + path + " HTTP/1.1",
                                    "Authorization: Bearer " + anna.account().bearer(),
                                    "Content-Type: application/json",
                                    "Transfer-Encoding: chunked"),
                            chunked(one(showId(), "\"" + "A".repeat(70_000) + "\"", "1"), 1000));
            assertThat(answer.status()).as(path).isEqualTo(413);
        }
    }

    @Test
    void a_small_body_in_pieces_is_read() throws Exception {
        var answer = http().send(
                        List.of(
                                "POST /api/seats/hold/ HTTP/1.1",
                                "Authorization: Bearer " + anna.account().bearer(),
                                "Content-Type: application/json",
                                "Transfer-Encoding: chunked"),
                        chunked(one(showId(), "\"Z\"", "1"), 1));
        assertThat(answer.status()).isEqualTo(404);
        assertProblem(answer);
    }

    // ---- methods and paths ----

    @ParameterizedTest
    @CsvSource({
        "hold/,GET,POST",
        "hold-batch,PUT,POST",
        "release-hold-batch/,DELETE,POST",
        "my-bookings/,POST,GET",
        "my-seats/,POST,GET",
        "me,DELETE,GET",
        "booking/1/qr/,PUT,GET",
        "booking/1/ticket,PATCH,GET",
        "bookings/7Q4KX2M9TBHA/cancel/,GET,POST"
    })
    void a_wrong_method_is_told_only_to_who_is_signed_in(String path, String wrong, String right) {
        anna.asks()
                .request(wrong, "/api/seats/" + path)
                .then()
                .spec(problem(405, "method-not-allowed"))
                .header("Allow", right);
        given().request(wrong, "/api/seats/" + path)
                .then()
                .spec(problem(401, "authentication-required"))
                .header("Allow", (String) null);
    }

    @Test
    void asking_for_options_tells_no_more_than_any_other_method() {
        given().options("/api/seats/hold/")
                .then()
                .spec(problem(401, "authentication-required"))
                .header("Allow", (String) null);
        anna.asks()
                .options("/api/seats/booking/1/qr/")
                .then()
                .spec(problem(405, "method-not-allowed"))
                .header("Allow", "GET");
        given().options("/api/seats/shows/")
                .then()
                .spec(problem(405, "method-not-allowed"))
                .header("Allow", "GET");
        given().options("/api/seats/nowhere/").then().spec(problem(404, "not-found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shows/", "live/"})
    void a_wrong_method_on_a_public_path_is_told_to_everybody(String path) {
        given().delete("/api/seats/" + path)
                .then()
                .spec(problem(405, "method-not-allowed"))
                .header("Allow", "GET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BREW", "get", "TRACE", "CONNECT", "PROPFIND"})
    void a_method_nobody_knows_is_refused(String method) throws Exception {
        var answer = http().send(List.of(method + " /api/seats/hold/ HTTP/1.1"), new byte[0]);

        assertThat(answer.status()).isBetween(400, 501);
        assertThat(answer.status()).isNotEqualTo(500);
        assertThat(answer.body()).doesNotContainIgnoringCase("exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/api",
                "/api/",
                "/api/seats/nowhere",
                "/api/seats/hold/nowhere",
                "/api/seats/HOLD/",
                "/api/seats/hold.json",
                "/api/seats/booking/",
                "/api/seats/booking/1/",
                "/api/seats/booking/1/ticket/2",
                "/api/seats/booking/1/qr.svg",
                "/api/seats/live/1",
                "/api/seats/me/1",
                "/api/seats/bookings/",
                "/api/seats/hold/%2e%2e/nowhere",
                "/api/seats/%2e%2e/%2e%2e/etc/passwd",
                "/api/seats/../../etc/passwd",
                "/api/seats/hold%2f",
                "/api%2fseats/",
                "/api/seats/%00",
                "/api/seats/%ff",
                "/api/seats/%c0%ae%c0%ae/",
                "/api/seats/%252e%252e/",
                "/api/seats/hold;x=1/nowhere",
                "/WEB-INF/web.xml",
                "/META-INF/MANIFEST.MF",
                "/application.properties",
                "/org/frontrow/seating/Seating.class",
                "/.git/config",
                "/q/dev-ui",
                "/q/metrics",
                "/q/health",
                "/é"
            })
    void a_path_that_leads_nowhere_is_a_problem_and_no_fault(String path) throws Exception {
        for (var accept : List.of("*/*", "text/html")) {
            var answer = http().send(List.of("GET " + path + " HTTP/1.1", "Accept: " + accept), new byte[0]);
            assertThat(answer.status()).as(accept).isBetween(400, 499);
            assertProblem(answer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//api/seats/shows/",
                "/api//seats/shows/",
                "/api/seats//shows/",
                "/api/./seats/shows/",
                "/api/seats/x/../shows/",
                "/api/seats/shows//",
                "/api/seats/shows;x=1/",
                "/api/seats/%73hows/"
            })
    void other_spellings_of_a_path_are_that_path_or_nothing(String path) throws Exception {
        var answer = http().send(List.of("GET " + path + " HTTP/1.1"), new byte[0]);

        assertThat(answer.status()).isIn(200, 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//api/seats/my-bookings/",
                "/api//seats/my-bookings/",
                "/api/seats//my-bookings/",
                "/api/./seats/my-bookings/",
                "/api/seats/shows/../my-bookings/",
                "/api/seats/shows/%2e%2e/my-bookings/",
                "/api/seats/my-bookings//",
                "/api/seats/my-bookings;x=1/",
                "/api/seats/%6dy-bookings/",
                "/api/seats/shows/..%2fmy-bookings"
            })
    void no_spelling_of_a_path_leads_past_the_sign_in(String path) throws Exception {
        for (var method : List.of("GET", "DELETE")) {
            var answer = http().send(List.of(method + " " + path + " HTTP/1.1"), new byte[0]);

            assertThat(answer.status()).as(method).isIn(401, 404);
            assertProblem(answer);
        }
    }

    @Test
    void a_very_long_path_is_refused() throws Exception {
        for (var length : List.of(3000, 5000, 20_000)) {
            var answer = http().send(List.of("GET /api/seats/" + "a".repeat(length) + " HTTP/1.1"), new byte[0]);
            assertThat(answer.status()).isIn(404, 414, 431);
        }
        var answer = http().send(List.of("GET /api/seats/ HTTP/1.1", "X-Long: " + "a".repeat(20_000)), new byte[0]);
        assertThat(answer.status()).isEqualTo(431);
    }

    // ---- words for the above ----

    private static String one(String show, String row, String number) {
        return "{\"show_id\":" + show + ",\"row\":" + row + ",\"number\":" + number + "}";
    }

    private static String some(String show, String row, String number) {
        return "{\"show_id\":" + show + ",\"seats\":[{\"row\":" + row + ",\"number\":" + number + "}]}";
    }

    private String showId() {
        return Long.toString(show);
    }

    /** There are hundreds of these, so they go the quick way. */
    private void refused(List<String> paths, String body) {
        for (var path : paths) {
            var request = HttpRequest.newBuilder(server.resolve("/api/seats/" + path))
                    .header("Authorization", "Bearer " + anna.account().bearer())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            var response = client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .join();
            var type = response.headers().firstValue("content-type").orElse("none");
            var answer = new RawHttp.Answer(response.statusCode(), "content-type: " + type, response.body());
            assertThat(answer.status()).as(path).isEqualTo(400);
            assertThat(assertProblem(answer)).containsEntry("type", "urn:frontrow:problem:invalid-request");
        }
    }

    private ValidatableResponse post(String path, String body) {
        return asks().body(body).post("/api/seats/" + path).then();
    }

    private RequestSpecification asks() {
        return anna.asks().contentType(ContentType.JSON);
    }

    private static RestAssuredConfig bytesAsTheyAre() {
        return RestAssuredConfig.config()
                .encoderConfig(
                        EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false));
    }

    private RawHttp http() {
        return new RawHttp(server);
    }

    private RawHttp.Answer raw(String path, List<String> headers, String body) throws Exception {
        var bytes = body.getBytes(UTF_8);
        var head = new ArrayList<>(List.of(
                "POST /api/seats/" + path + " HTTP/1.1",
                "Authorization: Bearer " + anna.account().bearer(),
                "Content-Length: " + bytes.length));
        head.addAll(headers);
        return http().send(head, bytes);
    }

    private static Map<String, Object> assertProblem(RawHttp.Answer answer) {
        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.head()).containsIgnoringCase("content-type: application/problem+json");
        var problem = problemOf(answer);
        assertThat(problem)
                .containsKeys("type", "title", "status", "detail", "instance", "trace_id", "error")
                .containsEntry("status", answer.status())
                .containsEntry("error", problem.get("detail"));
        var told = new HashMap<>(problem);
        told.remove("instance"); // that is only what was asked for
        assertThat(told.toString())
                .doesNotContainPattern("(?i)exception|org\\.frontrow|java\\.|jackson|hibernate|sql|stack");
        return problem;
    }

    private static Map<String, Object> problemOf(RawHttp.Answer answer) {
        try {
            return new ObjectMapper().readValue(answer.body(), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + answer, e);
        }
    }

    private static byte[] chunked(String body, int size) {
        var out = new ByteArrayOutputStream();
        for (int at = 0; at < body.length(); at += size) {
            var piece = body.substring(at, Math.min(body.length(), at + size));
            out.writeBytes((Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n").getBytes(UTF_8));
        }
        out.writeBytes("0\r\n\r\n".getBytes(UTF_8));
        return out.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] then) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(then);
        return out.toByteArray();
    }
}
