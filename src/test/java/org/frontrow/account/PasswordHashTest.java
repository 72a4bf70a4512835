package org.frontrow.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.frontrow.account.PasswordHash.Cost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    private static final BlockPool MEMORY = new FixedBlockPool(64);
    private static final Cost CHEAP = new Cost(64, 1, 1);
    private static final byte[] SALT = "somesaltsomesalt".getBytes(UTF_8);

    /** From the test suite of the reference implementation, github.com/P-H-C/phc-winner-argon2. */
    @ParameterizedTest
    @CsvSource({
        "2, 65536, 1, password, somesalt, 09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7",
        "2, 256, 1, password, somesalt, 9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe",
        "2, 256, 2, password, somesalt, 6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037",
        "1, 65536, 1, password, somesalt, f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98",
        "2, 65536, 1, differentpassword, somesalt, 0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde",
        "2, 65536, 1, password, diffsalt, bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c",
    })
    void known_vectors(int passes, int memory, int lanes, String password, String salt, String expected) {
        var hash = PasswordHash.of(password, new Cost(memory, passes, lanes), salt.getBytes(UTF_8), MEMORY);

        assertThat(HexFormat.of().formatHex(hash.hash())).isEqualTo(expected);
    }

    @Test
    void reads_what_another_library_wrote() {
        var hash = PasswordHash.parse(
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");

        assertThat(hash.matches("password", MEMORY)).isTrue();
        assertThat(hash.matches("Password", MEMORY)).isFalse();
    }

    @Test
    void is_the_same_after_writing_and_reading() {
        var hash = PasswordHash.of("nine green bicycles", CHEAP, SALT, MEMORY);

        assertThat(PasswordHash.parse(hash.phc())).isEqualTo(hash);
        assertThat(hash.phc()).startsWith("$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$");
    }

    @Test
    void every_character_counts() {
        var longOne = "x".repeat(127) + "a";
        var hash = PasswordHash.of(longOne, CHEAP, SALT, MEMORY);

        assertThat(hash.matches(longOne, MEMORY)).isTrue();
        assertThat(hash.matches("x".repeat(127) + "b", MEMORY)).isFalse();
        assertThat(hash.matches("x".repeat(127), MEMORY)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"пароль на память", "密码密码密码密码", "🎭🎭🎭🎭🎭🎭🎭🎭", "with\0zero and\nline", "  spaces around  "})
    void any_text_is_a_password(String password) {
        var hash = PasswordHash.of(password, CHEAP, SALT, MEMORY);

        assertThat(hash.matches(password, MEMORY)).isTrue();
        assertThat(hash.matches(password.strip() + "?", MEMORY)).isFalse();
    }

    @Test
    void half_a_character_never_matches_the_question_mark_it_would_become() {
        var hash = PasswordHash.of("12345678?", CHEAP, SALT, MEMORY);

        assertThat(hash.matches("12345678\ud83c", MEMORY)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$2a$10$abc",
                "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHApl8ArZWb2GRPPc"
            })
    void reads_nothing_else(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PasswordHash.parse(text));
    }

    @Test
    void says_nothing_about_itself() {
        assertThat(PasswordHash.of("secret secret", CHEAP, SALT, MEMORY).toString())
                .isEqualTo("PasswordHash[" + CHEAP + "]");
    }
}
