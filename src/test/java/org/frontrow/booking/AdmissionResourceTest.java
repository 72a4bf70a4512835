package org.frontrow.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.frontrow.platform.Problems.problem;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.frontrow.catalog.TestShows;
import org.frontrow.seating.Ledger;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AdmissionResourceTest {
    private final SeatClient anna = SeatClient.customer();
    private final SeatClient staff = SeatClient.staff();
    private final long show = TestShows.tomorrow(2, 4);

    @Test
    void a_ticket_lets_in_once() {
        var code = code(anna.buy(show, "A1"));
        checkIn(show, code)
                .statusCode(200)
                .body("row", equalTo("A"))
                .body("number", equalTo(1))
                .body("booked_by", equalTo(anna.account().username()))
                .body("used_at", notNullValue());
        checkIn(show, code).spec(problem(409, "ticket-already-used")).body("used_at", notNullValue());
        anna.get("my-bookings/").body("bookings", hasSize(1));
    }

    @Test
    void of_many_doors_only_one_lets_in() throws Exception {
        var code = code(anna.buy(show, "A1"));
        var gate = new CountDownLatch(1);
        try (var doors = Executors.newFixedThreadPool(8)) {
            var answers = IntStream.range(0, 8)
                    .mapToObj(_ -> doors.submit(() -> {
                        gate.await();
                        return checkIn(show, code).extract().statusCode();
                    }))
                    .toList();
            gate.countDown();
            var let = 0;
            for (var answer : answers) {
                let += answer.get() == 200 ? 1 : 0;
            }
            assertThat(let).isEqualTo(1);
        }
    }

    @Test
    void a_ticket_of_another_show_says_which() {
        var other = TestShows.tomorrow(1, 1);
        var code = code(anna.buy(other, "A1"));
        checkIn(show, code)
                .spec(problem(409, "ticket-of-another-show"))
                .body("movie", notNullValue())
                .body("start_time", notNullValue());
        checkIn(other, code).statusCode(200);
    }

    @Test
    void a_cancelled_ticket_lets_nobody_in() {
        var reference = anna.buy(show, "A1");
        var code = code(reference);
        anna.asks().post("/api/seats/bookings/" + reference + "/cancel/").then().statusCode(200);
        checkIn(show, code).spec(problem(409, "ticket-cancelled"));
    }

    @Test
    void what_is_no_ticket_is_unknown() {
        checkIn(show, "nothing").spec(problem(404, "unknown-ticket"));
        post("check-in/", Map.of("show_id", show, "ticket_id", 999_999_999)).spec(problem(404, "unknown-ticket"));
        post("check-in/", Map.of("show_id", show)).spec(problem(400, "no-ticket-named"));
        post("check-in/", Map.of("show_id", show, "code", "x", "ticket_id", 1)).spec(problem(400, "no-ticket-named"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"show_id\":null,\"code\":\"x\"}", "{\"show_id\":1,\"code\":\"\"}", "{\"code\":\"x\"}"})
    void what_is_no_check_in_is_refused(String body) {
        post("check-in/", body).spec(problem(400, "invalid-request"));
    }

    @Test
    void who_has_not_come_in_after_all_can_come_again() {
        var code = code(anna.buy(show, "A1"));
        int ticket = checkIn(show, code).extract().path("ticket_id");
        post("check-in/undo/", Map.of("show_id", show, "ticket_id", ticket))
                .statusCode(200)
                .body("used_at", nullValue());
        post("check-in/undo/", Map.of("show_id", show, "ticket_id", ticket)).statusCode(200);
        post("check-in/undo/", Map.of("show_id", show + 1, "ticket_id", ticket)).spec(problem(404, "unknown-ticket"));
        checkIn(show, code).statusCode(200);
        assertThat(Ledger.query(
                        "select act from audit_entry where account_id = ? order by id",
                        staff.account().accountId()))
                .extracting(row -> (String) row.getFirst())
                .containsExactly("TICKET_USED", "TICKET_USE_UNDONE", "TICKET_USED");
    }

    @Test
    void a_ticket_that_was_used_and_then_cancelled_is_no_good() {
        var reference = anna.buy(show, "A1");
        var code = code(reference);
        int ticket = checkIn(show, code).extract().path("ticket_id");
        staff.asks()
                .post("/api/seats/bookings/" + reference + "/cancel/")
                .then()
                .statusCode(200);

        checkIn(show, code).spec(problem(409, "ticket-cancelled"));
        post("check-in/undo/", Map.of("show_id", show, "ticket_id", ticket)).spec(problem(409, "ticket-cancelled"));
    }

    @Test
    void the_door_list_says_who_is_expected_and_who_is_there() {
        anna.buy(show, "A2", "A1");
        staff.atCounter(show, "sell-seats/", Map.of("payment", "CASH", "guest", "Miller"), "B1")
                .statusCode(200);
        var cancelled = SeatClient.customer().buy(show, "B2");
        staff.asks()
                .post("/api/seats/bookings/" + cancelled + "/cancel/")
                .then()
                .statusCode(200);
        int ticket = list("?search=mill")
                .body("tickets.guest", contains("Miller"))
                .body("sold", equalTo(3))
                .body("admitted", equalTo(0))
                .extract()
                .path("tickets[0].ticket_id");
        post("check-in/", Map.of("show_id", show, "ticket_id", ticket)).statusCode(200);

        list("").body("sold", equalTo(3))
                .body("admitted", equalTo(1))
                .body("tickets.number", contains(1, 2, 1))
                .body("tickets.row", contains("A", "A", "B"))
                .body("tickets[2].used_at", notNullValue())
                .body("tickets[0].used_at", nullValue())
                .body("next_page", nullValue());
        list("?page_size=2").body("tickets", hasSize(2)).body("next_page", equalTo(2));
        list("?page_size=2&page=2").body("tickets", hasSize(1)).body("next_page", nullValue());
        list("?search=100%25").body("tickets", empty());
        list("?search=_").body("tickets", hasSize(anna.account().username().contains("_") ? 2 : 0));
        staff.asks().get("/api/office/shows/999999999/door-list/").then().spec(problem(404, "unknown-show"));
        anna.asks().get("/api/office/shows/" + show + "/door-list/").then().spec(problem(403, "not-allowed"));
    }

    private String code(String reference) {
        return staff.get("bookings/" + reference + "/").extract().path("tickets[0].code");
    }

    private ValidatableResponse list(String query) {
        return staff.asks()
                .get("/api/office/shows/" + show + "/door-list/" + query)
                .then()
                .statusCode(200);
    }

    private ValidatableResponse checkIn(long at, String code) {
        return post("check-in/", Map.of("show_id", at, "code", code));
    }

    private ValidatableResponse post(String path, Object body) {
        return staff.asks()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/office/" + path)
                .then();
    }
}
