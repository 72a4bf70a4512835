package org.frontrow.account;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.Base64;
import org.frontrow.platform.Sha256;

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
        return Sha256.of(text.getBytes(US_ASCII));
    }

    @Override
    public String toString() {
        return "RefreshToken";
    }
}
