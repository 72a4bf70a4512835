package org.frontrow.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many who watch one show while its seats change, to be started by hand against a running service with the demo cinema:
 * base address, watchers, seconds, changes per second. Counts what each of them hears and how long it took.
 */
final class FeedLoad {
    private static final ObjectMapper json = new ObjectMapper();
    private static final HttpClient http = HttpClient.newHttpClient();
    /** So many seats are held one after another, then given back: none changes twice within a round of the feed. */
    private static final int SEATS = 40;

    private static final int MOST_AT_ONCE = 100;

    private final URI base;
    private final long show;
    private final List<JsonNode> seats;
    private final Map<Long, Long> changedAt = new ConcurrentHashMap<>();
    private final List<Watching> watchers = new ArrayList<>();

    private FeedLoad(URI base) throws IOException, InterruptedException {
        this.base = base;
        var shows = get("/api/seats/shows/").path("shows");
        var hall = 0L;
        for (var it : shows) {
            hall = hall == 0 && it.path("screen").asText().equals("Grand Hall")
                    ? it.path("id").asLong()
                    : hall;
        }
        this.show = hall;
        this.seats = new ArrayList<>();
        for (var seat : get("/api/seats/?show_id=" + show).path("seats")) {
            if (seat.path("status").asText().equals("AVAILABLE") && seats.size() < SEATS) {
                seats.add(seat);
            }
        }
    }

    /** One connection, and what it knows. Vert.x calls it on one thread. */
    private final class Watching {
        private final Map<Long, String> statuses = new HashMap<>();
        private long[] latencies = new long[1024];
        private int changes;
        private Buffer unread = Buffer.buffer();
        private volatile boolean ready;
        private volatile boolean ended;

        void read(Buffer bytes) {
            unread.appendBuffer(bytes);
            var text = unread.toString();
            var end = text.lastIndexOf("\n\n");
            if (end < 0) {
                return;
            }
            unread = Buffer.buffer(text.substring(end + 2));
            for (var event : text.substring(0, end).split("\n\n")) {
                take(event);
            }
        }

        private void take(String event) {
            var now = System.nanoTime();
            try {
                var data = json.readTree(event.substring(event.indexOf("data: ") + 6));
                var isSnapshot = event.startsWith("event: snapshot");
                for (var seat : (isSnapshot ? data.path("map") : data).path("seats")) {
                    var id = seat.path("id").asLong();
                    statuses.put(id, seat.path("status").asText());
                    if (!isSnapshot) {
                        latencies = changes < latencies.length ? latencies : Arrays.copyOf(latencies, 2 * changes);
                        latencies[changes++] = now - changedAt.getOrDefault(id, now);
                    }
                }
                ready |= isSnapshot;
            } catch (IOException e) {
                throw new AssertionError(event, e);
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        var load = new FeedLoad(URI.create(arguments[0]));
        var vertx = Vertx.vertx();
        try {
            load.open(vertx, Integer.parseInt(arguments[1]));
            load.change(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        } finally {
            vertx.close();
        }
    }

    private void open(Vertx vertx, int count) throws InterruptedException {
        var client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(count).setKeepAlive(false));
        var began = System.nanoTime();
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(base.getHost())
                .setPort(base.getPort())
                .setURI("/api/seats/live/?show_id=" + show);
        var opening = new AtomicInteger();
        for (int i = 0; i < count; i++) {
            while (opening.get() > MOST_AT_ONCE) {
                Thread.sleep(1);
            }
            var watching = new Watching();
            watchers.add(watching);
            opening.incrementAndGet();
            client.request(options)
                    .compose(request -> request.send())
                    .onSuccess(answer -> {
                        opening.decrementAndGet();
                        answer.handler(watching::read);
                        answer.endHandler(_ -> watching.ended = true);
                        answer.exceptionHandler(_ -> watching.ended = true);
                    })
                    .onFailure(e -> {
                        opening.decrementAndGet();
                        watching.ended = true;
                    });
        }
        while (!watchers.stream().allMatch(it -> it.ready || it.ended)) {
            Thread.sleep(10);
        }
        System.out.printf(
                "%d watchers after %d ms, %d of them refused%n",
                count,
                (System.nanoTime() - began) / 1_000_000,
                watchers.stream().filter(it -> it.ended).count());
    }

    private void change(int seconds, int perSecond) throws Exception {
        // An account holds twenty seats at most.
        var tokens = List.of(token(), token());
        var wanted = seconds * perSecond / (2 * SEATS) * 2 * SEATS;
        var next = System.nanoTime();
        for (int i = 0; i < wanted; i++) {
            var seat = seats.get(i % SEATS);
            var hold = i / SEATS % 2 == 0;
            changedAt.put(seat.path("id").asLong(), System.nanoTime());
            post(
                    hold ? "hold-batch/" : "release-hold-batch/",
                    Map.of(
                            "show_id",
                            show,
                            "seats",
                            List.of(Map.of(
                                    "row",
                                    seat.path("row").asText(),
                                    "number",
                                    seat.path("number").asInt()))),
                    tokens.get(i % tokens.size()));
            next += 1_000_000_000L / perSecond;
            Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
        }
        Thread.sleep(2000);
        report(wanted);
    }

    private void report(int made) throws Exception {
        var truth = new HashMap<Long, String>();
        for (var seat : get("/api/seats/?show_id=" + show).path("seats")) {
            truth.put(seat.path("id").asLong(), seat.path("status").asText());
        }
        var all = watchers.stream()
                .flatMapToLong(it -> Arrays.stream(it.latencies, 0, it.changes))
                .sorted()
                .toArray();
        System.out.printf(
                "%d changes made; heard all of them: %d of %d watchers; map right at the end: %d; cut off: %d%n",
                made,
                watchers.stream().filter(it -> it.changes == made).count(),
                watchers.size(),
                watchers.stream().filter(it -> it.statuses.equals(truth)).count(),
                watchers.stream().filter(it -> it.ended).count());
        System.out.printf(
                "from the request to the watcher, ms: p50 %d, p99 %d, p99.9 %d, longest %d (%d deliveries)%n",
                at(all, 0.5), at(all, 0.99), at(all, 0.999), at(all, 1), all.length);
    }

    private static long at(long[] sorted, double share) {
        return sorted.length == 0
                ? -1
                : sorted[(int) Math.min(sorted.length - 1, (long) (sorted.length * share))] / 1_000_000;
    }

    private String token() throws Exception {
        var name = "watcher" + System.nanoTime();
        var who = Map.of("username", name, "password", "nine green bicycles");
        post("register/", who, null);
        return post("login/", who, null).path("access_token").asText();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(base.resolve(path)));
    }

    private JsonNode post(String path, Map<String, ?> body, String token) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(base.resolve("/api/seats/" + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
        return send(token == null ? request : request.header("Authorization", "Bearer " + token));
    }

    private static JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return json.readTree(answer.body());
    }
}
