package org.frontrow.platform;

import java.util.Map;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;

/** A 405 has to say which methods there are (RFC 9110, 15.5.6). RESTEasy knows, but leaves the header out. */
final class AllowedMethods {
    private AllowedMethods() {}

    /** At the address of the present request; for example {@code "GET, HEAD"}. */
    static String here() {
        var request = CurrentRequestManager.get();
        var resource =
                new RequestMapper<>(request.getDeployment().getClassMappers()).map(request.getPathWithoutPrefix());
        var methods = new TreeSet<String>();
        if (resource != null) {
            var rest = resource.remaining.isEmpty() ? "/" : resource.remaining;
            for (var handler : resource.value.handlers) {
                if (handler instanceof ClassRoutingHandler routing) {
                    routing.getMappers().entrySet().stream()
                            .filter(entry -> entry.getKey() != null)
                            .filter(entry -> entry.getValue().map(rest) != null)
                            .map(Map.Entry::getKey)
                            .forEach(methods::add);
                }
            }
        }
        return String.join(", ", methods);
    }
}
