package org.frontrow.platform;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.MediaType;

/**
 * A body that does not say what it is, or says it in a way that nobody can read, gets the name of just any bytes: so it is
 * not taken for JSON, which every page could make a browser send, and nothing stumbles over the name.
 */
@ApplicationScoped
class UntypedBody {
    /** When the body is here, before a resource is looked for. */
    private static final int EARLY = 900;

    void register(@Observes Filters filters) {
        filters.register(UntypedBody::nameIt, EARLY);
    }

    private static void nameIt(RoutingContext request) {
        var headers = request.request().headers();
        var type = headers.get(HttpHeaders.CONTENT_TYPE);
        if (type == null ? WholeBody.isThere(request.request()) : !isReadable(type)) {
            headers.set(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_OCTET_STREAM);
        }
        request.next();
    }

    private static boolean isReadable(String type) {
        if (type.equals(MediaType.APPLICATION_JSON)) {
            return true;
        }
        try {
            MediaType.valueOf(type);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
