package org.frontrow.numbers;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.frontrow.platform.Problems.problem;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.frontrow.account.TestAccounts;
import org.frontrow.catalog.TestShows;
import org.frontrow.seating.Ledger;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The venue of the tests keeps UTC. */
@QuarkusTest
class NumbersResourceTest {
    private static final String NUMBERS = "/api/office/numbers/";

    private final Instant starts = Instant.now().plus(Duration.ofDays(1));
    private final LocalDate day = starts.atOffset(ZoneOffset.UTC).toLocalDate();
    private final long show = TestShows.startingAt(starts, 2, 3).id;
    private final List<Object> about = Ledger.query("select movie_id, screen_id from show_time where id = ?", show)
            .getFirst();
    private final long movie = (Long) about.get(0);
    private final long screen = (Long) about.get(1);

    private static RequestSpecification asStaff() {
        return given().auth().oauth2(TestAccounts.staff().bearer());
    }

    private void sellSome() {
        var guest = SeatClient.customer();
        guest.buy(show, "A1", "A2");
        guest.hold(show, "B3").statusCode(200);
    }

    @Test
    void a_show_is_told_with_all_its_numbers() {
        sellSome();
        asStaff()
                .get(NUMBERS + "shows/" + show + "/")
                .then()
                .statusCode(200)
                .body("show.id", equalTo((int) show))
                .body("show.movie_id", equalTo((int) movie))
                .body("numbers.seats", equalTo(6))
                .body("numbers.sold", equalTo(2))
                .body("numbers.held", equalTo(1))
                .body("numbers.free", equalTo(3))
                .body("numbers.occupancy", equalTo(0.3333f))
                .body("numbers.revenue", hasSize(1))
                .body("numbers.revenue[0].currency", equalTo("EUR"))
                .body("numbers.revenue[0].amount", equalTo("200.00"))
                .body("numbers.holds", equalTo(3))
                .body("numbers.converted_holds", equalTo(2))
                .body("numbers.conversion", equalTo(1.0f))
                .body("numbers.expiry_rate", equalTo(0.0f))
                .body("payments[0].payment", equalTo("ONLINE"))
                .body("payments[0].revenue", equalTo("200.00"))
                .body("sales.step", equalTo("HOUR"))
                .body("sales.points", hasSize(1))
                .body("sales.points[0].sold", equalTo(2))
                .body("sales.points[0].revenue[0].amount", equalTo("200.00"));
    }

    @Test
    void a_show_without_sales_has_zeros_and_no_rates() {
        asStaff()
                .get(NUMBERS + "shows/" + show + "/")
                .then()
                .statusCode(200)
                .body("numbers.sold", equalTo(0))
                .body("numbers.revenue[0].amount", equalTo("0.00"))
                .body("numbers.conversion", nullValue())
                .body("payments", hasSize(0))
                .body("sales.points", hasSize(0));
    }

    @Test
    void hours_without_sales_are_there_with_zeros() {
        var account = TestAccounts.customer().accountId();
        var past =
                MadeUpHistory.of(7, movie, screen, account, Instant.now().minus(Duration.ofDays(2)), "EUR", 60, true);
        var points = asStaff()
                .get(NUMBERS + "shows/" + past + "/")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("sales.points.at", String.class)
                .stream()
                .map(Instant::parse)
                .toList();
        assertThat(points.size()).isGreaterThan(1);
        var step = Duration.between(points.get(0), points.get(1));
        for (int i = 1; i < points.size(); i++) {
            assertThat(Duration.between(points.get(i - 1), points.get(i))).isEqualTo(step);
        }
    }

    @Test
    void a_day_a_movie_and_a_screen_are_told_alike() {
        sellSome();
        for (var path : List.of(
                "movies/" + movie + "/?from=" + day + "&until=" + day,
                "screens/" + screen + "/?from=" + day.minusDays(3) + "&until=" + day.plusDays(3))) {
            asStaff()
                    .get(NUMBERS + path)
                    .then()
                    .statusCode(200)
                    .body("shows", equalTo(1))
                    .body("time_zone", equalTo("UTC"))
                    .body("numbers.sold", equalTo(2))
                    .body("numbers.revenue[0].amount", equalTo("200.00"))
                    .body("days.find { it.day == '" + day + "' }.sold", equalTo(2))
                    .body("sales.step", equalTo("DAY"))
                    .body("sales.points.find { it.day == '" + LocalDate.now(ZoneOffset.UTC) + "' }.sold", equalTo(2))
                    .body("most_demanded[0].show.id", equalTo((int) show));
        }
        asStaff()
                .get(NUMBERS + "days/" + day + "/")
                .then()
                .statusCode(200)
                .body("from", equalTo(day.toString()))
                .body("until", equalTo(day.toString()))
                .body("days", hasSize(1));
        asStaff()
                .get(NUMBERS + "?from=" + day + "&until=" + day)
                .then()
                .statusCode(200)
                .body("movie_id", nullValue());
    }

