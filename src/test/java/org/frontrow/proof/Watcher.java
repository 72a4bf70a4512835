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

/** Follows a show's live feed, comes back when it breaks, and logs what it says as readings. */
final class Watcher implements AutoCloseable {
    /** Belongs to nobody, so that no answer of the service's is its own word. */
    private static final long NOBODY = -1;

    private final int replica;
    private final URI service;
    private final long show;
    private final ClientLog log;
    private volatile boolean goesOn = true;

    Watcher(int replica, URI service, long show, ClientLog log) {
        this.replica = replica;
        this.service = service;
        this.show = show;
        this.log = log;
        Thread.ofVirtual().name("watcher").start(this::watch);
    }

    private void watch() {
        String last = null;
        while (goesOn) {
            try (var feed = last == null ? FeedReader.open(service, show) : FeedReader.comeBack(service, show, last)) {
                while (goesOn && feed.status() == 200 && !feed.hasEnded()) {
                    var event = feed.poll(Duration.ofMillis(200)).orElse(null);
                    if (event != null) {
                        last = event.id() == null ? last : event.id();
                        log(event);
                    }
                }
            } catch (UncheckedIOException e) {
                pause(); // the replica is down
            }
        }
    }

    private void log(FeedReader.Event event) {
        var seats = event.name().equals("snapshot")
                ? event.json().at("/map/seats")
                : event.json().path("seats");
        if (seats.isEmpty()) {
            return;
        }
        log.add(new Operation(
                NOBODY,
                replica,
                log.nextRequest(),
                Kind.READ,
                show,
                List.of(),
                event.at(),
                event.at(),
                Outcome.OK,
                "",
                List.of(),
                null,
                List.of(),
                view(seats)));
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

    @Override
    public void close() {
        goesOn = false;
    }
}
