package org.frontrow.platform;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.MediaType;

/**
 * A body that does not say what it is, or says it in a way that nobody understands, gets the name of just any bytes, so
 * that it is not taken for JSON. Every page can make a browser send such bodies.
 */
@ApplicationScoped
class UntypedBody {
    /** After the check of its size, before a resource is looked for. */
    private static final int EARLY = 900;

    private static final String JUST_BYTES = "application/octet-stream";

    void register(@Observes Filters filters) {
        filters.register(UntypedBody::nameIt, EARLY);
    }

    private static void nameIt(RoutingContext request) {
        var headers = request.request().headers();
        var length = headers.get(HttpHeaders.CONTENT_LENGTH);
        var hasBody = headers.contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
        var type = headers.get(HttpHeaders.CONTENT_TYPE);
        if (type == null ? hasBody : !isReadable(type)) {
            headers.set(HttpHeaders.CONTENT_TYPE, JUST_BYTES);
        }
        request.next();
    }

    /** Where several methods share an address RESTEasy reads the type before it looks for one, and fails if it cannot. */
    private static boolean isReadable(String type) {
        try {
            return type.equals(MediaType.APPLICATION_JSON) || MediaType.valueOf(type) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
