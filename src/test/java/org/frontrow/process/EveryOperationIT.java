package org.frontrow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
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
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.frontrow.demo.DemoAccount;
import org.frontrow.live.FeedReader;
import org.frontrow.seating.SeatClient;
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
        String changed = json(Map.of(
                        "username", username, "password", PASSWORD, "new_password", "ten yellow umbrellas"))
                .post("/api/seats/password/")
                .then()
                .statusCode(200)
                .extract()
                .path("refresh_token");
        json(Map.of("refresh_token", changed)).post("/api/seats/logout/").then().statusCode(200);
        as(token).get("/api/seats/me/").then().statusCode(401);

        runTheHouse();

        assertThat(asked).as("every operation of the description").containsAll(described());
    }

    private void runTheHouse() throws Exception {
        String admin = json(Map.of("username", DemoAccount.ADMIN.username(), "password", DemoAccount.PASSWORD))
                .post("/api/seats/login/")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
        var screen = drawAScreen(admin);
        var movie = addAMovie(admin);
        var show = planAShow(admin, movie, screen);
        sellAtTheCounter(admin, show);
        readTheNumbers(admin, movie, screen, show);
        endTheShow(admin, show);
        remove(admin, "/api/office/movies/{id}/", addAMovie(admin));
        remove(admin, "/api/office/screens/{id}/", drawAScreen(admin));
        manageAccounts(admin);
        as(admin).get("/api/office/audit/").then().statusCode(200).body("entries.act", hasItem("SHOW_CANCELLED"));
    }

    private int drawAScreen(String admin) {
        int screen = post(admin, "/api/office/screens/", Map.of("name", "Screen " + System.nanoTime()))
                .statusCode(201)
                .extract()
                .path("id");
        var drawn = as(admin)
                .contentType("text/csv")
                .body("A,1,2,,3,4\nB,1w,2c,,3,4\n")
                .post("/api/office/layouts/csv/")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        as(admin)
                .contentType(ContentType.JSON)
                .body("""
                        {"zones": [{"name": "Floor", "rows": [{"row_number": "1", "seats": [{"seat_number": "1"}]}]}]}""")
                .post("/api/office/layouts/pretix/")
                .then()
                .statusCode(200)
                .body("places", equalTo(1));
        change(
                admin,
                "/api/office/screens/{id}/",
                "/api/office/screens/{id}/",
                screen,
                Map.of("name", "Screen " + System.nanoTime()));
        change(admin, "/api/office/screens/{id}/layout/", "/api/office/screens/{id}/layout/", screen, drawn);
        as(admin).get("/api/office/screens/").then().statusCode(200).body("screens.id", hasItem(screen));
        return screen;
    }

    private int addAMovie(String admin) throws Exception {
        var about = Map.of("title", "Movie " + System.nanoTime(), "duration_minutes", 90);
        int movie = post(admin, "/api/office/movies/", about)
                .statusCode(201)
                .extract()
                .path("id");
        change(admin, "/api/office/movies/{id}/", "/api/office/movies/{id}/", movie, about);
        var picture = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(30, 45, BufferedImage.TYPE_INT_RGB), "png", picture);
        String poster = as(admin)
                .header("If-Match", tag(admin, "/api/office/movies/{id}/", movie))
                .contentType("image/png")
                .body(picture.toByteArray())
                .put("/api/office/movies/{id}/poster/", movie)
                .then()
                .statusCode(200)
                .extract()
                .path("poster_url");
        var name = poster.replaceFirst(".*/", "").split("\\.");
        ask().get("/posters/{digest}.{ending}", name[0], name[1])
                .then()
                .statusCode(200)
                .contentType("image/png");
        as(admin).get("/api/office/movies/").then().statusCode(200);
        return movie;
    }

    private int planAShow(String admin, int movie, int screen) {
        var day = LocalDate.now(ZoneOffset.UTC).plusDays(2).toString();
        List<Integer> planned = post(
                        admin,
                        "/api/office/shows/",
                        Map.of(
                                "movie_id",
                                movie,
                                "screen_id",
                                screen,
                                "first_day",
                                day,
                                "last_day",
                                day,
                                "times",
                                List.of("10:00", "20:00"),
                                "price",
                                "12.50",
                                "currency",
                                "EUR"))
                .statusCode(200)
                .extract()
                .path("planned");
        remove(admin, "/api/office/shows/{id}/", planned.get(0));
        int show = planned.get(1);
        act(admin, show, "put-on-sale/");
        act(admin, show, "close/");
        act(admin, show, "put-on-sale/");
        as(admin)
                .queryParam("screen_id", screen)
                .get("/api/office/shows/")
                .then()
                .statusCode(200)
                .body("shows", hasSize(1));
        return show;
    }

    private void act(String admin, int show, String what) {
        as(admin)
                .header("If-Match", tag(admin, "/api/office/shows/{id}/", show))
                .post("/api/office/shows/{id}/" + what, show)
                .then()
                .statusCode(200);
    }

    private void sellAtTheCounter(String admin, int show) {
        for (var what : List.of("block-seats/", "unblock-seats/", "reserve-seats/", "release-seats/")) {
            var body = new HashMap<String, Object>(Map.of("seats", SeatClient.labels("A1")));
            if (what.equals("block-seats/")) {
                body.put("reason", "Broken");
            }
            atCounter(admin, show, what, body).statusCode(200);
        }
        var sold = atCounter(
                        admin,
                        show,
                        "sell-seats/",
                        Map.of("seats", SeatClient.labels("A1", "A2"), "payment", "CASH", "guest", "Miller"))
                .statusCode(200)
                .extract();
        String reference = sold.path("reference");
        as(admin)
                .contentType(ContentType.JSON)
                .body(Map.of("moves", List.of(Map.of("from", place("A", 1), "to", place("B", 1)))))
                .post("/api/office/bookings/{reference}/move/", reference)
                .then()
                .statusCode(200);
        as(admin)
                .queryParam("search", reference)
                .get("/api/office/bookings/")
                .then()
                .statusCode(200)
                .body("bookings", hasSize(1));
        int ticket = post(
                        admin,
                        "/api/office/check-in/",
                        Map.of("show_id", show, "code", sold.<String>path("tickets[0].code")))
                .statusCode(200)
                .extract()
                .path("ticket_id");
        post(admin, "/api/office/check-in/", Map.of("show_id", show, "ticket_id", ticket))
                .statusCode(409)
                .body("type", equalTo("urn:frontrow:problem:ticket-already-used"));
        post(admin, "/api/office/check-in/undo/", Map.of("show_id", show, "ticket_id", ticket))
                .statusCode(200);
        as(admin)
                .get("/api/office/shows/{id}/door-list/", show)
                .then()
                .statusCode(200)
                .body("sold", equalTo(2));
        as(admin)
                .queryParam("row", "B")
                .queryParam("number", 1)
                .get("/api/office/shows/{id}/seat-history/", show)
                .then()
                .statusCode(200)
                .body("events.kind", hasItem("MOVED_HERE"));
    }

    private void readTheNumbers(String admin, int movie, int screen, int show) {
        var numbers = "/api/office/numbers/";
        as(admin).get(numbers + "shows/{id}/", show).then().statusCode(200).body("numbers.sold", equalTo(2));
        as(admin).get(numbers + "shows/{id}/heat-map/", show).then().statusCode(200);
        as(admin).get(numbers + "movies/{id}/", movie).then().statusCode(200);
        as(admin).get(numbers + "screens/{id}/", screen).then().statusCode(200);
        as(admin).get(numbers + "screens/{id}/heat-map/", screen).then().statusCode(200);
        as(admin)
                .get(
                        numbers + "days/{day}/",
                        LocalDate.now(ZoneOffset.UTC).plusDays(2).toString())
                .then()
                .statusCode(200);
        as(admin).get(numbers + "shows/").then().statusCode(200);
        as(admin).get(numbers).then().statusCode(200);
        for (var table : List.of("shows.csv/", "sales.csv/")) {
            as(admin).get(numbers + "tables/" + table).then().statusCode(200).contentType("text/csv");
        }
        for (var table : List.of("sales.csv/", "heat-map.csv/")) {
            as(admin)
                    .get(numbers + "tables/shows/{id}/" + table, show)
                    .then()
                    .statusCode(200)
                    .contentType("text/csv");
        }
        as(admin)
                .get(numbers + "tables/screens/{id}/heat-map.csv/", screen)
                .then()
                .statusCode(200)
                .contentType("text/csv");
    }

    private ValidatableResponse atCounter(String admin, int show, String what, Object body) {
        return as(admin)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/office/shows/{id}/" + what, show)
                .then();
    }

    private void endTheShow(String admin, int show) {
        as(admin)
                .header("If-Match", tag(admin, "/api/office/shows/{id}/", show))
                .post("/api/office/shows/{id}/cancel/", show)
                .then()
                .statusCode(200)
                .body("booked_seats", equalTo(2));
        await().untilAsserted(() ->
                as(admin).get("/api/office/shows/{id}/door-list/", show).then().body("sold", equalTo(0)));
    }

    private void manageAccounts(String admin) {
        int account = post(
                        admin,
                        "/api/office/accounts/",
                        Map.of("username", "kim" + System.nanoTime(), "password", PASSWORD, "role", "STAFF"))
                .statusCode(201)
                .extract()
                .path("id");
        var path = "/api/office/accounts/{id}/";
        change(admin, path, path, account, Map.of("role", "CUSTOMER", "disabled", true));
        change(admin, path, "/api/office/accounts/{id}/password/", account, Map.of("password", "ten yellow umbrellas"));
        as(admin).get("/api/office/accounts/").then().statusCode(200);
    }

    private String tag(String admin, String path, int id) {
        return as(admin).get(path, id).then().statusCode(200).extract().header("ETag");
    }

    /** @param seen where the edition is told that is to be changed */
    private void change(String admin, String seen, String path, int id, Object body) {
        as(admin)
                .header("If-Match", tag(admin, seen, id))
                .contentType(ContentType.JSON)
                .body(body)
                .put(path, id)
                .then()
                .statusCode(200);
    }

    private void remove(String admin, String path, int id) {
        as(admin)
                .header("If-Match", tag(admin, path, id))
                .delete(path, id)
                .then()
                .statusCode(204);
    }

    private static Map<String, Object> place(String row, int number) {
        return Map.of("row", row, "number", number);
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
