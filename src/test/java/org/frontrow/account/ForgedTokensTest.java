package org.frontrow.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.frontrow.account.TestAccounts.TestAccount;
import org.frontrow.proof.Findings;
import org.frontrow.proof.Proof;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each forgery differs in one thing from the token that is accepted. */
@QuarkusTest
@Tag(Proof.TAG)
class ForgedTokensTest {
    @Inject
    SigningKeys keys;

    private static final Set<String> refused = new HashSet<>();

    private final TestAccount victim = TestAccounts.customer();

    @AfterAll
    static void write() {
        var findings = new Findings("attacks-tokens", "Forged tokens", "Line", "What is tried", "Attempts", "Verdict");
        findings.row(
                "1, 4",
                "different forgeries, each as header and as cookie, on routes that read and that write",
                refused.size(),
                "401");
        findings.write();
    }

    @Test
    void the_honest_copy_is_accepted() throws Exception {
        assertAnswer(token(claims -> {}, header -> {}), 200);
        assertAnswer(victim.bearer(), 200);
        assertWhereItMatters(victim.bearer(), 200, 404);
    }

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                forgery("other issuer", claims -> claims.setIssuer("somebody")),
                forgery("no issuer", claims -> claims.unsetClaim("iss")),
                forgery("other audience", claims -> claims.setAudience("somebody")),
                forgery("no audience", claims -> claims.unsetClaim("aud")),
                forgery("expired", claims -> claims.setExpirationTimeMinutesInTheFuture(-1)),
                forgery("never expires", claims -> claims.unsetClaim("exp")),
                forgery("no time of issue", claims -> claims.unsetClaim("iat")),
                forgery("not yet valid", claims -> claims.setNotBeforeMinutesInThePast(-5)),
                forgery("no subject", claims -> claims.unsetClaim("sub")),
                forgery("odd subject", claims -> claims.setSubject("1; drop table account")),
                forgery("no session", claims -> claims.unsetClaim("sid")),
                forgery("odd session", claims -> claims.setStringClaim("sid", "x")),
                forgery("unknown role", claims -> claims.setStringListClaim("groups", "GOD")),
                forgery("two roles", claims -> claims.setStringListClaim("groups", "CUSTOMER", "ADMIN")),
                forgery("no role", claims -> claims.unsetClaim("groups")),
                forgery("no name", claims -> claims.unsetClaim("preferred_username")),
                forgery("no id", claims -> claims.unsetClaim("jti")),
                forgery("a role in small letters", claims -> claims.setStringListClaim("groups", "customer")),
                forgery("a role as a text", claims -> claims.setStringClaim("groups", "CUSTOMER ")),
                forgery("a subject too large", claims -> claims.setSubject("9223372036854775808")),
                forgery("a session of nobody's shape", claims -> claims.setStringClaim("sid", "0-0-0-0")),
                forgery("expires as a text", claims -> claims.setClaim("exp", "tomorrow")),
                forgery("expired long ago", claims -> claims.setExpirationTime(NumericDate.fromSeconds(1))),
                forgery("an audience beside others' only", claims -> claims.setAudience("somebody", "somebody else")));
    }

    private static Arguments forgery(String what, Consumer<JwtClaims> change) {
        return Arguments.of(what, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongClaims")
    void wrong_claims_are_refused(String what, Consumer<JwtClaims> change) throws Exception {
        assertAnswer(token(change, header -> {}), 401);
    }

    @Test
    void a_few_seconds_of_difference_between_clocks_are_forgiven() throws Exception {
        assertAnswer(expired(1), 200);
        assertAnswer(expired(7), 401);
    }

    @Test
    void no_algorithm_is_no_signature() throws Exception {
        var token = token(claims -> {}, header -> {
            header.setAlgorithmHeaderValue("none");
            header.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
            header.setKey(null);
        });
        assertAnswer(token, 401);
        for (var none : new String[] {"none", "None", "NONE", "nOnE"}) {
            assertAnswer(withHeader("{\"alg\":\"" + none + "\",\"kid\":\"" + kid() + "\"}", ""), 401);
        }
    }

    @Test
    void the_public_key_is_not_a_password() throws Exception {
        var publicKey = keys.current().publicKey();
        for (var secret : new byte[][] {
            publicKey.getEncoded(),
            ("-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(publicKey.getEncoded())
                            + "\n-----END PUBLIC KEY-----\n")
                    .getBytes(StandardCharsets.UTF_8)
        }) {
            assertAnswer(
                    token(claims -> {}, header -> {
                        header.setAlgorithmHeaderValue("HS256");
                        header.setKey(new HmacKey(secret));
                    }),
                    401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS384", "RS512", "PS256"})
    void other_algorithms_of_the_same_key_are_refused(String algorithm) throws Exception {
        assertAnswer(token(claims -> {}, header -> header.setAlgorithmHeaderValue(algorithm)), 401);
    }

    @Test
    void a_key_of_somebody_else_is_refused_under_any_name() throws Exception {
        var other = SigningKeys.generated();
        assertAnswer(token(claims -> {}, header -> header.setKey(other)), 401);
        assertAnswer(
                token(claims -> {}, header -> {
                    header.setKey(other);
                    header.setKeyIdHeaderValue("mine");
                }),
                401);
        assertAnswer(token(claims -> {}, header -> header.setKeyIdHeaderValue("mine")), 401);
        assertAnswer(token(claims -> {}, header -> header.setHeader("kid", (String) null)), 401);
    }

    @Test
    void a_token_does_not_bring_its_key_along() throws Exception {
        var own = new RsaJsonWebKey(keys.current().publicKey());
        for (var header : new String[] {"jku", "x5u", "x5t", "x5t#S256"}) {
            assertAnswer(token(claims -> {}, it -> it.setHeader(header, "https://evil.example/keys")), 401);
        }
        assertAnswer(token(claims -> {}, header -> header.setJwkHeader(own)), 401);
        assertAnswer(
                token(claims -> {}, header -> header.getHeaders().setObjectHeaderValue("x5c", new String[] {"MIIB"})),
                401);
    }

    @Test
    void a_header_that_must_be_understood_is_refused() throws Exception {
        assertAnswer(
                token(claims -> {}, header -> {
                    header.setCriticalHeaderNames("exp");
                    header.setHeader("exp", "x");
                }),
                401);
    }

    @Test
    void a_changed_token_is_refused() {
        var parts = victim.bearer().split("\\.");
        var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        var promoted = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.replace("CUSTOMER", "ADMIN").getBytes(StandardCharsets.UTF_8));
        assertThat(claims).contains("CUSTOMER");

        assertAnswer(parts[0] + "." + promoted + "." + parts[2], 401);
        assertAnswer(parts[0] + "." + parts[1] + ".", 401);
        assertAnswer(parts[0] + "." + parts[1], 401);
        assertAnswer(parts[0] + "." + parts[1] + "." + parts[2].substring(4), 401);
        assertAnswer("..", 401);
        assertAnswer("x", 401);
    }

    @Test
    void an_oversized_token_is_not_even_read() throws Exception {
        assertAnswer(token(claims -> claims.setStringClaim("more", "x".repeat(4096)), header -> {}), 401);
    }

    @Test
    void a_session_that_ended_elsewhere_is_refused_in_a_genuine_token() throws Exception {
        var token = token(claims -> {}, header -> {});
        assertAnswer(token, 200);
        TestAccounts.bean(Sessions.class).revoke(victim.caller().sessionId());
        // Told by the database alone, as if another replica had done it.
        await().untilAsserted(() -> assertAnswer(token, 401));
    }

    @Test
    void what_was_accepted_once_is_looked_at_again_when_its_time_is_over() throws Exception {
        assertAnswer(victim.bearer(), 200); // so that nothing is done for the first time while the seconds count
        var forgiven = expired(3); // for two seconds more
        assertAnswer(forgiven, 200);
        await().untilAsserted(() -> assertAnswer(forgiven, 401));
    }

    private static void assertAnswer(String token, int status) {
        var answer = given().auth().oauth2(token).get("/test/who-am-i").then().statusCode(status);
        if (status == 401) {
            answer.contentType("application/problem+json")
                    .header("WWW-Authenticate", "Bearer")
                    .body("error", is("Authentication required"));
        }
        given().cookie("frontrow_access", token).get("/test/who-am-i").then().statusCode(status);
        if (status == 401) {
            assertWhereItMatters(token, 401, 401);
            refused.add(token);
        }
    }

    /** Where there is something to get by it: one route that reads and one that writes, there about no show. */
    private static void assertWhereItMatters(String token, int reading, int writing) {
        given().cookie("frontrow_access", token)
                .get("/api/seats/my-bookings/")
                .then()
                .statusCode(reading);
        given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body("{\"show_id\":0,\"seats\":[{\"row\":\"A\",\"number\":1}]}")
                .post("/api/seats/hold-batch/")
                .then()
                .statusCode(writing);
    }

    private String expired(int secondsAgo) throws JoseException {
        var now = NumericDate.now().getValue();
        return token(
                claims -> {
                    claims.setIssuedAt(NumericDate.fromSeconds(now - 900));
                    claims.setExpirationTime(NumericDate.fromSeconds(now - secondsAgo));
                },
                header -> {});
    }

    private String token(Consumer<JwtClaims> change, Consumer<JsonWebSignature> forge) throws JoseException {
        var claims = new JwtClaims();
        claims.setIssuer("frontrow");
        claims.setAudience("frontrow");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(10);
        claims.setJwtId(UUID.randomUUID().toString());
        claims.setSubject(Long.toString(victim.accountId()));
        claims.setStringClaim("preferred_username", victim.username());
        claims.setStringClaim("upn", victim.username());
        claims.setStringClaim("sid", victim.caller().sessionId().toString());
        claims.setStringListClaim("groups", "CUSTOMER");
        change.accept(claims);
        var signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue("RS256");
        signature.setKeyIdHeaderValue(kid());
        signature.setKey(keys.current().privateKey());
        forge.accept(signature);
        return signature.getCompactSerialization();
    }

    private String withHeader(String header, String signature) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + victim.bearer().split("\\.")[1] + "." + signature;
    }

    private String kid() {
        return keys.current().kid();
    }
}
