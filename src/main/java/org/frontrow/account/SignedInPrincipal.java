package org.frontrow.account;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import org.jose4j.jwt.JwtClaims;

/** The principal of a request whose access token was accepted. */
final class SignedInPrincipal extends DefaultJWTCallerPrincipal {
    private final Caller caller;

    SignedInPrincipal(String token, JwtClaims claims, Caller caller) {
        super(token, "JWT", claims);
        this.caller = caller;
    }

    Caller caller() {
        return caller;
    }

    @Override
    public String getName() {
        return caller.username();
    }
}
