package org.frontrow.account;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Refuses a good token whose session has ended. Asks the database only while its notices do not arrive. */
@ApplicationScoped
class RevokedSessionCheck implements SecurityIdentityAugmentor {
    private final RevokedSessions revoked;
    private final Sessions sessions;

    RevokedSessionCheck(RevokedSessions revoked, Sessions sessions) {
        this.revoked = revoked;
        this.sessions = sessions;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (!(identity.getPrincipal() instanceof SignedInPrincipal principal)) {
            return Uni.createFrom().item(identity);
        }
        var session = principal.caller().sessionId();
        if (revoked.contains(session)) {
            return Uni.createFrom().failure(ended());
        }
        if (revoked.isComplete()) {
            return Uni.createFrom().item(identity);
        }
        return context.runBlocking(() -> ifAlive(session, identity));
    }

    private SecurityIdentity ifAlive(UUID session, SecurityIdentity identity) {
        if (!sessions.isAlive(session)) {
            throw ended();
        }
        return identity;
    }

    private static AuthenticationFailedException ended() {
        return new AuthenticationFailedException("The session has ended");
    }
}