    @Test
    void days_without_shows_are_there_with_zeros() {
        asStaff()
                .get(NUMBERS + "movies/" + movie + "/?from=2020-02-27&until=2020-03-01")
                .then()
                .statusCode(200)
                .body("shows", equalTo(0))
                .body("numbers.seats", equalTo(0))
                .body("numbers.occupancy", nullValue())
                .body("days.day", equalTo(List.of("2020-02-27", "2020-02-28", "2020-02-29", "2020-03-01")))
                .body("sales.points", hasSize(4))
                .body("most_demanded", hasSize(0));
    }

    @Test
    void shows_are_listed_by_demand_a_page_at_a_time() {
        var account = TestAccounts.customer().accountId();
        for (int i = 0; i < 4; i++) {
            MadeUpHistory.of(
                    i, movie, screen, account, Instant.now().minus(Duration.ofDays(i + 2)), "EUR", 20 + 30 * i, true);
        }
        var path = NUMBERS + "shows/?movie_id=" + movie + "&until=" + day + "&sort=-demand&page_size=3";
        var first = asStaff()
                .get(path)
                .then()
                .statusCode(200)
                .body("shows", hasSize(3))
                .body("next_page", equalTo(2))
                .extract()
                .jsonPath();
        assertThat(first.getList("shows.numbers.demand", Float.class)).isSortedAccordingTo((a, b) -> b.compareTo(a));
        asStaff()
                .get(path + "&page=2")
                .then()
                .statusCode(200)
                .body("shows", hasSize(2))
                .body("next_page", nullValue())
                .body("shows.show.id", hasItem((int) show));
    }

    @Test
    void a_heat_map_can_be_drawn() {
        sellSome();
        asStaff()
                .get(NUMBERS + "shows/" + show + "/heat-map/")
                .then()
                .statusCode(200)
                .body("rows.row", equalTo(List.of("A", "B")))
                .body("rows[0].places.number", equalTo(List.of(1, 2, 3)))
                .body("rows[0].places[1].x", equalTo(2.0f))
                .body("rows[0].places[1].y", equalTo(0.0f))
                .body("rows[0].places[0].status", equalTo("BOOKED"))
                .body("rows[0].places[0].value", equalTo(1.0f))
                .body("rows[0].places[2].sold_at", nullValue())
                .body("rows[1].places[2].status", equalTo("HELD"));
        asStaff()
                .get(NUMBERS + "screens/" + screen + "/heat-map/?from=" + day + "&until=" + day)
                .then()
                .statusCode(200)
                .body("shows", equalTo(1))
                .body("rows[0].places[0].kind", equalTo("STANDARD"))
                .body("rows[0].places.shows", equalTo(List.of(1, 1, 1)))
                .body("rows[0].places.sold", equalTo(List.of(1, 1, 0)))
                .body("rows[0].places[0].value", equalTo(1.0f))
                .body("rows[0].places[2].value", equalTo(0.0f))
                .body("rows[0].places[2].lead_hours", nullValue());
    }

