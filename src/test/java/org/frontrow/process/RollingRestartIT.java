package org.frontrow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.frontrow.live.FeedReader;
import org.frontrow.process.Guest.Answer;
import org.frontrow.process.HaProxy.Replica;
import org.frontrow.seating.Ledger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An update under load: one replica after the other is stopped and started, and nobody notices. */
class RollingRestartIT {
    private static final int BUYERS = 6;
    private static final int WATCHERS = 200;
    private static final int SEATS = 300;
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    /** Enough for the proxy to see that a replica is not ready any more; a cluster takes longer. */
    private static final Duration DELAY = Duration.ofSeconds(3);

    @BeforeAll
    static void needsAProxy() {
        HaProxy.assumeInstalled();
    }

    @Test
    void nobody_notices_an_update(@TempDir Path home) throws Exception {
        try (var postgres = PostgresProcess.start();
                var running = new Replicas(home, postgres)) {
            var stage = new Stage(postgres.database());
            var proxy = running.proxy;
            var watched = stage.show(1, 1);
            var ada = Guest.withTokens().settled(proxy);
            var guests = stage.guests(BUYERS);
            guests.forEach(guest -> assertThat(guest.refresh(proxy).status()).isEqualTo(200));
            var over = new AtomicBoolean();
            var surprises = new ConcurrentLinkedQueue<String>();
            var watchers = Stream.generate(() -> new LoyalWatcher(proxy, watched, over, surprises))
                    .limit(WATCHERS)
                    .toList();
            var purchases = new ArrayList<Future<Map<Long, Integer>>>();
            try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
                try {
                    watchers.forEach(crowd::execute);
                    await("all who watch")
                            .atMost(AT_MOST)
                            .until(() -> watchers.stream().allMatch(watcher -> watcher.status.equals("AVAILABLE")));
                    for (var guest : guests) {
                        purchases.add(crowd.submit(() -> buyUntil(over, guest, proxy, stage, surprises)));
                    }

                    running.restart(0);
                    running.restart(1);

                    assertThat(ada.hold(proxy, watched, "A1").status()).isEqualTo(200);
                    await("news that all of them hear")
                            .atMost(AT_MOST)
                            .until(() -> watchers.stream().allMatch(watcher -> watcher.status.equals("HELD")));
                } finally {
                    over.set(true);
                }
            }
            assertThat(surprises).isEmpty();
            assertThat(watchers).as("had to come back").allMatch(watcher -> watcher.opened > 1);
            for (var purchase : purchases) {
                for (var bought : purchase.get().entrySet()) {
                    assertThat(stage.number(
                                    "select count(*) from ticket where show_time_id = ? and status = 'VALID'",
                                    bought.getKey()))
                            .isEqualTo(bought.getValue().longValue());
                    Ledger.assertRebuildsSeats(postgres.database(), bought.getKey());
                }
            }
        }
    }

    /**
     * Seat after seat, show after show. What is answered with 503 is asked again, as the API says; anything else but 200 is
     * a surprise. Answers how many seats were bought of each show.
     */
    private static Map<Long, Integer> buyUntil(
            AtomicBoolean over, Guest guest, Door door, Stage stage, Queue<String> surprises) {
        var bought = new HashMap<Long, Integer>();
        while (!over.get()) {
            var show = stage.show(1, SEATS);
            for (int seat = 1; seat <= SEATS && !over.get(); seat++) {
                var label = "A" + seat;
                ask(() -> guest.hold(door, show, label), surprises);
                ask(() -> guest.book(door, show, label), surprises);
                bought.put(show, seat);
            }
        }
        return bought;
    }

    private static void ask(Supplier<Answer> request, Queue<String> surprises) {
        for (int attempts = 0; attempts < 10; attempts++) {
            try {
                var answer = request.get();
                if (answer.status() == 200) {
                    return;
                }
                if (answer.status() != 503
                        || answer.http().headers().firstValue("Retry-After").isEmpty()) {
                    surprises.add(answer.toString());
                    return;
                }
                Thread.sleep(Duration.ofSeconds(
                        answer.http().headers().firstValueAsLong("Retry-After").orElse(1)));
            } catch (UncheckedIOException e) {
                surprises.add("No answer: " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        surprises.add("Always 503");
    }

    /** Comes back as a browser does: when it was told, and with the last event it has seen. */
    private static final class LoyalWatcher implements Runnable {
        private final Door door;
        private final long show;
        private final AtomicBoolean over;
        private final Queue<String> surprises;
        private volatile int opened;
        /** Of the show's only seat, as far as is known here. */
        private volatile String status = "unknown";

        LoyalWatcher(Door door, long show, AtomicBoolean over, Queue<String> surprises) {
            this.door = door;
            this.show = show;
            this.over = over;
            this.surprises = surprises;
        }

        @Override
        public void run() {
            String last = null;
            try {
                while (!over.get()) {
                    try (var reader = open(last)) {
                        if (reader.status() != 200) {
                            throw new AssertionError("answered " + reader.status());
                        }
                        opened++;
                        last = watch(reader, last);
                        if (reader.hasEnded() && !over.get()) {
                            reader.awaitEnd(Duration.ZERO).ifPresent(why -> surprises.add("A stream broke: " + why));
                            Thread.sleep(
                                    reader.retry().orElseThrow(() -> new AssertionError("not told when to come back")));
                        }
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (AssertionError | RuntimeException e) {
                surprises.add("A watcher: " + e);
            }
        }

        private @Nullable String watch(FeedReader reader, @Nullable String seen) {
            var last = seen;
            while (!over.get() && !reader.hasEnded()) {
                var event = reader.poll(Duration.ofMillis(200)).orElse(null);
                if (event != null) {
                    last = event.id() == null ? last : event.id();
                    event.seats().forEach(seat -> status = seat.replace("A1 ", ""));
                }
            }
            return last;
        }

        private FeedReader open(@Nullable String last) {
            return last == null
                    ? FeedReader.open(door.baseUri(), show)
                    : FeedReader.comeBack(door.baseUri(), show, last);
        }
    }

    /** Two of them, always on the same ports, and the proxy before them. */
    private static final class Replicas implements AutoCloseable {
        private final Path home;
        private final Map<String, String> settings;
        private final List<Replica> places;
        private final List<ServiceProcess> processes = new ArrayList<>();
        private final HaProxy proxy;

        Replicas(Path home, PostgresProcess postgres) throws IOException {
            this.home = home;
            this.settings = postgres.settings(home);
            settings.put("QUARKUS_SHUTDOWN_DELAY", DELAY.toSeconds() + "s");
            this.places = List.of(
                    new Replica(PostgresProcess.freePort(), PostgresProcess.freePort()),
                    new Replica(PostgresProcess.freePort(), PostgresProcess.freePort()));
            for (var place : places) {
                processes.add(launch(place));
            }
            processes.forEach(ServiceProcess::awaitReady);
            this.proxy = HaProxy.before(home, places);
            await("a proxy that has found both").atMost(AT_MOST).until(() -> proxy.ready() == places.size());
        }

        private ServiceProcess launch(Replica place) {
            var own = new HashMap<>(settings);
            own.put("QUARKUS_HTTP_PORT", Integer.toString(place.http()));
            own.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(place.management()));
            return ServiceProcess.launch("rolling", home, own);
        }

        /** As Kubernetes does it: SIGTERM, and on when the new one is ready. */
        void restart(int number) {
            assertThat(processes.get(number).stop()).isIn(0, 143);
            processes.set(number, launch(places.get(number)).awaitReady());
            await("a proxy that has found it again").atMost(AT_MOST).until(() -> proxy.ready() == places.size());
        }

        @Override
        public void close() {
            proxy.close();
            processes.forEach(ServiceProcess::close);
        }
    }
}
