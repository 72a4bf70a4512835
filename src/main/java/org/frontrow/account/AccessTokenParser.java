package org.frontrow.account;

import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

/** Puts {@link Tokens} in the place of SmallRye's own parser, which knows one key and allows a minute of grace. */
@Alternative
@Priority(1)
@ApplicationScoped
class AccessTokenParser extends JWTCallerPrincipalFactory {
    private final Tokens tokens;

    AccessTokenParser(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo ignored) throws ParseException {
        return tokens.verify(token);
    }
}
