package org.frontrow.backstage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.frontrow.platform.Problems.problem;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.frontrow.account.Role;
import org.frontrow.catalog.TestShows;
import org.frontrow.demo.DemoAccount;
import org.frontrow.seating.Ledger;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DevelopersBuild.class)
class BackstageTest {
    private final SeatClient ada = SeatClient.customer();

    @Test
    void tells_what_the_desk_did() {
        var show = TestShows.tomorrow(1, 3);
        var before = now();

        ada.buy(show, "A1", "A2");
        SeatClient.customer().hold(show, "A2").statusCode(409);

        var after = now();
        assertThat(after.getLong("desk.served")).isGreaterThanOrEqualTo(before.getLong("desk.served") + 3);
        assertThat(after.getLong("desk.transactions")).isGreaterThanOrEqualTo(before.getLong("desk.transactions") + 1);
        assertThat(after.getDouble("desk.largest")).isGreaterThanOrEqualTo(1);
        assertThat(after.getDouble("desk.commits.average")).isPositive();
        assertThat(after.getDouble("desk.waits.slowest")).isPositive();
        assertThat(after.getInt("desk.retries")).isNotNegative();
        assertThat(after.getInt("desk.unknown_outcomes")).isZero();
        assertThat(after.getList("desk.lanes.waiting")).isNotEmpty();
        assertThat(answers(after, "hold", "done")).isGreaterThan(answers(before, "hold", "done"));
        assertThat(answers(after, "hold", "refused")).isGreaterThan(answers(before, "hold", "refused"));
        assertThat(answers(after, "book", "done")).isGreaterThan(answers(before, "book", "done"));
    }

    @Test
    void tells_who_has_which_seat() {
        var show = TestShows.tomorrow(1, 4);
        var reference = ada.buy(show, "A1");
        var bob = SeatClient.customer();
        bob.hold(show, "A2", "A3").statusCode(200);

        var opened = open(show);

        assertThat(opened.getMap("show"))
                .containsEntry("free", 1)
                .containsEntry("held", 2)
                .containsEntry("booked", 1);
        assertThat(opened.getMap("seats[0]"))
                .containsEntry("seat", "A1")
                .containsEntry("status", "BOOKED")
                .containsEntry("account", ada.account().username())
                .containsEntry("reference", reference)
                .containsEntry("held_until", null);
        assertThat(opened.getMap("seats[1]"))
                .containsEntry("status", "HELD")
                .containsEntry("account", bob.account().username())
                .containsEntry("reference", null);
        assertThat(opened.getInt("seats[1].seconds_left")).isBetween(590, 600);
        assertThat(opened.getMap("seats[3]"))
                .containsEntry("status", "AVAILABLE")
                .containsEntry("account", null);
    }

    @Test
    void a_hold_that_is_over_counts_as_free() {
        var show = TestShows.tomorrow(1, 2);
        ada.hold(show, "A1").statusCode(200);
        Ledger.withoutSweeper(() -> {
            Ledger.letTimePass(show, 11);
            assertThat(open(show).getMap("show")).containsEntry("free", 2).containsEntry("held", 0);
            assertThat(open(show).getInt("seats[0].seconds_left")).isNotPositive();
        });
    }

    @Test
    void a_show_that_does_not_exist_is_not_found() {
        given().get("/dev/shows/0").then().spec(problem(404, "not-found"));
    }

