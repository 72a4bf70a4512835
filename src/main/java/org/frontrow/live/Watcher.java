package org.frontrow.live;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import org.frontrow.platform.Gzip;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who watches a show. Only {@link SeatFeed}'s own thread calls it, but for {@link #leave()}. Nothing is put
 * aside for those who read slowly: they get what has changed since their last reading when there is room for it.
 */
final class Watcher {
    /** More than a snapshot of a large hall has to wait for the reader. */
    private static final int MOST_UNREAD_BYTES = 256 * 1024;

    private final long show;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final boolean compressed;
    private volatile boolean gone;
    private Position position;
    private boolean knowsOfPause;
    private boolean wrote;
    private long wroteAt;
    private long stuckSince;

    /**
     * What somebody has seen.
     *
     * @param map {@link org.frontrow.seating.SeatMap#name()}; null if nothing yet
     */
    record Position(@Nullable String map, long mark) {
        static final Position NOTHING = new Position(null, 0);

        /** As it was sent as an event's id; anything unknown is the beginning. */
        static Position read(@Nullable String id) {
            if (id == null || !id.matches("[0-9a-z]{1,13}-[0-9]{1,18}")) {
                return NOTHING;
            }
            var dash = id.indexOf('-');
            return new Position(id.substring(0, dash), Long.parseLong(id.substring(dash + 1)));
        }

        @Override
        public String toString() {
            return map + "-" + mark;
        }
    }

    Watcher(long show, Position position, HttpServerRequest request) {
        this.show = show;
        this.position = position;
        this.request = request;
        this.response = SeatFeedResource.begin(request.response());
        response.setWriteQueueMaxSize(MOST_UNREAD_BYTES);
        compressed = Gzip.isAcceptedBy(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        if (compressed) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip").write(Buffer.buffer(Gzip.head()));
        }
        response.exceptionHandler(_ -> leave());
        response.closeHandler(_ -> leave());
    }

    long show() {
        return show;
    }

    Position position() {
        return position;
    }

    /** May be called on any thread. */
    void leave() {
        gone = true;
    }

    boolean isGone() {
        return gone || response.closed();
    }

    /** Whether there is room; a reader who has left none for too long is dropped. */
    boolean isReady(Duration patience) {
        if (!response.writeQueueFull()) {
            stuckSince = 0;
            return true;
        }
        var now = System.nanoTime();
        stuckSince = stuckSince == 0 ? now : stuckSince;
        if (now - stuckSince > patience.toNanos()) {
            drop();
        }
        return false;
    }

    void tell(Message event, Position now) {
        position = now;
        knowsOfPause = false;
        write(event);
    }

    boolean knowsOfPause() {
        return knowsOfPause;
    }

    void tellPause(Message event) {
        knowsOfPause = true;
        position = Position.NOTHING;
        write(event);
    }

    /** At once for who is new: without any word they would not know that they are connected. */
    void giveSignOfLife(Message event, Duration every) {
        if (!isGone() && (!wrote || System.nanoTime() - wroteAt > every.toNanos())) {
            write(event);
        }
    }

    void sayGoodbye(Message event) {
        if (isGone()) {
            return;
        }
        if (response.writeQueueFull()) {
            drop(); // it would not hear it, and hold up the stop until then
        } else {
            gone = true;
            response.end(bytes(event));
        }
    }

    private void write(Message event) {
        wrote = true;
        wroteAt = System.nanoTime();
        response.write(bytes(event)).onFailure(_ -> leave());
    }

    private Buffer bytes(Message event) {
        return compressed ? event.compressed() : event.plain();
    }

    private void drop() {
        gone = true;
        if (request.version() == HttpVersion.HTTP_2) {
            response.reset();
        } else if (request.connection() instanceof ConnectionBase connection) {
            // Any gentler way first waits until all that was written has been read.
            var _ = connection.channelHandlerContext().close();
        }
    }
}
