package org.frontrow.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;

/** The secret that every installation has to bring, and that all replicas share. */
public final class SigningKeyFile {
    private SigningKeyFile() {}

    public static Map<String, String> in(Path directory) throws IOException {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var key = generator.generateKeyPair().getPrivate().getEncoded();
            var file = Files.writeString(
                    directory.resolve("signing-key.pem"),
                    "-----BEGIN PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                            + "\n-----END PRIVATE KEY-----\n");
            return Map.of("FRONTROW_JWT_SIGNING_KEY_FILE", file.toString());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java knows RSA", e);
        }
    }
}
