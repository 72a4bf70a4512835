package org.frontrow.catalog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.frontrow.platform.Problems.problem;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The venue's time zone is UTC here; {@link ShowsTest} tries others. */
@QuarkusTest
class ShowsResourceTest {
    private static final AtomicInteger days = new AtomicInteger();

    /** Far away and of this test alone. */
    private final LocalDate day = LocalDate.of(2300, 1, 1).plusDays(3L * days.incrementAndGet());

    @ParameterizedTest
    @ValueSource(strings = {"shows/", "shows"})
    void a_show_is_told_with_exactly_these_fields(String path) {
        var show = TestShows.startingAt(at("19:00"), 1, 2);

        given().queryParam("date", day.toString())
                .get("/api/seats/" + path)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body(
                        "",
                        is(Map.of(
                                "shows",
                                List.of(Map.of(
                                        "id",
                                        (int) (long) show.id,
                                        "movie",
                                        show.movie.title,
                                        "screen",
                                        show.screen.name,
                                        "start_time",
                                        day + "T19:00:00Z",
                                        "end_time",
                                        day + "T21:00:00Z",
                                        "price",
                                        "100.00",
                                        "poster_url",
                                        show.movie.posterUrl,
                                        "currency",
                                        "EUR",
                                        "duration_minutes",
                                        120,
                                        "on_sale",
                                        true)))));
    }

    @Test
    void the_venue_says_by_which_clock_it_tells_times() {
        for (var slash : new String[] {"", "/"}) {
            given().get("/api/seats/venue" + slash).then().statusCode(200).body("time_zone", is("UTC"));
        }
    }

    @Test
    void a_movie_without_poster_says_so() {
        var show = TestShows.startingAt(at("19:00"), 1, 1);
        QuarkusTransaction.requiringNew().run(() -> Movie.update("posterUrl = null where id = ?1", show.movie.id));

        var told = on(day.toString()).extract().jsonPath().getMap("shows[0]");

        assertThat(told).containsEntry("poster_url", null);
    }

    @Test
    void shows_come_by_their_start() {
        var late = TestShows.startingAt(at("22:00"), 1, 1);
        var early = TestShows.startingAt(at("09:30"), 1, 1);
        var noon = TestShows.startingAt(at("12:00"), 1, 1);

        assertThat(idsOn(day.toString())).containsExactly(early.id, noon.id, late.id);
        assertThat(ids()).containsSubsequence(early.id, noon.id, late.id);
    }

    @Test
    void a_date_picks_the_shows_that_start_on_that_day() {
        var midnight = TestShows.startingAt(at("00:00"), 1, 1);
        var lastMinute = TestShows.startingAt(at("23:59"), 1, 1);
        var nextDay = TestShows.startingAt(at("23:59").plusSeconds(60), 1, 1);

        assertThat(idsOn(day.toString())).containsExactly(midnight.id, lastMinute.id);
        assertThat(idsOn(day.plusDays(1).toString())).containsExactly(nextDay.id);
    }

    @Test
    void what_has_ended_is_gone_and_what_is_running_is_there() {
        var ended = TestShows.startingAt(Instant.now().minus(Duration.ofMinutes(121)), 1, 1);
        var running = TestShows.startingAt(Instant.now().minus(Duration.ofMinutes(119)), 1, 1);

        assertThat(ids()).contains(running.id).doesNotContain(ended.id);
        var startDay = LocalDate.ofInstant(ended.startsAt, ZoneOffset.UTC);
        assertThat(idsOn(startDay.toString())).doesNotContain(ended.id);
    }

    @Test
    void a_day_without_shows_is_an_empty_list() {
        on("2299-12-31").statusCode(200).body("", is(Map.of("shows", List.of())));
    }

    @Test
    void an_empty_date_is_none() {
        var show = TestShows.startingAt(at("19:00"), 1, 1);

        assertThat(idsOn("")).contains(show.id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-30",
                "2026-13-01",
                "2026-00-10",
                "2026-1-1",
                "26-01-01",
                "20260101",
                "+999999999-01-01",
                "-999999999-01-01",
                "-999-01-01",
                "+10000-1-1",
                "10000-01-01",
                "2026-01-01T00:00",
                "2026-01-01Z",
                "%202026-01-01",
                "2026-01-0",
                "2026/01/01",
                "01.01.2026",
                "today",
                "null",
                "NaN",
                "1767225600",
                "%00",
                "2026-01-0%00",
                "%0d%0a%0d%0a",
                "%1b[31mred%1b",
                "%e2%80%ae2026-01-01",
                "%ef%bc%92%ef%bc%90%ef%bc%92%ef%bc%96-01-01",
                "%ff%fe",
                "%c3%28",
                "%ed%a0%80",
                "%27%20or%201=1%20--",
                "%25s%25n",
                "$%7Bjndi:ldap://x%7D"
            })
    void an_unreadable_date_is_refused(String date) {
        given().urlEncodingEnabled(false)
                .get("/api/seats/shows/?date=" + date)
                .then()
                .spec(problem(400, "unreadable-date"))
                .body("error", is("Give the date as YYYY-MM-DD"));
    }

    @Test
    void a_very_long_date_is_refused() {
        given().queryParam("date", "2".repeat(3000))
                .get("/api/seats/shows/")
                .then()
                .spec(problem(400, "unreadable-date"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-01-01", "0001-01-01", "1582-10-10", "9999-12-31"})
    void on_days_out_of_the_ordinary_there_are_no_shows(String date) {
        on(date).statusCode(200).body("shows", empty());
    }

    @Test
    void of_two_dates_one_is_taken() {
        given().queryParam("date", "2299-12-31", "2299-12-30")
                .get("/api/seats/shows/")
                .then()
                .statusCode(oneOf(200, 400));
    }

    private Instant at(String time) {
        return day.atTime(LocalTime.parse(time)).toInstant(ZoneOffset.UTC);
    }

    private static ValidatableResponse on(String date) {
        return given().queryParam("date", date).get("/api/seats/shows/").then();
    }

    private static List<Long> idsOn(String date) {
        return on(date).statusCode(200).extract().jsonPath().getList("shows.id", Long.class);
    }

    private static List<Long> ids() {
        return given().get("/api/seats/shows/")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("shows.id", Long.class);
    }
}
