package org.frontrow.account;

import io.smallrye.jwt.auth.principal.ParseException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import org.frontrow.platform.LongBodies;

/** Pictures and plans of screens are sent by administrators; nobody else can make us keep megabytes. */
@Singleton
class AdministratorsBodies implements LongBodies {
    private final Tokens tokens;
    private final RevokedSessions revoked;

    AdministratorsBodies(Tokens tokens, RevokedSessions revoked) {
        this.tokens = tokens;
        this.revoked = revoked;
    }

    @Override
    public boolean mayComeFrom(HttpServerRequest request) {
        return Presented.accessToken(request).filter(this::isAdministrators).isPresent();
    }

    private boolean isAdministrators(String token) {
        try {
            var caller = tokens.verify(token).caller();
            return caller.role() == Role.ADMIN && !revoked.contains(caller.sessionId());
        } catch (ParseException e) {
            return false;
        }
    }
}
