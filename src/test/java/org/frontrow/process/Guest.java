package org.frontrow.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Somebody with a client: a program that sends tokens, or one that has a cookie jar. Seats are called as {@code A1}. */
public final class Guest {
    public static final String PASSWORD = "nine green bicycles";
    private static final String API = "/api/seats/";
    private static final ObjectMapper json = new ObjectMapper();
    private static final HttpClient withoutCookies = client().build();
    private static final AtomicLong next = new AtomicLong(System.nanoTime());

    private final String username;
    private final HttpClient http;
    private final boolean hasCookies;
    private @Nullable String accessToken;
    private @Nullable String refreshToken;

    private Guest(String username, HttpClient http, boolean hasCookies) {
        this.username = username;
        this.http = http;
        this.hasCookies = hasCookies;
    }

    /** Nobody has this name yet. */
    public static Guest withTokens() {
        return new Guest("guest" + Long.toString(next.incrementAndGet(), 36), withoutCookies, false);
    }

    /** As {@link #withTokens()}, but all it knows of being signed in is in its cookies. */
    public static Guest withCookies() {
        var jar = client().cookieHandler(new CookieManager()).build();
        return new Guest("guest" + Long.toString(next.incrementAndGet(), 36), jar, true);
    }

    /** Of somebody who should be there already. */
    public static Guest named(String username) {
        return new Guest(username, withoutCookies, false);
    }

    /** Has an account and signed in earlier, so that a refresh is all it needs. */
    public static Guest returning(String username, String refreshToken) {
        var guest = new Guest(username, withoutCookies, false);
        guest.refreshToken = refreshToken;
        return guest;
    }

    private static HttpClient.Builder client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5));
    }

    public record Answer(int status, JsonNode body, HttpResponse<String> http) {

        /** The seats that a refusal names. */
        public List<String> seats() {
            return each(body.path("seats"))
                    .map(seat -> seat.path("row").asText() + seat.path("number").asInt())
                    .toList();
        }

        /** The last word of the problem's type, such as {@code seats-taken}; empty if it is none. */
        public String problem() {
            return body.path("type").asText("").replace("urn:frontrow:problem:", "");
        }

        /** What the map says about one seat. */
        public String statusOf(String seat) {
            return each(body.path("seats"))
                    .filter(it -> seat.equals(
                            it.path("row").asText() + it.path("number").asInt()))
                    .map(it -> it.path("status").asText())
                    .findFirst()
                    .orElse("NOT THERE");
        }

        private static java.util.stream.Stream<JsonNode> each(JsonNode list) {
            return StreamSupport.stream(list.spliterator(), false);
        }

        @Override
        public String toString() {
            return status + " " + body;
        }
    }

    public String username() {
        return username;
    }

    public Answer register(Door service) {
        return post(service, "register/", Map.of("username", username, "password", PASSWORD));
    }

    public Answer signIn(Door service) {
        return signIn(service, PASSWORD);
    }

    public Answer signIn(Door service, String password) {
        return keepTokens(post(service, "login/", Map.of("username", username, "password", password)));
    }

    public Answer refresh(Door service) {
        return keepTokens(
                post(service, "refresh/", refreshToken == null ? Map.of() : Map.of("refresh_token", refreshToken)));
    }

    /** Registers and signs in, and insists that both work. */
    public Guest settled(Door service) {
        for (var answer : List.of(register(service), signIn(service))) {
            if (answer.status / 100 != 2) {
                throw new AssertionError(answer + "\n" + service.endOfLog());
            }
        }
        return this;
    }

    public Answer signOut(Door service) {
        return post(service, "logout/", Map.of());
    }

    public Answer hold(Door service, long show, String... seats) {
        return post(service, "hold-batch/", some(show, seats));
    }

    public Answer book(Door service, long show, String... seats) {
        return post(service, "book-batch/", some(show, seats));
    }

    public Answer release(Door service, long show, String... seats) {
        return post(service, "release-hold-batch/", some(show, seats));
    }

    public Answer bookings(Door service) {
        return get(service, "my-bookings/");
    }

    public Answer ticket(Door service, long id) {
        return get(service, "booking/" + id + "/ticket/");
    }

    /** The map, which anybody may see. */
    public static Answer map(Door service, long show) {
        return withTokens().get(service, "?show_id=" + show);
    }

    private static Map<String, Object> some(long show, String... seats) {
        return Map.of(
                "show_id",
                show,
                "seats",
                Arrays.stream(seats)
                        .map(seat -> Map.of("row", seat.substring(0, 1), "number", Integer.parseInt(seat.substring(1))))
                        .toList());
    }

    private Answer keepTokens(Answer answer) {
        if (answer.status == 200 && !hasCookies) {
            accessToken = answer.body.path("access_token").asText();
            refreshToken = answer.body.path("refresh_token").asText();
        }
        return answer;
    }

    private Answer get(Door service, String path) {
        return send(request(service, path).GET());
    }

    private Answer post(Door service, String path, Object body) {
        try {
            return send(request(service, path)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(json.writeValueAsString(body))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder request(Door service, String path) {
        var request = HttpRequest.newBuilder(URI.create(service.baseUri() + API + path))
                .timeout(Duration.ofSeconds(20));
        return accessToken == null ? request : request.header("Authorization", "Bearer " + accessToken);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            // A proxy in between has answers of its own.
            var isJson = answer.headers().firstValue("Content-Type").orElse("").contains("json");
            return new Answer(
                    answer.statusCode(),
                    isJson ? json.readTree(answer.body()) : TextNode.valueOf(answer.body()),
                    answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return username;
    }
}
