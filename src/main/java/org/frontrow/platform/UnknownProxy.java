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
 * shares its limits, and is slowed down together when somebody guesses passwords.
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
        var headers = context.request().headers();
        if (!said.get()
                && (headers.contains("X-Forwarded-For") || headers.contains("Forwarded"))
                && said.compareAndSet(false, true)) {
            log.warn(
                    "Requests say that a proxy forwarded them, but quarkus.http.proxy.proxy-address-forwarding is off. If"
                            + " there is one, everybody seems to come from its address; see \"Configuration\" in the README");
        }
        context.next();
    }
}
