package org.frontrow.platform;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The id that ties an answer to the log lines about it: that of the caller's {@code traceparent} header, else a new one.
 * Made only when somebody needs it, so an ordinary request does not pay for it.
 */
public final class TraceId {
    private static final String KEY = "frontrow.trace-id";
    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

    private TraceId() {}

    public static String of(RoutingContext request) {
        String known = request.get(KEY);
        if (known != null) {
            return known;
        }
        var header = request.request().getHeader("traceparent");
        var matcher = TRACEPARENT.matcher(header == null || header.length() > 128 ? "" : header);
        var random = ThreadLocalRandom.current();
        var id = matcher.matches()
                ? matcher.group(1)
                : String.format("%016x%016x", random.nextLong(), random.nextLong() | 1);
        request.put(KEY, id);
        return id;
    }
}
