package org.frontrow.catalog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.frontrow.platform.Problems.problem;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.frontrow.account.TestAccounts;
import org.frontrow.account.TestAccounts.TestAccount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class MoviesResourceTest {
    private static final String MOVIES = "/api/office/movies/";

    private final TestAccount admin = TestAccounts.admin();
    private final String title = "Movie " + TestShows.freshName();

    private RequestSpecification asAdmin() {
        return given().auth().oauth2(admin.bearer());
    }

    private static Map<String, Object> movie(String title) {
        return Map.of("title", title, "duration_minutes", 100);
    }

    private ValidatableResponse add(String title) {
        return asAdmin()
                .contentType("application/json")
                .body(movie(title))
                .post(MOVIES)
                .then()
                .statusCode(201);
    }

    private ValidatableResponse put(long id, String ifMatch, Map<String, Object> movie) {
        return asAdmin()
                .contentType("application/json")
                .header("If-Match", ifMatch)
                .body(movie)
                .put(MOVIES + id + "/")
                .then();
    }

    @Test
    void a_movie_is_added_read_changed_and_removed_and_the_trail_says_by_whom() {
        var added = add(title).body("title", equalTo(title)).body("description", nullValue());
        var id = added.extract().jsonPath().getLong("id");
        assertThat(added.extract().header("Location")).endsWith(MOVIES + id + "/");
        var etag = added.extract().header("ETag");

        asAdmin()
                .get(MOVIES + id + "/")
                .then()
                .statusCode(200)
                .header("ETag", etag)
                .body("duration_minutes", equalTo(100));

        var changed = put(
                        id,
                        etag,
                        Map.of(
                                "title",
                                title,
                                "duration_minutes",
                                120,
                                "description",
                                "Long",
                                "poster_url",
                                "/posters/x.svg"))
                .statusCode(200)
                .body("duration_minutes", equalTo(120))
                .body("poster_url", equalTo("/posters/x.svg"));
        var next = changed.extract().header("ETag");
        assertThat(next).isNotEqualTo(etag);

        asAdmin().header("If-Match", next).delete(MOVIES + id + "/").then().statusCode(204);
        asAdmin().get(MOVIES + id + "/").then().spec(problem(404, "unknown-movie"));

        asAdmin()
                .queryParam("subject", "movie")
                .queryParam("subject_id", id)
                .get("/api/office/audit/")
                .then()
                .statusCode(200)
                .body("entries.act", equalTo(List.of("MOVIE_REMOVED", "MOVIE_CHANGED", "MOVIE_ADDED")))
                .body("entries.username", equalTo(List.of(admin.username(), admin.username(), admin.username())))
                .body("entries[1].details.duration_minutes", equalTo(Map.of("from", 100, "to", 120)));
    }

    @Test
    void whoever_has_not_seen_the_latest_edition_changes_nothing() {
        var added = add(title);
        var id = added.extract().jsonPath().getLong("id");
        var etag = added.extract().header("ETag");
        put(id, etag, movie(title + "!")).statusCode(200);
        for (var stale : List.of(etag, "\"99\"", "W/" + etag, "*", "x", "\"-1\"")) {
            put(id, stale, movie("Overwritten")).spec(problem(412, "changed-meanwhile"));
            asAdmin()
                    .header("If-Match", stale)
                    .delete(MOVIES + id + "/")
                    .then()
                    .spec(problem(412, "changed-meanwhile"));
        }
        asAdmin()
                .contentType("application/json")
                .body(movie("Overwritten"))
                .put(MOVIES + id + "/")
                .then()
                .spec(problem(428, "edition-missing"));
        asAdmin().get(MOVIES + id + "/").then().body("title", equalTo(title + "!"));
    }

    @Test
    void of_two_who_change_the_same_edition_at_once_one_wins() throws Exception {
        var added = add(title);
        var id = added.extract().jsonPath().getLong("id");
        var etag = added.extract().header("ETag");
        var gate = new CyclicBarrier(4);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var statuses = threads
                    .invokeAll(IntStream.range(0, 4)
                            .<Callable<Integer>>mapToObj(i -> () -> {
                                gate.await();
                                return put(id, etag, movie(title + i)).extract().statusCode();
                            })
                            .toList())
                    .stream()
                    .map(MoviesResourceTest::result)
                    .sorted()
                    .toList();
            assertThat(statuses).containsExactly(200, 412, 412, 412);
        }
    }

    private static int result(Future<Integer> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void two_movies_are_not_called_the_same() {
        add(title);
        var other = add(title + " 2");
        asAdmin()
                .contentType("application/json")
                .body(movie(title))
                .post(MOVIES)
                .then()
                .spec(problem(409, "movie-title-taken"));
        put(other.extract().jsonPath().getLong("id"), other.extract().header("ETag"), movie(title))
                .spec(problem(409, "movie-title-taken"));
    }

    @Test
    void a_movie_with_shows_stays() {
        var show = TestShows.tomorrow(1, 1);
        var id = TestShows.movieOf(show);
        var etag = asAdmin().get(MOVIES + id + "/").then().extract().header("ETag");
        asAdmin()
                .header("If-Match", etag)
                .delete(MOVIES + id + "/")
                .then()
                .spec(problem(409, "movie-in-use"))
                .body("shows", equalTo(1));
    }

    @Test
    void lists_are_searched_sorted_and_paged() {
        for (var end : List.of("b", "A", "c")) {
            add(title + " " + end);
        }
        asAdmin()
                .queryParam("search", title.toUpperCase())
                .get(MOVIES)
                .then()
                .statusCode(200)
                .body("movies.title", equalTo(List.of(title + " A", title + " b", title + " c")))
                .body("next_page", nullValue());
        asAdmin()
                .queryParam("search", title)
                .queryParam("sort", "-title")
                .queryParam("page_size", 2)
                .get(MOVIES)
                .then()
                .body("movies.title", equalTo(List.of(title + " c", title + " b")))
                .body("next_page", equalTo(2));
        asAdmin()
                .queryParam("search", title)
                .queryParam("sort", "newest")
                .queryParam("page_size", 2)
                .queryParam("page", 2)
                .get(MOVIES)
                .then()
                .body("movies.title", equalTo(List.of(title + " b")));
        for (var wildcard : List.of("%", "_", "\\")) {
            asAdmin().queryParam("search", title + wildcard).get(MOVIES).then().body("movies", hasSize(0));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"title\": \"\", \"duration_minutes\": 1}",
                "{\"title\": \"  \", \"duration_minutes\": 1}",
                "{\"title\": \"x\", \"duration_minutes\": 0}",
                "{\"title\": \"x\", \"duration_minutes\": 1441}",
                "{\"title\": \"x\", \"duration_minutes\": 1.5}",
                "{\"title\": \"x\", \"duration_minutes\": 1, \"poster_url\": \"https://elsewhere.example/x.svg\"}",
                "{\"title\": \"x\", \"duration_minutes\": 1, \"poster_url\": \"/posters/../api/seats/me/\"}",
                "{\"title\": \"x\", \"duration_minutes\": 1, \"id\": 7}",
                "{\"title\": \"x\", \"duration_minutes\": 1, \"version\": 7}"
            })
    void what_is_no_movie_is_refused(String body) {
        asAdmin().contentType("application/json").body(body).post(MOVIES).then().spec(problem(400, "invalid-request"));
    }

    @Test
    void nobody_but_an_administrator_gets_in() {
        for (var who : List.of(TestAccounts.customer(), TestAccounts.staff())) {
            given().auth().oauth2(who.bearer()).get(MOVIES).then().spec(problem(403, "not-allowed"));
            given().auth()
                    .oauth2(who.bearer())
                    .contentType("application/json")
                    .body(movie(title))
                    .post(MOVIES)
                    .then()
                    .spec(problem(403, "not-allowed"));
        }
        given().get(MOVIES).then().spec(problem(401, "authentication-required"));
        asAdmin().queryParam("search", title).get(MOVIES).then().body("movies", hasSize(0));
    }

    // ---- posters ----

    private static byte[] png(int width, int height) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }

    private ValidatableResponse poster(TestAccount who, long id, String ifMatch, String type, byte[] picture) {
        return given().auth()
                .oauth2(who.bearer())
                .header("If-Match", ifMatch)
                .contentType(type)
                .body(picture)
                .put(MOVIES + id + "/poster/")
                .then();
    }

    @Test
    void a_poster_is_sent_once_and_seen_by_everybody_for_ever() throws IOException {
        var added = add(title);
        var id = added.extract().jsonPath().getLong("id");
        var sent = poster(admin, id, added.extract().header("ETag"), "image/png", png(300, 450))
                .statusCode(200);
        var url = sent.extract().jsonPath().getString("poster_url");
        assertThat(url).matches("/posters/[0-9a-f]{64}\\.png");
        given().get(url)
                .then()
                .statusCode(200)
                .contentType("image/png")
                .header("Cache-Control", "public, max-age=31536000, immutable")
                .header("X-Content-Type-Options", "nosniff");
        // Byte by byte, past whatever takes an answer for text.
        try (var seen = URI.create(RestAssured.baseURI + ":" + RestAssured.port + url)
                .toURL()
                .openStream()) {
            assertThat(ImageIO.read(seen).getWidth()).isEqualTo(300);
        }
        given().get(url.replace(".png", ".jpg")).then().spec(problem(404, "unknown-poster"));
        given().get("/posters/" + "0".repeat(64) + ".png").then().spec(problem(404, "unknown-poster"));
        // The same picture again is no second one.
        poster(admin, id, sent.extract().header("ETag"), "image/png", png(300, 450))
                .body("poster_url", equalTo(url));
    }

    @Test
    void a_poster_may_be_large_but_only_an_administrators() throws IOException {
        var added = add(title);
        var id = added.extract().jsonPath().getLong("id");
        var etag = added.extract().header("ETag");
        var noise = new BufferedImage(600, 600, BufferedImage.TYPE_INT_RGB);
        var random = new Random(1);
        for (int i = 0; i < 360_000; i++) {
            noise.setRGB(i % 600, i / 600, random.nextInt());
        }
        var out = new ByteArrayOutputStream();
        ImageIO.write(noise, "png", out);
        assertThat(out.size()).isGreaterThan(1_000_000);
        poster(TestAccounts.staff(), id, etag, "image/png", out.toByteArray()).spec(problem(413, "too-large"));
        poster(admin, id, etag, "image/png", out.toByteArray()).statusCode(200);
        poster(admin, id, "\"1\"", "image/png", new byte[9_000_000]).spec(problem(413, "too-large"));
        asAdmin()
                .contentType("application/json")
                .body("{\"title\": \"" + "x".repeat(100_000) + "\"}")
                .post(MOVIES)
                .then()
                .spec(problem(413, "too-large"));
    }

    @Test
    void what_is_no_picture_is_refused() {
        var added = add(title);
        var id = added.extract().jsonPath().getLong("id");
        var etag = added.extract().header("ETag");
        var svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".getBytes();
        poster(admin, id, etag, "image/svg+xml", svg).spec(problem(415, "unsupported-media-type"));
        poster(admin, id, etag, "image/png", svg).spec(problem(400, "unreadable-picture"));
        poster(admin, id, etag, "image/jpeg", new byte[0]).spec(problem(400, "unreadable-picture"));
        asAdmin().get(MOVIES + id + "/").then().body("poster_url", nullValue()).header("ETag", etag);
    }
}
