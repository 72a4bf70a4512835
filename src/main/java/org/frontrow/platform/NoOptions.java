package org.frontrow.platform;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * No address here knows OPTIONS. Left alone, RESTEasy answers it, to strangers too, with methods that are not even there.
 * The question that browsers ask before they cross origins has been answered before this, where that is allowed at all.
 */
class NoOptions {
    @ServerRequestFilter(preMatching = true, nonBlocking = true)
    public void refuse(ContainerRequestContext request) {
        if (HttpMethod.OPTIONS.equals(request.getMethod())) {
            var allowed = AllowedMethods.here();
            if (allowed.isEmpty()) {
                throw new NotFoundException();
            }
            throw new NotAllowedException(
                    Response.status(405).header(HttpHeaders.ALLOW, allowed).build());
        }
    }
}
