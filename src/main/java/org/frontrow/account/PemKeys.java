package org.frontrow.account;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/** RSA keys as text. What cannot be used is refused with a sentence that says what to do instead. */
final class PemKeys {
    static final int SMALLEST_BITS = 2048;
    private static final int LINE = 64;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private PemKeys() {}

    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    static RSAPrivateCrtKey privateKey(String pem) throws Unusable {
        var der = block(pem, "PRIVATE KEY");
        try {
            if (KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der))
                    instanceof RSAPrivateCrtKey key) {
                return longEnough(key);
            }
        } catch (GeneralSecurityException e) {
            // The cause may quote parts of the key, so it goes no further.
        }
        throw new Unusable("is not a readable RSA private key");
    }

    static RSAPublicKey publicKey(String pem) throws Unusable {
        var der = block(pem, "PUBLIC KEY");
        try {
            if (KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der)) instanceof RSAPublicKey key) {
                return longEnough(key);
            }
        } catch (GeneralSecurityException e) {
            // Said below.
        }
        throw new Unusable("is not a readable RSA public key");
    }

    static String pem(RSAPrivateCrtKey key) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static <K extends RSAKey> K longEnough(K key) throws Unusable {
        var bits = key.getModulus().bitLength();
        if (bits < SMALLEST_BITS) {
            throw new Unusable("has " + bits + " bits, but at least " + SMALLEST_BITS + " are needed");
        }
        return key;
    }

    private static byte[] block(String pem, String wanted) throws Unusable {
        // Environment variables often carry line ends as the two characters \n.
        var block = BLOCK.matcher(pem.replace("\\n", "\n").replace("\\r", ""));
        if (!block.find()) {
            throw new Unusable("is not PEM text beginning with -----BEGIN " + wanted + "-----");
        }
        var kind = block.group(1);
        if (!kind.equals(wanted)) {
            throw new Unusable(
                    switch (kind) {
                        case "RSA PRIVATE KEY" ->
                            "is in the old PKCS#1 form; convert it with: openssl pkcs8 -topk8 -nocrypt -in old.pem -out new.pem";
                        case "ENCRYPTED PRIVATE KEY" ->
                            "is protected by a passphrase; remove it with: openssl pkcs8 -in old.pem -out new.pem";
                        default -> "is a " + kind + ", but a " + wanted + " is needed";
                    });
        }
        try {
            return Base64.getMimeDecoder().decode(block.group(2));
        } catch (IllegalArgumentException e) {
            throw new Unusable("is damaged: its base64 text cannot be read");
        }
    }
}
