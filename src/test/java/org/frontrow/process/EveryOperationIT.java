package org.frontrow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.frontrow.live.FeedReader;
import org.junit.jupiter.api.Test;

/**
 * The program as it is installed, be it the jar or a native image: each operation is asked once and does its work. What a
 * native image was not told to take along (a resource, a class reached by reflection) shows here.
 */
@QuarkusIntegrationTest
@WithTestResource(InstalledDatabase.class)
class EveryOperationIT {
    private static final String PASSWORD = "nine green bicycles";

    @TestHTTPResource("/")
    URI service;

    private InstalledDatabase installed;

    private final TreeSet<String> asked = new TreeSet<>();
    private final Filter note = (request, response, chain) -> {
        asked.add(request.getMethod() + " " + request.getUserDefinedPath());
        return chain.next(request, response);
    };

    @Test
    void every_operation_does_its_work() throws Exception {
        var username = "ada" + System.nanoTime();
        json(Map.of("username", username, "password", "short"))
                .post("/api/seats/register/")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:frontrow:problem:weak-password"));
        json(Map.of("username", "", "password", PASSWORD, "email", "nobody"))
                .post("/api/seats/register/")
                .then()
                .statusCode(400)
                .body("violations.field", hasItem("email"));
        json(Map.of("username", username, "password", PASSWORD))
                .post("/api/seats/register/")
                .then()
                .statusCode(201);
        var signedIn = json(Map.of("username", username, "password", PASSWORD))
                .post("/api/seats/login/")
                .then()
                .statusCode(200)
                .extract();
        var refreshed = json(Map.of("refresh_token", signedIn.path("refresh_token")))
                .post("/api/seats/refresh/")
                .then()
                .statusCode(200)
                .extract();
        String token = refreshed.path("access_token");

        ask().get("/.well-known/jwks.json").then().statusCode(200).body("keys", hasSize(1));
        ask().get("/api/seats/venue/").then().statusCode(200);
        ask().get("/api/seats/shows/").then().statusCode(200);
        ask().queryParam("date", "someday").get("/api/seats/shows/").then().statusCode(400);
        as(token).get("/api/seats/me/").then().statusCode(200).body("username", equalTo(username));

        var map = ask().get("/api/seats/").then().statusCode(200).extract();
        int show = map.path("show_id");
        // Now that it is in memory it takes a shorter way.
        var again = ask().queryParam("show_id", show)
                .header("Accept-Encoding", "gzip")
                .get("/api/seats/")
                .then()
                .statusCode(200)
                .body("show_id", equalTo(show))
                .extract();
        ask().queryParam("show_id", show)
                .header("If-None-Match", again.header("ETag"))
                .get("/api/seats/")
                .then()
                .statusCode(304);
        List<Map<String, Object>> free = map.path("seats.findAll { it.status == 'AVAILABLE' }");
        var one = place(free.get(0));
        var two = List.of(place(free.get(1)), place(free.get(2)));

        asked.add("GET /api/seats/live/");
        try (var watcher = FeedReader.open(service, show)) {
            assertThat(watcher.next("snapshot")
                            .json()
                            .path("map")
                            .path("show_id")
                            .asInt())
                    .isEqualTo(show);
            as(token)
                    .contentType(ContentType.JSON)
                    .body(with(show, one))
                    .post("/api/seats/hold/")
                    .then()
                    .statusCode(200);
            assertThat(watcher.next("change").json().path("seats")).hasSize(1);
        }
        var both = Map.of("show_id", show, "seats", two);
        post(token, "/api/seats/hold-batch/", both).statusCode(200);
        post(token, "/api/seats/release-hold-batch/", both).statusCode(200);
        post(token, "/api/seats/hold-batch/", both).statusCode(200);
        as(token).queryParam("show_id", show).get("/api/seats/my-seats/").then().statusCode(200);
        post(token, "/api/seats/book/", with(show, one)).statusCode(200);
        String reference = post(token, "/api/seats/book-batch/", both)
                .statusCode(200)
                .extract()
                .path("references[0]");

        int ticket = as(token)
                .get("/api/seats/my-bookings/")
                .then()
                .statusCode(200)
                .extract()
                .path("bookings[0].id");
        as(token).get("/api/seats/booking/{id}/ticket/", ticket).then().statusCode(200);
        as(token)
                .get("/api/seats/booking/{id}/qr/", ticket)
                .then()
                .statusCode(200)
                .contentType(startsWith("image/svg+xml"));
        as(token).get("/api/seats/bookings/{reference}/", reference).then().statusCode(200);
        as(token)
                .post("/api/seats/bookings/{reference}/cancel/", reference)
                .then()
                .statusCode(200);
        json(Map.of("refresh_token", refreshed.path("refresh_token")))
                .post("/api/seats/logout/")
                .then()
                .statusCode(200);
        as(token).get("/api/seats/me/").then().statusCode(401);

        assertThat(asked).as("every operation of the description").containsAll(described());
    }

    @Test
    void the_page_comes_with_its_scripts_and_says_when_it_is_the_same() {
        var page = RestAssured.given().get("/").then().statusCode(200).extract();
        var script = Pattern.compile("src=\"(/static/bundle/[^\"]+)\"").matcher(page.asString());
        assertThat(script.find()).as(page.asString()).isTrue();

        RestAssured.given()
                .header("Accept-Encoding", "br, gzip")
                .get(script.group(1))
                .then()
                .statusCode(200)
                .header("Cache-Control", containsString("immutable"));
        RestAssured.given()
                .header("If-None-Match", page.header("ETag"))
                .get("/")
                .then()
                .statusCode(304);
    }

    @Test
    void operators_find_health_metrics_and_the_description() {
        for (var path : List.of("q/health/live", "q/health/ready", "q/health/started", "q/metrics")) {
            RestAssured.given()
                    .get(installed.management().resolve("/" + path))
                    .then()
                    .statusCode(200);
        }
        RestAssured.given().get("/q/openapi").then().statusCode(200).body(containsString("operationId: holdSeats"));
        RestAssured.given().get("/q/metrics").then().statusCode(404);
    }

    @Test
    void the_page_for_developers_is_not_there() {
        for (var path : List.of("/dev", "/dev/page.js", "/dev/now", "/dev/shows/1")) {
            RestAssured.given().get(path).then().statusCode(404);
        }
        json(Map.of("rows", 1, "seats_per_row", 1, "starts_in_minutes", 5))
                .post("/dev/shows")
                .then()
                .statusCode(404);
    }

    /** As the API's own documentation lists them. */
    private static TreeSet<String> described() throws Exception {
        var operations = new TreeSet<String>();
        var description = new ObjectMapper(new YAMLFactory())
                .readTree(Path.of("docs/api/openapi.yaml").toFile());
        description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (operation.getValue().has("operationId")) {
                        operations.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        return operations;
    }

    private RequestSpecification ask() {
        return RestAssured.given().filter(note);
    }

    private RequestSpecification as(String token) {
        return ask().auth().oauth2(token);
    }

    private RequestSpecification json(Object body) {
        return ask().contentType(ContentType.JSON).body(body);
    }

    private ValidatableResponse post(String token, String path, Object body) {
        return as(token).contentType(ContentType.JSON).body(body).post(path).then();
    }

    private static Map<String, Object> with(int show, Map<String, Object> place) {
        return Map.of("show_id", show, "row", place.get("row"), "number", place.get("number"));
    }

    private static Map<String, Object> place(Map<String, Object> seat) {
        return Map.of("row", seat.get("row"), "number", seat.get("number"));
    }
}