    @Test
    void the_heat_map_of_a_stadium_is_no_larger_than_a_picture() {
        var stadium = (Long) Ledger.query("insert into screen (name) values (?) returning id", "Stadium " + show)
                .getFirst()
                .getFirst();
        Ledger.update("""
                insert into place (screen_id, row_label, number, x, y)
                select ?, 'R' || n / 200, n % 200 + 1, n % 200 + 0.25, n / 200 from generate_series(0, 19999) as n""", stadium);
        var account = TestAccounts.customer().accountId();
        var past =
                MadeUpHistory.of(9, movie, stadium, account, Instant.now().minus(Duration.ofDays(2)), "EUR", 500, true);
        for (var path : List.of("shows/" + past + "/heat-map/", "screens/" + stadium + "/heat-map/")) {
            var answer = asStaff()
                    .get(NUMBERS + path)
                    .then()
                    .statusCode(200)
                    .header("Content-Encoding", "gzip")
                    .body("rows", hasSize(100))
                    .body("rows[99].places", hasSize(200))
                    .extract()
                    .asByteArray();
            assertThat(answer.length)
                    .as("bytes of %s before they are compressed", path)
                    .isLessThan(2_500_000);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "days/2026-11-24/",
                "shows/",
                "shows/1/",
                "shows/1/heat-map/",
                "movies/1/",
                "screens/1/",
                "screens/1/heat-map/",
                "tables/shows.csv",
                "tables/sales.csv",
                "tables/shows/1/sales.csv",
                "tables/shows/1/heat-map.csv",
                "tables/screens/1/heat-map.csv"
            })
    void guests_are_told_nothing(String path) {
        given().auth()
                .oauth2(TestAccounts.customer().bearer())
                .get(NUMBERS + path)
                .then()
                .spec(problem(403, "not-allowed"));
        given().get(NUMBERS + path).then().spec(problem(401, "authentication-required"));
    }

    @ParameterizedTest
    @CsvSource({
        "shows/9999999999/, 404, unknown-show",
        "shows/9999999999/heat-map/, 404, unknown-show",
        "tables/shows/9999999999/sales.csv, 404, unknown-show",
        "movies/9999999999/, 404, unknown-movie",
        "screens/9999999999/, 404, unknown-screen",
        "screens/9999999999/heat-map/, 404, unknown-screen",
        "days/2026-02-30/, 400, unreadable-day",
        "?from=2025-01-01&until=2026-03-01, 400, period-too-long",
        "?from=2026-03-02&until=2026-03-01, 400, period-backwards",
        "?from=soon, 400, unreadable-day",
        "shows/?sort=name, 400, invalid-request",
        "shows/?page=0, 400, unreadable-page",
        "shows/?movie_id=9999999999, 404, unknown-movie",
        "tables/shows.csv?from=soon, 400, unreadable-day"
    })
    void what_cannot_be_answered_is_refused(String path, int status, String type) {
        asStaff().get(NUMBERS + path).then().spec(problem(status, type));
    }

    @Test
    void tables_are_for_spreadsheets_and_harmless() {
        sellSome();
        Ledger.update("update movie set title = ? where id = ?", "=SUM(A1), \"" + movie + "\"\nnext", movie);
        var period = "?from=" + day + "&until=" + day + "&movie_id=" + movie;
        var shows = asStaff()
                .get(NUMBERS + "tables/shows.csv" + period)
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .header("Content-Type", equalTo("text/csv;charset=UTF-8"))
                .extract()
                .asString();
        assertThat(shows)
                .startsWith("show_id,movie,screen,start_time,status,seats,sold,")
                .contains("\r\n" + show + ",\"'=SUM(A1), \"\"" + movie + "\"\"\nnext\",Screen ")
                .contains(",6,2,1,3,0,0.3333,EUR,200.00,1,0,0,3,2,0,0,1.0000,0.0000,0.5000\r\n");
        assertThat(asStaff()
                        .get(NUMBERS + "tables/sales.csv" + period)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .startsWith("day,currency,sold,returned,revenue\r\n")
                .contains(LocalDate.now(ZoneOffset.UTC) + ",EUR,2,0,200.00\r\n");
        assertThat(asStaff()
                        .get(NUMBERS + "tables/shows/" + show + "/sales.csv")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .matches("(?s)hour,currency,sold,returned,revenue\r\n[-0-9]{10} [0-9]{2}:00,EUR,2,0,200.00\r\n");
        assertThat(asStaff()
                        .get(NUMBERS + "tables/shows/" + show + "/heat-map.csv")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .startsWith("row,number,x,y,kind,status,sold_at,value\r\nA,1,1.0,0.0,STANDARD,BOOKED,")
                .hasLineCount(7);
        assertThat(asStaff()
                        .get(NUMBERS + "tables/screens/" + screen + "/heat-map.csv?from=" + day + "&until=" + day)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .startsWith("row,number,x,y,kind,shows,sold,value,lead_hours\r\nA,1,1.0,0.0,STANDARD,1,1,1.0000,")
                .hasLineCount(7);
    }
}
