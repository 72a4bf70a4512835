package org.frontrow.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {
    private static final RSAPrivateCrtKey KEY = SigningKeys.generated();

    @TempDir
    Path directory;

    @Test
    void the_name_of_a_key_is_its_thumbprint() throws Exception {
        // The example of RFC 7638, section 3.1
        var modulus =
                "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZ"
                        + "CiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9"
                        + "c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF4"
                        + "4-csFCur-kEgU8awapJzKnqDKgw";
        var key = (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(
                        new BigInteger(1, Base64.getUrlDecoder().decode(modulus)), BigInteger.valueOf(65537)));

        assertThat(SigningKeys.thumbprint(key)).isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    @Test
    void takes_a_key_as_text_also_with_escaped_line_ends() {
        var inline = keys(Optional.of(PemKeys.pem(KEY)), Optional.empty(), Optional.empty());
        var oneLine = keys(Optional.of(PemKeys.pem(KEY).replace("\n", "\\n")), Optional.empty(), Optional.empty());

        assertThat(inline.current().privateKey()).isEqualTo(KEY);
        assertThat(oneLine.current().kid()).isEqualTo(inline.current().kid());
    }

    @Test
    void takes_a_key_from_a_file() throws IOException {
        var file = Files.writeString(directory.resolve("key.pem"), PemKeys.pem(KEY));

        assertThat(keys(Optional.empty(), Optional.of(file), Optional.empty())
                        .current()
                        .privateKey())
                .isEqualTo(KEY);
    }

    @Test
    void accepts_the_previous_key_during_a_rotation() throws Exception {
        var previous = keys(Optional.of(PemKeys.pem(SigningKeys.generated())), Optional.empty(), Optional.empty());
        var pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(previous.current().publicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----";

        var rotated = keys(Optional.of(PemKeys.pem(KEY)), Optional.empty(), Optional.of(pem));

        assertThat(rotated.accepted(previous.current().kid()))
                .contains(previous.current().publicKey());
        assertThat(rotated.accepted(rotated.current().kid())).isPresent();
        assertThat(rotated.accepted("another")).isEmpty();
        assertThat(rotated.current().kid()).isNotEqualTo(previous.current().kid());
    }

    @Test
    void says_what_is_wrong_with_a_key() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        var small = PemKeys.pem((RSAPrivateCrtKey) generator.generateKeyPair().getPrivate());
        var pem = PemKeys.pem(KEY);

        assertSays(small, "1024 bits");
        assertSays("hunter2", "not PEM text");
        assertSays(pem.replace("PRIVATE", "RSA PRIVATE"), "openssl pkcs8 -topk8");
        assertSays(pem.replace("PRIVATE", "ENCRYPTED PRIVATE"), "passphrase");
        assertSays(pem.replace("PRIVATE", "PUBLIC"), "a PRIVATE KEY is needed");
        assertSays(pem.substring(0, 300) + "-----END PRIVATE KEY-----", "not a readable RSA private key");
    }

    @Test
    void refuses_two_answers_to_one_question() throws IOException {
        var file = Files.writeString(directory.resolve("key.pem"), PemKeys.pem(KEY));

        assertThatThrownBy(() -> keys(Optional.of(PemKeys.pem(KEY)), Optional.of(file), Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("not both");
        assertThatThrownBy(
                        () -> keys(Optional.empty(), Optional.of(directory.resolve("missing.pem")), Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("frontrow.jwt.signing-key-file");
    }

    @Test
    void without_a_key_there_is_no_start_but_a_sentence_that_helps() {
        // Outside of a Quarkus test the launch mode is that of production.
        assertThatThrownBy(() -> keys(Optional.empty(), Optional.empty(), Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("frontrow.jwt.signing-key-file")
                .hasMessageContaining("FRONTROW_JWT_SIGNING_KEY")
                .hasMessageContaining("openssl genpkey");
    }

    @Test
    void a_kept_key_survives_a_restart_and_is_for_its_owner_only() throws IOException {
        var file = directory.resolve("data").resolve("signing-key.pem");

        var first = SigningKeys.kept(file);

        assertThat(SigningKeys.kept(file)).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory.resolve("data")).isDirectoryContaining(path -> path.equals(file));
        try (var files = Files.list(directory.resolve("data"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void of_several_that_start_at_once_all_get_one_key() throws Exception {
        var file = directory.resolve("signing-key.pem");
        var starters = 4;
        var gate = new CyclicBarrier(starters);
        try (var threads = Executors.newFixedThreadPool(starters)) {
            var keys = Stream.generate(() -> threads.submit(() -> {
                        gate.await();
                        return SigningKeys.kept(file);
                    }))
                    .limit(starters)
                    .toList();
            for (var key : keys) {
                assertThat(key.get()).isEqualTo(keys.getFirst().get());
            }
        }
    }

    private void assertSays(String pem, String words) {
        assertThatThrownBy(() -> keys(Optional.of(pem), Optional.empty(), Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(words);
    }

    private SigningKeys keys(Optional<String> key, Optional<Path> file, Optional<String> previous) {
        return new SigningKeys(
                new JwtConfig() {
                    @Override
                    public Optional<String> signingKey() {
                        return key;
                    }

                    @Override
                    public Optional<Path> signingKeyFile() {
                        return file;
                    }

                    @Override
                    public Optional<String> previousPublicKey() {
                        return previous;
                    }

                    @Override
                    public Optional<Path> previousPublicKeyFile() {
                        return Optional.empty();
                    }

                    @Override
                    public String issuer() {
                        return "frontrow";
                    }

                    @Override
                    public String audience() {
                        return "frontrow";
                    }

                    @Override
                    public Duration accessTokenLength() {
                        return Duration.ofMinutes(15);
                    }
                },
                directory);
    }
}
