package org.frontrow.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.frontrow.platform.Problems.problem;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.frontrow.catalog.TestShows;
import org.frontrow.seating.Ledger;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BoxOfficeResourceTest {
    private final SeatClient anna = SeatClient.customer();
    private final SeatClient staff = SeatClient.staff();
    private final SeatClient colleague = SeatClient.staff();
    private final long show = TestShows.tomorrow(3, 4);

    // ---- selling ----

    @Test
    void the_counter_sells_in_one_step() {
        sell(Map.of("payment", "CASH", "guest", "Miller"), "A1", "A2")
                .statusCode(200)
                .body("status", equalTo("CONFIRMED"))
                .body("payment", equalTo("CASH"))
                .body("guest", equalTo("Miller"))
                .body("total", equalTo("200.00"))
                .body("tickets.seat", contains("A1", "A2"))
                .body("tickets.booked_by", contains("box office", "box office"));
        assertThat(Ledger.eventsOf(show, "A", 1)).containsExactly("BOOKED");
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void what_the_house_gives_away_costs_nothing() {
        sell(Map.of("payment", "COMP"), "A1")
                .statusCode(200)
                .body("total", equalTo("0.00"))
                .body("tickets.price", contains("0.00"));
    }

    @Test
    void a_guest_with_an_account_has_the_tickets_there() {
        sell(Map.of("payment", "CASH", "username", anna.account().username()), "A1")
                .statusCode(200);
        anna.get("my-bookings/").body("bookings.number", contains(1));
    }

    @Test
    void any_of_the_staff_sells_what_is_kept_in_the_name_of_the_house() {
        staff.atCounter(show, "reserve-seats/", Map.of("guest", "Miller"), "A1").statusCode(200);
        sell(colleague, null, Map.of("payment", "CASH"), "A1").statusCode(200);
        assertThat(Ledger.eventsOf(show, "A", 1)).containsExactly("HELD", "BOOKED");
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void what_is_kept_in_the_name_of_the_house_can_be_sold_into_an_account() {
        staff.atCounter(show, "reserve-seats/", Map.of("guest", "Anna"), "A1").statusCode(200);
        sell(Map.of("payment", "CASH", "username", anna.account().username()), "A1")
                .statusCode(200);
        assertThat(Ledger.eventsOf(show, "A", 1)).containsExactly("HELD", "RELEASED", "BOOKED");
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void nothing_is_sold_that_a_guest_is_choosing() {
        anna.hold(show, "A2").statusCode(200);
        sell(Map.of("payment", "CASH"), "A1", "A2")
                .spec(problem(409, "seats-taken"))
                .body("seats.number", contains(2));
        assertThat(Ledger.query("select 1 from booking where show_time_id = ?", show))
                .isEmpty();
    }

    @Test
    void nothing_is_sold_twice_not_even_by_the_same_clerk() {
        sell(Map.of("payment", "CASH"), "A1").statusCode(200);
        sell(Map.of("payment", "CASH"), "A1").spec(problem(409, "seats-taken"));
        sell(staff, "another-sale", Map.of("payment", "CASH"), "A1").spec(problem(409, "seats-taken"));
    }

    @Test
    void the_same_sale_asked_for_again_is_the_same_sale() {
        var first =
                sell(staff, "sale-0001", Map.of("payment", "CASH"), "A1", "A2").statusCode(200);
        String reference = first.extract().path("reference");
        sell(staff, "sale-0001", Map.of("payment", "CASH"), "A1", "A2")
                .statusCode(200)
                .body("reference", equalTo(reference));
        // Of another clerk it is another one, and it is told afterwards what became of it.
        sell(colleague, "sale-0001", Map.of("payment", "CASH"), "A1", "A2").spec(problem(409, "seats-taken"));
        staff.asks()
                .post("/api/seats/bookings/" + reference + "/cancel/")
                .then()
                .statusCode(200);
        sell(staff, "sale-0001", Map.of("payment", "CASH"), "A1", "A2")
                .statusCode(200)
                .body("reference", equalTo(reference))
                .body("status", equalTo("CANCELLED"));
    }

    @Test
    void a_sale_that_comes_many_times_at_once_is_one() throws Exception {
        var gate = new CountDownLatch(1);
        try (var clerks = Executors.newFixedThreadPool(12)) {
            var answers = IntStream.range(0, 12)
                    .mapToObj(_ -> clerks.submit(() -> {
                        gate.await();
                        return sell(staff, "sale-at-once", Map.of("payment", "CASH"), "B1", "B2")
                                .statusCode(200)
                                .extract()
                                .<String>path("reference");
                    }))
                    .toList();
            gate.countDown();
            assertThat(answers.stream().map(BoxOfficeResourceTest::get).distinct())
                    .hasSize(1);
        }
        assertThat(Ledger.query("select 1 from booking where show_time_id = ?", show))
                .hasSize(1);
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void the_counter_and_the_guests_never_sell_the_same_seat() throws Exception {
        var gate = new CountDownLatch(1);
        try (var people = Executors.newFixedThreadPool(16)) {
            var answers = IntStream.range(0, 16)
                    .mapToObj(i -> people.submit(() -> {
                        var guest = SeatClient.customer();
                        gate.await();
                        return i % 2 == 0
                                ? sell(Map.of("payment", "CASH"), "C1", "C2")
                                        .extract()
                                        .statusCode()
                                : guest.hold(show, "C2", "C1").extract().statusCode();
                    }))
                    .toList();
            gate.countDown();
            assertThat(answers.stream().map(BoxOfficeResourceTest::get).filter(status -> status == 200))
                    .hasSize(1);
        }
        Ledger.assertRebuildsSeats(show);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"seats\":[],\"payment\":\"CASH\"}",
                "{\"seats\":[{\"row\":\"A\",\"number\":1}]}",
                "{\"seats\":[{\"row\":\"A\",\"number\":1}],\"payment\":\"ONLINE\"}",
                "{\"seats\":[{\"row\":\"A\",\"number\":1}],\"payment\":\"CASH\",\"guest\":\"\"}",
                "{\"seats\":[{\"row\":\"A\",\"number\":1}],\"payment\":\"CASH\",\"price\":\"0\"}"
            })
    void what_is_no_sale_is_refused(String body) {
        post(staff, "shows/" + show + "/sell-seats/", body).spec(problem(400, "invalid-request"));
    }

    @Test
    void a_key_has_to_be_one() {
        sell(staff, "short", Map.of("payment", "CASH"), "A1").spec(problem(400, "invalid-request"));
    }

    // ---- moving ----

    @Test
    void a_booking_is_moved_in_one_step_and_keeps_its_codes() {
        var reference = anna.buy(show, "A1", "A2");
        var before = codes(reference);

        move(reference, "A1", "B1", "A2", "B2")
                .statusCode(200)
                .body("tickets.seat", contains("B1", "B2"))
                .body("total", equalTo("200.00"));

        assertThat(codes(reference)).isEqualTo(before);
        anna.get("my-bookings/").body("bookings.row", contains("B", "B"));
        assertThat(Ledger.eventsOf(show, "A", 1)).containsExactly("HELD", "BOOKED", "MOVED_AWAY");
        assertThat(Ledger.eventsOf(show, "B", 1)).containsExactly("MOVED_HERE");
        Ledger.assertRebuildsSeats(show);
        // Again it changes nothing, and what was left can be had.
        move(reference, "A1", "B1", "A2", "B2").statusCode(200).body("tickets.seat", contains("B1", "B2"));
        SeatClient.customer().buy(show, "A1");
        staff.asks()
                .get("/api/office/shows/" + show + "/seat-history/?row=B&number=1")
                .then()
                .body("events[0].other_seat.number", equalTo(1))
                .body("events[0].other_seat.row", equalTo("A"))
                .body("events[0].by", equalTo(staff.account().username()));
    }

    @Test
    void a_booking_can_be_taken_back_where_it_was_moved_to() {
        var reference = anna.buy(show, "A1");
        move(reference, "A1", "B1").statusCode(200);
        anna.asks().post("/api/seats/bookings/" + reference + "/cancel/").then().statusCode(200);
        SeatClient.customer().buy(show, "B1");
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void all_tickets_are_moved_or_none() {
        var reference = anna.buy(show, "A1", "A2");
        SeatClient.customer().hold(show, "B2").statusCode(200);

        move(reference, "A1", "B1", "A2", "B2")
                .spec(problem(409, "seats-taken"))
                .body("seats.number", contains(2));

        assertThat(Ledger.eventsOf(show, "A", 1)).containsExactly("HELD", "BOOKED");
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void only_what_is_of_this_booking_is_moved() {
        var reference = anna.buy(show, "A1");
        anna.buy(show, "A2");
        move(reference, "A2", "B2").spec(problem(409, "not-of-this-booking")).body("seats.number", contains(2));
        move(reference, "A1", "A1").spec(problem(400, "moves-meet"));
        move(reference, "A1", "B1", "B1", "B2").spec(problem(400, "moves-meet"));
        move(reference, "A1", "Z1").spec(problem(404, "unknown-seats"));
        move("ABCDEFGHJKMN", "A1", "B1").spec(problem(404, "unknown-booking"));
        post(anna, "bookings/" + reference + "/move/", Map.of("moves", moves("A1", "B1")))
                .spec(problem(403, "not-allowed"));
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void two_bookings_that_are_moved_to_the_same_seat_do_not_both_get_it() throws Exception {
        var references = Stream.of("A1", "A2", "A3", "A4")
                .map(seat -> SeatClient.customer().buy(show, seat))
                .toList();
        var gate = new CountDownLatch(1);
        try (var clerks = Executors.newFixedThreadPool(4)) {
            var answers = IntStream.range(0, 4)
                    .mapToObj(i -> clerks.submit(() -> {
                        gate.await();
                        return move(references.get(i), "A" + (i + 1), "C4")
                                .extract()
                                .statusCode();
                    }))
                    .toList();
            gate.countDown();
            assertThat(answers.stream().map(BoxOfficeResourceTest::get)).containsOnlyOnce(200);
        }
        Ledger.assertRebuildsSeats(show);
    }

    // ---- finding and cancelling ----

    @Test
    void bookings_are_found_by_reference_and_by_who_booked() {
        var first = anna.buy(show, "A1");
        var second = anna.buy(show, "A2");
        search(first.toLowerCase(java.util.Locale.ROOT)).body("bookings.reference", contains(first));
        search(anna.account().username()).body("bookings.reference", contains(second, first));
        search("nobody_at_all").body("bookings", empty());
        anna.asks().get("/api/office/bookings/?search=" + first).then().spec(problem(403, "not-allowed"));
    }

    @Test
    void staff_cancel_for_a_guest_and_it_is_written_down() {
        var reference = anna.buy(show, "A1");
        staff.asks()
                .post("/api/seats/bookings/" + reference + "/cancel/")
                .then()
                .statusCode(200);
        SeatClient.admin()
                .asks()
                .get("/api/office/audit/?username=" + staff.account().username())
                .then()
                .body("entries.act", hasItem("BOOKING_CANCELLED"))
                .body("entries.subject_id", hasItem(reference));
    }

    private static <T> T get(java.util.concurrent.Future<T> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<String> codes(String reference) {
        return staff.get("bookings/" + reference + "/").extract().jsonPath().getList("tickets.code");
    }

    private ValidatableResponse search(String text) {
        return staff.asks().get("/api/office/bookings/?search=" + text).then().statusCode(200);
    }

    private ValidatableResponse sell(Map<String, Object> more, String... seats) {
        return sell(staff, null, more, seats);
    }

    private ValidatableResponse sell(SeatClient who, String key, Map<String, Object> more, String... seats) {
        var body = new java.util.HashMap<>(more);
        body.put("seats", SeatClient.labels(seats));
        var asks = who.asks().contentType(ContentType.JSON).body(body);
        return (key == null ? asks : asks.header("Idempotency-Key", key))
                .post("/api/office/shows/" + show + "/sell-seats/")
                .then();
    }

    private ValidatableResponse move(String reference, String... fromTo) {
        return post(staff, "bookings/" + reference + "/move/", Map.of("moves", moves(fromTo)));
    }

    private static List<Map<String, Object>> moves(String... fromTo) {
        var seats = SeatClient.labels(fromTo);
        return IntStream.range(0, seats.size() / 2)
                .mapToObj(i -> Map.<String, Object>of("from", seats.get(2 * i), "to", seats.get(2 * i + 1)))
                .toList();
    }

    private static ValidatableResponse post(SeatClient who, String path, Object body) {
        return who.asks()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/office/" + path)
                .then();
    }
}
