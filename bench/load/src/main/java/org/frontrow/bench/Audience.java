package org.frontrow.bench;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Pattern;
import org.HdrHistogram.ConcurrentHistogram;

/** Many who have the live feed of one show open, and how long after a seat was asked for each of them hears of it. */
final class Audience {
    private static final Pattern SEAT = Pattern.compile("\"id\":(\\d+)");

    private final House.Shows show;
    /** By place in the show, in nanoseconds. */
    private final AtomicLongArray askedAt;

    private final ConcurrentHistogram micros = new ConcurrentHistogram(Crowd.LONGEST_MICROS, 3);
    private final List<NetSocket> sockets = new ArrayList<>();

    private Audience(House.Shows show) {
        this.show = show;
        this.askedAt = new AtomicLongArray(show.seatsPerShow());
    }

    /** When everybody has the whole map. */
    static Future<Audience> arrive(Vertx vertx, int port, House.Shows show, int count) {
        var audience = new Audience(show);
        var client = vertx.createNetClient();
        var arrivals = new ArrayList<Future<Void>>();
        for (int i = 0; i < count; i++) {
            arrivals.add(client.connect(port, "127.0.0.1").compose(audience::sitDown));
        }
        return Future.all(arrivals).map(audience);
    }

    private Future<Void> sitDown(NetSocket socket) {
        sockets.add(socket);
        var watching = new Watching();
        socket.handler(watching);
        socket.closeHandler(_ -> watching.arrived.tryFail("The feed was closed"));
        return socket.write("GET /api/seats/live/?show_id=" + show.first() + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                .compose(_ -> watching.arrived.future());
    }

    private final class Watching implements Handler<Buffer> {
        private final Promise<Void> arrived = Promise.promise();
        private Buffer unread = Buffer.buffer();

        @Override
        public void handle(Buffer part) {
            var text = unread.appendBuffer(part).toString();
            var end = text.lastIndexOf("\n\n") + 2;
            if (end >= 2) {
                unread = Buffer.buffer(text.substring(end));
                for (var event : text.substring(0, end).split("\n\n")) {
                    if (event.contains("event: snapshot")) {
                        arrived.tryComplete();
                    } else {
                        hear(event);
                    }
                }
            }
        }
    }

    private void hear(String event) {
        var now = System.nanoTime();
        var seat = SEAT.matcher(event);
        while (seat.find()) {
            var asked = askedAt.get((int) (Long.parseLong(seat.group(1)) - show.firstSeat()));
            if (asked != 0) {
                micros.recordValue(Math.min(Crowd.LONGEST_MICROS, (now - asked) / 1000));
            }
        }
    }

    /** Before the two seats of that pair are asked for. */
    void expect(long pair) {
        var now = System.nanoTime();
        askedAt.set((int) (2 * pair), now);
        askedAt.set((int) (2 * pair + 1), now);
    }

    /** What was heard since the last time. */
    Measured heard(long pairs, double seconds) {
        var heard = micros.getTotalCount();
        var measured = Measured.of(heard / seconds, micros, 0, 2 * pairs * sockets.size() - heard);
        micros.reset();
        return measured;
    }

    void leave() {
        sockets.forEach(NetSocket::close);
    }
}
