package org.frontrow.seating;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.frontrow.account.TestAccounts;
import org.frontrow.account.TestAccounts.TestAccount;

/** Somebody who is signed in and talks HTTP. Seats are named as on the chair: {@code "A1"}. */
public record SeatClient(TestAccount account) {

    public static SeatClient customer() {
        return new SeatClient(TestAccounts.customer());
    }

    public static SeatClient staff() {
        return new SeatClient(TestAccounts.staff());
    }

    public static SeatClient admin() {
        return new SeatClient(TestAccounts.admin());
    }

    public ValidatableResponse hold(long show, String... seats) {
        return post("hold-batch/", some(show, seats));
    }

    public ValidatableResponse book(long show, String... seats) {
        return post("book-batch/", some(show, seats));
    }

    public ValidatableResponse release(long show, String... seats) {
        return post("release-hold-batch/", some(show, seats));
    }

    /** Holds and books; answers what the booking is called. */
    public String buy(long show, String... seats) {
        hold(show, seats).statusCode(200);
        return book(show, seats).statusCode(200).extract().path("references[0]");
    }

    public ValidatableResponse post(String path, Object body) {
        return asks().contentType(ContentType.JSON)
                .body(body)
                .post("/api/seats/" + path)
                .then();
    }

    /** As staff, about a show: {@code "block-seats/"}. */
    public ValidatableResponse atCounter(long show, String path, Map<String, Object> more, String... seats) {
        var body = new HashMap<>(more);
        body.put("seats", labels(seats));
        return asks().contentType(ContentType.JSON)
                .body(body)
                .post("/api/office/shows/" + show + "/" + path)
                .then();
    }

    public ValidatableResponse get(String path) {
        return asks().get("/api/seats/" + path).then();
    }

    public RequestSpecification asks() {
        return RestAssured.given().auth().oauth2(account.bearer());
    }

    public static Map<String, Object> some(long show, String... seats) {
        return Map.of("show_id", show, "seats", labels(seats));
    }

    public static Map<String, Object> one(long show, String seat) {
        return Map.of("show_id", show, "row", row(seat), "number", number(seat));
    }

    public static List<Map<String, Object>> labels(String... seats) {
        return Stream.of(seats)
                .map(seat -> Map.<String, Object>of("row", row(seat), "number", number(seat)))
                .toList();
    }

    private static String row(String seat) {
        return seat.replaceFirst("\\d+$", "");
    }

    private static int number(String seat) {
        return Integer.parseInt(seat.substring(row(seat).length()));
    }
}
