package org.frontrow.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Somebody who watches a show, as a browser's {@code EventSource} would, but never comes back by itself. */
public final class FeedReader implements AutoCloseable {
    /** Longer than anything takes that is waited for, also on a slow machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final ObjectMapper json = new ObjectMapper();
    private static final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final HttpResponse<InputStream> answer;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicInteger signsOfLife = new AtomicInteger();
    private volatile long aliveAt;
    private final CompletableFuture<@Nullable IOException> end = new CompletableFuture<>();
    private volatile @Nullable Duration retry;

    /**
     * @param name {@code snapshot}, {@code change} or {@code paused}
     * @param id to come back with; null if it has none
     * @param at {@link System#nanoTime()} when it had arrived
     */
    public record Event(String name, @Nullable String id, String data, long at) {
        public JsonNode json() {
            try {
                return json.readTree(data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** {@code A1 HELD} for each seat of a change or of a snapshot. */
        public List<String> seats() {
            var seats = new ArrayList<String>();
            (name.equals("snapshot") ? json().at("/map/seats") : json().path("seats"))
                    .forEach(seat ->
                            seats.add(label(seat) + " " + seat.path("status").asText()));
            return seats;
        }

        /** {@code HELD A1 A2} for each thing that happened. */
        public List<String> activity() {
            var activity = new ArrayList<String>();
            json().path("activity").forEach(happened -> {
                var text = new StringBuilder(happened.path("kind").asText());
                happened.path("seats").forEach(seat -> text.append(' ').append(label(seat)));
                activity.add(text.toString());
            });
            return activity;
        }

        private static String label(JsonNode seat) {
            return seat.path("row").asText() + seat.path("number").asInt();
        }
    }

    private FeedReader(HttpResponse<InputStream> answer) {
        this.answer = answer;
    }

    /** @param headers names and values in turn */
    public static FeedReader open(URI server, long show, String... headers) {
        return ask(server.resolve("/api/seats/live/?show_id=" + show), headers);
    }

    /** As if the connection had been lost after that event. */
    public static FeedReader comeBack(URI server, long show, String id) {
        return open(server, show, "Last-Event-ID", id);
    }

    /** Returns when the header of the answer is there, whatever it says. */
    public static FeedReader ask(URI uri, String... headers) {
        var request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var reader = new FeedReader(client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
            if (reader.status() == 200) {
                Thread.ofVirtual().name("feed reader").start(reader::read);
            }
            return reader;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public int status() {
        return answer.statusCode();
    }

    public HttpHeaders headers() {
        return answer.headers();
    }

    /** Of an answer that is no stream. */
    public JsonNode problem() {
        try (var body = answer.body()) {
            return json.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next one, or an error if none comes. */
    public Event next() {
        return poll(PATIENCE)
                .orElseThrow(() -> new AssertionError(
                        "Nothing comes; the stream " + (end.isDone() ? "has ended: " + end.join() : "is open")));
    }

    /** The next one, which has this name. */
    public Event next(String name) {
        var event = next();
        if (!event.name.equals(name)) {
            throw new AssertionError("Not a " + name + ": " + event);
        }
        return event;
    }

    /** The next one that comes within that time. */
    public Optional<Event> poll(Duration longest) {
        try {
            return Optional.ofNullable(events.poll(longest.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** All that have come since the last one that was taken. */
    public List<Event> rest() {
        var rest = new ArrayList<Event>();
        events.drainTo(rest);
        return rest;
    }

    /** How many have come; they are no events. */
    public int signsOfLife() {
        return signsOfLife.get();
    }

    /** {@link System#nanoTime()} of the last one; what came before it is there to be taken. 0: none yet. */
    public long aliveAt() {
        return aliveAt;
    }

    /** When the service wants to see it again, if it said so. */
    public Optional<Duration> retry() {
        return Optional.ofNullable(retry);
    }

    public boolean hasEnded() {
        return end.isDone();
    }

    /** Waits until the service ends the stream; the answer is empty if that was done properly, or else what broke it. */
    public Optional<IOException> awaitEnd(Duration longest) {
        try {
            return Optional.ofNullable(end.get(longest.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw new AssertionError("Still open after " + longest, e);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void signOfLife() {
        signsOfLife.incrementAndGet();
        aliveAt = System.nanoTime();
    }

    /** Hangs up. */
    @Override
    public void close() {
        try {
            answer.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InputStream unpacked() throws IOException {
        if (!headers().allValues("Content-Encoding").contains("gzip")) {
            return answer.body();
        }
        return new GZIPInputStream(answer.body()) {
            @Override
            public int available() {
                return 0; // it always says 1, and whoever believes that waits for more instead of taking what there is
            }
        };
    }

    /** As the standard of server-sent events says. */
    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(unpacked(), StandardCharsets.UTF_8))) {
            var name = "message";
            String id = null;
            var data = new StringBuilder();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    if (name.equals("alive")) {
                        signOfLife();
                    } else if (!data.isEmpty()) {
                        events.add(new Event(name, id, data.toString(), System.nanoTime()));
                    }
                    name = "message";
                    id = null;
                    data.setLength(0);
                } else if (line.startsWith(":")) {
                    signOfLife();
                } else if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("id: ")) {
                    id = line.substring("id: ".length());
                } else if (line.startsWith("data: ")) {
                    data.append(data.isEmpty() ? "" : "\n").append(line, "data: ".length(), line.length());
                } else if (line.startsWith("retry: ")) {
                    retry = Duration.ofMillis(Long.parseLong(line.substring("retry: ".length())));
                } else {
                    throw new IOException("Not a line of a stream of events: " + line);
                }
            }
            end.complete(null);
        } catch (IOException e) {
            end.complete(e);
        }
    }
}
