package org.frontrow.platform;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Says once that there seems to be a proxy which nobody has told us about: then everybody seems to come from its address,
 * and is slowed down together when somebody guesses passwords.
 */
@ApplicationScoped
class UnknownProxy {
    private static final Logger log = Logger.getLogger(UnknownProxy.class);
    private static final int PRIORITY = 40;

    private final boolean forwarding;
    private final AtomicBoolean said = new AtomicBoolean();

    UnknownProxy(
            @ConfigProperty(name = "quarkus.http.proxy.proxy-address-forwarding", defaultValue = "false")
                    boolean forwarding) {
        this.forwarding = forwarding;
    }

    void register(@Observes Filters filters) {
        if (!forwarding) {
            filters.register(this::look, PRIORITY);
        }
    }

    private void look(RoutingContext context) {
        if (!said.get() && context.request().getHeader("X-Forwarded-For") != null && said.compareAndSet(false, true)) {
            log.warn(
                    "Requests come with X-Forwarded-For, but quarkus.http.proxy.proxy-address-forwarding is off. If there"
                            + " is a proxy, everybody seems to come from its address; see \"Running it for real\" in the README");
        }
        context.next();
    }
}
