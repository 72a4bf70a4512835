package org.frontrow.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.frontrow.account.AccountRefusal.InvalidCredentials;
import org.frontrow.account.AccountRefusal.RefreshDelayed;
import org.frontrow.account.AccountRefusal.RegistrationDelayed;
import org.frontrow.account.AccountRefusal.SignInBusy;
import org.frontrow.account.AccountRefusal.SignInDelayed;
import org.frontrow.account.AccountRefusal.UsernameTaken;
import org.frontrow.platform.Refusal;
import org.frontrow.platform.Refused;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time passes here by moving what the table remembers into the past. */
@QuarkusTest
class DelaysTest {
    private static final String PASSWORD = "nine green bicycles";
    private static final AtomicInteger nextAddress = new AtomicInteger();

    @Inject
    Accounts accounts;

    @Inject
    Statements statements;

    @Inject
    Passwords passwords;

    private final String name = TestAccounts.freshName();
    private final CallerAddress home = address();
    private final CallerAddress stranger = address();

    @BeforeEach
    void register() {
        accounts.register(name, PASSWORD, null, address());
    }

    @Test
    void after_five_wrong_passwords_nobody_is_even_evaluated_for_a_second() {
        guess(5);
        var before = passwords.hashed();

        var refusal = signIn("wrong", stranger);

        assertThat(refusal).isInstanceOf(SignInDelayed.class);
        assertThat(refusal.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
        assertThat(signIn(PASSWORD, address())).isInstanceOf(SignInDelayed.class);
        assertThat(passwords.hashed()).isEqualTo(before);
    }

    @Test
    void waiting_is_enough_and_asking_meanwhile_does_not_make_it_longer() {
        guess(5);
        var until = waitUntil();
        for (int i = 0; i < 20; i++) {
            assertThat(signIn("wrong", stranger)).isInstanceOf(SignInDelayed.class);
        }
        assertThat(waitUntil()).isEqualTo(until);

        timePasses();

        assertThatCode(() -> accounts.signIn(name, PASSWORD, stranger)).doesNotThrowAnyException();
    }

    @Test
    void the_wait_doubles_up_to_half_a_minute() {
        guess(5);
        for (var seconds : new int[] {2, 4, 8, 16, 30, 30}) {
            timePasses();
            assertThat(signIn("wrong", address())).isEqualTo(new InvalidCredentials());
            assertThat(signIn("wrong", address()).retryAfter())
                    .isBetween(Duration.ofSeconds(seconds).minusMillis(1900), Duration.ofSeconds(seconds));
        }
    }

    @Test
    void signing_in_makes_the_account_start_afresh() {
        guess(4);
        accounts.signIn(name, PASSWORD, home);
        guess(4);
        assertThat(signIn("wrong", address())).isEqualTo(new InvalidCredentials());
        assertThat(signIn("wrong", address())).isInstanceOf(SignInDelayed.class);
    }

    @Test
    void an_owner_at_home_does_not_wait_for_what_strangers_guess() {
        accounts.signIn(name, PASSWORD, home);
        guess(5);
        assertThat(signIn(PASSWORD, address())).isInstanceOf(SignInDelayed.class);

        assertThatCode(() -> accounts.signIn(name, PASSWORD, home)).doesNotThrowAnyException();
    }

    @Test
    void an_owner_at_home_does_not_wait_for_what_neighbours_behind_the_same_address_guess() {
        accounts.signIn(name, PASSWORD, home);
        for (int i = 0; i < 20; i++) {
            var victim = TestAccounts.freshName();
            assertThat(refusalOf(() -> accounts.signIn(victim, "wrong", home))).isEqualTo(new InvalidCredentials());
        }
        var neighbour = TestAccounts.freshName();
        assertThat(refusalOf(() -> accounts.signIn(neighbour, "wrong", home))).isInstanceOf(SignInDelayed.class);

        assertThatCode(() -> accounts.signIn(name, PASSWORD, home)).doesNotThrowAnyException();
    }

    @Test
    void guesses_from_home_are_delayed_too_and_say_no_more_than_elsewhere() {
        accounts.signIn(name, PASSWORD, home);
        for (int i = 0; i < 5; i++) {
            assertThat(signIn("wrong", home)).isEqualTo(new InvalidCredentials());
        }

        assertThat(signIn("wrong", home)).isInstanceOf(SignInDelayed.class);
        assertThat(signIn(PASSWORD, home)).isInstanceOf(SignInDelayed.class);
    }

    @Test
    void what_an_address_guessed_is_forgotten_however_many_sign_in_there() {
        for (int i = 0; i < 10; i++) {
            var victim = TestAccounts.freshName();
            assertThat(refusalOf(() -> accounts.signIn(victim, "wrong", stranger)))
                    .isEqualTo(new InvalidCredentials());
        }
        for (int i = 0; i < 3; i++) {
            statements.run(
                    "update account_delay set counted_at = counted_at - interval '15 minutes' where subject = ?",
                    "address:" + stranger.text());
            accounts.signIn(name, PASSWORD, stranger);
            statements.run("delete from sign_in_address where address = ?", stranger.text());
        }

        assertThat(counted("address:" + stranger.text()))
                .hasSize(1)
                .first()
                .satisfies(count -> assertThat(count).isLessThan(0.1));
    }

    @Test
    void registering_in_masses_from_one_address_has_to_wait_and_costs_no_hash() {
        var from = address();
        for (int i = 0; i < 100; i++) {
            var taken = name;
            assertThat(refusalOf(() -> accounts.register(taken, PASSWORD, null, from)))
                    .isEqualTo(new UsernameTaken());
        }
        var before = passwords.hashed();

        var refusal = refusalOf(() -> accounts.register(TestAccounts.freshName(), PASSWORD, null, from));

        assertThat(refusal).isInstanceOf(RegistrationDelayed.class);
        assertThat(refusal.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
        assertThat(passwords.hashed()).isEqualTo(before);
        assertThatCode(() -> accounts.register(TestAccounts.freshName(), PASSWORD, null, address()))
                .doesNotThrowAnyException();
    }

    @Test
    void a_session_cannot_be_refreshed_without_end() {
        var token = accounts.signIn(name, PASSWORD, home).refreshToken();
        for (int i = 0; i < 60; i++) {
            token = accounts.refresh(token).refreshToken();
        }
        var last = token;

        assertThat(refusalOf(() -> accounts.refresh(last))).isInstanceOf(RefreshDelayed.class);
    }

    @Test
    void the_oldest_session_ends_when_there_would_be_more_than_fifty() {
        var sessions = TestAccounts.bean(Sessions.class);
        var account = TestAccounts.customer().accountId();
        var first = sessions.open(account).session();
        for (int i = 0; i < 49; i++) {
            sessions.open(account);
        }

        // The account came with one session of its own, which was the oldest.
        assertThat(sessions.isAlive(first)).isTrue();
        var latest = sessions.open(account).session();
        assertThat(sessions.isAlive(first)).isFalse();
        assertThat(sessions.isAlive(latest)).isTrue();
    }

    @Test
    void an_address_has_to_wait_too_whomever_it_guesses() {
        for (int i = 0; i < 20; i++) {
            var name = TestAccounts.freshName();
            assertThat(refusalOf(() -> accounts.signIn(name, "wrong", stranger)))
                    .isEqualTo(new InvalidCredentials());
        }
        assertThat(signIn(PASSWORD, stranger)).isInstanceOf(SignInDelayed.class);
        assertThatCode(() -> accounts.signIn(name, PASSWORD, home)).doesNotThrowAnyException();
    }

    @Test
    void an_address_cannot_wipe_out_its_guesses_with_an_account_of_its_own() {
        var accomplice = TestAccounts.freshName();
        accounts.register(accomplice, PASSWORD, null, address());
        for (int i = 0; i < 20; i++) {
            var victim = TestAccounts.freshName();
            assertThat(refusalOf(() -> accounts.signIn(victim, "wrong", stranger)))
                    .isEqualTo(new InvalidCredentials());
            if (i < 19) {
                accounts.signIn(accomplice, PASSWORD, stranger);
            }
        }
        assertThat(signIn("wrong", stranger)).isInstanceOf(SignInDelayed.class);
    }

    @Test
    void a_name_that_does_not_exist_waits_as_well() {
        var nobody = TestAccounts.freshName();
        for (int i = 0; i < 5; i++) {
            assertThat(refusalOf(() -> accounts.signIn(nobody, "wrong", address())))
                    .isEqualTo(new InvalidCredentials());
        }
        assertThat(refusalOf(() -> accounts.signIn(nobody, "wrong", address()))).isInstanceOf(SignInDelayed.class);
    }

    @Test
    void a_hundred_guesses_at_the_same_moment_are_a_handful() throws Exception {
        var crowd = 100;
        var gate = new CyclicBarrier(crowd);
        var before = passwords.hashed();
        try (var threads = Executors.newFixedThreadPool(crowd)) {
            var answers = Stream.generate(() -> threads.submit(() -> {
                        gate.await();
                        return signIn("wrong", address());
                    }))
                    .limit(crowd)
                    .toList();
            var evaluated = 0;
            for (var answer : answers) {
                assertThat(answer.get())
                        .isInstanceOfAny(InvalidCredentials.class, SignInDelayed.class, SignInBusy.class);
                evaluated += answer.get() instanceof InvalidCredentials ? 1 : 0;
            }
            // The wait begins with the count; on a slow machine a second may pass before all have asked.
            assertThat(evaluated).isBetween(1, 8);
        }
        assertThat(passwords.hashed() - before).isBetween(1L, 8L);
    }

    @Test
    void what_is_old_is_tidied_up_and_what_counts_is_not() {
        guess(5);
        knownAtHome();
        var old = TestAccounts.freshName();
        statements.run(
                "insert into account_delay (subject, count, counted_at, forgotten_at) values (?, 3, clock_timestamp() - interval '25 hours', clock_timestamp() - interval '1 hour')",
                "account:" + old);

        TestAccounts.bean(SessionExpiry.class).tidyUp();

        assertThat(counted("account:" + old)).isEmpty();
        assertThat(counted("address:" + stranger.text()))
                .hasSize(1)
                .first()
                .satisfies(count -> assertThat(count).isBetween(4.9, 5.0));
        assertThatCode(() -> accounts.signIn(name, PASSWORD, home)).doesNotThrowAnyException();
    }

    @Test
    void ended_sessions_and_their_tokens_are_tidied_up() {
        var signedIn = accounts.signIn(name, PASSWORD, home);
        var alive = accounts.signIn(name, PASSWORD, home);
        var session = TestAccounts.bean(Sessions.class)
                .sessionOf(signedIn.refreshToken())
                .orElseThrow();
        statements.run(
                "update account_session set created_at = created_at - interval '40 days', expires_at = clock_timestamp() - interval '1 second' where id = ?",
                session);

        TestAccounts.bean(SessionExpiry.class).tidyUp();

        assertThat(TestAccounts.bean(Sessions.class).sessionOf(signedIn.refreshToken()))
                .isEmpty();
        assertThat(statements.all("select 1 from account_session where id = ?", row -> 1, session))
                .isEmpty();
        assertThat(TestAccounts.bean(Sessions.class).sessionOf(alive.refreshToken()))
                .isPresent();
    }

    /** Makes this address one the account is known at, without a sign-in. */
    private void knownAtHome() {
        statements.run(
                "insert into sign_in_address (account_id, address) select id, ? from account where username_key = ?",
                home.text(),
                name);
    }

    private void guess(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(signIn("wrong", stranger)).isEqualTo(new InvalidCredentials());
        }
    }

    private Refusal signIn(String password, CallerAddress from) {
        return refusalOf(() -> accounts.signIn(name, password, from));
    }

    private static Refusal refusalOf(Runnable work) {
        try {
            work.run();
            return null;
        } catch (Refused e) {
            return e.refusal();
        }
    }

    private Object waitUntil() {
        return statements
                .first(
                        "select wait_until from account_delay where subject = ?",
                        row -> row.getObject(1).toString(),
                        "account:" + name)
                .orElseThrow();
    }

    private List<Double> counted(String subject) {
        return statements.all("select count from account_delay where subject = ?", row -> row.getDouble(1), subject);
    }

    private void timePasses() {
        statements.run("update account_delay set wait_until = clock_timestamp() where subject = ?", "account:" + name);
    }

    private static CallerAddress address() {
        var number = nextAddress.incrementAndGet();
        return CallerAddress.of("10." + (number >> 16) + "." + (number >> 8 & 255) + "." + (number & 255));
    }
}
