package org.frontrow.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.frontrow.account.PemKeys.Unusable;
import org.frontrow.platform.DatabaseSource;
import org.jboss.logging.Logger;
import org.jose4j.jwk.RsaJsonWebKey;

/**
 * The key that signs access tokens and the keys whose signatures are accepted. A real installation has to bring its
 * own: without one the service does not start. Development and a first look make one and keep it, so that a restart
 * signs nobody out.
 */
@ApplicationScoped
class SigningKeys {
    private static final Logger log = Logger.getLogger(SigningKeys.class);
    private static final String KEPT_IN = "signing-key.pem";
    private static final String HOW_TO = """
            Make one with
                openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out signing-key.pem
            and set frontrow.jwt.signing-key-file (environment: FRONTROW_JWT_SIGNING_KEY_FILE) to its path, or \
            frontrow.jwt.signing-key (FRONTROW_JWT_SIGNING_KEY) to its text. All replicas need the same key.""";

    private final Pair current;
    private final Map<String, RSAPublicKey> accepted;

    record Pair(String kid, RSAPrivateCrtKey privateKey, RSAPublicKey publicKey) {}

    SigningKeys(JwtConfig config, @ConfigProperty(name = "frontrow.data-directory", defaultValue = "data") Path data) {
        var configured = text(
                "frontrow.jwt.signing-key",
                config.signingKey(),
                "frontrow.jwt.signing-key-file",
                config.signingKeyFile());
        this.current = pair(configured.map(SigningKeys::privateKey).orElseGet(() -> withoutConfiguration(data)));
        this.accepted = new LinkedHashMap<>();
        accepted.put(current.kid(), current.publicKey());
        text(
                        "frontrow.jwt.previous-public-key",
                        config.previousPublicKey(),
                        "frontrow.jwt.previous-public-key-file",
                        config.previousPublicKeyFile())
                .map(SigningKeys::publicKey)
                .ifPresent(key -> accepted.put(thumbprint(key), key));
    }

    Pair current() {
        return current;
    }

    Optional<RSAPublicKey> accepted(String kid) {
        return Optional.ofNullable(accepted.get(kid));
    }

    Map<String, RSAPublicKey> accepted() {
        return Map.copyOf(accepted);
    }

    /** The name of a key by RFC 7638: the same key has the same name everywhere. */
    static String thumbprint(RSAPublicKey key) {
        return new RsaJsonWebKey(key).calculateBase64urlEncodedThumbprint("SHA-256");
    }

    private static RSAPrivateCrtKey withoutConfiguration(Path data) {
        return switch (LaunchMode.current()) {
            case TEST -> generated();
            case DEVELOPMENT -> kept(data.resolve(KEPT_IN));
            case NORMAL, RUN -> {
                // With the database that comes along it is a first look on one machine.
                if (DatabaseSource.isEmbedded()) {
                    yield kept(data.resolve(KEPT_IN));
                }
                throw new ConfigurationException("Frontrow needs a key to sign access tokens with. " + HOW_TO);
            }
        };
    }

    static RSAPrivateCrtKey generated() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(PemKeys.SMALLEST_BITS);
            return (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java knows RSA", e);
        }
    }

    /** Whoever comes second, even in the same instant, gets the key of the first. */
    static RSAPrivateCrtKey kept(Path file) {
        try {
            if (!Files.exists(file)) {
                var absolute = file.toAbsolutePath();
                var directory = Files.createDirectories(
                        Objects.requireNonNull(absolute.getParent(), () -> absolute + " is no file"));
                // Temporary files are made readable by their owner alone, and the link keeps it so.
                var written = Files.createTempFile(directory, KEPT_IN, ".new");
                try {
                    Files.writeString(written, PemKeys.pem(generated()));
                    appear(written, file);
                } finally {
                    Files.deleteIfExists(written);
                }
            }
            return PemKeys.privateKey(Files.readString(file));
        } catch (IOException e) {
            throw new ConfigurationException("The key that signs access tokens cannot be kept in " + file + " ("
                    + e.getMessage() + "). Make the folder writable, or bring a key. " + HOW_TO);
        } catch (Unusable e) {
            throw new ConfigurationException(
                    "The key in " + file + " " + e.getMessage() + ". Delete the file to get a new one.");
        }
    }

    private static void appear(Path written, Path file) throws IOException {
        try {
            // Unlike a move, a link never replaces what somebody else has just put there.
            Files.createLink(file, written);
        } catch (FileAlreadyExistsException e) {
            log.debugf("Another process was faster to write %s", file);
        } catch (UnsupportedOperationException | IOException e) {
            Files.move(written, file);
        }
    }

    private static Optional<String> text(String name, Optional<String> inline, String fileName, Optional<Path> file) {
        if (inline.isPresent() && file.isPresent()) {
            throw new ConfigurationException("Set either " + name + " or " + fileName + ", not both.");
        }
        if (file.isPresent()) {
            if (file.get().toString().contains("-----BEGIN")) {
                throw new ConfigurationException(
                        fileName + " has to name a file. A key itself belongs into " + name + ".");
            }
            try {
                return Optional.of(Files.readString(file.get(), UTF_8));
            } catch (IOException e) {
                throw new ConfigurationException(fileName + " names " + file.get() + ", which cannot be read.");
            }
        }
        return inline;
    }

    private static RSAPrivateCrtKey privateKey(String pem) {
        try {
            return PemKeys.privateKey(pem);
        } catch (Unusable e) {
            throw new ConfigurationException("The key in frontrow.jwt.signing-key " + e.getMessage() + ". " + HOW_TO);
        }
    }

    private static RSAPublicKey publicKey(String pem) {
        try {
            return PemKeys.publicKey(pem);
        } catch (Unusable e) {
            throw new ConfigurationException("The key in frontrow.jwt.previous-public-key " + e.getMessage()
                    + ". Take the public half of the key used before with:"
                    + " openssl pkey -in old-signing-key.pem -pubout");
        }
    }

    private static Pair pair(RSAPrivateCrtKey key) {
        try {
            var publicKey = (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
            return new Pair(thumbprint(publicKey), key, publicKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The public half of an RSA key is in its private half", e);
        }
    }
}
