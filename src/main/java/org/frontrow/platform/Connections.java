package org.frontrow.platform;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** How long a connection may take for what it does, and how much it may ask for at a time. */
@Singleton
class Connections implements HttpServerOptionsCustomizer {
    /** Before anything else, so that it sees the first request of a connection in time. */
    private static final int FIRST = 3000;

    private final Turnstile turnstile;

    Connections(Turnstile turnstile) {
        this.turnstile = turnstile;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        limit(options);
        // Without encryption nobody needs HTTP/2, and a proxy that passes the wish for it on no longer sees what it is
        // for.
        options.setHttp2ClearTextEnabled(false);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        limit(options);
    }

    /**
     * The idle timeout alone can be kept away by a byte now and then, for hours. An answer within that time, or a piece of
     * one that has been taken, cannot be pretended. Watchers are given a sign of life more often.
     */
    private static void limit(HttpServerOptions options) {
        options.setWriteIdleTimeout(options.getIdleTimeout());
    }

    void register(@Observes Filters filters) {
        filters.register(this::watchOver, FIRST);
    }

    private void watchOver(RoutingContext request) {
        OneAtATime.watchOver(request.request(), turnstile);
        request.next();
    }
}
