package org.frontrow.platform;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Waits for the whole body before anybody is bothered with the request: it has to be small and to be here soon. A
 * resource that reads would keep a thread waiting for whoever sends a byte now and then, and a few hundred of those are
 * all threads there are. A few addresses take more, from those who may send more.
 */
@Singleton
class WholeBody {
    /** Before everything that looks at requests. */
    private static final int FIRST = 1000;

    private static final String KEY = "frontrow.body";
    private static final String CONTINUE = "100-continue";

    private final long most;
    private final long longest;
    private final Pattern longOnes;
    private final LongBodies longBodies;
    private final Duration patience;
    private final Vertx vertx;
    private final EarlyRefusal refusal;

    WholeBody(
            @ConfigProperty(name = "frontrow.http.max-body-size") MemorySize most,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize longest,
            @ConfigProperty(name = "frontrow.http.long-bodies") Pattern longOnes,
            LongBodies longBodies,
            @ConfigProperty(name = "quarkus.http.read-timeout") Duration patience,
            Vertx vertx,
            EarlyRefusal refusal) {
        this.most = most.asLongValue();
        this.longest = longest.asLongValue();
        this.longOnes = longOnes;
        this.longBodies = longBodies;
        this.patience = patience;
        this.vertx = vertx;
        this.refusal = refusal;
    }

    void register(@Observes Filters filters) {
        filters.register(this::waitFor, FIRST);
    }

    private void waitFor(RoutingContext context) {
        var request = context.request();
        if (!isThere(request)) {
            context.next();
            return;
        }
        var room = roomFor(context);
        if (announced(request) > room) {
            tooLarge(context);
        } else {
            if (CONTINUE.equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
                request.headers().remove(HttpHeaders.EXPECT);
                request.response().writeContinue();
            }
            new Reading(context, room).begin();
        }
    }

    private long roomFor(RoutingContext context) {
        return longOnes.matcher(context.normalizedPath()).matches() && longBodies.mayComeFrom(context.request())
                ? longest
                : most;
    }

    /** HTTP/2 has its own way to say where a body ends, so there need be no word of it in the header. */
    static boolean isThere(HttpServerRequest request) {
        var headers = request.headers();
        var length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return headers.contains(HttpHeaders.TRANSFER_ENCODING)
                || (length != null && !length.equals("0"))
                || (request.version() == HttpVersion.HTTP_2
                        && length == null
                        && !HttpMethod.GET.equals(request.method())
                        && !HttpMethod.HEAD.equals(request.method()));
    }

    private static long announced(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0; // the server has refused it in its own words, or will when it counts
        }
    }

    private void tooLarge(RoutingContext context) {
        refusal.answer(context, 413, "too-large", ProblemMapper.TOO_LARGE);
    }

    /** All of it on the event loop of the request. */
    private final class Reading {
        private final RoutingContext context;
        private final long room;
        private final Buffer body = Buffer.buffer();
        private final long timer;
        private boolean over;

        Reading(RoutingContext context, long room) {
            this.context = context;
            this.room = room;
            this.timer = vertx.setTimer(patience.toMillis(), _ -> tooSlow());
        }

        void begin() {
            context.request()
                    .handler(this::more)
                    .endHandler(_ -> done())
                    .exceptionHandler(_ -> isOver()) // cut off or malformed; the server hangs up
                    .resume();
        }

        private void more(Buffer piece) {
            if (over) {
                return;
            }
            if (body.length() + piece.length() > room) {
                isOver();
                tooLarge(context);
            } else {
                body.appendBuffer(piece);
            }
        }

        private void done() {
            if (!over) {
                isOver();
                context.put(KEY, body.getBytes());
                context.next();
            }
        }

        private void tooSlow() {
            if (!over) {
                isOver();
                refusal.answer(context, 408, "too-slow", "The request body took too long to arrive");
            }
        }

        private void isOver() {
            over = true;
            vertx.cancelTimer(timer);
        }
    }

    /** Hands the body to whoever reads it for a resource. */
    static class ForResources {
        @ServerRequestFilter(preMatching = true, nonBlocking = true)
        public void handOver(ContainerRequestContext request, RoutingContext context) {
            byte[] body = context.get(KEY);
            if (body != null) {
                request.setEntityStream(new ByteArrayInputStream(body));
            }
        }
    }
}
