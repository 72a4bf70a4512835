package org.frontrow.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * More people than can be served: so many a second whatever the answers, nine of ten of them for one show that has just
 * gone on sale, the others for shows that nobody else is interested in. Whoever is refused does not come back, but others
 * come at the same rate.
 */
final class Storm implements AutoCloseable {
    private static final int CONNECTIONS = 3_000;
    private static final int ONE_IN = 10;
    private static final Duration SLICE = Duration.ofMillis(100);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final List<String> tokens;
    private final House.Shows onSale;
    private final House.Shows quiet;
    private final ArrayDeque<Long> free = new ArrayDeque<>();
    private final ArrayDeque<Long> freeElsewhere = new ArrayDeque<>();
    private final ArrayDeque<Guest> idle = new ArrayDeque<>();
    private final List<Guest> guests;
    private long arrivals;

    Storm(Path tokens, Service service, House.Shows onSale, House.Shows quiet) throws Exception {
        this.tokens = Files.readAllLines(tokens);
        this.onSale = onSale;
        this.quiet = quiet;
        for (long pair = 0; pair < onSale.pairs(); pair++) {
            free.add(pair);
        }
        for (long pair = 0; pair < quiet.pairs(); pair++) {
            freeElsewhere.add(pair);
        }
        this.guests = await(Guest.arrive(vertx, service.port(), CONNECTIONS));
        idle.addAll(guests);
    }

    /** What was before, during and after one. */
    record Course(double capacity, Weather before, Weather during, Weather after) {
        double millisBack() {
            return after.millisUntil(0.9 * after.offeredPerSecond());
        }
    }

    /** What became of those who came within a time. */
    static final class Weather {
        private final Histogram accepted = new Histogram(Crowd.LONGEST_MICROS, 3);
        private final Histogram refused = new Histogram(Crowd.LONGEST_MICROS, 3);
        private final long[] acceptedBySlice;
        private long offered;
        private long unheard;
        private long lost;
        private long answered;
        private long quietOffered;
        private long quietAccepted;
        private final double seconds;

        Weather(Duration length) {
            seconds = length.toMillis() / 1000.0;
            acceptedBySlice = new long[(int) length.dividedBy(SLICE) + 1];
        }

        Measured accepted() {
            return Measured.of(accepted.getTotalCount() / seconds, accepted, refused.getTotalCount(), lost);
        }

        Measured refused() {
            return Measured.of(refused.getTotalCount() / seconds, refused, 0, 0);
        }

        double offeredPerSecond() {
            return offered / seconds;
        }

        /** Of those who came, how many found no free connection and were never heard. */
        double unheard() {
            return (double) unheard / offered;
        }

        /** Of those who wanted seats of the shows that nobody else is interested in, how many got them. */
        double quietServed() {
            return (double) quietAccepted / quietOffered;
        }

        /** How long it took until so many were accepted within a slice of time; the answers' own slices count. */
        double millisUntil(double perSecond) {
            for (int i = 0; i < acceptedBySlice.length; i++) {
                if (acceptedBySlice[i] >= perSecond * SLICE.toMillis() / 1000) {
                    return (double) (i + 1) * SLICE.toMillis();
                }
            }
            return Double.NaN;
        }
    }

    /** Answers when all have been answered. */
    Weather blow(double perSecond, Duration length) throws Exception {
        var weather = new Weather(length);
        var count = (long) (perSecond * length.toMillis() / 1000);
        var finished = Promise.<Void>promise();
        vertx.runOnContext(_ -> {
            var start = System.nanoTime();
            vertx.setPeriodic(1, timer -> {
                var due = Math.min(count, (long) ((System.nanoTime() - start) / 1e9 * perSecond));
                while (weather.offered < due) {
                    weather.offered++;
                    arrive(weather, start);
                }
                if (weather.offered == count && weather.answered + weather.unheard == count) {
                    vertx.cancelTimer(timer);
                    finished.complete();
                }
            });
        });
        await(finished.future());
        return weather;
    }

    private void arrive(Weather weather, long start) {
        var elsewhere = arrivals++ % ONE_IN == 0;
        var shows = elsewhere ? quiet : onSale;
        var pairs = elsewhere ? freeElsewhere : free;
        weather.quietOffered += elsewhere ? 1 : 0;
        var guest = idle.poll();
        if (guest == null) {
            weather.unheard++;
            return;
        }
        var pair = pairs.remove();
        var asked = System.nanoTime();
        guest.ask(Crowd.hold(tokens.get((int) (arrivals % tokens.size())), shows, pair))
                .onComplete(answer -> {
                    weather.answered++;
                    if (answer.failed()) {
                        weather.lost++;
                        return;
                    }
                    idle.add(guest);
                    var now = System.nanoTime();
                    var micros = Math.min(Crowd.LONGEST_MICROS, (now - asked) / 1000);
                    if (answer.result() == 200) {
                        weather.accepted.recordValue(micros);
                        weather.quietAccepted += elsewhere ? 1 : 0;
                        var slice = (int) ((now - start) / SLICE.toNanos());
                        weather.acceptedBySlice[Math.min(slice, weather.acceptedBySlice.length - 1)]++;
                    } else {
                        weather.refused.recordValue(micros);
                        pairs.add(pair);
                    }
                });
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        vertx.runOnContext(_ -> new ArrayList<>(guests).forEach(Guest::leave));
        await(vertx.close());
    }
}
