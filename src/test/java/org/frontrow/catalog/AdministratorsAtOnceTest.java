package org.frontrow.catalog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.frontrow.account.TestAccounts;
import org.frontrow.account.TestAccounts.TestAccount;
import org.frontrow.seating.Ledger;
import org.junit.jupiter.api.RepeatedTest;

/** Administrators who change the same things in the same moment: one of them is right, and the others hear why not. */
@QuarkusTest
class AdministratorsAtOnceTest {
    private static final String OFFICE = "/api/office/";
    private static final int PLACES = 40;

    @Inject
    @ConfigProperty(name = "frontrow.time-zone")
    ZoneId venue;

    private final TestAccount admin = TestAccounts.admin();
    private final String name = TestShows.freshName();
    private final long movie = movie("Movie " + name);
    private final long screen = QuarkusTransaction.requiringNew().call(() -> TestShows.screen(name, 1, PLACES).id);

    private static long movie(String title) {
        return QuarkusTransaction.requiringNew().call(() -> {
            var it = new Movie(title, 120);
            it.persist();
            return it.id;
        });
    }

    private RequestSpecification asAdmin() {
        return given().auth().oauth2(admin.bearer()).contentType("application/json");
    }

    private Response plan(int day) {
        return asAdmin()
                .body(Map.of(
                        "movie_id",
                        movie,
                        "screen_id",
                        screen,
                        "first_day",
                        LocalDate.now(venue).plusDays(2L + day).toString(),
                        "last_day",
                        LocalDate.now(venue).plusDays(2L + day).toString(),
                        "times",
                        List.of("12:00"),
                        "price",
                        "12.50",
                        "currency",
                        "EUR",
                        "on_sale",
                        false))
                .post(OFFICE + "shows/");
    }

    private String tag(String address) {
        return asAdmin().get(OFFICE + address).then().statusCode(200).extract().header("ETag");
    }

    private static List<Integer> atOnce(int many, IntFunction<Response> act) throws Exception {
        var gate = new CyclicBarrier(many);
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = IntStream.range(0, many)
                    .<Future<Integer>>mapToObj(i -> pool.submit(() -> {
                        gate.await();
                        return act.apply(i).statusCode();
                    }))
                    .toList();
            var statuses = new ArrayList<Integer>();
            for (var one : asked) {
                statuses.add(one.get());
            }
            return statuses;
        }
    }

    @RepeatedTest(3)
    void a_show_is_put_on_sale_once_and_has_each_seat_once() throws Exception {
        long show = plan(0).then().statusCode(200).extract().jsonPath().getLong("planned[0]");
        var address = "shows/" + show + "/";
        var tag = tag(address);

        var statuses = atOnce(6, _ -> asAdmin().header("If-Match", tag).post(OFFICE + address + "put-on-sale/"));

        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 412);
        assertThat(Ledger.query("select count(*) from seat where show_time_id = ?", show))
                .containsExactly(List.of((long) PLACES));
    }

    @RepeatedTest(3)
    void the_same_time_in_a_screen_is_planned_once() throws Exception {
        assertThat(atOnce(6, _ -> plan(0))).containsOnlyOnce(200).containsOnly(200, 409);
    }

    @RepeatedTest(3)
    void a_screen_is_drawn_by_one_and_the_others_see_that_there_is_a_newer_edition() throws Exception {
        var address = "screens/" + screen + "/";
        var tag = tag(address);

        var statuses = atOnce(
                6,
                i -> asAdmin()
                        .header("If-Match", tag)
                        .body(
                                "{\"rows\":[{\"row\":\"Z\",\"places\":[{\"number\":1,\"x\":%d,\"y\":9,\"kind\":\"STANDARD\"}]}]}"
                                        .formatted(i))
                        .put(OFFICE + address + "layout/"));

        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 412);
    }

    @RepeatedTest(3)
    void a_screen_is_removed_or_shows_are_planned_in_it_but_not_both() throws Exception {
        assertRemovedOrPlanned("screens/" + screen + "/");
    }

    @RepeatedTest(3)
    void a_movie_is_removed_or_planned_but_not_both() throws Exception {
        assertRemovedOrPlanned("movies/" + movie + "/");
    }

    private void assertRemovedOrPlanned(String address) throws Exception {
        var tag = tag(address);

        var statuses = atOnce(6, i -> i == 0 ? asAdmin().header("If-Match", tag).delete(OFFICE + address) : plan(i));

        assertThat(statuses.getFirst()).isIn(204, 409);
        assertThat(statuses.subList(1, 6)).containsOnly(statuses.getFirst() == 204 ? 404 : 200);
    }

    @RepeatedTest(3)
    void the_same_poster_becomes_that_of_several_movies() throws Exception {
        var out = new ByteArrayOutputStream();
        var picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, name.hashCode());
        ImageIO.write(picture, "png", out);
        var movies = IntStream.range(0, 6).mapToLong(i -> movie(name + i)).toArray();

        var statuses = atOnce(
                6,
                i -> given().auth()
                        .oauth2(admin.bearer())
                        .contentType("image/png")
                        .header("If-Match", "\"0\"")
                        .body(out.toByteArray())
                        .put(OFFICE + "movies/" + movies[i] + "/poster/"));

        assertThat(statuses).containsOnly(200);
    }
}
