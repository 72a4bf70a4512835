package org.frontrow.catalog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.frontrow.platform.Problems.problem;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.frontrow.account.TestAccounts;
import org.frontrow.account.TestAccounts.TestAccount;
import org.frontrow.seating.Ledger;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ScreensResourceTest {
    private static final String SCREENS = "/api/office/screens/";

    @Inject
    DataSource database;

    private final TestAccount admin = TestAccounts.admin();
    private final String name = "Screen " + TestShows.freshName();

    private RequestSpecification asAdmin() {
        return given().auth().oauth2(admin.bearer());
    }

    private long add() {
        return asAdmin()
                .contentType("application/json")
                .body(Map.of("name", name))
                .post(SCREENS)
                .then()
                .statusCode(201)
                .body("places", equalTo(0))
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private String tag(long id) {
        return asAdmin()
                .get(SCREENS + id + "/")
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
    }

    private ValidatableResponse draw(long id, String body, String query) {
        return asAdmin()
                .contentType("application/json")
                .header("If-Match", tag(id))
                .body(body)
                .put(SCREENS + id + "/layout/" + query)
                .then();
    }

    /** @param seats such as {@code A1 A2 B1w} */
    private static String layout(String seats) {
        var rows = new LinkedHashMap<String, ArrayList<String>>();
        for (var seat : seats.split(" ")) {
            var row = seat.substring(0, 1);
            var number = seat.replaceAll("\\D", "");
            var kind = seat.endsWith("w") ? "WHEELCHAIR" : "STANDARD";
            rows.computeIfAbsent(row, _ -> new ArrayList<>())
                    .add("{\"number\":%s,\"x\":%s.5,\"y\":%d,\"kind\":\"%s\"}"
                            .formatted(number, number, row.charAt(0) - 'A', kind));
        }
        return "{\"rows\":["
                + String.join(
                        ",",
                        rows.entrySet().stream()
                                .map(row -> "{\"row\":\"" + row.getKey() + "\",\"places\":["
                                        + String.join(",", row.getValue()) + "]}")
                                .toList())
                + "]}";
    }

    @Test
    void a_screen_is_added_drawn_renamed_and_removed_and_the_trail_says_by_whom() {
        var id = add();
        draw(id, layout("A1 A2 B1w"), "")
                .statusCode(200)
                .body("dry_run", equalTo(false))
                .body("added", equalTo(3))
                .body("removed", equalTo(0));
        asAdmin().get(SCREENS + id + "/").then().body("places", equalTo(3));
        var exported = asAdmin()
                .get(SCREENS + id + "/layout/")
                .then()
                .statusCode(200)
                .body("places", equalTo(3))
                .body("rows.row", equalTo(List.of("A", "B")))
                .body("rows[0].places[1].x", equalTo(2.5f))
                .body("rows[1].places[0].kind", equalTo("WHEELCHAIR"))
                .extract()
                .asString();
        // What was exported can be sent as it is, and changes nothing.
        draw(id, exported, "").statusCode(200).body("added", equalTo(0)).body("changed", equalTo(0));

        asAdmin()
                .contentType("application/json")
                .header("If-Match", tag(id))
                .body(Map.of("name", name + " renamed"))
                .put(SCREENS + id + "/")
                .then()
                .statusCode(200)
                .body("name", equalTo(name + " renamed"))
                .body("places", equalTo(3));
        asAdmin().header("If-Match", tag(id)).delete(SCREENS + id + "/").then().statusCode(204);
        asAdmin().get(SCREENS + id + "/layout/").then().spec(problem(404, "unknown-screen"));

        asAdmin()
                .queryParam("subject", "screen")
                .queryParam("subject_id", id)
                .get("/api/office/audit/")
                .then()
                .body(
                        "entries.act",
                        equalTo(List.of("SCREEN_REMOVED", "SCREEN_RENAMED", "SCREEN_REDRAWN", "SCREEN_ADDED")))
                .body("entries[2].details.added", equalTo(3));
    }

    @Test
    void a_dry_run_says_what_would_be_and_changes_nothing() {
        var id = add();
        draw(id, layout("A1 A2 A3"), "").statusCode(200);
        var before = tag(id);
        draw(id, layout("A1w A2 B1"), "?dry_run=true")
                .statusCode(200)
                .body("dry_run", equalTo(true))
                .body("added", equalTo(1))
                .body("changed", equalTo(1))
                .body("removed", equalTo(1));
        assertThat(tag(id)).isEqualTo(before);
        asAdmin()
                .get(SCREENS + id + "/layout/")
                .then()
                .body("rows.row", equalTo(List.of("A")))
                .body("places", equalTo(3));
    }

    @Test
    void shows_keep_the_seats_they_have_and_the_answer_says_which_shows() {
        var show = TestShows.tomorrow(1, 3);
        var id = TestShows.screenOf(show);
        var guest = SeatClient.customer();
        guest.buy(show, "A1");
        guest.hold(show, "A2").statusCode(200);
        draw(id, layout("B1 B2"), "?dry_run=true")
                .body("removed", equalTo(3))
                .body("shows_that_keep_their_seats", equalTo(1))
                .body("shows.id", equalTo(List.of((int) show)));
        draw(id, layout("B1 B2"), "").statusCode(200);
        guest.book(show, "A2").statusCode(200);
        guest.hold(show, "A3").statusCode(200);
        guest.hold(show, "B1").spec(problem(404, "unknown-seats"));
        given().get("/api/seats/?show_id=" + show).then().statusCode(200).body("seats", hasSize(3));
    }

    @Test
    void drafts_and_cancelled_shows_keep_no_seats() {
        var show = TestShows.tomorrow(1, 3);
        var id = TestShows.screenOf(show);
        Ledger.update("update show_time set status = 'DRAFT' where id = ?", show);
        draw(id, layout("B1 B2"), "?dry_run=true").body("shows_that_keep_their_seats", equalTo(0));
        Ledger.update("update show_time set status = 'CANCELLED', cancelled_at = now() where id = ?", show);
        draw(id, layout("B1 B2"), "?dry_run=true").body("shows_that_keep_their_seats", equalTo(0));
        Ledger.update("update show_time set status = 'CLOSED', cancelled_at = null where id = ?", show);
        draw(id, layout("B1 B2"), "?dry_run=true").body("shows_that_keep_their_seats", equalTo(1));
    }

    @Test
    void who_looks_at_a_show_sees_at_once_where_its_chairs_are_now() {
        var show = TestShows.tomorrow(1, 3);
        var map = "/api/seats/?show_id=" + show;
        given().get(map).then().statusCode(200).body("seats[1].kind", equalTo("STANDARD"));

        draw(TestShows.screenOf(show), layout("A1 A2w A3"), "").statusCode(200);

        await().untilAsserted(() -> given().get(map)
                .then()
                .statusCode(200)
                .body("seats[1].kind", equalTo("WHEELCHAIR"))
                .body("seats[1].x", equalTo(2.5f)));
    }

    /** It takes long to draw a large hall; who comes meanwhile is asked to come again. */
    @Test
    void whoever_waits_too_long_for_somebody_else_is_asked_to_come_again() throws Exception {
        var id = add();
        var tag = tag(id);
        try (var elsewhere = database.getConnection()) {
            elsewhere.setAutoCommit(false);
            try (var statement = elsewhere.createStatement()) {
                statement.execute("select 1 from screen where id = " + id + " for update");
                asAdmin()
                        .contentType("application/json")
                        .header("If-Match", tag)
                        .body(Map.of("name", name + " renamed"))
                        .put(SCREENS + id + "/")
                        .then()
                        .spec(problem(503, "busy-elsewhere"))
                        .header("Retry-After", notNullValue());
            } finally {
                elsewhere.rollback();
            }
        }
    }

    @Test
    void a_refusal_is_short_however_long_what_is_wrong() {
        var row = "Z".repeat(1_000_000);
        var places = IntStream.range(0, 20)
                .mapToObj(i -> "{\"number\":%d,\"x\":%d,\"y\":1,\"kind\":\"STANDARD\"}".formatted(i + 1, i))
                .collect(Collectors.joining(","));
        var answer = draw(add(), "{\"rows\":[{\"row\":\"" + row + "\",\"places\":[" + places + "]}]}", "")
                .spec(problem(400, "invalid-layout"))
                .body("wrong", equalTo(20))
                .extract()
                .asString();
        assertThat(answer).hasSizeLessThan(10_000);
    }

    @Test
    void a_screen_with_shows_stays_and_two_are_not_called_the_same() {
        var show = TestShows.tomorrow(1, 1);
        var id = TestShows.screenOf(show);
        asAdmin()
                .header("If-Match", tag(id))
                .delete(SCREENS + id + "/")
                .then()
                .spec(problem(409, "screen-in-use"))
                .body("shows", equalTo(1));
        add();
        asAdmin()
                .contentType("application/json")
                .body(Map.of("name", name))
                .post(SCREENS)
                .then()
                .spec(problem(409, "screen-name-taken"));
    }

    @Test
    void whoever_has_not_seen_the_latest_edition_draws_nothing() {
        var id = add();
        var stale = tag(id);
        draw(id, layout("A1"), "").statusCode(200);
        asAdmin()
                .contentType("application/json")
                .header("If-Match", stale)
                .body(layout("B1"))
                .put(SCREENS + id + "/layout/")
                .then()
                .spec(problem(412, "changed-meanwhile"));
        asAdmin()
                .contentType("application/json")
                .body(layout("B1"))
                .put(SCREENS + id + "/layout/")
                .then()
                .spec(problem(428, "edition-missing"));
        asAdmin().get(SCREENS + id + "/layout/").then().body("rows.row", equalTo(List.of("A")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"rows\":null}",
                "{\"rows\":[null]}",
                "{\"rows\":[{\"row\":\"A\"}]}",
                "{\"rows\":[{\"row\":\"A\",\"places\":[null]}]}",
                "{\"rows\":[{\"row\":\"A\",\"places\":[{\"number\":\"1\",\"x\":0,\"y\":0}]}]}",
                "{\"rows\":[{\"row\":\"A\",\"places\":[{\"number\":1,\"x\":\"0\",\"y\":0}]}]}",
                "{\"rows\":[{\"row\":\"A\",\"places\":[{\"number\":1,\"x\":0,\"y\":0,\"kind\":\"THRONE\"}]}]}",
                "{\"rows\":[{\"row\":\"A\",\"places\":[{\"number\":1,\"x\":0,\"y\":0,\"kind\":1}]}]}"
            })
    void what_is_no_layout_is_refused(String body) {
        draw(add(), body, "").spec(problem(400, "invalid-request"));
    }

    @Test
    void what_cannot_be_a_screen_is_refused_with_its_places() {
        var id = add();
        draw(id, layout("A1 A1 B0"), "")
                .spec(problem(400, "invalid-layout"))
                .body("wrong", equalTo(2))
                .body("places.row", equalTo(List.of("A", "B")))
                .body("places[0].message", containsString("two of this row and number"));
        draw(id, "{\"rows\":[]}", "").spec(problem(400, "invalid-layout"));
        draw(id, layout("A1 A2").replaceFirst("\\{", "{\"places\":3,"), "").spec(problem(400, "places-missing"));
        asAdmin().get(SCREENS + id + "/").then().body("places", equalTo(0));
    }

    @Test
    void twenty_thousand_places_are_drawn_in_one_go() {
        var id = add();
        var rows = new StringBuilder();
        for (int row = 0; row < 100; row++) {
            rows.append(row == 0 ? "" : ",").append("{\"row\":\"R").append(row).append("\",\"places\":[");
            for (int number = 1; number <= 200; number++) {
                rows.append(number == 1 ? "" : ",")
                        .append("{\"number\":%d,\"x\":%d,\"y\":%d}".formatted(number, number, row));
            }
            rows.append("]}");
        }
        draw(id, "{\"rows\":[" + rows + "]}", "").statusCode(200).body("added", equalTo(20_000));
        asAdmin().get(SCREENS + id + "/layout/").then().statusCode(200).body("places", equalTo(20_000));
    }

    @Test
    void layouts_are_read_from_what_others_draw() {
        asAdmin()
                .contentType("text/csv")
                .body("A,1,2,,3\nB,1w,2c\n")
                .post("/api/office/layouts/csv/")
                .then()
                .statusCode(200)
                .body("places", equalTo(5))
                .body("rows[1].places.kind", equalTo(List.of("WHEELCHAIR", "COMPANION")));
        asAdmin()
                .contentType("application/json")
                .body("""
                        {"name": "Hall", "categories": [{"name": "Stalls"}], "zones": [
                          {"name": "Floor", "position": {"x": 0, "y": 0}, "rows": [
                            {"row_number": "1", "position": {"x": 0, "y": 0}, "seats": [
                              {"seat_guid": "a", "seat_number": "1", "category": "Stalls", "position": {"x": 0, "y": 0}}]}]}]}""")
                .post("/api/office/layouts/pretix/")
                .then()
                .statusCode(200)
                .body("places", equalTo(1));
        asAdmin()
                .contentType("text/csv")
                .body("A,1\nB,two\n")
                .post("/api/office/layouts/csv/")
                .then()
                .spec(problem(400, "unreadable-plan"))
                .body("line", equalTo(2));
        asAdmin()
                .contentType("application/json")
                .body("{}")
                .post("/api/office/layouts/pretix/")
                .then()
                .spec(problem(400, "unreadable-plan"));
    }

    @Test
    void nobody_but_an_administrator_gets_in() {
        for (var who : List.of(TestAccounts.customer(), TestAccounts.staff())) {
            for (var path : List.of(SCREENS, SCREENS + "1/", SCREENS + "1/layout/")) {
                given().auth().oauth2(who.bearer()).get(path).then().spec(problem(403, "not-allowed"));
            }
        }
    }
}
