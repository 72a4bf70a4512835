package org.frontrow.account;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** 256 random bits, good for one use. The database only ever sees their hash. */
record RefreshToken(String text) {
    private static final int BYTES = 32;

    static RefreshToken random() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new RefreshToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    // Random input of this size needs no salt and no slow hash.
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java knows SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "RefreshToken";
    }
}
