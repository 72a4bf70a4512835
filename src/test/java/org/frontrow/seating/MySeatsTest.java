package org.frontrow.seating;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.frontrow.platform.Problems.problem;
import static org.frontrow.seating.SeatClient.labels;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.frontrow.catalog.TestShows;
import org.frontrow.platform.DatabaseClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class MySeatsTest {
    private final SeatClient anna = SeatClient.customer();
    private final SeatClient ben = SeatClient.customer();
    private final long show = TestShows.tomorrow(2, 4);

    @Inject
    DatabaseClock clock;

    @ParameterizedTest
    @ValueSource(strings = {"my-seats/", "my-seats"})
    void ones_own_seats_are_listed_and_nobody_elses(String path) {
        anna.buy(show, "B2", "A2");
        ben.buy(show, "A1");
        ben.hold(show, "A4").statusCode(200);
        String until = anna.hold(show, "B1", "A3").statusCode(200).extract().path("expires_at");

        var before = clock.now();
        var mine = anna.get(path + "?show_id=" + show)
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .extract()
                .jsonPath()
                .<String, Object>getMap("");
        var after = clock.now();

        assertThat(mine).containsOnlyKeys("show_id", "held", "booked", "server_time");
        assertThat(mine.get("show_id")).isEqualTo((int) show);
        assertThat(mine.get("held"))
                .isEqualTo(List.of(
                        Map.of("row", "A", "number", 3, "expires_at", until),
                        Map.of("row", "B", "number", 1, "expires_at", until)));
        assertThat(mine.get("booked")).isEqualTo(labels("A2", "B2"));
        assertThat((String) mine.get("server_time")).endsWith("Z");
        assertThat(Instant.parse((String) mine.get("server_time"))).isBetween(before, after);
    }

    @Test
    void who_has_nothing_here_has_empty_lists() {
        var other = TestShows.tomorrow(1, 1);
        anna.hold(other, "A1").statusCode(200);

        for (var nothing : List.of(show, Long.MAX_VALUE, -1L)) {
            anna.get("my-seats/?show_id=" + nothing)
                    .statusCode(200)
                    .body("held", is(List.of()))
                    .body("booked", is(List.of()))
                    .body("show_id.toString()", is(nothing.toString()));
        }
    }

    @Test
    void a_hold_that_is_over_is_ones_own_no_longer() {
        Ledger.withoutSweeper(() -> {
            anna.hold(show, "A1").statusCode(200);
            Ledger.letTimePass(show, 11);
            anna.hold(show, "A2").statusCode(200);

            anna.get("my-seats/?show_id=" + show)
                    .body("held.collect { it.row + it.number }", is(List.of("A2")))
                    .body("booked", is(List.of()));
        });
    }

    @Test
    void what_was_given_back_is_gone() {
        anna.hold(show, "A1").statusCode(200);
        anna.release(show, "A1").statusCode(200);
        anna.post("bookings/" + anna.buy(show, "A2") + "/cancel/", Map.of()).statusCode(200);

        anna.get("my-seats/?show_id=" + show).body("held", is(List.of())).body("booked", is(List.of()));
    }

    @Test
    void a_stranger_is_asked_to_sign_in() {
        given().get("/api/seats/my-seats/?show_id=" + show).then().spec(problem(401, "authentication-required"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?show_id=", "?show_id=one", "?show_id=1.0", "?show_id=9223372036854775808"})
    void the_show_has_to_be_named(String query) {
        anna.get("my-seats/" + query).spec(problem(400, "unreadable-show-id"));
    }
}
