package org.frontrow.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.frontrow.live.FeedReader;
import org.frontrow.proof.Operation.Kind;
import org.frontrow.proof.Operation.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Follows a show's live feed and comes back when it breaks. What is on its screen it logs as readings, whenever that
 * changes and every now and then while it does not: a feed that has stopped telling shows what is old.
 */
final class Watcher implements AutoCloseable {
    private static final Duration A_WHILE = Duration.ofMillis(200);
    /** Belongs to nobody, so that no answer of the service's is its own word. */
    private static final long NOBODY = -1;

    private final int replica;
    private final URI service;
    private final long show;
    private final ClientLog log;
    private final Thread thread;
    private final Map<String, String> screen = new HashMap<>();
    private volatile boolean goesOn = true;
    private volatile @Nullable Throwable failure;
    private volatile boolean hasSeenAll;

    Watcher(int replica, URI service, long show, ClientLog log) {
        this.replica = replica;
        this.service = service;
        this.show = show;
        this.log = log;
        this.thread = Thread.ofVirtual()
                .name("watcher")
                .uncaughtExceptionHandler((_, e) -> failure = e)
                .start(this::watch);
    }

    private void watch() {
        String last = null;
        while (goesOn) {
            try (var feed = open(last)) {
                if (feed != null && feed.status() == 200) {
                    last = follow(feed, last);
                }
            }
            pause();
        }
    }

    /** Until the feed ends; answers with what to come back with. */
    private @Nullable String follow(FeedReader feed, @Nullable String last) {
        // Until it says something, what is on the screen is from before it was connected.
        var isVouchedFor = false;
        var logged = 0L;
        while (goesOn && !feed.hasEnded()) {
            var aliveAt = feed.aliveAt();
            for (var event = feed.poll(A_WHILE); event.isPresent(); event = feed.poll(Duration.ZERO)) {
                last = event.get().id() == null ? last : event.get().id();
                isVouchedFor = take(event.get());
                if (isVouchedFor) {
                    logged = event.get().at();
                    log(logged);
                }
            }
            // A sign of life says that nothing else has happened.
            if (isVouchedFor && aliveAt > logged) {
                logged = aliveAt;
                log(logged);
            }
        }
        return last;
    }

    /** Nothing while the replica is down. */
    private @Nullable FeedReader open(@Nullable String last) {
        try {
            return last == null ? FeedReader.open(service, show) : FeedReader.comeBack(service, show, last);
        } catch (UncheckedIOException e) {
            return null;
        }
    }

    /** Answers whether the feed vouches for what is on the screen. */
    private boolean take(FeedReader.Event event) {
        switch (event.name()) {
            case "snapshot" -> {
                screen.clear();
                screen.putAll(view(event.json().at("/map/seats")));
                hasSeenAll = true;
            }
            case "paused" -> {
                return false;
            }
            default -> screen.putAll(view(event.json().path("seats")));
        }
        return true;
    }

    private void log(long at) {
        log.add(new Operation(
                NOBODY,
                replica,
                log.nextRequest(),
                Kind.READ,
                show,
                List.of(),
                at,
                at,
                Outcome.OK,
                "",
                List.of(),
                null,
                List.of(),
                Map.copyOf(screen)));
    }

    /** When a hold ends a watcher sees from its time, and is told only when it was tidied up. */
    private static Map<String, String> view(JsonNode seats) {
        var view = new HashMap<String, String>();
        seats.forEach(seat -> {
            var status = seat.path("status").asText();
            view.put(HttpPatron.label(seat), status.equals("HELD") ? Checker.HELD_OR_OVER : status);
        });
        return view;
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An error if it has not watched all the time, or has never seen anything. */
    void assertWatched() {
        if (failure != null) {
            throw new AssertionError("Nobody watched replica " + replica, failure);
        }
        if (!hasSeenAll) {
            throw new AssertionError("Nobody saw anything of replica " + replica);
        }
    }

    @Override
    public void close() {
        goesOn = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
