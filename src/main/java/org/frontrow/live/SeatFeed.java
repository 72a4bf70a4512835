package org.frontrow.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.frontrow.live.SeatFeedResource.Change;
import org.frontrow.live.SeatFeedResource.Happened;
import org.frontrow.live.Watcher.Position;
import org.frontrow.platform.Refused;
import org.frontrow.seating.SeatMap;
import org.frontrow.seating.SeatMaps;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells everybody who watches a show what has changed, a few times a second. One thread goes round all shows that are
 * watched; what it has to say is written down once per show and round, and shared by all who have seen the same before.
 */
@ApplicationScoped
public class SeatFeed {
    private static final Logger log = Logger.getLogger(SeatFeed.class);
    /** So that not all of them come back at the same moment. */
    private static final int LATEST_RETURN_MILLIS = 3000;

    private final SeatMaps maps;
    private final ObjectMapper json;
    private final LiveConfig config;
    private final Optional<Duration> shutdownDelay;
    private final LinkedBlockingQueue<Watcher> newcomers = new LinkedBlockingQueue<>();
    private final AtomicInteger watching = new AtomicInteger();
    private volatile boolean closing;
    private @Nullable Thread thread;

    // Only the feed's own thread touches these.
    /** An event and not a comment: a page cannot hear comments, and has to notice when a connection is dead. */
    private final Message signOfLife = new Message("event: alive\ndata: {}\n\n");

    private final Message paused = new Message("event: paused\ndata: {}\n\n");
    private final Map<Long, List<Watcher>> watchers = new HashMap<>();
    /** Maps that are not there, and may never be: the show may have been cancelled. */
    private final Map<Long, CompletableFuture<SeatMap>> missing = new HashMap<>();

    SeatFeed(
            SeatMaps maps,
            ObjectMapper json,
            LiveConfig config,
            @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> shutdownDelay,
            MeterRegistry registry) {
        this.maps = maps;
        this.json = json;
        this.config = config;
        this.shutdownDelay = shutdownDelay;
        Gauge.builder("frontrow.watchers", this, SeatFeed::watching)
                .description("Who watches a show on this replica")
                .register(registry);
    }

    void open(@Observes StartupEvent start) {
        open();
    }

    void open() {
        closing = false;
        thread = Thread.ofPlatform().name("seat feed").daemon().start(this::goRound);
    }

