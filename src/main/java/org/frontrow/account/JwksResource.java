package org.frontrow.account;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;

/** The public halves of the signing keys, for whoever wants to check a token without asking. */
@Path("/.well-known/jwks.json")
@Tag(name = "Accounts")
public class JwksResource {
    private final Keys keys;

    JwksResource(SigningKeys keys) {
        this.keys = new Keys(keys.accepted().entrySet().stream()
                .map(entry -> new Key(
                        "RSA",
                        "sig",
                        "RS256",
                        entry.getKey(),
                        unsigned(entry.getValue().getModulus()),
                        unsigned(entry.getValue().getPublicExponent())))
                .toList());
    }

    @Schema(name = "JsonWebKeys", description = "A JSON Web Key Set (RFC 7517)")
    public record Keys(List<Key> keys) {}

    @Schema(name = "JsonWebKey", description = "An RSA public key")
    public record Key(String kty, String use, String alg, String kid, String n, String e) {}

    @GET
    @PermitAll
    @Produces(MediaType.APPLICATION_JSON)
    @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "public, max-age=300")
    @Operation(
            operationId = "jwks",
            summary = "Public keys of access tokens",
            description = "During a rotation both the current and the previous key are listed.")
    @APIResponse(
            responseCode = "200",
            description = "The keys whose signatures are accepted",
            content =
                    @Content(
                            schema = @Schema(implementation = Keys.class),
                            examples = @ExampleObject(name = "one key", value = """
                                    {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256",
                                      "kid": "0vaptPxYDeQ9CUVF_YzBnWL2DVor3s1qAzcv6dgCrwI", "n": "sXchTR9KxVzl", "e": "AQAB"}]}""")))
    public Keys keys() {
        return keys;
    }

    private static String unsigned(BigInteger number) {
        var bytes = number.toByteArray();
        var from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
    }
}
