package org.frontrow.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

@ConfigMapping(prefix = "frontrow.jwt")
interface JwtConfig {
    /** The private key that signs access tokens: RSA, 2048 bits or more, PEM (PKCS#8). Keep it in a secret. */
    Optional<String> signingKey();

    /** The same, in a file. */
    Optional<Path> signingKeyFile();

    /** The public key of the key used before, PEM: what it signed is accepted until it expires. */
    Optional<String> previousPublicKey();

    /** The same, in a file. */
    Optional<Path> previousPublicKeyFile();

    @WithDefault("frontrow")
    String issuer();

    @WithDefault("frontrow")
    String audience();

    /** At most 15 minutes: whoever loses a token must not lose much. */
    @WithDefault("15m")
    Duration accessTokenLength();
}
