package org.frontrow.account;

import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;

/**
 * Says who is asking, on any thread of a request. The method that asks must carry {@code @Authenticated} or
 * {@code @RolesAllowed}: these look at the token before the method runs, so that nothing has to wait here.
 */
@Singleton
public class Callers {
    private final SecurityIdentity identity;

    Callers(SecurityIdentity identity) {
        this.identity = identity;
    }

    public Caller current() {
        if (identity.getPrincipal() instanceof SignedInPrincipal principal) {
            return principal.caller();
        }
        throw new UnauthorizedException();
    }
}