    /**
     * Streams that stay open would hold up the stop: they end before, and say when to come back. But not at once: until
     * everybody in between knows that this replica is going, who comes back might end up here again.
     */
    void closeInTime(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownDelayInitiatedEvent stop)
            throws InterruptedException {
        var wait = shutdownDelay.orElse(Duration.ZERO).multipliedBy(2).dividedBy(3);
        if (wait.isPositive()) {
            Thread.ofVirtual().name("seat feed closing").start(() -> {
                try {
                    Thread.sleep(wait);
                    close();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        } else {
            close();
        }
    }

    void close(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent stop)
            throws InterruptedException {
        close();
    }

    void close() throws InterruptedException {
        closing = true;
        var known = thread;
        if (known != null) {
            known.join(config.every().plusSeconds(1));
        }
    }

    /** From now on the response to this request belongs to the feed. */
    void watch(long show, Position seen, HttpServerRequest request) {
        if (closing) {
            throw new LiveRefusal.TooManyWatchers().refused();
        }
        if (watching.incrementAndGet() > config.watchers()) {
            watching.decrementAndGet();
            throw new LiveRefusal.TooManyWatchers().refused();
        }
        var watcher = new Watcher(show, seen, request);
        newcomers.add(watcher);
        if (closing && newcomers.remove(watcher)) {
            watcher.sayGoodbye(goodbye()); // closed in between, and perhaps nobody looks there any more
        }
    }

    /** How many watch on this replica. */
    int watching() {
        return watching.get();
    }

    private void goRound() {
        var next = System.nanoTime();
        while (!closing) {
            try {
                welcome(next);
                tellAll();
            } catch (InterruptedException e) {
                break;
            } catch (Throwable e) {
                // Whatever it was: the feed lives on, or nobody would ever hear anything again.
                log.error("The seat feed stumbled", e);
            }
            next = Math.max(next + config.every().toNanos(), System.nanoTime());
        }
        newcomers.drainTo(watchers.computeIfAbsent(0L, _ -> new ArrayList<>()));
        watchers.values().forEach(all -> all.forEach(watcher -> watcher.sayGoodbye(goodbye())));
        watchers.clear();
        watching.set(0);
    }

    /** Waits for the next round; who comes meanwhile is not kept waiting, also when the round is late. */
    private void welcome(long until) throws InterruptedException {
        do {
            var first = newcomers.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (first == null) {
                return;
            }
            var together = new ArrayList<>(List.of(first));
            newcomers.drainTo(together);
            together.stream().collect(Collectors.groupingBy(Watcher::show)).forEach((show, some) -> {
                watchers.computeIfAbsent(show, _ -> new ArrayList<>()).addAll(some);
                tell(show, some);
            });
        } while (System.nanoTime() < until);
    }

    private void tellAll() {
        for (var it = watchers.entrySet().iterator(); it.hasNext(); ) {
            var show = it.next();
            var before = show.getValue().size();
            show.getValue().removeIf(Watcher::isGone);
            watching.addAndGet(show.getValue().size() - before);
            if (show.getValue().isEmpty()) {
                missing.remove(show.getKey());
                it.remove();
            } else {
                tell(show.getKey(), show.getValue());
            }
        }
    }

    /** What goes wrong with one show must not keep those of the others waiting. */
    private void tell(long show, List<Watcher> audience) {
        try {
            var map = maps.present(show);
            if (map != null) {
                missing.remove(show);
                tell(map, audience);
            } else if (!maps.isCurrent()) {
                missing.remove(show);
                tellPause(audience);
            } else if (isGone(show)) {
                audience.forEach(watcher -> watcher.sayGoodbye(goodbye()));
            }
        } catch (RuntimeException e) {
            log.errorf(e, "What happens in show %d could not be told", show);
        }
    }

    /** Whoever comes back then hears that there is no such show. */
    private boolean isGone(long show) {
        var read = missing.computeIfAbsent(
                show, it -> maps.of(it).subscribe().asCompletionStage().toCompletableFuture());
        if (!read.isDone()) {
            return false;
        }
        missing.remove(show);
        return read.isCompletedExceptionally() && read.exceptionNow() instanceof Refused;
    }

    private void tellPause(List<Watcher> audience) {
        for (var watcher : audience) {
            if (watcher.knowsOfPause()) {
                watcher.giveSignOfLife(signOfLife, config.heartbeat());
            } else if (isReady(watcher)) {
                watcher.tellPause(paused);
            }
        }
    }

    private void tell(SeatMap map, List<Watcher> audience) {
        map.expire(maps.now());
        var mark = map.mark();
        var written = new HashMap<Position, Told>();
        for (var watcher : audience) {
            var seen = watcher.position();
            if (map.name().equals(seen.map()) && seen.mark() == mark) {
                watcher.giveSignOfLife(signOfLife, config.heartbeat());
            } else if (isReady(watcher)) {
                var told = written.computeIfAbsent(seen, _ -> write(map, seen));
                watcher.tell(told.event, told.upTo);
            }
        }
    }

    private boolean isReady(Watcher watcher) {
        return !watcher.isGone() && watcher.isReady(config.patience());
    }

    private record Told(Message event, Position upTo) {}

    private Told write(SeatMap map, Position seen) {
        if (!map.name().equals(seen.map()) || seen.mark() > map.mark()) {
            var snapshot = map.snapshot(maps.now());
            var upTo = new Position(map.name(), snapshot.mark());
            var event = start("snapshot", upTo)
                    .appendString("{\"map\":")
                    .appendBytes(snapshot.json())
                    .appendString(",\"activity\":")
                    .appendBytes(json(Happened.of(snapshot.activity())))
                    .appendString("}\n\n");
            return new Told(new Message(event), upTo);
        }
        var changes = map.since(seen.mark());
        var upTo = new Position(map.name(), changes.mark());
        var event = start("change", upTo).appendBytes(json(Change.of(changes))).appendString("\n\n");
        return new Told(new Message(event), upTo);
    }

    private static Buffer start(String event, Position id) {
        return Buffer.buffer("event: " + event + "\nid: " + id + "\ndata: ", StandardCharsets.UTF_8.name());
    }

    private static Message goodbye() {
        var pause = ThreadLocalRandom.current().nextInt(LATEST_RETURN_MILLIS / 6, LATEST_RETURN_MILLIS);
        return new Message("retry: " + pause + "\n\n");
    }

    private byte[] json(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What happens to seats can always be written as JSON", e);
        }
    }
}
