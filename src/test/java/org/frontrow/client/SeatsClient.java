package org.frontrow.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for seats, and asks again until it knows the answer. The recipe is short, because each request of Frontrow's has
 * its effect once, however often it is sent:
 *
 * <ol>
 *   <li>No answer, or one that says nothing about the seats (408, 429, 5xx): repeat <em>the same request</em>.
 *   <li>Wait before that: as long as {@code Retry-After} says, and a random moment more that grows with each try.
 *   <li>401: refresh the access token, then repeat. A refresh token works once, so a refresh is not repeated unless it is
 *       certain that nobody has looked at it; without an answer the person has to sign in anew.
 *   <li>Any other 4xx is final: nothing was changed.
 *   <li>Out of patience: the outcome is unknown. Say so, and look at {@code my-seats} or {@code my-bookings} later.
 * </ol>
 *
 * One instance is one signed-in person and may be used by one thread at a time.
 */
public final class SeatsClient {
    private static final Duration LONGEST_TRY = Duration.ofSeconds(8);
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    /** What says nothing about the request itself. */
    private static final Set<Integer> REPEAT = Set.of(408, 429, 500, 502, 503, 504);

    private static final ObjectMapper json = new ObjectMapper();
    private static final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private final Supplier<URI> service;
    private final Duration patience;
    private final Witness witness;
    private String refreshToken;
    private String accessToken = "";

    public record Seat(String row, int number) {}

    /** @param status 0 if no answer came */
    public record Answer(int status, JsonNode body) {
        static final Answer NONE = new Answer(0, json.missingNode());

        public boolean isYes() {
            return status / 100 == 2;
        }

        /** The last word of the problem's {@code type}, such as {@code seats-taken}; empty if it is none. */
        public String problem() {
            return body.path("type").asText("").replace("urn:frontrow:problem:", "");
        }
    }

    /** The outcome is unknown, and nobody has the patience to ask once more, or was interrupted. */
    public static final class GaveUp extends Exception {
        private static final long serialVersionUID = 1L;

        GaveUp(String request, Answer last) {
            super(request + " was tried until patience ended; the last answer: " + last);
        }
    }

    /** Sees each try of a request, for example to log it. Times are {@link System#nanoTime()}. */
    public interface Witness {
        void saw(URI service, long start, long end, Answer answer);
    }

    /**
     * @param service where to send the next try; with several replicas any of them will do
     * @param refreshToken of an earlier sign-in
     * @param patience how long to repeat one request
     */
    public SeatsClient(Supplier<URI> service, String refreshToken, Duration patience, Witness witness) {
        this.service = service;
        this.refreshToken = refreshToken;
        this.patience = patience;
        this.witness = witness;
    }

    public Answer hold(long show, List<Seat> seats) throws GaveUp {
        return ask("hold-batch/", Map.of("show_id", show, "seats", seats));
    }

    public Answer book(long show, List<Seat> seats) throws GaveUp {
        return ask("book-batch/", Map.of("show_id", show, "seats", seats));
    }

    public Answer release(long show, List<Seat> seats) throws GaveUp {
        return ask("release-hold-batch/", Map.of("show_id", show, "seats", seats));
    }

    /** @param reference of the booking, as {@link #book} answers it */
    public Answer cancel(String reference) throws GaveUp {
        return ask("bookings/" + reference + "/cancel/", Map.of());
    }

    public Answer map(long show) throws GaveUp {
        return ask("?show_id=" + show, null);
    }

    /** @param page from 1 */
    public Answer bookings(int page) throws GaveUp {
        return ask("my-bookings/?page=" + page, null);
    }

    /**
     * Happens by itself when it is needed; doing it early saves a round trip later. False: the session is over, or it is not
     * known whether this refresh token has been used, and using it twice would end the session anyway.
     */
    public boolean signIn() throws GaveUp {
        var answer = repeat("refresh/", Map.of("refresh_token", refreshToken), SeatsClient::wasNotLookedAt, false);
        if (answer.isYes()) {
            accessToken = answer.body.path("access_token").asText();
            refreshToken = answer.body.path("refresh_token").asText();
        }
        return answer.isYes();
    }

    private Answer ask(String path, @Nullable Object body) throws GaveUp {
        var answer = repeat(path, body, SeatsClient::saysNothing, true);
        return answer.status == 401 && signIn() ? repeat(path, body, SeatsClient::saysNothing, true) : answer;
    }

    private static boolean saysNothing(Answer answer) {
        return answer.status == 0 || REPEAT.contains(answer.status);
    }

    private static boolean wasNotLookedAt(Answer answer) {
        return answer.status == 429 || answer.problem().equals("too-busy");
    }

    private Answer repeat(String path, @Nullable Object body, Predicate<Answer> again, boolean witnessed)
            throws GaveUp {
        var until = System.nanoTime() + patience.toNanos();
        for (int tries = 0; ; tries++) {
            var base = service.get();
            var start = System.nanoTime();
            var heard = send(base, path, body);
            var answer = heard == null ? Answer.NONE : new Answer(heard.statusCode(), parsed(heard.body()));
            if (witnessed) {
                witness.saw(base, start, System.nanoTime(), answer);
            }
            if (!again.test(answer)) {
                return answer;
            }
            var pause = pause(tries, heard);
            if (System.nanoTime() + pause.toNanos() > until
                    || Thread.currentThread().isInterrupted()) {
                throw new GaveUp(path, answer);
            }
            rest(pause);
        }
    }

    /** Null if there is no answer, or only a part of one. */
    private @Nullable HttpResponse<String> send(URI base, String path, @Nullable Object body) {
        try {
            var request =
                    HttpRequest.newBuilder(base.resolve("/api/seats/" + path)).timeout(LONGEST_TRY);
            if (!accessToken.isEmpty()) {
                request.header("Authorization", "Bearer " + accessToken);
            }
            if (body != null) {
                request.header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json.writeValueAsString(body)));
            }
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** A proxy in between may answer with something else. */
    private static JsonNode parsed(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            return json.missingNode();
        }
    }

    /** What the service asks for, and a random part of a span that doubles: those who failed together come back apart. */
    private static Duration pause(int tries, @Nullable HttpResponse<String> heard) {
        var asked = heard == null
                ? 0
                : heard.headers().firstValueAsLong("Retry-After").orElse(0);
        var span = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(tries, 10));
        return Duration.ofSeconds(asked).plusMillis(ThreadLocalRandom.current().nextLong(span));
    }

    private static void rest(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
