package org.frontrow.proof.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

/** Has the service's own key, so what it makes is genuine; it only is of another time. */
final class TokenForge {
    private static final ObjectMapper json = new ObjectMapper();

    private final PrivateKey key;

    /** @param pem PKCS#8 */
    TokenForge(Path pem) throws IOException {
        var base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----|\\s", "");
        try {
            key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Not a key: " + pem, e);
        }
    }

    /** As if it had been issued yesterday. */
    String longAgo(String token) {
        var parts = token.split("\\.");
        try {
            var claims = (ObjectNode) json.readTree(Base64.getUrlDecoder().decode(parts[1]));
            var then = Instant.now().getEpochSecond() - 86_400;
            claims.put("iat", then).put("exp", then + 900);
            var signed = parts[0] + "." + encoded(claims.toString().getBytes(UTF_8));
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(UTF_8));
            return signed + "." + encoded(signature.sign());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java knows RSA", e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
