package org.frontrow.seating;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.frontrow.platform.Problems.problem;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.frontrow.account.TestAccounts;
import org.frontrow.catalog.TestShows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class CounterResourceTest {
    private static final Map<String, Object> BROKEN = Map.of("reason", "Broken");

    private final SeatClient anna = SeatClient.customer();
    private final SeatClient staff = SeatClient.staff();
    private final long show = TestShows.tomorrow(2, 4);

    // ---- block and unblock ----

    @Test
    void what_is_blocked_is_not_for_sale_until_it_is_unblocked() {
        block("A1", "A2").statusCode(200).body("changed", equalTo(2));
        anna.hold(show, "A1").spec(problem(409, "seats-taken"));
        assertThat(status("A1")).isEqualTo("BLOCKED");
        block("A1", "A3").statusCode(200).body("changed", equalTo(1));

        unblock("A1", "B1").statusCode(200).body("changed", equalTo(1));

        anna.buy(show, "A1");
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void nobody_is_blocked_out_of_their_seat() {
        anna.hold(show, "A1").statusCode(200);
        anna.buy(show, "A2");

        block("A3", "A2", "A1").spec(problem(409, "seats-taken")).body("seats.number", contains(2, 1));

        assertThat(status("A3")).isEqualTo("AVAILABLE");
        assertThat(deeds()).isEmpty();
    }

    @Test
    void unblocking_leaves_alone_what_is_not_blocked() {
        anna.hold(show, "A1").statusCode(200);
        unblock("A1", "A2").statusCode(200).body("changed", equalTo(0));
        assertThat(status("A1")).isEqualTo("HELD");
        assertThat(deeds()).isEmpty();
    }

    // ---- reserve and release ----

    @Test
    void seats_are_kept_for_a_guest_for_longer_than_guests_can() {
        var until = Instant.now().plus(Duration.ofHours(5)).truncatedTo(ChronoUnit.MICROS);
        reserve(Map.of("guest", "Miller", "until", until.toString()), "A1", "A2")
                .statusCode(200)
                .body("expires_at", equalTo(until.toString()));
        anna.hold(show, "A1").spec(problem(409, "seats-taken"));

        release("A1", "A2", "A3").statusCode(200).body("changed", equalTo(2));

        anna.hold(show, "A1").statusCode(200);
        Ledger.assertRebuildsSeats(show);
    }

    /** All guests without an account are the house's, but not one of each other. */
    @Test
    void what_is_kept_for_one_guest_is_not_kept_for_another() {
        var later = Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MICROS);
        reserve(Map.of("guest", "Miller"), "A1", "A2").statusCode(200);
        reserve(Map.of("guest", "Smith", "until", later.toString()), "A3", "A2")
                .spec(problem(409, "seats-taken"))
                .body("seats.number", contains(2));
        reserve(Map.of(), "A1").spec(problem(409, "seats-taken"));
        assertThat(status("A3")).isEqualTo("AVAILABLE");

        reserve(Map.of("guest", "Miller", "until", later.toString()), "A2")
                .statusCode(200)
                .body("expires_at", equalTo(later.toString()));
        // Once it is nobody's again it can be anybody's.
        release("A1", "A2").statusCode(200);
        reserve(Map.of("guest", "Smith"), "A2").statusCode(200);
        reserve(Map.of("guest", "Miller"), "A2").spec(problem(409, "seats-taken"));
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void of_two_clerks_at_once_one_keeps_the_seat() throws Exception {
        var gate = new CyclicBarrier(6);
        try (var clerks = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 6)
                    .mapToObj(i -> clerks.submit(() -> {
                        gate.await();
                        return reserve(Map.of("guest", "Guest " + i), "A1")
                                .extract()
                                .statusCode();
                    }))
                    .toList();
            var statuses = new ArrayList<Integer>();
            for (var answer : answers) {
                statuses.add(answer.get());
            }
            assertThat(statuses)
                    .containsOnlyOnce(200)
                    .filteredOn(it -> it != 200)
                    .containsOnly(409);
        }
    }

    @Test
    void half_an_hour_if_nobody_says_how_long() {
        var until = reserve(Map.of(), "A1").statusCode(200).extract().jsonPath().getString("expires_at");
        assertThat(Instant.parse(until))
                .isCloseTo(Instant.now().plus(Duration.ofMinutes(30)), within(20, ChronoUnit.SECONDS));
    }

    @Test
    void never_longer_than_the_show_is_sold() {
        var until = reserve(
                        Map.of("until", Instant.now().plus(Duration.ofDays(30)).toString()), "A1")
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("expires_at");
        assertThat(Instant.parse(until)).isBefore(Instant.now().plus(Duration.ofDays(2)));
    }

    @Test
    void a_guest_with_an_account_can_book_what_is_kept_for_them() {
        reserve(Map.of("username", anna.account().username()), "A1", "A2").statusCode(200);
        anna.get("my-seats/?show_id=" + show).body("held.number", contains(1, 2));
        anna.book(show, "A1", "A2").statusCode(200);
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void the_limit_of_what_one_may_hold_is_for_guests() {
        var large = TestShows.tomorrow(1, 60);
        var seats = IntStream.rangeClosed(1, 60).mapToObj(n -> "A" + n).toArray(String[]::new);
        staff.atCounter(
                        large,
                        "reserve-seats/",
                        Map.of(
                                "username",
                                anna.account().username(),
                                "until",
                                Instant.now().plus(Duration.ofHours(5)).toString()),
                        seats)
                .statusCode(200);
        assertThat(Ledger.query("select 1 from seat where show_time_id = ? and status = 'HELD'", large))
                .hasSize(60);
        // And it leaves them all that they may hold themselves, for it is kept longer than they could.
        anna.hold(show, "B1").statusCode(200);
    }

    @Test
    void what_cannot_be_kept_is_refused() {
        var past = Instant.now().minusSeconds(5).toString();
        reserve(Map.of("until", past), "A1").spec(problem(400, "no-such-time"));
        reserve(Map.of("until", "2999-01-01T00:00:00Z"), "A1").spec(problem(400, "no-such-time"));
        reserve(Map.of("username", "nobody_" + TestAccounts.freshName()), "A1").spec(problem(404, "unknown-account"));
        reserve(Map.of(), "Z9").spec(problem(404, "unknown-seats"));
        reserve(Map.of(), "A1", "A1").spec(problem(400, "repeated-seats"));
        assertThat(status("A1")).isEqualTo("AVAILABLE");
    }

    // ---- who may, and who did ----

    @ParameterizedTest
    @ValueSource(strings = {"block-seats/", "unblock-seats/", "reserve-seats/", "release-seats/", "sell-seats/"})
    void guests_have_no_business_here(String path) {
        anna.atCounter(show, path, Map.of(), "A1").spec(problem(403, "not-allowed"));
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/api/office/shows/" + show + "/" + path)
                .then()
                .spec(problem(401, "authentication-required"));
        assertThat(status("A1")).isEqualTo("AVAILABLE");
    }

    @Test
    void what_staff_did_stands_in_the_audit_trail_and_in_the_history_of_the_seat() {
        anna.hold(show, "A1").statusCode(200);
        release("A1").statusCode(200);
        block("A1").statusCode(200);

        assertThat(deeds()).containsExactly("HOLDS_RELEASED", "SEATS_BLOCKED");
        history("?row=A&number=1")
                .body("events.kind", contains("BLOCKED", "RELEASED", "HELD"))
                .body(
                        "events.by",
                        contains(staff.account().username(), staff.account().username(), null))
                .body(
                        "events.account",
                        contains(null, anna.account().username(), anna.account().username()))
                .body("events.note", contains("Broken", null, null))
                .body("next_before", nullValue());
    }

    @Test
    void the_history_of_a_show_is_told_a_page_at_a_time() {
        anna.hold(show, "A1", "A2", "A3").statusCode(200);
        var first = history("?page_size=2").body("events", hasSize(2)).body("events.number", contains(3, 2));
        long before = first.extract().jsonPath().getLong("next_before");
        history("?page_size=2&before=" + before)
                .body("events.number", contains(1))
                .body("next_before", nullValue());
    }

    @Test
    void the_history_of_a_row_is_that_of_its_seats() {
        anna.hold(show, "A1", "B1", "B2").statusCode(200);
        history("?row=B").body("events.number", contains(2, 1));
        history("?number=1").body("events.row", contains("B", "A"));
        history("?row=Z&number=9").body("events", hasSize(0));
    }

    @Test
    void what_is_no_show_has_no_history() {
        staff.asks().get("/api/office/shows/999999999/seat-history/").then().spec(problem(404, "unknown-show"));
    }

    private ValidatableResponse block(String... seats) {
        return staff.atCounter(show, "block-seats/", BROKEN, seats);
    }

    private ValidatableResponse unblock(String... seats) {
        return staff.atCounter(show, "unblock-seats/", Map.of(), seats);
    }

    private ValidatableResponse reserve(Map<String, Object> more, String... seats) {
        return staff.atCounter(show, "reserve-seats/", more, seats);
    }

    private ValidatableResponse release(String... seats) {
        return staff.atCounter(show, "release-seats/", Map.of(), seats);
    }

    private ValidatableResponse history(String query) {
        return staff.asks()
                .get("/api/office/shows/" + show + "/seat-history/" + query)
                .then()
                .statusCode(200);
    }

    private String status(String seat) {
        return (String)
                Ledger.query("select status from seat where show_time_id = ? and row_label || number = ?", show, seat)
                        .getFirst()
                        .getFirst();
    }

    private List<String> deeds() {
        return Ledger.query(
                        "select act from audit_entry where account_id = ? order by id",
                        staff.account().accountId())
                .stream()
                .map(row -> (String) row.getFirst())
                .toList();
    }
}
