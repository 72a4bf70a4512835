package org.frontrow.platform;

import io.opentelemetry.api.trace.Span;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * The id that ties an answer to the log lines about it, which all have it too: that of the trace if requests are traced,
 * else that of the caller's {@code traceparent} header, else a new one.
 */
@ApplicationScoped
public class TraceId {
    /** As OpenTelemetry calls it in log lines. */
    private static final String IN_LOGS = "traceId";

    /** After what is answered from memory, which nobody writes about. */
    private static final int PRIORITY = 40;

    private static final String KEY = "frontrow.trace-id";
    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

    void register(@Observes Filters filters) {
        filters.register(
                request -> {
                    if (request.normalizedPath().startsWith("/api/")) {
                        of(request);
                    }
                    request.next();
                },
                PRIORITY);
    }

    public static String of(RoutingContext request) {
        String known = request.get(KEY);
        if (known != null) {
            return known;
        }
        var id = idOf(request);
        request.put(KEY, id);
        MDC.put(IN_LOGS, id);
        return id;
    }

    private static String idOf(RoutingContext request) {
        var traced = Span.current().getSpanContext();
        if (traced.isValid()) {
            return traced.getTraceId();
        }
        var header = request.request().getHeader("traceparent");
        var matcher = TRACEPARENT.matcher(header == null || header.length() > 128 ? "" : header);
        if (matcher.matches()) {
            return matcher.group(1);
        }
        return newOne();
    }

    static String newOne() {
        var random = ThreadLocalRandom.current();
        return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong() | 1);
    }
}
