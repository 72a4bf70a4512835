package org.frontrow.platform;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * A body that does not say what it is gets the name of just any bytes, so that it is not taken for JSON. Every page can
 * make a browser send such bodies.
 */
@ApplicationScoped
class UntypedBody {
    /** After the check of its size, before a resource is looked for. */
    private static final int EARLY = 900;

    void register(@Observes Filters filters) {
        filters.register(UntypedBody::nameIt, EARLY);
    }

    private static void nameIt(RoutingContext request) {
        var headers = request.request().headers();
        var length = headers.get(HttpHeaders.CONTENT_LENGTH);
        var hasBody = headers.contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
        if (hasBody && !headers.contains(HttpHeaders.CONTENT_TYPE)) {
            headers.set(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
        }
        request.next();
    }
}
