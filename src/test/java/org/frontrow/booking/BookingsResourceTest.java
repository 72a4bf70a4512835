package org.frontrow.booking;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.frontrow.platform.Problems.problem;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.frontrow.account.TestAccounts;
import org.frontrow.catalog.TestShows;
import org.frontrow.seating.Ledger;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BookingsResourceTest {
    private final SeatClient anna = SeatClient.customer();
    private final SeatClient ben = SeatClient.customer();
    private final SeatClient staff = SeatClient.staff();
    private final long show = TestShows.tomorrow(2, 3);

    // ---- my-bookings ----

    @ParameterizedTest
    @CsvSource({"/,bearer", "'',bearer", "/,cookie", "'',cookie"})
    void each_ticket_is_one_entry_with_exactly_these_fields(String slash, String signIn) {
        var reference = anna.buy(show, "A2", "A1");

        var told = read(signIn, "my-bookings" + slash);

        assertThat(told.keySet()).containsExactly("bookings");
        var entries = (List<Map<String, Object>>) told.get("bookings");
        assertThat(entries)
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry)
                        .containsOnlyKeys(
                                "id",
                                "movie",
                                "start_time",
                                "row",
                                "number",
                                "price",
                                "screen",
                                "currency",
                                "show_id",
                                "reference",
                                "booked_at")
                        .containsEntry("row", "A")
                        .containsEntry("price", "100.00")
                        .containsEntry("currency", "EUR")
                        .containsEntry("show_id", (int) show)
                        .containsEntry("reference", reference)
                        .containsAllEntriesOf(nameOfShow())
                        .hasEntrySatisfying("start_time", BookingsResourceTest::isUtc)
                        .hasEntrySatisfying(
                                "booked_at",
                                at -> assertThat(isUtc(at)).isCloseTo(Instant.now(), within(10, ChronoUnit.SECONDS))));
        assertThat(entries).extracting(entry -> entry.get("number")).containsExactly(1, 2);
        assertThat(entries).extracting(entry -> entry.get("id")).doesNotHaveDuplicates();
    }

    @Test
    void who_booked_nothing_has_an_empty_list() {
        anna.hold(show, "A1").statusCode(200);
        ben.buy(show, "A2");

        anna.get("my-bookings/").statusCode(200).body("", is(Map.of("bookings", List.of())));
    }

    @Test
    void the_newest_show_comes_first_then_row_and_number() {
        var sooner = TestShows.startingAt(Instant.now().plus(Duration.ofHours(3)), 1, 2).id;
        var later = TestShows.startingAt(Instant.now().plus(Duration.ofDays(9)), 1, 2).id;
        var over = TestShows.startingAt(Instant.now().minus(Duration.ofMinutes(30)), 1, 2).id;
        anna.buy(show, "B1");
        anna.buy(later, "A1");
        anna.buy(over, "A2");
        anna.buy(show, "A3", "A1");
        anna.buy(sooner, "A1");

        assertThat(anna.get("my-bookings/")
                        .extract()
                        .jsonPath()
                        .<String>getList("bookings.collect { it.show_id + it.row + it.number }"))
                .containsExactly(later + "A1", show + "A1", show + "A3", show + "B1", sooner + "A1", over + "A2");
    }

    @Test
    void cancelled_tickets_are_not_listed() {
        var kept = anna.buy(show, "A1");
        cancel(anna, anna.buy(show, "A2", "A3")).statusCode(200);

        anna.get("my-bookings/").body("bookings.reference", is(List.of(kept)));
    }

    @Test
    void more_than_a_hundred_tickets_come_in_pages() {
        var large = TestShows.tomorrow(21, 10);
        for (var row = 'A'; row <= 'K'; row++) {
            anna.buy(large, row(row, 10));
        }
        var first = anna.get("my-bookings/").statusCode(200).body("next_page", is(2));
        var second = anna.get("my-bookings/?page=2").statusCode(200).body("", not(containsKey("next_page")));
        assertThat(labels(first)).hasSize(100).startsWith("A1", "A2").endsWith("J9", "J10");
        assertThat(labels(second)).containsExactly(row('K', 10));
        anna.get("my-bookings/?page=1").body("", is(first.extract().<Object>path("")));
        anna.get("my-bookings/?page=3").statusCode(200).body("", is(Map.of("bookings", List.of())));
        anna.get("my-bookings/?page=10000").statusCode(200).body("bookings", empty());

        cancel(anna, first.extract().path("bookings[0].reference")).statusCode(200);
        anna.get("my-bookings/").body("bookings", hasSize(100)).body("", not(containsKey("next_page")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "10001",
                "2147483648",
                "one",
                "1.5",
                "%00",
                "1e2",
                "%2B1",
                "01",
                "99999999999999999999"
            })
    void an_impossible_page_is_refused(String page) {
        anna.asks()
                .urlEncodingEnabled(false)
                .get("/api/seats/my-bookings/?page=" + page)
                .then()
                .spec(problem(400, "unreadable-page"))
                .body("error", is("Give page as a number from 1 to 10000"));
    }

    // ---- tickets ----

    @ParameterizedTest
    @CsvSource({"/,bearer", "'',bearer", "/,cookie", "'',cookie"})
    void a_ticket_has_exactly_these_fields(String slash, String signIn) {
        var reference = anna.buy(show, "B3");
        var id = ticketOf(anna);

        var told = read(signIn, "booking/" + id + "/ticket" + slash);

        assertThat(told.keySet()).containsExactly("ticket");
        assertTicket((Map<String, Object>) told.get("ticket"), id, reference, "VALID", "Enjoy the movie!");
    }

    @Test
    void a_tickets_code_is_drawn_for_its_owner_and_staff_and_for_nobody_else() {
        anna.buy(show, "A1");
        var id = ticketOf(anna);
        var path = "booking/" + id + "/qr/";
        String code = anna.get("booking/" + id + "/ticket/").extract().path("ticket.code");

        for (var who : List.of(anna, staff, new SeatClient(TestAccounts.admin()))) {
            for (var spelling : List.of(path, path.replaceFirst("/$", ""))) {
                var picture = who.get(spelling)
                        .statusCode(200)
                        .contentType("image/svg+xml")
                        .header("Cache-Control", "no-store")
                        .header("X-Content-Type-Options", "nosniff")
                        .extract()
                        .asString();
                assertThat(picture).isEqualTo(QrPicture.of(code));
            }
        }
        assertSameAnswer(ben.get(path), ben.get("booking/" + Long.MAX_VALUE + "/qr/"));
        anna.get("booking/none/qr/").spec(problem(404));
        anna.asks().accept("image/svg+xml").get("/api/seats/" + path).then().statusCode(200);
        ben.asks().accept("image/svg+xml").get("/api/seats/" + path).then().spec(problem(404, "unknown-booking"));
    }

    @Test
    void a_ticket_is_shown_to_its_owner_and_to_staff_and_to_nobody_else() {
        anna.buy(show, "A1");
        var id = ticketOf(anna);
        var path = "booking/" + id + "/ticket/";
        var ticket = anna.get(path).statusCode(200).extract().<Object>path("");

        staff.get(path).statusCode(200).body("", is(ticket));
        new SeatClient(TestAccounts.admin()).get(path).statusCode(200).body("", is(ticket));
        assertSameAnswer(ben.get(path), ben.get("booking/" + Long.MAX_VALUE + "/ticket/"));
        given().get("/api/seats/" + path).then().spec(problem(401, "authentication-required"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "1.0",
                "1e3",
                "-1",
                "0",
                "%201",
                "1%00",
                "%00",
                "9223372036854775808",
                "99999999999999999999999",
                "%27%20or%201=1--",
                "null",
                "1%2f2"
            })
    void a_ticket_that_cannot_be_is_not_found(String id) {
        anna.buy(show, "A1");
        anna.asks()
                .urlEncodingEnabled(false)
                .get("/api/seats/booking/" + id + "/ticket/")
                .then()
                .spec(problem(404));
        given().urlEncodingEnabled(false)
                .get("/api/seats/booking/" + id + "/ticket/")
                .then()
                .spec(problem(401, "authentication-required"));
    }

    // ---- one booking ----

    @ParameterizedTest
    @CsvSource({"/,bearer", "'',bearer", "/,cookie", "'',cookie"})
    void a_booking_has_exactly_these_fields(String slash, String signIn) {
        var reference = anna.buy(show, "B3", "B1");

        var told = read(signIn, "bookings/" + reference + slash);

        assertThat(told)
                .containsOnlyKeys(
                        "reference",
                        "status",
                        "show_id",
                        "movie",
                        "screen",
                        "start_time",
                        "total",
                        "currency",
                        "booked_at",
                        "payment",
                        "tickets")
                .containsEntry("reference", reference)
                .containsEntry("status", "CONFIRMED")
                .containsEntry("show_id", (int) show)
                .containsEntry("total", "200.00")
                .containsEntry("currency", "EUR")
                .containsAllEntriesOf(nameOfShow())
                .hasEntrySatisfying("start_time", BookingsResourceTest::isUtc)
                .hasEntrySatisfying("booked_at", BookingsResourceTest::isUtc);
        var tickets = (List<Map<String, Object>>) told.get("tickets");
        assertThat(tickets).extracting(ticket -> ticket.get("seat")).containsExactly("B1", "B3");
        var b3 = tickets.getLast();
        assertTicket(b3, (int) b3.get("ticket_id"), reference, "VALID", "Enjoy the movie!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "A%00B", "%ff", "%0d%0a", "%27%20or%201=1--", "7Q4KX2M9T%25", "_", "a%2fb"})
    void a_booking_that_cannot_be_is_not_found(String reference) {
        anna.buy(show, "A1");
        for (var who : List.of(anna, staff)) {
            who.asks()
                    .urlEncodingEnabled(false)
                    .get("/api/seats/bookings/" + reference + "/")
                    .then()
                    .spec(problem(404));
            who.asks()
                    .urlEncodingEnabled(false)
                    .post("/api/seats/bookings/" + reference + "/cancel/")
                    .then()
                    .spec(problem(404));
        }
    }

    @Test
    void a_very_long_reference_is_not_found() {
        anna.get("bookings/" + "A".repeat(3000) + "/").spec(problem(404, "unknown-booking"));
    }

    // ---- two users on everything that has an owner ----

    @Test
    void what_belongs_to_another_answers_like_what_does_not_exist() {
        var reference = anna.buy(show, "A1");
        var id = ticketOf(anna);
        var before = Ledger.query("select id, status, version from seat where show_time_id = ? order by id", show);

        assertSameAnswer(ben.get("booking/" + id + "/ticket/"), ben.get("booking/0/ticket/"));
        assertSameAnswer(ben.get("bookings/" + reference + "/"), ben.get("bookings/0000000000/"));
        assertSameAnswer(cancel(ben, reference), cancel(ben, "0000000000"));
        ben.get("my-bookings/").body("bookings", empty());
        ben.release(show, "A1").statusCode(200).body("released", is(0));
        ben.book(show, "A1").spec(problem(409, "seats-taken")).body(not(containsString(reference)));

        assertThat(Ledger.query("select id, status, version from seat where show_time_id = ? order by id", show))
                .isEqualTo(before);
        anna.get("bookings/" + reference + "/").statusCode(200).body("status", is("CONFIRMED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"my-bookings/", "booking/1/ticket/", "booking/1/qr/", "bookings/0000000000/"})
    void a_stranger_is_asked_to_sign_in(String path) {
        given().get("/api/seats/" + path).then().spec(problem(401, "authentication-required"));
    }

    // ---- cancel ----

    @ParameterizedTest
    @CsvSource({"/,bearer", "'',bearer", "/,cookie", "'',cookie"})
    void a_cancelled_booking_is_told_like_any_other(String slash, String signIn) {
        var reference = anna.buy(show, "B3");
        var id = ticketOf(anna);
        var booking = anna.get("bookings/" + reference).extract().<Map<String, Object>>path("");

        var request = signIn.equals("bearer")
                ? anna.asks()
                : given().cookie("frontrow_access", anna.account().bearer());
        Map<String, Object> told = request.post("/api/seats/bookings/" + reference + "/cancel" + slash)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .path("");

        var tickets = (List<Map<String, Object>>) told.remove("tickets");
        assertTicket(tickets.getFirst(), id, reference, "CANCELLED", "This ticket was cancelled");
        booking.remove("tickets");
        booking.put("status", "CANCELLED");
        assertThat(told).isEqualTo(booking);
    }

    @Test
    void a_cancelled_seat_is_free_at_once_for_anybody() {
        var reference = anna.buy(show, "A1", "A2");
        var id = ticketOf(anna);

        cancel(anna, reference)
                .statusCode(200)
                .body("status", is("CANCELLED"))
                .body("tickets.status", everyItem(is("CANCELLED")));

        given().get("/api/seats/?show_id=" + show)
                .then()
                .body("stats.available", is(6))
                .body("stats.booked", is(0));
        ben.buy(show, "A1", "A2");
        anna.get("booking/" + id + "/ticket/").statusCode(200).body("ticket.status", is("CANCELLED"));
        anna.get("bookings/" + reference + "/").statusCode(200).body("status", is("CANCELLED"));
        anna.book(show, "A1").spec(problem(409, "seats-taken"));
        assertThat(Ledger.eventsOf(show, "A", 1)).containsExactly("HELD", "BOOKED", "CANCELLED", "HELD", "BOOKED");
        Ledger.assertRebuildsSeats(show);
    }

    /** Whoever is first: no seat stays sold without a ticket, and no ticket good without a seat. */
    @RepeatedTest(5)
    void of_a_booking_that_is_moved_and_cancelled_at_once_nothing_is_left() throws Exception {
        var large = TestShows.tomorrow(2, 8);
        var reference = anna.buy(large, "A1", "A2");
        var gate = new CyclicBarrier(3);
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var cancelling = people.submit(() -> {
                gate.await();
                return cancel(anna, reference).extract().statusCode();
            });
            List.of("B1", "B2")
                    .forEach(to -> people.submit(() -> {
                        gate.await();
                        return staff.asks()
                                .contentType("application/json")
                                .body(Map.of(
                                        "moves", List.of(Map.of("from", seat("A" + to.charAt(1)), "to", seat(to)))))
                                .post("/api/office/bookings/" + reference + "/move/")
                                .statusCode();
                    }));
            assertThat(cancelling.get()).isEqualTo(200);
        }
        anna.get("bookings/" + reference + "/").body("status", is("CANCELLED"));
        assertThat(Ledger.query("select 1 from seat where show_time_id = ? and status <> 'AVAILABLE'", large))
                .isEmpty();
        Ledger.assertRebuildsSeats(large);
    }

    private static Map<String, Object> seat(String label) {
        return Map.of("row", label.substring(0, 1), "number", Integer.parseInt(label.substring(1)));
    }

    @Test
    void cancelling_again_changes_nothing_not_even_for_the_next_owner() {
        var reference = anna.buy(show, "A1");
        var first = cancel(anna, reference).statusCode(200).extract().<Object>path("");
        ben.buy(show, "A1");

        cancel(anna, reference).statusCode(200).body("", is(first));
        cancel(staff, reference).statusCode(200).body("", is(first));

        assertThat(Ledger.eventsOf(show, "A", 1)).containsExactly("HELD", "BOOKED", "CANCELLED", "HELD", "BOOKED");
        ben.get("my-bookings/").body("bookings", hasSize(1));
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void a_cancelled_seat_has_to_be_held_again() {
        var reference = anna.buy(show, "A1");
        cancel(anna, reference).statusCode(200);

        anna.book(show, "A1").spec(problem(409, "not-held"));
        assertThat(anna.buy(show, "A1")).isNotEqualTo(reference);
    }

    @Test
    void only_this_booking_is_cancelled() {
        var first = anna.buy(show, "A1");
        var second = anna.buy(show, "A2");
        anna.hold(show, "A3").statusCode(200);

        cancel(anna, first).statusCode(200);

        anna.get("my-bookings/").body("bookings.reference", is(List.of(second)));
        anna.book(show, "A3").statusCode(200);
    }

    @Test
    void once_the_show_has_begun_only_staff_can_cancel() {
        var running = TestShows.startingAt(Instant.now().minus(Duration.ofMinutes(5)), 1, 2).id;
        var reference = anna.buy(running, "A1");

        cancel(anna, reference)
                .spec(problem(409, "too-late-to-cancel"))
                .body("error", is("The show has begun, so the booking can no longer be cancelled"));
        anna.get("bookings/" + reference + "/").body("status", is("CONFIRMED"));

        cancel(staff, reference).statusCode(200).body("status", is("CANCELLED"));
        cancel(anna, reference).statusCode(200).body("status", is("CANCELLED"));
        Ledger.assertRebuildsSeats(running);
    }

    @Test
    void staff_cancels_for_others_before_the_show_too() {
        var reference = anna.buy(show, "A1");

        cancel(staff, reference)
                .statusCode(200)
                .body("tickets[0].booked_by", is(anna.account().username()));

        anna.get("my-bookings/").body("bookings", empty());
    }

    @Test
    void cancelling_needs_no_body_and_reads_none() {
        var reference = anna.buy(show, "A1");
        for (var body : List.of("", "{", "null", "{\"status\": \"CONFIRMED\"}")) {
            anna.asks()
                    .contentType(ContentType.JSON)
                    .body(body)
                    .post("/api/seats/bookings/" + reference + "/cancel/")
                    .then()
                    .statusCode(200)
                    .body("status", is("CANCELLED"));
        }
    }

    // ---- words for the above ----

    private static ValidatableResponse cancel(SeatClient who, String reference) {
        return who.asks().post("/api/seats/bookings/" + reference + "/cancel/").then();
    }

    private static int ticketOf(SeatClient who) {
        return who.get("my-bookings/").statusCode(200).extract().path("bookings[0].id");
    }

    private Map<String, Object> read(String signIn, String path) {
        var request = signIn.equals("bearer")
                ? anna.asks()
                : given().cookie("frontrow_access", anna.account().bearer());
        return request.get("/api/seats/" + path)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .path("");
    }

    private void assertTicket(Map<String, Object> ticket, int id, String reference, String status, String message) {
        assertThat(ticket)
                .containsOnlyKeys(
                        "ticket_id",
                        "movie",
                        "screen",
                        "time",
                        "seat",
                        "price",
                        "booked_by",
                        "message",
                        "row",
                        "number",
                        "currency",
                        "status",
                        "reference",
                        "code")
                .containsEntry("ticket_id", id)
                .containsEntry("seat", "B3")
                .containsEntry("row", "B")
                .containsEntry("number", 3)
                .containsEntry("price", "100.00")
                .containsEntry("currency", "EUR")
                .containsEntry("booked_by", anna.account().username())
                .containsEntry("message", message)
                .containsEntry("status", status)
                .containsEntry("reference", reference)
                .containsAllEntriesOf(nameOfShow())
                .hasEntrySatisfying("time", BookingsResourceTest::isUtc)
                .hasEntrySatisfying("code", code -> assertThat((String) code).matches("[A-Za-z0-9_-]{22}"));
    }

    private Map<String, Object> nameOfShow() {
        var names = Ledger.query(
                        "select m.title, s.name from show_time t join movie m on m.id = t.movie_id"
                                + " join screen s on s.id = t.screen_id where t.id = ?",
                        show)
                .getFirst();
        return Map.of("movie", names.getFirst(), "screen", names.getLast());
    }

    /** To the letter, but for what names the request. */
    private static void assertSameAnswer(ValidatableResponse others, ValidatableResponse unknown) {
        assertThat(anonymous(others)).isEqualTo(anonymous(unknown));
    }

    private static List<Object> anonymous(ValidatableResponse answer) {
        var response = answer.spec(problem(404, "unknown-booking")).extract();
        var body = response.asString().replaceAll("\"(instance|trace_id)\":\"[^\"]*\"", "\"$1\":\"\"");
        var headers = new HashMap<String, String>();
        response.headers().asList().stream()
                .filter(header -> !header.getName().equalsIgnoreCase("content-length"))
                .forEach(header -> headers.put(header.getName(), header.getValue()));
        return List.of(body, headers);
    }

    private static Instant isUtc(Object time) {
        assertThat((String) time).endsWith("Z");
        return Instant.parse((String) time);
    }

    private static List<String> labels(ValidatableResponse page) {
        return new ArrayList<>(page.extract().jsonPath().<String>getList("bookings.collect { it.row + it.number }"));
    }

    private static String[] row(char row, int seats) {
        return IntStream.rangeClosed(1, seats).mapToObj(i -> row + "" + i).toArray(String[]::new);
    }

    private static org.hamcrest.Matcher<Map<? extends String, ?>> containsKey(String key) {
        return org.hamcrest.Matchers.hasKey(key);
    }
}
