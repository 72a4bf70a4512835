package org.frontrow.bench;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;

/** Load that a closed loop cannot make: so many a second whatever the answers, or everybody in the same moment. */
final class Crowd implements AutoCloseable {
    private static final int CONNECTIONS = 256;
    static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final List<String> tokens;

    Crowd(Path tokens) throws IOException {
        this.tokens = Files.readAllLines(tokens);
    }

    private static String pair(House.Shows shows, long n) {
        var k = n / shows.count() * 2;
        return "{\"show_id\":%d,\"seats\":[{\"row\":\"R%d\",\"number\":%d},{\"row\":\"R%d\",\"number\":%d}]}"
                .formatted(shows.first() + n % shows.count(), k / 100, k % 100 + 1, k / 100, k % 100 + 2);
    }

    static Buffer hold(String token, House.Shows shows, long n) {
        return Guest.post("/api/seats/hold-batch/", token, pair(shows, n));
    }

    /** Everybody who watches has the whole map. */
    Audience audience(Service service, House.Shows show, int count) throws Exception {
        return await(Audience.arrive(vertx, service.port(), show, count));
    }

    /** Two seats are held so often, and everybody who watches should hear of it. */
    Measured watched(
            Service service, Audience audience, House.Shows show, long firstPair, double perSecond, Duration length)
            throws Exception {
        var pairs = (long) (perSecond * length.toMillis() / 1000);
        var guest = await(Guest.arrive(vertx, service.port(), 1)).getFirst();
        var start = System.nanoTime();
        for (long n = firstPair; n < firstPair + pairs; n++) {
            TimeUnit.NANOSECONDS.sleep(start + (long) ((n - firstPair) / perSecond * 1e9) - System.nanoTime());
            audience.expect(n);
            var status = await(guest.ask(hold(tokens.get((int) (n % tokens.size())), show, n)));
            if (status != 200) {
                throw new IOException("A hold was answered with " + status);
            }
        }
        TimeUnit.SECONDS.sleep(1); // for the last of them to be heard
        guest.leave();
        return audience.heard(pairs, length.toMillis() / 1000.0);
    }

    /**
     * Holds at a constant rate. The time of each counts from when it should have been sent, so that one that had to wait
     * because the service was slow tells so. The first second, in which everybody connects and the seat plans are read,
     * is not counted.
     */
    Measured constantly(Service service, House.Shows shows, double perSecond, Duration length) throws Exception {
        var early = (long) perSecond;
        var count = early + (long) (perSecond * length.toMillis() / 1000);
        var tally = new Tally(count - early);
        var guests = await(Guest.arrive(vertx, service.port(), CONNECTIONS));
        var idle = new ArrayDeque<>(guests);
        var next = new AtomicLong();
        var start = System.nanoTime();
        var timer = vertx.setPeriodic(1, _ -> {
            var due = Math.min(count, (long) ((System.nanoTime() - start) / 1e9 * perSecond));
            while (next.get() < due && !idle.isEmpty()) {
                var n = next.getAndIncrement();
                var planned = start + (long) (n / perSecond * 1e9);
                var guest = idle.remove();
                guest.ask(hold(tokens.get((int) (n % tokens.size())), shows, n)).onComplete(answer -> {
                    if (n >= early) {
                        tally.count(answer, planned);
                    }
                    if (answer.succeeded()) {
                        idle.add(guest);
                    }
                });
            }
        });
        tally.await(length.toSeconds() + 60);
        var seconds = (System.nanoTime() - start) / 1e9 - 1;
        vertx.cancelTimer(timer);
        leave(guests);
        return tally.measured(tally.granted.get() / seconds);
    }

    /** Everybody is connected already, and wants the first two seats of the same show in the same moment. */
    Measured atOnce(Service service, House.Shows shows, int clients) throws Exception {
        var tally = new Tally(clients);
        var guests = await(Guest.arrive(vertx, service.port(), clients));
        var requests = IntStream.range(0, clients)
                .mapToObj(i -> hold(tokens.get(i), shows, 0))
                .toList();
        var start = new AtomicLong();
        vertx.runOnContext(_ -> {
            start.set(System.nanoTime());
            for (int i = 0; i < clients; i++) {
                guests.get(i).ask(requests.get(i)).onComplete(answer -> tally.count(answer, start.get()));
            }
        });
        tally.await(60);
        var seconds = (System.nanoTime() - start.get()) / 1e9;
        leave(guests);
        if (tally.granted.get() != 1) {
            throw new IllegalStateException(tally.granted + " guests got the same seats");
        }
        return tally.measured(clients / seconds);
    }

    /** Sign-ins at a constant rate, until it is closed; each of them has a password hashed. */
    AutoCloseable signIns(Service service, String username, String password, double perSecond, AtomicLong done)
            throws Exception {
        var guests = await(Guest.arrive(vertx, service.port(), CONNECTIONS));
        var idle = new ArrayDeque<>(guests);
        var request = Guest.post(
                "/api/seats/login/", "", "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password));
        var timer = vertx.setPeriodic((long) (1000 / perSecond), _ -> {
            var guest = idle.poll();
            if (guest != null) {
                guest.ask(request).onSuccess(status -> {
                    done.addAndGet(status == 200 ? 1 : 0);
                    idle.add(guest);
                });
            }
        });
        return () -> {
            vertx.cancelTimer(timer);
            leave(guests);
        };
    }

    private void leave(List<Guest> guests) {
        vertx.runOnContext(_ -> guests.forEach(Guest::leave));
    }

    /** What became of so many requests. */
    private static final class Tally {
        private final ConcurrentHistogram times = new ConcurrentHistogram(LONGEST_MICROS, 3);
        private final AtomicLong granted = new AtomicLong();
        private final AtomicLong refused = new AtomicLong();
        private final AtomicLong lost = new AtomicLong();
        private final CountDownLatch open;

        Tally(long count) {
            open = new CountDownLatch((int) count);
        }

        void count(AsyncResult<Integer> answer, long since) {
            if (answer.failed()) {
                lost.incrementAndGet();
            } else {
                times.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - since) / 1000));
                (answer.result() == 200 ? granted : refused).incrementAndGet();
            }
            open.countDown();
        }

        void await(long seconds) throws InterruptedException {
            if (!open.await(seconds, TimeUnit.SECONDS)) {
                lost.addAndGet(open.getCount());
            }
        }

        Measured measured(double perSecond) {
            return Measured.of(perSecond, times, refused.get(), lost.get());
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        await(vertx.close());
    }
}
