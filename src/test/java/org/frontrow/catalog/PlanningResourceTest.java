package org.frontrow.catalog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.frontrow.platform.Problems.problem;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.frontrow.account.TestAccounts;
import org.frontrow.account.TestAccounts.TestAccount;
import org.frontrow.seating.Ledger;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class PlanningResourceTest {
    private static final String SHOWS = "/api/office/shows/";
    private static final int ROWS = 2;
    private static final int PER_ROW = 3;

    @Inject
    @ConfigProperty(name = "frontrow.time-zone")
    ZoneId venue;

    private final TestAccount admin = TestAccounts.admin();
    private final String name = TestShows.freshName();
    private final long movie = QuarkusTransaction.requiringNew().call(() -> {
        var it = new Movie("Movie " + name, 120);
        it.persist();
        return it.id;
    });
    private final long screen = QuarkusTransaction.requiringNew().call(() -> TestShows.screen(name, ROWS, PER_ROW).id);

    private RequestSpecification asAdmin() {
        return given().auth().oauth2(admin.bearer()).contentType("application/json");
    }

    /** Two times on each of two days, far enough in the future for no clock to be changed meanwhile. */
    private Map<String, Object> twoDays() {
        var first = LocalDate.now(venue).plusDays(2);
        var request = new HashMap<String, Object>();
        request.put("movie_id", movie);
        request.put("screen_id", screen);
        request.put("first_day", first.toString());
        request.put("last_day", first.plusDays(1).toString());
        request.put("times", List.of("12:00", "20:00"));
        request.put("price", "12.50");
        request.put("currency", "EUR");
        request.put("on_sale", true);
        return request;
    }

    private static Map<String, Object> with(Map<String, Object> request, String field, Object value) {
        request.put(field, value);
        return request;
    }

    private ValidatableResponse plan(Map<String, Object> request) {
        return asAdmin().body(request).post(SHOWS).then();
    }

    private List<Long> planned(Map<String, Object> request) {
        return plan(request)
                .log()
                .ifValidationFails()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("planned", Long.class);
    }

    private String tag(long show) {
        return asAdmin()
                .get(SHOWS + show + "/")
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
    }

    private ValidatableResponse act(long show, String act) {
        return asAdmin()
                .header("If-Match", tag(show))
                .post(SHOWS + show + "/" + act + "/")
                .then();
    }

    private void assertAct(String act, long show) {
        asAdmin()
                .get("/api/office/audit/?subject=show&subject_id=" + show)
                .then()
                .statusCode(200)
                .body("entries.find { it.act == '" + act + "' }.username", equalTo(admin.username()));
    }

    @Test
    void two_days_are_planned_in_one_step_and_sold_at_once() {
        var ids = planned(twoDays());
        assertThat(ids).hasSize(4);
        asAdmin()
                .get(SHOWS + "?screen_id=" + screen)
                .then()
                .statusCode(200)
                .body("shows.id", equalTo(ids.stream().map(Long::intValue).toList()))
                .body("shows.status", everyItem(equalTo("ON_SALE")))
                .body("shows.price", everyItem(equalTo("12.50")))
                .body("shows[0].movie_id", equalTo((int) movie));
        for (var id : ids) {
            assertThat(Ledger.query("select count(*) from seat where show_time_id = ?", id))
                    .containsExactly(List.of((long) ROWS * PER_ROW));
        }
        SeatClient.customer().hold(ids.getFirst(), "A1").statusCode(200);
        assertThat(Ledger.query(
                        "select details ->> 'on_sale' from audit_entry where act = 'SHOWS_PLANNED' and username = ?",
                        admin.username()))
                .containsExactly(List.of("true"));
    }

    @Test
    void what_cannot_be_put_on_sale_stays_a_draft_and_the_answer_says_so() {
        // As if the database failed when the seats are made; of no other show that anybody plans meanwhile.
        Ledger.update("create or replace function no_seats() returns trigger language plpgsql as"
                + " $$ begin raise 'planted'; end $$");
        Ledger.update("create trigger no_seats before insert on seat for each row when (new.price = 77.03)"
                + " execute function no_seats()");
        try {
            var ids = plan(with(twoDays(), "price", "77.03"))
                    .statusCode(200)
                    .body("planned", hasSize(4))
                    .body("drafts", hasSize(4))
                    .extract()
                    .jsonPath()
                    .getList("drafts", Long.class);
            asAdmin()
                    .get(SHOWS + "?screen_id=" + screen)
                    .then()
                    .body("shows.id", equalTo(ids.stream().map(Long::intValue).toList()))
                    .body("shows.status", everyItem(equalTo("DRAFT")));
            Ledger.update("drop trigger no_seats on seat");
            act(ids.getFirst(), "put-on-sale").statusCode(200);
        } finally {
            Ledger.update("drop trigger if exists no_seats on seat");
        }
    }

    @Test
    void whoever_only_tries_is_told_everything_and_changes_nothing() {
        asAdmin()
                .body(twoDays())
                .post(SHOWS + "?dry_run=true")
                .then()
                .statusCode(200)
                .body("dry_run", equalTo(true))
                .body("planned", hasSize(0))
                .body("shows", hasSize(4))
                .body("shows.obstacle", everyItem(nullValue()))
                .body("shows[0].local_time", containsString("T12:00"));
        asAdmin().get(SHOWS + "?screen_id=" + screen).then().body("shows", hasSize(0));
    }

    @Test
    void what_stands_in_the_way_is_named_and_can_be_left_out() {
        var first = planned(with(twoDays(), "times", List.of("12:30"))).getFirst();

        plan(twoDays())
                .spec(problem(409, "shows-in-the-way"))
                .body("shows", hasSize(4))
                .body("shows[0].obstacle", equalTo("OCCUPIED"))
                .body("shows[0].other.id", equalTo(first.intValue()))
                .body("shows[1].obstacle", nullValue());
        assertThat(planned(with(twoDays(), "skip_conflicts", true))).hasSize(2);
        plan(with(twoDays(), "skip_conflicts", true)).spec(problem(409, "shows-in-the-way"));
        plan(with(twoDays(), "times", List.of("15:00", "16:00")))
                .spec(problem(409, "shows-in-the-way"))
                .body("shows[1].obstacle", equalTo("SAME_PROGRAMME"));
    }

    @Test
    void a_draft_is_nobodys_business_until_it_is_on_sale() {
        var draft = planned(with(twoDays(), "on_sale", false)).getFirst();
        given().get("/api/seats/shows/").then().body("shows.id", not(org.hamcrest.Matchers.hasItem(draft.intValue())));
        given().get("/api/seats/?show_id=" + draft).then().statusCode(404);
        SeatClient.customer().hold(draft, "A1").statusCode(404);

        act(draft, "put-on-sale").statusCode(200).body("status", equalTo("ON_SALE"));

        assertAct("SHOW_PUT_ON_SALE", draft);
        given().get("/api/seats/?show_id=" + draft).then().statusCode(200);
        SeatClient.customer().hold(draft, "A1").statusCode(200);
        asAdmin()
                .header("If-Match", tag(draft))
                .delete(SHOWS + draft + "/")
                .then()
                .spec(problem(409, "show-is"))
                .body("show_status", equalTo("ON_SALE"));
    }

    @Test
    void a_closed_show_sells_nothing_until_it_is_put_on_sale_again() {
        var show = planned(twoDays()).getFirst();
        var early = SeatClient.customer();
        early.hold(show, "A1").statusCode(200);
        early.book(show, "A1").statusCode(200);

        act(show, "close").statusCode(200).body("status", equalTo("CLOSED"));

        assertAct("SHOW_CLOSED", show);
        SeatClient.customer().hold(show, "A2").spec(problem(409, "show-closed"));
        given().get("/api/seats/?show_id=" + show).then().statusCode(200);
        act(show, "put-on-sale").statusCode(200);
        SeatClient.customer().hold(show, "A2").statusCode(200);
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void a_show_that_is_cancelled_is_taken_back_from_everybody_and_they_are_told() {
        var show = planned(twoDays()).getFirst();
        var buyer = SeatClient.customer();
        buyer.hold(show, "A1", "A2").statusCode(200);
        buyer.book(show, "A1", "A2").statusCode(200);
        SeatClient.customer().hold(show, "B1").statusCode(200);
        var tag = tag(show);
        asAdmin()
                .header("If-Match", tag)
                .post(SHOWS + show + "/cancel/?dry_run=true")
                .then()
                .statusCode(200)
                .body("held_seats", equalTo(1))
                .body("booked_seats", equalTo(2))
                .body("bookings", equalTo(1));
        assertThat(tag(show)).as("a trial changes nothing").isEqualTo(tag);

        act(show, "cancel").statusCode(200).body("dry_run", equalTo(false)).body("bookings", equalTo(1));

        assertAct("SHOW_CANCELLED", show);
        SeatClient.customer().hold(show, "B2").statusCode(404);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Ledger.query(
                                "select count(*) from seat where show_time_id = ? and status <> 'AVAILABLE'", show))
                        .containsExactly(List.of(0L)));
        assertThat(Ledger.eventsOf(show, "A", 1)).endsWith("CANCELLED");
        assertThat(Ledger.eventsOf(show, "B", 1)).endsWith("RELEASED");
        Ledger.assertRebuildsSeats(show);
        buyer.asks()
                .get("/api/seats/my-bookings/")
                .then()
                .statusCode(200)
                .body("bookings.show_cancelled", equalTo(List.of(true, true)));
        act(show, "put-on-sale").spec(problem(409, "show-is"));
        // The screen is free again at that time.
        assertThat(planned(with(twoDays(), "skip_conflicts", true))).hasSize(1);
    }

    @Test
    void a_draft_is_thrown_away_and_its_time_is_free_again() {
        var draft = planned(with(twoDays(), "on_sale", false)).getFirst();
        asAdmin()
                .header("If-Match", tag(draft))
                .delete(SHOWS + draft + "/")
                .then()
                .statusCode(204);
        asAdmin().get(SHOWS + draft + "/").then().spec(problem(404, "unknown-show"));
        assertAct("SHOW_REMOVED", draft);
        assertThat(planned(with(twoDays(), "skip_conflicts", true))).hasSize(1);
    }

    @Test
    void who_has_not_seen_the_newest_edition_changes_nothing() {
        var show = planned(twoDays()).getFirst();
        var old = tag(show);
        asAdmin().post(SHOWS + show + "/close/").then().spec(problem(428, "edition-missing"));
        act(show, "close").statusCode(200);
        asAdmin()
                .header("If-Match", old)
                .post(SHOWS + show + "/put-on-sale/")
                .then()
                .spec(problem(412, "changed-meanwhile"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "last_day    | 2020-01-01             | no-such-days",
                "last_day    | 2999-12-31             | no-such-days",
                "first_day   | +999999999-01-01       | no-such-days",
                "first_day   | 2026-02-30             | invalid-request",
                "times       | []                     | invalid-request",
                "times       | [\"25:00\"]            | invalid-request",
                "weekdays    | []                     | invalid-request",
                "weekdays    | [\"SOMEDAY\"]          | invalid-request",
                "price       | -1                     | invalid-request",
                "price       | 0.001                  | invalid-request",
                "price       | 1e9                    | invalid-request",
                "currency    | euro                   | invalid-request",
                "movie_id    | 0                      | invalid-request",
                "unknown     | 1                      | invalid-request"
            })
    void what_makes_no_sense_is_refused(String field, String value, String problem) {
        var json = value.startsWith("[") || value.matches("-?[0-9.]+(e[0-9]+)?")
                ? io.restassured.path.json.JsonPath.from("{\"it\":" + value + "}")
                        .get("it")
                : value;
        plan(with(twoDays(), field, json)).spec(problem(400, problem));
    }

    @Test
    void nothing_is_planned_in_the_past_or_where_nobody_can_sit() {
        var yesterday = LocalDate.now(venue).minusDays(1).toString();
        var past = with(with(twoDays(), "first_day", yesterday), "last_day", yesterday);
        plan(past).spec(problem(409, "shows-in-the-way")).body("shows.obstacle", everyItem(equalTo("PAST")));
        var empty = QuarkusTransaction.requiringNew().call(() -> TestShows.screen(TestShows.freshName(), 0, 0).id);
        plan(with(twoDays(), "screen_id", empty)).spec(problem(409, "screen-without-places"));
        plan(with(twoDays(), "movie_id", Long.MAX_VALUE)).spec(problem(404, "unknown-movie"));
        plan(with(twoDays(), "screen_id", Long.MAX_VALUE)).spec(problem(404, "unknown-screen"));
        asAdmin().get(SHOWS + "?screen_id=" + screen).then().body("shows", hasSize(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dry_run=1", "dry_run=yes", "dry_run=", "dry_run=TRUE", "dry_run=true&dry_run=no"})
    void what_is_hardly_a_dry_run_does_nothing_at_all(String query) {
        asAdmin().body(twoDays()).post(SHOWS + "?" + query).then().spec(problem(400, "unreadable-parameter"));
        asAdmin().get(SHOWS + "?movie_id=" + movie).then().body("shows", hasSize(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page_size=x",
                "page_size=99999999999",
                "movie_id=1.0",
                "screen_id=",
                "screen_id=9e9",
                "status=%00"
            })
    void what_is_no_question_is_refused(String query) {
        asAdmin().urlEncodingEnabled(false).get(SHOWS + "?" + query).then().spec(problem(400, "unreadable-parameter"));
        given().get(SHOWS + "?" + query).then().spec(problem(401, "authentication-required"));
    }

    @Test
    void lists_are_filtered_sorted_and_paged() {
        var ids = planned(twoDays());
        var mine = SHOWS + "?movie_id=" + movie;
        asAdmin().get(mine + "&status=DRAFT").then().statusCode(200).body("shows", hasSize(0));
        asAdmin()
                .get(mine + "&sort=-start_time&page_size=1")
                .then()
                .body("shows[0].id", equalTo(ids.getLast().intValue()));
        asAdmin().get(mine + "&page_size=3").then().body("next_page", equalTo(2));
        asAdmin()
                .get(mine + "&page_size=3&page=2")
                .then()
                .body("shows", hasSize(1))
                .body("next_page", nullValue());
        asAdmin().get(mine + "&until=2020-01-01T00:00:00Z").then().body("shows", hasSize(0));
        asAdmin().get(mine + "&from=yesterday").then().spec(problem(400, "unreadable-time"));
        asAdmin().get(mine + "&status=GONE").then().spec(problem(400, "invalid-request"));
    }

    @Test
    void only_administrators_plan() {
        var request = twoDays();
        SeatClient.customer()
                .asks()
                .contentType("application/json")
                .body(request)
                .post(SHOWS)
                .then()
                .statusCode(403);
        given().contentType("application/json").body(request).post(SHOWS).then().statusCode(401);
    }
}
