package org.frontrow.platform;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.frontrow.platform.Turnstile.Visitor;
import org.jspecify.annotations.Nullable;

/**
 * Lets a connection's next request in when the one before has been answered and the client takes its answers. Otherwise
 * whoever sends requests without end and reads nothing would have all of them, and then all of the answers, kept in
 * memory here: a handful of connections is enough to fill it.
 */
final class OneAtATime extends ChannelDuplexHandler {
    static final String NAME = "one at a time";
    /** Parts of requests that may wait; each has at least two. No client that is in earnest sends so much ahead. */
    private static final int MOST_WAITING = 100;

    /** For what is still on its way when we hang up: were it not taken, the answer might be lost with it. */
    private static final long FAREWELL_MILLIS = 1000;

    /** Null where nobody is let in any more. */
    private final @Nullable Turnstile turnstile;

    private final ArrayDeque<Object> waiting = new ArrayDeque<>();
    private boolean informing;
    private boolean leaving;
    private boolean receiving = true;

    /** There is a request already, of whoever puts it in place. */
    private boolean answering = true;

    /** Not let in before the body of the request is here too. */
    private @Nullable Visitor visitor;

    /** The request that is being answered was stopped at the turnstile, and let in. */
    private boolean passed;

    private OneAtATime(@Nullable Turnstile turnstile) {
        this.turnstile = turnstile;
    }

    /** Puts it in place, unless it is there already or the connection has no use for it. */
    static void watchOver(HttpServerRequest request, Turnstile turnstile) {
        var _ = on(request, turnstile);
    }

    /**
     * Lets nothing in from now on, and closes the connection after the present answer.
     *
     * @return whether the connection is of that kind
     */
    static boolean hangUpAfter(HttpServerRequest request) {
        var known = on(request, null);
        known.ifPresent(it -> it.leaving = true);
        return known.isPresent();
    }

    /** Whether the door has been asked about this request already, at the turnstile. */
    static boolean hasPassedTurnstile(HttpServerRequest request) {
        return serving(request)
                .map(server -> server.pipeline().get(OneAtATime.class))
                .map(known -> known.passed)
                .orElse(false);
    }

    private static Optional<OneAtATime> on(HttpServerRequest request, @Nullable Turnstile turnstile) {
        return serving(request).map(server -> {
            var known = server.pipeline().get(OneAtATime.class);
            if (known == null) {
                known = new OneAtATime(turnstile);
                server.pipeline().addBefore(server.name(), NAME, known);
            }
            return known;
        });
    }

    private static Optional<ChannelHandlerContext> serving(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2 && request.connection() instanceof ConnectionBase connection
                ? Optional.of(connection.channelHandlerContext())
                : Optional.empty();
    }

    @Override
    public void channelRead(ChannelHandlerContext connection, Object message) {
        if (leaving) {
            ignore(connection, message);
            return;
        }
        if (waiting.isEmpty() && mayCome(connection, message)) {
            letIn(connection, message);
            return;
        }
        waiting.add(message);
        connection.channel().config().setAutoRead(false);
        if (waiting.size() > MOST_WAITING) {
            leaving = true; // the rest of what has been read already still comes
            forget();
            hangUpNow(connection);
        }
    }

    private void ignore(ChannelHandlerContext connection, Object message) {
        var isEnd = message instanceof LastHttpContent;
        ReferenceCountUtil.release(message);
        if (isEnd) {
            receiving = false;
            closeIfDone(connection);
        }
    }

    private boolean mayCome(ChannelHandlerContext connection, Object message) {
        return !(message instanceof HttpRequest)
                || (!answering && connection.channel().isWritable());
    }

    private void letIn(ChannelHandlerContext connection, Object message) {
        if (message instanceof HttpRequest head) {
            answering = true;
            receiving = true;
            passed = false;
            visitor = turnstile == null ? null : turnstile.stop(head);
            if (visitor != null) {
                return;
            }
        }
        if (message instanceof LastHttpContent body) {
            receiving = false;
            var answer = sendAway(body);
            passed = visitor != null;
            if (answer != null) {
                visitor = null;
                body.release();
                var _ = connection.writeAndFlush(answer);
                answered(connection);
                return;
            }
        }
        letVisitorIn(connection);
        connection.fireChannelRead(message);
    }

    private @Nullable FullHttpResponse sendAway(LastHttpContent body) {
        return turnstile == null || visitor == null ? null : turnstile.sendAway(visitor, body.content());
    }

    private void letVisitorIn(ChannelHandlerContext connection) {
        if (visitor != null) {
            connection.fireChannelRead(visitor.head());
            visitor = null;
        }
    }

    /** Nobody is stopped for longer than for what has come in one piece: how long a body may take, others look after. */
    @Override
    public void channelReadComplete(ChannelHandlerContext connection) {
        letVisitorIn(connection);
        connection.fireChannelReadComplete();
    }

    @Override
    public void write(ChannelHandlerContext connection, Object message, ChannelPromise written) throws Exception {
        if (message instanceof HttpResponse response) {
            informing = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        super.write(connection, message, written);
        if (message instanceof LastHttpContent && !informing) {
            answered(connection);
        }
    }

    private void answered(ChannelHandlerContext connection) {
        answering = false;
        if (leaving) {
            closeIfDone(connection);
            var _ = connection.executor().schedule(() -> hangUpNow(connection), FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
        } else if (!waiting.isEmpty()) {
            // Not now: whoever writes this is not done with the request yet.
            connection.executor().execute(() -> letNextIn(connection));
        }
    }

    private static void hangUpNow(ChannelHandlerContext connection) {
        var _ = connection.close();
    }

    private void closeIfDone(ChannelHandlerContext connection) {
        if (!receiving && !answering) {
            connection.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext connection) throws Exception {
        letNextIn(connection);
        super.channelWritabilityChanged(connection);
    }

    private void letNextIn(ChannelHandlerContext connection) {
        if (waiting.isEmpty() || leaving) {
            return;
        }
        while (!waiting.isEmpty() && !leaving && mayCome(connection, waiting.peek())) {
            letIn(connection, waiting.remove());
        }
        // Whoever was let in last may have been refused at once, and then nothing behind it is a request any more.
        while (leaving && !waiting.isEmpty()) {
            ignore(connection, waiting.remove());
        }
        if (waiting.isEmpty()) {
            connection.channel().config().setAutoRead(true);
        }
        channelReadComplete(connection);
    }

    @Override
    public void channelInactive(ChannelHandlerContext connection) throws Exception {
        forget();
        super.channelInactive(connection);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext connection) {
        forget();
    }

    private void forget() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        visitor = null;
    }
}
