package org.frontrow.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.jwt.Claims;
import org.jboss.logging.Logger;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Access tokens: short-lived, signed, and all that is needed to know a caller without asking the database. One
 * algorithm, keys known by name, and nothing in a token may say where to find a key.
 */
@ApplicationScoped
public class Tokens {
    private static final Logger log = Logger.getLogger(Tokens.class);
    static final Duration LONGEST_LIFE = Duration.ofMinutes(15);
    /** Replicas' clocks may differ a little; this is the only place where they are compared. */
    static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    private static final int LONGEST_TOKEN = 4096;
    /** About 4 KB each: 20 MB at most. */
    private static final int MOST_KNOWN = 5_000;

    private static final String SESSION = "sid";
    private static final Set<String> BRINGS_ITS_OWN_KEY = Set.of("jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256");

    private final SigningKeys keys;
    private final JwtConfig config;
    private final JwtConsumer verifier;
    private final JwtConsumer evenIfExpired;
    /**
     * Tokens that were verified a moment ago. A signature stays what it is, so only the time has to be looked at again;
     * whether the session has ended meanwhile is asked on every request, behind this.
     */
    private final Cache<String, Verified> verified =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

    private record Verified(SignedInPrincipal principal, Instant acceptedUntil) {}

    Tokens(SigningKeys keys, JwtConfig config) {
        var life = config.accessTokenLength();
        if (life.compareTo(Duration.ofSeconds(1)) < 0 || life.compareTo(LONGEST_LIFE) > 0) {
            throw new ConfigurationException(
                    "frontrow.jwt.access-token-length is " + life + ", but must lie between 1s and 15m.");
        }
        this.keys = keys;
        this.config = config;
        this.verifier = ours().setRequireExpirationTime()
                .setRequireIssuedAt()
                .setRequireSubject()
                .setRequireJwtId()
                .setAllowedClockSkewInSeconds((int) CLOCK_SKEW.toSeconds())
                .build();
        this.evenIfExpired =
                ours().setEvaluationTime(NumericDate.fromSeconds(0)).build();
    }

    /** Keys and lengths are looked at when the service starts, not at the first sign-in, when nobody is watching. */
    void atStart(@Observes StartupEvent start) {
        log.infof("Access tokens are signed with key %s", keys.current().kid());
    }

    /** How long an access token is good for. */
    Duration life() {
        return config.accessTokenLength();
    }

    String issue(Caller caller) {
        var now = Instant.now();
        return Jwt.claims()
                .issuer(config.issuer())
                .audience(config.audience())
                .subject(Long.toString(caller.accountId()))
                .upn(caller.username())
                .preferredUserName(caller.username())
                .groups(Set.of(caller.role().name()))
                .issuedAt(now)
                .expiresAt(now.plus(life()))
                .claim(SESSION, caller.sessionId().toString())
                .claim(Claims.jti, UUID.randomUUID().toString())
                .jws()
                .algorithm(SignatureAlgorithm.RS256)
                .keyId(keys.current().kid())
                .sign(keys.current().privateKey());
    }

    SignedInPrincipal verify(String token) throws ParseException {
        if (token.length() > LONGEST_TOKEN) {
            throw new ParseException("Too long for an access token");
        }
        var known = verified.getIfPresent(token);
        if (known != null && Instant.now().isBefore(known.acceptedUntil)) {
            return known.principal;
        }
        try {
            var claims = verifier.processToClaims(token);
            var principal = new SignedInPrincipal(token, claims, caller(claims));
            var expires = Instant.ofEpochSecond(claims.getExpirationTime().getValue());
            verified.put(token, new Verified(principal, expires.plus(CLOCK_SKEW)));
            return principal;
        } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException e) {
            throw new ParseException("Not an access token of ours", e);
        }
    }

    /** Whose session it is, for signing out: a token that is genuine but too old still names the session to end. */
    Optional<UUID> sessionOf(String token) {
        if (token.length() > LONGEST_TOKEN) {
            return Optional.empty();
        }
        try {
            return Optional.of(caller(evenIfExpired.processToClaims(token)).sessionId());
        } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private JwtConsumerBuilder ours() {
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256))
                .setVerificationKeyResolver(this::keyOf)
                .setExpectedIssuer(true, config.issuer())
                .setExpectedAudience(true, config.audience());
    }

    private Key keyOf(JsonWebSignature token, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        if (!nesting.isEmpty()) {
            throw new UnresolvableKeyException("A token within a token");
        }
        for (var header : BRINGS_ITS_OWN_KEY) {
            if (token.getHeaders().getObjectHeaderValue(header) != null) {
                throw new UnresolvableKeyException("A token does not say where its key is");
            }
        }
        var kid = token.getKeyIdHeaderValue();
        if (kid == null) {
            throw new UnresolvableKeyException("No key named");
        }
        return keys.accepted(kid).orElseThrow(() -> new UnresolvableKeyException("Unknown key"));
    }

    private static Caller caller(JwtClaims claims) throws MalformedClaimException {
        var groups = claims.getStringListClaimValue(Claims.groups.name());
        var username = claims.getStringClaimValue(Claims.preferred_username.name());
        var session = claims.getStringClaimValue(SESSION);
        if (groups == null || groups.size() != 1 || username == null || session == null) {
            throw new MalformedClaimException("Incomplete");
        }
        return new Caller(
                Long.parseLong(claims.getSubject()),
                username,
                Role.valueOf(groups.getFirst()),
                UUID.fromString(session));
    }
}
