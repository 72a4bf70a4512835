package org.frontrow.account;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Set;
import org.frontrow.account.AccountRefusal.ForeignOrigin;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Keeps pages of other sites from using a visitor's cookie, and from signing a visitor in as somebody else. A bearer
 * token needs no such care: no browser adds it by itself.
 */
class SameOriginFilter {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final Set<String> trusted;
    private final AuditLog audit;

    SameOriginFilter(CookieConfig config, AuditLog audit) {
        this.trusted = config.trustedOrigins().orElse(Set.of());
        this.audit = audit;
    }

    @ServerRequestFilter(nonBlocking = true)
    public void refuseForeignPages(ContainerRequestContext context, HttpServerRequest request) {
        if (SAFE.contains(context.getMethod()) || Presented.bearer(request).isPresent()) {
            return;
        }
        var provenance =
                new Provenance(request.getHeader("Sec-Fetch-Site"), request.getHeader("Origin"), selfOf(request));
        if (provenance.isForeign(trusted)) {
            audit.foreignOrigin(context.getUriInfo().getPath(), addressOf(request));
            throw new ForeignOrigin().refused();
        }
    }

    private static String selfOf(HttpServerRequest request) {
        return request.scheme() + "://" + request.authority();
    }

    static CallerAddress addressOf(HttpServerRequest request) {
        var remote = request.remoteAddress();
        return CallerAddress.of(remote == null ? null : remote.hostAddress());
    }
}
