package org.frontrow.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.frontrow.account.AccountRefusal.SignInBusy;
import org.frontrow.account.AccountRefusal.WeakPassword;
import org.frontrow.account.AccountRefusal.Weakness;
import org.frontrow.platform.Refusal;
import org.frontrow.platform.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private static final Username ADA = Username.read("Ada.Lovelace").orElseThrow();

    private final Passwords passwords = passwords(64, 1, 32, Duration.ofSeconds(2));

    @Test
    void matches_what_was_hashed_and_nothing_else() {
        var hash = passwords.hash("nine green bicycles");

        assertThat(passwords.matches("nine green bicycles", Optional.of(hash))).isTrue();
        assertThat(passwords.matches("nine green bicycle", Optional.of(hash))).isFalse();
    }

    @Test
    void the_same_password_has_another_hash_each_time() {
        assertThat(passwords.hash("nine green bicycles")).isNotEqualTo(passwords.hash("nine green bicycles"));
    }

    @Test
    void nobody_costs_as_much_work_as_somebody() {
        var hash = passwords.hash("nine green bicycles");
        var before = passwords.hashed();

        passwords.matches("wrong", Optional.of(hash));
        assertThat(passwords.hashed() - before).isEqualTo(1);
        assertThat(passwords.matches("wrong", Optional.empty())).isFalse();
        assertThat(passwords.hashed() - before).isEqualTo(2);
    }

    @Test
    void a_hash_made_at_another_cost_is_outdated_but_still_matches() {
        var old = passwords(32, 1, 32, Duration.ofSeconds(2)).hash("nine green bicycles");

        assertThat(passwords.isOutdated(old)).isTrue();
        assertThat(passwords.matches("nine green bicycles", Optional.of(old))).isTrue();
        assertThat(passwords.isOutdated(passwords.hash("nine green bicycles"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1234567, TOO_SHORT",
        "demo123, TOO_SHORT",
        "password, COMMON",
        "PassWord, COMMON",
        "trustno1, COMMON",
        "1234567890, COMMON",
        "ada.lovelace, SAME_AS_USERNAME",
        "ADA.LOVELACE, SAME_AS_USERNAME",
    })
    void refuses_what_is_guessed_first(String password, Weakness weakness) {
        assertThat(refusalOf(() -> {
                    passwords.check(ADA, password);
                    return null;
                }))
                .isEqualTo(new WeakPassword(weakness));
    }

    @Test
    void length_is_counted_in_characters() {
        assertThatCode(() -> passwords.check(ADA, "🎭".repeat(128))).doesNotThrowAnyException();
        assertThatThrownBy(() -> passwords.check(ADA, "🎭".repeat(7))).isInstanceOf(Refused.class);
        assertThat(refusalOf(() -> {
                    passwords.check(ADA, "x".repeat(129));
                    return null;
                }))
                .isEqualTo(new WeakPassword(Weakness.TOO_LONG));
        assertThat(refusalOf(() -> {
                    passwords.check(ADA, "12345678\udc00");
                    return null;
                }))
                .isEqualTo(new WeakPassword(Weakness.NOT_TEXT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nine green bicycles", "        ", "пароль на память", "\0\0\0\0\0\0\0\0", "0123456789 x"})
    void takes_everything_else(String password) {
        assertThatCode(() -> passwords.check(ADA, password)).doesNotThrowAnyException();
    }

    @Test
    void a_flood_is_refused_and_not_queued() throws Exception {
        var narrow = passwords(19456, 1, 1, Duration.ofSeconds(30));
        var crowd = 8;
        var gate = new CyclicBarrier(crowd);
        try (var threads = Executors.newFixedThreadPool(crowd)) {
            var answers = Stream.generate(() -> threads.submit(() -> {
                        gate.await();
                        return refusalOf(() -> narrow.hash("nine green bicycles"));
                    }))
                    .limit(crowd)
                    .toList();
            var refused = 0;
            for (Future<Refusal> answer : answers) {
                refused += answer.get() instanceof SignInBusy ? 1 : 0;
            }
            // One at the desk and one waiting; a few may have come after the first was done.
            assertThat(refused).isBetween(1, crowd - 2);
        }
        assertThatCode(() -> narrow.hash("nine green bicycles")).doesNotThrowAnyException();
    }

    @Test
    void newcomers_in_masses_leave_room_for_those_who_sign_in() throws Exception {
        var crowded = passwords(19456, 1, 4, Duration.ofSeconds(30));
        var crowd = 20;
        var gate = new CyclicBarrier(crowd + 1);
        try (var threads = Executors.newFixedThreadPool(crowd + 1)) {
            var newcomers = Stream.generate(() -> threads.submit(() -> {
                        gate.await();
                        return refusalOf(() -> crowded.hashForNewcomer("nine green bicycles"));
                    }))
                    .limit(crowd)
                    .toList();
            var known = threads.submit(() -> {
                gate.await();
                return refusalOf(() -> crowded.matches("wrong", Optional.empty()));
            });

            assertThat(known.get()).isNull();
            for (Future<Refusal> newcomer : newcomers) {
                assertThat(newcomer.get()).isIn(null, new SignInBusy());
            }
            assertThat(newcomers)
                    .anySatisfy(newcomer -> assertThat(newcomer.get()).isNotNull());
        }
    }

    private static Refusal refusalOf(Callable<?> work) throws RuntimeException {
        try {
            work.call();
            return null;
        } catch (Refused e) {
            return e.refusal();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static Passwords passwords(int memory, int atOnce, int waiting, Duration longestWait) {
        return new Passwords(
                new PasswordConfig() {
                    @Override
                    public int memoryKib() {
                        return memory;
                    }

                    @Override
                    public int passes() {
                        return 1;
                    }

                    @Override
                    public OptionalInt atOnce() {
                        return OptionalInt.of(atOnce);
                    }

                    @Override
                    public int waiting() {
                        return waiting;
                    }

                    @Override
                    public Duration longestWait() {
                        return longestWait;
                    }
                },
                new CommonPasswords(),
                new SimpleMeterRegistry());
    }
}
