package org.frontrow.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.UUID;
import org.frontrow.account.TestAccounts.TestAccount;
import org.frontrow.platform.DatabaseNotices;
import org.frontrow.platform.Refused;
import org.junit.jupiter.api.Test;

/** Ends sessions behind this replica's back, as another replica would. */
@QuarkusTest
class RevokedSessionsTest {
    @Inject
    Sessions sessions;

    @Inject
    RevokedSessions revoked;

    @Inject
    DatabaseNotices notices;

    @Inject
    Statements statements;

    @Inject
    Tokens tokens;

    @Test
    void hears_of_a_session_that_another_replica_ended() {
        var someone = TestAccounts.customer();
        await().until(notices::healthy);
        assertThat(ask(someone.bearer())).isEqualTo(200);

        sessions.revoke(someone.caller().sessionId());

        await().until(() -> revoked.contains(someone.caller().sessionId()));
        assertThat(ask(someone.bearer())).isEqualTo(401);
    }

    /** It takes a moment to verify a password, and in that moment it can be changed. */
    @Test
    void whoever_signs_in_with_a_password_that_was_changed_meanwhile_does_not_get_in() {
        var someone = TestAccounts.customer();
        var account = someone.accountId();
        var verified = statements
                .first("select password_hash from account where id = ?", row -> row.getString(1), account)
                .orElseThrow();
        assertThat(sessions.enter(account, verified).role()).isEqualTo(Role.CUSTOMER);

        statements.run("update account set password_hash = 'another' where id = ?", account);

        assertThatThrownBy(() -> sessions.enter(account, verified))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOf(AccountRefusal.InvalidCredentials.class));
    }

    @Test
    void while_nothing_is_heard_the_database_is_asked_and_then_all_is_loaded() {
        var ended = TestAccounts.customer();
        var alive = TestAccounts.customer();
        await().until(notices::healthy);

        // Without a notice, and while the connection that would bring it is cut.
        cutTheLine();
        statements.run(
                "update account_session set revoked_at = clock_timestamp() where id = ?",
                ended.caller().sessionId());

        await().untilAsserted(() -> assertThat(ask(ended.bearer())).isEqualTo(401));
        assertThat(ask(alive.bearer())).isEqualTo(200);
        await().until(notices::healthy);
        assertThat(revoked.contains(ended.caller().sessionId())).isTrue();
        assertThat(ask(ended.bearer())).isEqualTo(401);
        assertThat(ask(alive.bearer())).isEqualTo(200);
    }

    @Test
    void who_hears_nothing_asks_the_database_each_time() {
        var ended = TestAccounts.customer();
        var alive = TestAccounts.customer();
        statements.run(
                "update account_session set revoked_at = clock_timestamp() where id = ?",
                ended.caller().sessionId());
        // Never subscribed, so it hears nothing, like a replica that has just lost its connection.
        var deaf = new RevokedSessionCheck(new RevokedSessions(sessions, notices), sessions);

        assertThat(passes(deaf, alive)).isTrue();
        assertThat(passes(deaf, ended)).isFalse();
    }

    @Test
    void nonsense_on_the_channel_does_no_harm() {
        await().until(notices::healthy);
        statements.first("select pg_notify(?, ?)", row -> true, Sessions.REVOKED, "nonsense\n");

        var session = UUID.randomUUID();
        statements.first("select pg_notify(?, ?)", row -> true, Sessions.REVOKED, session.toString());

        await().until(() -> revoked.contains(session));
        assertThat(notices.healthy()).isTrue();
    }

    private boolean passes(RevokedSessionCheck check, TestAccount who) {
        try {
            var identity = QuarkusSecurityIdentity.builder()
                    .setPrincipal(tokens.verify(who.bearer()))
                    .build();
            AuthenticationRequestContext here = work -> Uni.createFrom().item(work);
            return check.augment(identity, here).await().indefinitely() == identity;
        } catch (AuthenticationFailedException e) {
            return false;
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private void cutTheLine() {
        assertThat(statements.all(
                        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'frontrow notices'",
                        row -> row.getBoolean(1)))
                .isNotEmpty()
                .doesNotContain(false);
    }

    private static int ask(String bearer) {
        return given().auth().oauth2(bearer).get("/test/who-am-i").statusCode();
    }
}
