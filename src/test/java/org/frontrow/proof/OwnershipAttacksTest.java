package org.frontrow.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.frontrow.account.TestAccounts;
import org.frontrow.catalog.TestShows;
import org.frontrow.proof.Api.Operation;
import org.frontrow.seating.Ledger;
import org.frontrow.seating.SeatClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Ben against what is Anna's, on every operation of the description: to the letter he is told what he would be told if it
 * did not exist, or were a third person's. A new operation fails here until somebody has said how Ben tries it.
 */
@QuarkusTest
@Tag(Proof.TAG)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnershipAttacksTest {
    private static final String NOBODYS_REFERENCE = "0000000000";
    private static final String NOBODYS_TICKET = "9007199254740993";

    @TestHTTPResource("/")
    URI service;

    private final Findings findings = new Findings(
            "attacks-ownership",
            "Attacks on what is somebody else's",
            "Operation",
            "What is tried",
            "Comparisons",
            "Verdict");
    private Victim victim;

    private final SeatClient anna = SeatClient.customer();
    private final SeatClient ben = SeatClient.customer();
    private final SeatClient carla = SeatClient.customer();
    private long show;
    private String reference;
    private String ticket;

    @BeforeEach
    void annaHasSomething() {
        victim = new Victim(service);
        show = TestShows.tomorrow(3, 6);
        reference = anna.buy(show, "A1", "A2");
        ticket = anna.get("my-bookings/").extract().jsonPath().getString("bookings[0].id");
        anna.hold(show, "B1", "B2").statusCode(200);
        // Carla has the same kind of things, so that they can be compared.
        carla.buy(show, "A3", "A4");
        carla.hold(show, "B3", "B4").statusCode(200);
    }

    @AfterAll
    void write() {
        findings.write();
    }

    @Test
    void what_is_somebody_elses_is_told_like_what_is_nobodys() {
        var before = annas();
        for (var operation : Api.operations()) {
            tryIt(operation);
        }
        assertThat(annas()).isEqualTo(before);
        Ledger.assertRebuildsSeats(show);
    }

    private void tryIt(Operation operation) {
        if (operation.isOfTheOffice()) {
            officeIsClosed(operation);
            return;
        }
        switch (operation.id()) {
            case "changePassword" -> needsHerPassword(operation);
            case "jwks", "listShows", "getVenue", "getPoster", "register", "login" ->
                noted(operation, "nobody owns anything there", 0);
            case "getTicket", "getTicketQrCode" ->
                same(
                        operation,
                        "her ticket, and one that does not exist",
                        Map.of("id", ticket),
                        Map.of("id", NOBODYS_TICKET));
            case "getBooking", "cancelBooking" ->
                same(
                        operation,
                        "her booking, and one that does not exist",
                        Map.of("reference", reference),
                        Map.of("reference", NOBODYS_REFERENCE));
            case "getSeatMap" -> seenByAll(operation);
            case "watchSeats" -> noted(operation, "the map as it changes, see getSeatMap and LiveTest", 0);
            case "getMe", "listMyBookings", "listMySeats" -> likeANewcomer(operation);
            case "holdSeat" -> {
                sameSeats(operation, "what she holds, and what Carla holds", "B1", "B3");
                sameSeats(operation, "what she booked, and what Carla booked", "A1", "A3");
            }
            case "holdSeats" -> {
                sameSeats(operation, "what she holds, and what Carla holds", "B1,B2", "B3,B4");
                sameSeats(operation, "what she booked, and what Carla booked", "A1,A2", "A3,A4");
                sameSeats(operation, "hers together with a free one", "A1,C1", "A3,C3");
            }
            case "bookSeat" -> {
                sameSeats(operation, "what she holds, and what Carla holds", "B1", "B3");
                sameSeats(operation, "what she booked, and what Carla booked", "A1", "A3");
            }
            case "bookSeats" -> {
                sameSeats(operation, "what she holds, and what Carla holds", "B1,B2", "B3,B4");
                sameSeats(operation, "what she booked, and what Carla booked", "A1,A2", "A3,A4");
            }
            case "releaseSeats" -> {
                sameSeats(operation, "what she holds, and what nobody holds", "B1,B2", "C1,C2");
                sameSeats(operation, "what she booked, and what nobody holds", "A1,A2", "C3,C4");
            }
            case "refresh" -> sessionOfAnother(operation);
            case "logout" -> signsOutOnlyHimself(operation);
            default -> throw new AssertionError("Say here how Ben tries " + operation + " on what is Anna's");
        }
    }

    private void officeIsClosed(Operation operation) {
        for (var parameters : List.of(
                Map.of("id", Long.toString(show), "reference", reference),
                Map.of("id", NOBODYS_TICKET, "reference", NOBODYS_REFERENCE))) {
            for (var body : List.of("", operation.body().map(Object::toString).orElse("{}"), "{")) {
                // What takes no JSON is not even looked for when JSON comes.
                assertThat(ask(operation, ben, parameters, body).statusCode())
                        .as("%s %s", operation, body)
                        .isIn(operation.body().isEmpty() && !body.isEmpty() ? List.of(403, 415) : List.of(403));
                assertThat(ask(operation, null, parameters, body).statusCode())
                        .as("%s %s", operation, body)
                        .isEqualTo(401);
            }
        }
        noted(operation, "about her show and her booking, and about nobody's", 3);
    }

    private void needsHerPassword(Operation operation) {
        var name = TestAccounts.freshName();
        RestAssured.given()
                .contentType("application/json")
                .body(Map.of("username", name, "password", "nine green bicycles"))
                .post("/api/seats/register/")
                .then()
                .statusCode(201);
        var hers = ask(operation, ben, Map.of(), passwordOf(name));
        var nobodys = ask(operation, ben, Map.of(), passwordOf("nobody" + name));
        assertThat(hers.statusCode()).isIn(401, 429);
        if (nobodys.statusCode() == hers.statusCode()) {
            assertThat(anonymous(hers)).isEqualTo(anonymous(nobodys));
        }
        noted(operation, "her name with a wrong password, and a name that nobody has", 1);
    }

    private static String passwordOf(String username) {
        return "{\"username\":\"%s\",\"password\":\"not her password\",\"new_password\":\"ten yellow umbrellas\"}"
                .formatted(username);
    }

    private void same(Operation operation, String what, Map<String, String> hers, Map<String, String> nobodys) {
        var one = ask(operation, ben, hers, "");
        var other = ask(operation, ben, nobodys, "");
        assertThat(one.statusCode()).as("%s", operation).isEqualTo(404);
        assertThat(anonymous(one)).as("%s", operation).isEqualTo(anonymous(other));
        assertThat(ask(operation, null, hers, "").statusCode()).isEqualTo(401);
        noted(operation, what, 1);
    }

    /** @param hers and others' such as {@code A1,A2}: different seats of the same kind, so their labels are made alike */
    private void sameSeats(Operation operation, String what, String hers, String others) {
        var one = ask(operation, ben, Map.of(), body(operation, hers));
        var other = ask(operation, ben, Map.of(), body(operation, others));
        var renamed = anonymous(other);
        var from = others.split(",");
        var to = hers.split(",");
        for (int i = 0; i < from.length; i++) {
            renamed = renamed.replace(from[i], to[i])
                    .replace(
                            "\"row\":\"" + from[i].charAt(0) + "\",\"number\":" + from[i].charAt(1),
                            "\"row\":\"" + to[i].charAt(0) + "\",\"number\":" + to[i].charAt(1));
        }
        assertThat(anonymous(one)).as("%s", operation).isEqualTo(renamed);
        assertThat(one.body()).doesNotContain(reference, anna.account().username());
        noted(operation, what, 1);
    }

    private void seenByAll(Operation operation) {
        var query = Map.of("show_id", Long.toString(show));
        var seen = new ArrayList<String>();
        for (var who : new SeatClient[] {anna, ben, null}) {
            seen.add(ask(operation, who, query, "").body());
        }
        assertThat(seen).as("%s", operation).containsOnly(seen.getFirst());
        assertThat(seen.getFirst())
                .doesNotContain(reference, anna.account().username())
                .doesNotContainPattern("\"(account|owner|user|held_by|booking)");
        noted(operation, "the map as its holder, another and a stranger see it", 2);
    }

    private void likeANewcomer(Operation operation) {
        var query = Map.of("show_id", Long.toString(show));
        var newcomer = SeatClient.customer();
        var one = ask(operation, ben, query, "").body().replace(ben.account().username(), "I");
        var other = ask(operation, newcomer, query, "")
                .body()
                .replace(newcomer.account().username(), "I");
        assertThat(timeless(one)).as("%s", operation).isEqualTo(timeless(other));
        assertThat(one).doesNotContain(reference, anna.account().username());
        noted(operation, "what Ben has, and what somebody has who came this moment", 1);
    }

    private void sessionOfAnother(Operation operation) {
        var made = ask(operation, null, Map.of(), "{\"refresh_token\":\"" + "A".repeat(43) + "\"}");
        // What names her session everywhere, also in her access token, is no refresh token, whoever shows it.
        var hers = ask(
                operation,
                ben,
                Map.of(),
                "{\"refresh_token\":\"" + anna.account().caller().sessionId() + "\"}");
        assertThat(made.statusCode()).isEqualTo(401);
        assertThat(anonymous(hers)).isEqualTo(anonymous(made));
        noted(operation, "her session's id in the place of a token, and one made up", 1);
    }

    private void signsOutOnlyHimself(Operation operation) {
        var leaving = SeatClient.customer();
        var body = "{\"refresh_token\":\"" + anna.account().caller().sessionId() + "\"}";
        assertThat(ask(operation, leaving, Map.of(), body).statusCode()).isEqualTo(200);
        anna.get("me/").statusCode(200);
        leaving.get("me/").statusCode(401);
        noted(operation, "her session's id in the place of a token", 1);
    }

    private HttpResponse<String> ask(
            Operation operation, @Nullable SeatClient who, Map<String, String> parameters, String body) {
        var headers = new HashMap<String, String>();
        if (who != null) {
            headers.put("Authorization", "Bearer " + who.account().bearer());
        }
        if (!body.isEmpty()) {
            headers.put("Content-Type", "application/json");
        }
        return victim.send(operation, parameters, body, headers);
    }

    private String body(Operation operation, String seats) {
        var labels = seats.split(",");
        return (operation.body().orElseThrow().has("seats")
                        ? Api.json.valueToTree(SeatClient.some(show, labels))
                        : Api.json.valueToTree(SeatClient.one(show, labels[0])))
                .toString();
    }

    private static String anonymous(HttpResponse<String> answer) {
        var headers = new TreeMap<>(answer.headers().map());
        headers.remove("content-length");
        return answer.statusCode() + " " + headers + " "
                + answer.body().replaceAll("\"(instance|trace_id)\":\"[^\"]*\"", "\"$1\":\"\"");
    }

    private static String timeless(String body) {
        return body.replaceAll("\"server_time\":\"[^\"]*\"", "\"server_time\":\"\"");
    }

    private List<Object> annas() {
        return List.of(
                anna.get("my-bookings/").extract().asString(),
                timeless(anna.get("my-seats/?show_id=" + show).extract().asString()),
                RestAssured.given().get("/api/seats/?show_id=" + show).body().asString());
    }

    private void noted(Operation operation, String what, int comparisons) {
        findings.row(operation, what, comparisons, comparisons == 0 ? "-" : "the same to the letter");
    }
}
