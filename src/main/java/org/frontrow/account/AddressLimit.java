package org.frontrow.account;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.frontrow.platform.EarlyRefusal;

/**
 * Counts what comes from one address, whoever it says it is: nobody has looked at a token yet. The page's own files are
 * not counted; they are few, and browsers keep them.
 */
@ApplicationScoped
class AddressLimit {
    /** As soon as a request is here as a whole, so that another one may come over its connection. */
    private static final int EARLY = 950;

    private final FairLimits limits;
    private final EarlyRefusal refusal;

    AddressLimit(FairLimits limits, EarlyRefusal refusal) {
        this.limits = limits;
        this.refusal = refusal;
    }

    void register(@Observes Filters filters) {
        filters.register(this::count, EARLY);
    }

    private void count(RoutingContext request) {
        var path = request.normalizedPath();
        var no = path.startsWith("/api/") || path.startsWith("/.well-known/")
                ? limits.count(SameOriginFilter.addressOf(request.request()))
                : null;
        if (no == null) {
            request.next();
        } else {
            refusal.refuse(no, request);
        }
    }
}