    @Test
    void a_hold_expires_now_in_the_ledger_and_on_every_map() {
        var show = TestShows.tomorrow(1, 3);
        ada.hold(show, "A1", "A2").statusCode(200);
        assertThat(statusOnMap(show, "A1")).isEqualTo("HELD");

        expire(show, "A1").statusCode(200).body("expired", equalTo(true));

        assertThat(statusOnMap(show, "A1")).isEqualTo("AVAILABLE");
        assertThat(statusOnMap(show, "A2")).isEqualTo("HELD");
        assertThat(Ledger.eventsOf(show, "A", 1)).containsExactly("HELD", "EXPIRED");
        assertThat(Ledger.eventsOf(show, "A", 2)).containsExactly("HELD");
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void whose_hold_expired_hears_so_and_the_next_one_can_have_the_seat() {
        var show = TestShows.tomorrow(1, 3);
        ada.hold(show, "A1").statusCode(200);
        expire(show, "A1").statusCode(200);

        ada.book(show, "A1").spec(problem(409, "hold-expired"));
        var bob = SeatClient.customer();
        bob.buy(show, "A1");

        assertThat(Ledger.eventsOf(show, "A", 1)).containsExactly("HELD", "EXPIRED", "HELD", "BOOKED");
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void only_a_hold_can_expire() {
        var show = TestShows.tomorrow(1, 3);
        ada.buy(show, "A1");

        expire(show, "A1").statusCode(200).body("expired", equalTo(false));
        expire(show, "A2").statusCode(200).body("expired", equalTo(false));
        post("shows/" + show + "/seats/0/expire", Map.of()).statusCode(200).body("expired", equalTo(false));

        assertThat(Ledger.eventsOf(show, "A", 1)).containsExactly("HELD", "BOOKED");
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void a_demo_show_can_be_booked() {
        var planned = post("shows", Map.of("rows", 2, "seats_per_row", 3, "starts_in_minutes", 1))
                .statusCode(201)
                .extract()
                .jsonPath();
        var show = planned.getLong("id");

        assertThat(planned.getString("page")).isEqualTo("/#/show/" + show);
        given().get(planned.getString("seats")).then().statusCode(200).body("stats.available", equalTo(6));
        assertThat(now().getList("shows.id", Long.class)).contains(show);
        ada.buy(show, "B3");
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void a_movie_may_be_shown_again() {
        var request = Map.of(
                "title", "The Same " + TestShows.tomorrow(1, 1), "rows", 1, "seats_per_row", 1, "starts_in_minutes", 5);
        for (int i = 0; i < 2; i++) {
            long show =
                    post("shows", request).statusCode(201).extract().jsonPath().getLong("id");
            assertThat(open(show).getString("show.movie")).isEqualTo(request.get("title"));
        }
    }

    @Test
    void a_hall_that_is_too_large_is_refused() {
        post("shows", Map.of("rows", 27, "seats_per_row", 8, "starts_in_minutes", 5))
                .spec(problem(400, "invalid-request"));
    }

    @Test
    void the_demo_accounts_can_sign_in_with_what_it_says() {
        List<Map<String, String>> accounts = now().getList("accounts");
        assertThat(accounts)
                .extracting(it -> it.get("role"))
                .containsExactly(Role.CUSTOMER.name(), Role.STAFF.name(), Role.ADMIN.name());
        for (var account : accounts) {
            assertThat(account).containsEntry("password", DemoAccount.PASSWORD);
            var token = given().contentType(ContentType.JSON)
                    .body(Map.of("username", account.get("username"), "password", account.get("password")))
                    .post("/api/seats/login/")
                    .then()
                    .statusCode(200)
                    .extract()
                    .<String>path("access_token");
            given().auth()
                    .oauth2(token)
                    .get("/api/seats/me/")
                    .then()
                    .statusCode(200)
                    .body("role", equalTo(account.get("role")));
        }
    }

    @Test
    void other_sites_pages_are_refused() {
        var show = TestShows.tomorrow(1, 1);
        ada.hold(show, "A1").statusCode(200);
        for (var path : List.of("shows", "shows/" + show + "/seats/" + id(show, "A1") + "/expire")) {
            given().header("Origin", "https://evil.example")
                    .contentType(ContentType.JSON)
                    .body(Map.of("rows", 1, "seats_per_row", 1, "starts_in_minutes", 5))
                    .post("/dev/" + path)
                    .then()
                    .spec(problem(403, "foreign-origin"));
        }
        assertThat(statusOnMap(show, "A1")).isEqualTo("HELD");
    }

    @Test
    void is_no_part_of_the_api() {
        given().get("/q/openapi").then().statusCode(200).body(not(containsString("/dev")));
    }

    // ---- words for the above ----

    private static JsonPath now() {
        return get("now");
    }

    private static JsonPath open(long show) {
        return get("shows/" + show);
    }

    private static JsonPath get(String path) {
        return RestAssured.get("/dev/" + path).then().statusCode(200).extract().jsonPath();
    }

    private static ValidatableResponse post(String path, Object body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/dev/" + path)
                .then();
    }

    private static ValidatableResponse expire(long show, String seat) {
        return post("shows/" + show + "/seats/" + id(show, seat) + "/expire", Map.of());
    }

    private static long id(long show, String seat) {
        return open(show).getLong("seats.find { it.seat == '" + seat + "' }.id");
    }

    private static long answers(JsonPath now, String order, String outcome) {
        return now.getLong("desk.orders.find { it.order == '" + order + "' }." + outcome);
    }

    private static String statusOnMap(long show, String seat) {
        return RestAssured.get("/api/seats/?show_id=" + show)
                .jsonPath()
                .getString("seats.find { it.row + it.number == '" + seat + "' }.status");
    }
}
