package org.frontrow.platform;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Refuses what can be read in two ways, because a proxy in front may have read it the other way: then what it takes for a
 * body is a request to us, or what it takes for one host or address is another. The server itself refuses the rest of the
 * kind.
 */
@Singleton
class HonestHead {
    /** Before the body is waited for. */
    private static final int EARLY = 1500;

    private final EarlyRefusal refusal;

    HonestHead(EarlyRefusal refusal) {
        this.refusal = refusal;
    }

    void register(@Observes Filters filters) {
        filters.register(this::look, EARLY);
    }

    private void look(RoutingContext context) {
        var headers = context.request().headers();
        if (context.normalizedPath().indexOf(';') >= 0) {
            // Resources would be found without what stands behind it, but limits and headers go by the whole path.
            refusal.answer(context, 404, "not-found", "There is nothing at this address");
        } else if (headers.getAll(HttpHeaders.HOST).size() > 1) {
            refusal.answer(context, 400, "invalid-request", "The request names more than one host");
        } else if (headers.contains(HttpHeaders.TRANSFER_ENCODING) && !isPlainlyChunked(context)) {
            refusal.answer(context, 400, "invalid-request", "The only transfer encoding understood here is chunked");
        } else {
            context.next();
        }
    }

    private static boolean isPlainlyChunked(RoutingContext context) {
        var encodings = context.request().headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        return encodings.size() == 1 && encodings.getFirst().equalsIgnoreCase("chunked");
    }
}
