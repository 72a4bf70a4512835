package org.frontrow.seating;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.frontrow.platform.Problems.problem;
import static org.frontrow.seating.SeatClient.labels;
import static org.frontrow.seating.SeatClient.one;
import static org.frontrow.seating.SeatClient.some;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.frontrow.catalog.TestShows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SeatsResourceTest {
    private final SeatClient anna = SeatClient.customer();
    private final SeatClient ben = SeatClient.customer();
    private final long show = TestShows.tomorrow(2, 4);

    // ---- every path, spelled both ways, signed in both ways ----

    @ParameterizedTest
    @CsvSource({"/,bearer", "'',bearer", "/,cookie", "'',cookie"})
    void every_answer_has_exactly_these_fields(String slash, String signIn) {
        var held = post(signIn, "hold" + slash, one(show, "A1"));
        assertThat(held).containsOnlyKeys("message", "expires_at").containsEntry("message", "Seat held successfully");
        assertUtcIn(held.get("expires_at"), Duration.ofMinutes(10));

        held = post(signIn, "hold-batch" + slash, some(show, "A2", "A3"));
        assertThat(held)
                .containsOnlyKeys("message", "expires_at")
                .containsEntry("message", "Successfully held 2 seats");
        assertUtcIn(held.get("expires_at"), Duration.ofMinutes(10));

        var booked = post(signIn, "book" + slash, one(show, "A1"));
        assertThat(booked)
                .containsOnlyKeys("message", "total_paid", "currency", "references")
                .containsEntry("message", "Seat booked successfully")
                .containsEntry("total_paid", "100.00")
                .containsEntry("currency", "EUR");
        assertReferences(booked, 1);

        booked = post(signIn, "book-batch" + slash, some(show, "A2", "A3"));
        assertThat(booked)
                .containsOnlyKeys("message", "total_paid", "currency", "references")
                .containsEntry("message", "Successfully booked 2 seats")
                .containsEntry("total_paid", "200.00")
                .containsEntry("currency", "EUR");
        assertReferences(booked, 1);

        anna.hold(show, "B1", "B2").statusCode(200);
        assertThat(post(signIn, "release-hold-batch" + slash, some(show, "B1", "B2")))
                .isEqualTo(Map.of("message", "Holds released successfully", "released", 2));

        Ledger.assertRebuildsSeats(show);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hold", "hold-batch", "book", "book-batch", "release-hold-batch"})
    void a_stranger_is_asked_to_sign_in(String path) {
        var body = path.endsWith("batch") ? some(show, "A1") : one(show, "A1");
        for (var slash : List.of("", "/")) {
            given().contentType(ContentType.JSON)
                    .body(body)
                    .post("/api/seats/" + path + slash)
                    .then()
                    .spec(problem(401, "authentication-required"))
                    .header("WWW-Authenticate", "Bearer")
                    .body("error", is("Authentication required"));
        }
        assertThat(statuses()).containsOnly("AVAILABLE");
    }

    // ---- the map ----

    @ParameterizedTest
    @ValueSource(strings = {"/api/seats/", "/api/seats"})
    void a_map_has_exactly_these_fields(String path) {
        var map = given().queryParam("show_id", show)
                .get(path)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .jsonPath();

        assertThat(map.getMap(""))
                .containsOnlyKeys(
                        "show_id",
                        "movie",
                        "screen",
                        "start_time",
                        "end_time",
                        "poster_url",
                        "currency",
                        "stats",
                        "seats")
                .containsEntry("show_id", (int) show)
                .containsEntry("currency", "EUR")
                .containsEntry("stats", Map.of("available", 8, "held", 0, "booked", 0));
        assertThat(map.getString("movie")).startsWith("Movie ");
        assertThat(map.getString("screen")).startsWith("Screen ");
        assertThat(Instant.parse(map.getString("start_time"))).isAfter(Instant.now());
        assertThat(Instant.parse(map.getString("end_time")))
                .isEqualTo(Instant.parse(map.getString("start_time")).plus(Duration.ofHours(2)));
        assertThat(map.getString("poster_url")).startsWith("/posters/");
        assertThat(map.getFloat("seats[5].x")).isEqualTo(2f);
        assertThat(map.getFloat("seats[5].y")).isEqualTo(1f);
        var seat = map.<String, Object>getMap("seats[0]");
        assertThat(seat.remove("id")).isInstanceOf(Integer.class);
        assertThat(seat)
                .isEqualTo(Map.of(
                        "row",
                        "A",
                        "number",
                        1,
                        "status",
                        "AVAILABLE",
                        "is_held_expired",
                        false,
                        "price",
                        "100.00",
                        "x",
                        1f,
                        "y",
                        0f,
                        "kind",
                        "STANDARD"));
    }

    @Test
    void a_map_goes_by_row_and_then_by_number() {
        var show = TestShows.tomorrowWith("B2", "a1", "AA1", "A10", "B1", "A2", "A1", "É1");

        var map = map(show);

        assertThat(map.<String>getList("seats.collect { it.row + it.number }"))
                .containsExactly("A1", "A2", "A10", "AA1", "B1", "B2", "a1", "É1");
    }

    @Test
    void numbers_and_list_of_a_map_agree() {
        anna.buy(show, "A1", "A2", "A3");
        anna.hold(show, "A4").statusCode(200);
        ben.hold(show, "B1").statusCode(200);
        block("B4");

        var map = map(show);

        assertThat(map.getMap("stats")).isEqualTo(Map.of("available", 2, "held", 2, "booked", 3));
        assertThat(map.<String>getList("seats.status"))
                .containsExactly("BOOKED", "BOOKED", "BOOKED", "HELD", "HELD", "AVAILABLE", "AVAILABLE", "BLOCKED");
        assertThat(map.<Boolean>getList("seats.is_held_expired")).containsOnly(false);
    }

    @Test
    void an_expired_hold_shows_as_held_and_counts_as_available_until_it_is_tidied_up() {
        ben.hold(show, "B1").statusCode(200);
        Ledger.withoutSweeper(() -> {
            anna.hold(show, "A1", "A2").statusCode(200);
            expireHolds("A1", "A2");

            var map = map(show);
            assertThat(map.getMap("stats")).isEqualTo(Map.of("available", 7, "held", 1, "booked", 0));
            assertThat(map.<String>getList("seats.findAll { it.is_held_expired }.collect { it.row + it.number }"))
                    .containsExactly("A1", "A2");
            assertThat(map.<String>getList("seats.findAll { it.is_held_expired }.status"))
                    .containsOnly("HELD");
        });

        awaitStatus("A1", "AVAILABLE");
        assertThat(map(show).getMap("stats")).isEqualTo(Map.of("available", 7, "held", 1, "booked", 0));
    }

    @Test
    void a_map_tells_nobody_who_has_a_seat() {
        anna.buy(show, "A1");
        anna.hold(show, "A2").statusCode(200);

        ben.get("?show_id=" + show)
                .statusCode(200)
                .body(not(containsString(anna.account().username())))
                .body("seats*.keySet().flatten().unique()", hasSize(9));
    }

    @Test
    void without_show_the_map_is_that_of_the_next_one() {
        TestShows.startingAt(Instant.now().minusSeconds(600), 1, 1);
        var soon = TestShows.startingAt(Instant.now().plusSeconds(30), 1, 1).id;
        var next = Ledger.query("select id from show_time where starts_at > now() order by starts_at, id limit 1")
                .getFirst();

        assertThat(next.getFirst()).isEqualTo(soon);
        for (var query : List.of("", "?show_id=")) {
            given().get("/api/seats/" + query).then().statusCode(200).body("show_id", is((int) (long) soon));
        }
    }

    @Test
    void without_show_and_none_to_come_the_map_is_the_running_one_and_then_empty() {
        // Everything that is planned moves into the past for a moment.
        var longAgo = "interval '8760000 hours'";
        Ledger.update("update show_time set starts_at = starts_at - " + longAgo + ", ends_at = ends_at - " + longAgo);
        try {
            given().get("/api/seats/")
                    .then()
                    .statusCode(200)
                    .body("", is(Map.of("seats", List.of(), "message", "No upcoming shows")));

            var running = TestShows.startingAt(Instant.now().minusSeconds(600), 1, 1).id;
            given().get("/api/seats/").then().statusCode(200).body("show_id", is((int) (long) running));
            Ledger.update(
                    "update show_time set starts_at = starts_at - " + longAgo + ", ends_at = ends_at - " + longAgo
                            + " where id = ?",
                    running);
        } finally {
            Ledger.update(
                    "update show_time set starts_at = starts_at + " + longAgo + ", ends_at = ends_at + " + longAgo);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "one",
                "1.0",
                "1e3",
                "0x1",
                "%201",
                "1%20",
                "%2B1",
                "%EF%BC%91",
                "1%00",
                "%27",
                "NaN",
                "null",
                "9223372036854775808",
                "99999999999999999999999999999999999999999"
            })
    void a_show_that_is_not_a_number_is_refused(String number) {
        given().urlEncodingEnabled(false)
                .get("/api/seats/?show_id=" + number)
                .then()
                .spec(problem(400, "unreadable-show-id"))
                .body("error", is("Give show_id as a number"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "9223372036854775807", "-9223372036854775808"})
    void an_unknown_show_is_not_found(String number) {
        given().get("/api/seats/?show_id=" + number)
                .then()
                .spec(problem(404, "unknown-show"))
                .body("error", is("Show not found"))
                .body("show_id.toString()", is(number));
        for (var path : List.of("hold-batch/", "book-batch/", "release-hold-batch/")) {
            anna.post(path, some(Long.parseLong(number), "A1"))
                    .spec(problem(404, "unknown-show"))
                    .body("show_id.toString()", is(number));
        }
    }

    // ---- hold ----

    @ParameterizedTest
    @ValueSource(strings = {"hold/", "hold-batch/"})
    void holding_again_extends_up_to_the_longest_total(String path) {
        Object body = path.equals("hold/") ? one(show, "A1") : some(show, "A1");
        assertUtcIn(anna.post(path, body).statusCode(200).extract().path("expires_at"), Duration.ofMinutes(10));
        Ledger.letTimePass(show, 8);
        assertUtcIn(anna.post(path, body).statusCode(200).extract().path("expires_at"), Duration.ofMinutes(10));
        Ledger.letTimePass(show, 8);
        assertUtcIn(anna.post(path, body).statusCode(200).extract().path("expires_at"), Duration.ofMinutes(10));
        Ledger.letTimePass(show, 8);
        String last = anna.post(path, body).statusCode(200).extract().path("expires_at");
        assertUtcIn(last, Duration.ofMinutes(6));

        anna.post(path, body).statusCode(200).body("expires_at", is(last));
        assertThat(Ledger.eventsOf(show, "A", 1)).containsExactly("HELD", "EXTENDED", "EXTENDED", "EXTENDED");
    }

    @Test
    void the_earliest_end_is_told_when_seats_were_held_at_different_times() {
        anna.hold(show, "A1").statusCode(200);
        Ledger.letTimePass(show, 9);
        anna.hold(show, "A1").statusCode(200);
        Ledger.letTimePass(show, 9);
        anna.hold(show, "A1").statusCode(200);
        Ledger.letTimePass(show, 9);

        assertUtcIn(anna.hold(show, "A1", "A2").statusCode(200).extract().path("expires_at"), Duration.ofMinutes(3));
    }

    @Test
    void taken_seats_are_named_each_and_no_other_and_nothing_changes() {
        ben.buy(show, "A1");
        ben.hold(show, "A2").statusCode(200);
        anna.hold(show, "B1").statusCode(200);
        var before = table();

        anna.hold(show, "A1", "A2", "A3", "B1")
                .spec(problem(409, "seats-taken"))
                .body("seats", is(labels("A1", "A2")))
                .body("error", is("Seats already taken: A1, A2"))
                .body(not(containsString(ben.account().username())));

        assertThat(table()).isEqualTo(before);
    }

    @Test
    void a_taken_seat_is_told_by_what_everybody_sees() {
        ben.buy(show, "A1");
        ben.hold(show, "A2").statusCode(200);

        anna.post("hold/", one(show, "A1"))
                .spec(problem(409, "seats-taken"))
                .body("seats", is(labels("A1")))
                .body("error", is("Seat is already booked"));
        anna.post("hold/", one(show, "A2"))
                .spec(problem(409, "seats-taken"))
                .body("seats", is(labels("A2")))
                .body("error", is("Seat is already taken"));
    }

    @Test
    void two_who_want_overlapping_seats_leave_no_half_holds() {
        anna.hold(show, "A1", "A2").statusCode(200);
        ben.hold(show, "A3", "A2", "A4").spec(problem(409, "seats-taken")).body("seats", is(labels("A2")));
        ben.hold(show, "A3", "A4").statusCode(200);
        anna.hold(show, "A4", "A1", "A3").spec(problem(409, "seats-taken")).body("seats", is(labels("A4", "A3")));

        assertThat(statuses().subList(0, 4)).containsOnly("HELD");
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void unknown_seats_are_named_and_nothing_changes() {
        var before = table();

        anna.hold(show, "A1", "Z9", "a1", "A99")
                .spec(problem(404, "unknown-seats"))
                .body("seats", is(labels("Z9", "a1", "A99")))
                .body("error", is("Seats not found: Z9, a1, A99"));
        anna.post("hold/", one(show, "A0")).spec(problem(404, "unknown-seats")).body("error", is("Seat not found"));
        anna.book(show, "A1", "Z9").spec(problem(404, "unknown-seats")).body("seats", is(labels("Z9")));
        anna.release(show, "A1", "Z9").spec(problem(404, "unknown-seats")).body("seats", is(labels("Z9")));

        assertThat(table()).isEqualTo(before);
    }

    @Test
    void ten_seats_fit_into_one_request_and_eleven_do_not() {
        var show = TestShows.tomorrow(1, 11);
        var eleven = IntStream.rangeClosed(1, 11).mapToObj(i -> "A" + i).toArray(String[]::new);

        for (var path : List.of("hold-batch/", "book-batch/", "release-hold-batch/")) {
            anna.post(path, some(show, eleven))
                    .spec(problem(400, "invalid-request"))
                    .body("violations.field", is(List.of("seats")));
        }
        assertThat(Ledger.query("select 1 from seat_event where show_time_id = ?", show))
                .isEmpty();

        anna.hold(show, List.of(eleven).subList(1, 11).toArray(String[]::new))
                .statusCode(200)
                .body("message", is("Successfully held 10 seats"));
    }

    @Test
    void an_account_holds_twenty_seats_at_a_time_over_all_shows() {
        var ten = IntStream.rangeClosed(1, 10).mapToObj(i -> "A" + i).toArray(String[]::new);
        var first = TestShows.tomorrow(1, 10);
        var second = TestShows.tomorrow(1, 10);
        anna.hold(first, ten).statusCode(200);
        anna.hold(second, ten).statusCode(200);

        anna.hold(show, "A1")
                .spec(problem(409, "too-many-holds"))
                .body("held", is(20))
                .body("limit", is(20));
        assertThat(statuses()).containsOnly("AVAILABLE");

        anna.hold(first, ten).statusCode(200); // no more than before
        anna.book(first, "A1").statusCode(200);
        anna.hold(show, "A1").statusCode(200); // a booked seat is not held
        anna.release(second, "A1", "A2").statusCode(200);
        anna.hold(show, "A2", "A3").statusCode(200);
        anna.hold(show, "A4").spec(problem(409, "too-many-holds"));
    }

    @Test
    void an_expired_hold_does_not_stop_the_next_buyer() {
        Ledger.withoutSweeper(() -> {
            anna.hold(show, "A1").statusCode(200);
            expireHolds("A1");
            ben.buy(show, "A1");
        });

        assertThat(Ledger.eventsOf(show, "A", 1)).containsExactly("HELD", "EXPIRED", "HELD", "BOOKED");
        anna.book(show, "A1").spec(problem(409, "seats-taken")).body("error", is("Seat is already booked"));
    }

    // ---- what is not for sale ----

    @Test
    void the_sale_ends_with_the_show() {
        var ended = TestShows.startingAt(Instant.now().minus(Duration.ofMinutes(121)), 1, 2).id;
        anna.hold(ended, "A1")
                .spec(problem(409, "show-closed"))
                .body("show_id", is((int) (long) ended))
                .body("error", is("The sale for this show is closed"));
        anna.post("hold/", one(ended, "A1")).spec(problem(409, "show-closed"));

        Ledger.update(
                "update seat set status = 'HELD', account_id = ?, held_since = now(),"
                        + " held_until = now() + interval '5 minutes' where show_time_id = ? and number = 1",
                anna.account().accountId(),
                ended);
        anna.book(ended, "A1").spec(problem(409, "show-closed"));

        assertThat(Ledger.query("select 1 from booking where show_time_id = ?", ended))
                .isEmpty();
    }

    @Test
    void a_running_show_is_still_sold() {
        var running = TestShows.startingAt(Instant.now().minus(Duration.ofMinutes(10)), 1, 2).id;

        assertThat(anna.buy(running, "A1")).isNotEmpty();
    }

    @Test
    void a_blocked_seat_is_not_for_sale() {
        block("A1");

        anna.hold(show, "A1", "A2").spec(problem(409, "seats-taken")).body("seats", is(labels("A1")));
        anna.book(show, "A1").spec(problem(409, "seats-taken"));
        anna.release(show, "A1").statusCode(200).body("released", is(0));

        assertThat(statusOf("A1")).isEqualTo("BLOCKED");
        assertThat(statusOf("A2")).isEqualTo("AVAILABLE");
    }

    // ---- book ----

    @Test
    void booking_needs_a_hold() {
        anna.hold(show, "A1").statusCode(200);

        anna.book(show, "A1", "A2", "A3")
                .spec(problem(409, "not-held"))
                .body("seats", is(labels("A2", "A3")))
                .body("error", is("Hold the seats before booking them: A2, A3"));
        anna.post("book/", one(show, "A2")).spec(problem(409, "not-held"));

        assertThat(statusOf("A1")).isEqualTo("HELD");
    }

    @Test
    void an_expired_hold_is_told_as_such_before_and_after_it_is_tidied_up() {
        Ledger.withoutSweeper(() -> {
            anna.hold(show, "A1", "A2").statusCode(200);
            Ledger.letTimePass(show, 10);
            assertExpired(anna.book(show, "A1", "A2"), "A1", "A2");
            assertExpired(anna.post("book/", one(show, "A1")), "A1");
        });

        awaitStatus("A1", "AVAILABLE");
        awaitStatus("A2", "AVAILABLE");
        assertExpired(anna.book(show, "A1", "A2"), "A1", "A2");
        assertExpired(anna.post("book/", one(show, "A1")), "A1");
        ben.book(show, "A1").spec(problem(409, "not-held"));
        Ledger.assertRebuildsSeats(show);
    }

    private static void assertExpired(ValidatableResponse answer, String... seats) {
        answer.spec(problem(409, "hold-expired"))
                .body("seats", is(labels(seats)))
                .body("error", is("Hold has expired, please hold again"));
    }

    @Test
    void booking_what_another_holds_is_refused_and_says_nothing_about_the_other() {
        ben.hold(show, "A1", "A2").statusCode(200);
        anna.hold(show, "A3").statusCode(200);
        var before = table();

        for (var answer : List.of(anna.book(show, "A1", "A3"), anna.post("book/", one(show, "A1")))) {
            answer.spec(problem(409, "seats-taken"))
                    .body("seats", is(labels("A1")))
                    .body("error", is("Seat is already taken"))
                    .body(not(containsString(ben.account().username())))
                    .body(
                            "keySet()",
                            containsInAnyOrder(
                                    "type", "title", "status", "detail", "instance", "trace_id", "error", "seats"));
        }

        assertThat(table()).isEqualTo(before);
        ben.book(show, "A1", "A2").statusCode(200);
    }

    @Test
    void booking_again_is_the_same_booking() {
        anna.hold(show, "A1", "A2").statusCode(200);
        var first = anna.book(show, "A1", "A2").statusCode(200).extract().<Map<String, Object>>path("");
        var events = Ledger.query("select count(*) from seat_event where show_time_id = ?", show);

        for (int i = 0; i < 3; i++) {
            assertThat(anna.book(show, "A1", "A2").statusCode(200).extract().<Map<String, Object>>path(""))
                    .isEqualTo(first);
        }
        anna.book(show, "A2", "A1").statusCode(200).body("references", is(first.get("references")));
        anna.post("book/", one(show, "A2"))
                .statusCode(200)
                .body("total_paid", is("100.00"))
                .body("references", is(first.get("references")));

        assertThat(Ledger.query("select count(*) from seat_event where show_time_id = ?", show))
                .isEqualTo(events);
        assertThat(Ledger.query("select total from booking where show_time_id = ?", show))
                .isEqualTo(List.of(List.of(new BigDecimal("200.00"))));
    }

    @Test
    void booked_and_held_seats_may_be_booked_together() {
        var first = anna.buy(show, "A1");
        anna.hold(show, "A2").statusCode(200);

        var references = anna.book(show, "A1", "A2")
                .statusCode(200)
                .body("total_paid", is("200.00"))
                .extract()
                .<List<String>>path("references");

        assertThat(references).hasSize(2).contains(first).isSorted();
        assertThat(Ledger.query("select total from booking where show_time_id = ? order by created_at", show))
                .isEqualTo(List.of(List.of(new BigDecimal("100.00")), List.of(new BigDecimal("100.00"))));
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void what_is_paid_is_the_sum_of_the_seats() {
        price("A1", "75.50");
        price("A2", "0.00");
        price("A3", "9.99");
        anna.hold(show, "A1", "A2", "A3").statusCode(200);

        anna.book(show, "A1", "A2", "A3").statusCode(200).body("total_paid", is("85.49"));
        anna.book(show, "A2").statusCode(200).body("total_paid", is("0.00"));
    }

    @Test
    void what_was_paid_does_not_change_with_the_price() {
        anna.buy(show, "A1", "A2");
        price("A1", "999.00");

        anna.book(show, "A1", "A2").statusCode(200).body("total_paid", is("200.00"));
        anna.get("my-bookings/").body("bookings.price", everyItem(is("100.00")));
        int ticket = anna.get("my-bookings/").extract().path("bookings[0].id");
        anna.get("booking/" + ticket + "/ticket/").statusCode(200).body("ticket.price", is("100.00"));
    }

    // ---- release ----

    @Test
    void only_what_one_holds_is_released() {
        anna.hold(show, "A1").statusCode(200);
        anna.buy(show, "A2");
        ben.hold(show, "A3").statusCode(200);

        anna.release(show, "A1", "A2", "A3", "A4")
                .statusCode(200)
                .body("", is(Map.of("message", "Holds released successfully", "released", 1)));
        anna.release(show, "A1", "A2", "A3", "A4").statusCode(200).body("released", is(0));

        assertThat(statuses().subList(0, 4)).containsExactly("AVAILABLE", "BOOKED", "HELD", "AVAILABLE");
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void a_released_seat_is_free_at_once() {
        anna.hold(show, "A1", "A2").statusCode(200);
        anna.release(show, "A1").statusCode(200);

        ben.buy(show, "A1");
        anna.book(show, "A1").spec(problem(409, "seats-taken"));
        anna.book(show, "A2").statusCode(200);
    }

    @Test
    void after_releasing_one_has_to_hold_again() {
        anna.hold(show, "A1").statusCode(200);
        anna.release(show, "A1").statusCode(200);

        anna.book(show, "A1").spec(problem(409, "not-held"));
    }

    // ---- words for the above ----

    private Map<String, Object> post(String signIn, String path, Object body) {
        return signedIn(signIn)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/seats/" + path)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .path("");
    }

    private RequestSpecification signedIn(String how) {
        return how.equals("bearer")
                ? anna.asks()
                : given().cookie("frontrow_access", anna.account().bearer());
    }

    private static JsonPath map(long show) {
        return given().queryParam("show_id", show)
                .get("/api/seats/")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private List<String> statuses() {
        return map(show).getList("seats.status");
    }

    private String statusOf(String seat) {
        return map(show).getString("seats.find { it.row + it.number == '" + seat + "' }.status");
    }

    private void awaitStatus(String seat, String status) {
        await().atMost(10, SECONDS).until(() -> statusOf(seat).equals(status));
    }

    private List<List<Object>> table() {
        return Ledger.query(
                "select id, status, account_id, held_since, held_until, booking_id, version from seat"
                        + " where show_time_id = ? order by id",
                show);
    }

    private void block(String seat) {
        Ledger.update(
                "update seat set status = 'BLOCKED' where show_time_id = ? and row_label || number = ?", show, seat);
    }

    private void price(String seat, String price) {
        Ledger.update(
                "update seat set price = ?::numeric where show_time_id = ? and row_label || number = ?",
                price,
                show,
                seat);
    }

    private void expireHolds(String... seats) {
        for (var seat : seats) {
            Ledger.update(
                    "update seat set held_since = held_since - interval '10 minutes',"
                            + " held_until = held_until - interval '10 minutes'"
                            + " where show_time_id = ? and row_label || number = ?",
                    show,
                    seat);
        }
    }

    private static void assertUtcIn(Object time, Duration fromNow) {
        assertThat(time).asString().endsWith("Z");
        assertThat(Instant.parse((String) time)).isCloseTo(Instant.now().plus(fromNow), within(5, ChronoUnit.SECONDS));
    }

    private static void assertReferences(Map<String, Object> booked, int count) {
        assertThat((List<?>) booked.get("references"))
                .hasSize(count)
                .allSatisfy(reference -> assertThat((String) reference).matches("[0-9A-HJKMNP-TV-Z]{12}"));
    }
}
