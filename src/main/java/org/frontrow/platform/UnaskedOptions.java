package org.frontrow.platform;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * RESTEasy answers OPTIONS by itself: to everybody, and with methods that the address does not have. Here it is a method
 * like any other that nobody declared.
 */
class UnaskedOptions {

    @ServerRequestFilter(preMatching = true, nonBlocking = true)
    public void refuse(ContainerRequestContext request) {
        if (!request.getMethod().equals(HttpMethod.OPTIONS)) {
            return;
        }
        var allowed = AllowedMethods.here();
        throw allowed.isEmpty() ? new NotFoundException() : new NotAllowedException(allowed);
    }
}
