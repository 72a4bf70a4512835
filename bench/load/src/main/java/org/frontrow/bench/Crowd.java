package org.frontrow.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/** Load that a closed loop cannot make: so many a second whatever the answers, or everybody in the same moment. */
final class Crowd implements AutoCloseable {
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final List<String> tokens;

    Crowd(Path tokens) throws IOException {
        this.tokens = Files.readAllLines(tokens);
    }

    private HttpClient client(Service service, int connections) {
        return vertx.createHttpClient(
                new HttpClientOptions()
                        .setDefaultHost("127.0.0.1")
                        .setDefaultPort(service.port())
                        .setKeepAliveTimeout(60)
                        .setConnectTimeout(10_000),
                new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(-1));
    }

    private Future<Integer> hold(HttpClient client, String token, String body) {
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setURI("/api/seats/hold-batch/")
                        .putHeader("Authorization", "Bearer " + token)
                        .putHeader("Content-Type", "application/json"))
                .compose(request -> request.send(Buffer.buffer(body)))
                .compose(response -> response.end().map(_ -> response.statusCode()));
    }

    private static String pair(House.Shows shows, long n) {
        var k = n / shows.count() * 2;
        return "{\"show_id\":%d,\"seats\":[{\"row\":\"R%d\",\"number\":%d},{\"row\":\"R%d\",\"number\":%d}]}"
                .formatted(shows.first() + n % shows.count(), k / 100, k % 100 + 1, k / 100, k % 100 + 2);
    }

    /**
     * Holds at a constant rate. The time of each counts from when it should have been sent, so that one that had to wait
     * because the service was slow tells so.
     */
    Measured constantly(Service service, House.Shows shows, double perSecond, Duration length) throws Exception {
        var client = client(service, 256);
        var times = new ConcurrentHistogram(LONGEST_MICROS, 3);
        var refused = new AtomicLong();
        var lost = new AtomicLong();
        var count = (long) (perSecond * length.toMillis() / 1000);
        var answered = new CountDownLatch((int) count);
        var start = System.nanoTime();
        var sent = new AtomicLong();
        var timer = vertx.setPeriodic(1, _ -> {
            var due = Math.min(count, (long) ((System.nanoTime() - start) / 1e9 * perSecond));
            while (sent.get() < due) {
                var n = sent.getAndIncrement();
                var planned = start + (long) (n / perSecond * 1e9);
                hold(client, tokens.get((int) (n % tokens.size())), pair(shows, n))
                        .onComplete(answer -> {
                            if (answer.failed()) {
                                lost.incrementAndGet();
                            } else {
                                times.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - planned) / 1000));
                                if (answer.result() != 200) {
                                    refused.incrementAndGet();
                                }
                            }
                            answered.countDown();
                        });
            }
        });
        if (!answered.await(length.toSeconds() + 60, TimeUnit.SECONDS)) {
            lost.addAndGet(answered.getCount());
        }
        var seconds = (System.nanoTime() - start) / 1e9;
        vertx.cancelTimer(timer);
        await(client.close());
        return measured(times, (times.getTotalCount() - refused.get()) / seconds, refused.get(), lost.get());
    }

    /** Everybody is connected already, and wants the first two seats of the same show in the same moment. */
    Measured atOnce(Service service, House.Shows shows, int clients) throws Exception {
        var client = client(service, clients);
        var arrivals = new ArrayList<Future<?>>();
        for (int i = 0; i < clients; i++) {
            arrivals.add(client.request(HttpMethod.GET, "/api/seats/venue/")
                    .compose(request -> request.send())
                    .compose(response -> response.end()));
        }
        await(Future.all(arrivals));
        var times = new ConcurrentHistogram(LONGEST_MICROS, 3);
        var won = new AtomicLong();
        var refused = new AtomicLong();
        var lost = new AtomicLong();
        var body = pair(shows, 0);
        var answers = new ArrayList<Future<?>>();
        var begin = new CompletableFuture<Void>();
        vertx.runOnContext(_ -> {
            var start = System.nanoTime();
            for (int i = 0; i < clients; i++) {
                answers.add(hold(client, tokens.get(i), body).onComplete(answer -> {
                    if (answer.failed()) {
                        lost.incrementAndGet();
                        return;
                    }
                    times.recordValue((System.nanoTime() - start) / 1000);
                    (answer.result() == 200 ? won : refused).incrementAndGet();
                }));
            }
            begin.complete(null);
        });
        begin.get(60, TimeUnit.SECONDS);
        await(Future.join(answers));
        await(client.close());
        if (won.get() != 1) {
            throw new IllegalStateException(won.get() + " guests got the same seats");
        }
        return measured(times, clients / (times.getMaxValue() / 1e6), refused.get(), lost.get());
    }

    /** Sign-ins at a constant rate, until it is closed; each of them has a password hashed. */
    AutoCloseable signIns(Service service, String username, String password, double perSecond, AtomicLong done) {
        var client = client(service, 256);
        var body = "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password);
        var timer = vertx.setPeriodic(
                (long) (1000 / perSecond),
                _ -> client.request(new RequestOptions()
                                .setMethod(HttpMethod.POST)
                                .setURI("/api/seats/login/")
                                .putHeader("Content-Type", "application/json"))
                        .compose(request -> request.send(Buffer.buffer(body)))
                        .onSuccess(response -> {
                            if (response.statusCode() == 200) {
                                done.incrementAndGet();
                            }
                        }));
        return () -> {
            vertx.cancelTimer(timer);
            await(client.close());
        };
    }

    private static Measured measured(ConcurrentHistogram times, double perSecond, long refused, long lost) {
        return new Measured(
                perSecond,
                times.getValueAtPercentile(50) / 1000.0,
                times.getValueAtPercentile(99) / 1000.0,
                times.getValueAtPercentile(99.9) / 1000.0,
                times.getMaxValue() / 1000.0,
                refused,
                lost);
    }

    private static void await(Future<?> future) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        await(vertx.close());
    }
}
