package org.frontrow.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Sign-ins and the chain of refresh tokens each of them hangs on. Every refresh uses up one token and makes the next;
 * a token that comes back after its use was stolen, or its successor was, and so the whole session ends.
 */
@ApplicationScoped
class Sessions {
    static final String REVOKED = "frontrow_session_revoked";

    private final Statements statements;
    private final SessionConfig config;

    Sessions(Statements statements, SessionConfig config) {
        this.statements = statements;
        this.config = config;
    }

    record Opened(UUID session, RefreshToken refreshToken, Duration left) {}

    /** @param role as which */
    record Entered(Role role, Opened opened) {}

    sealed interface Refreshed {
        record Renewed(long account, String username, Role role, Opened opened) implements Refreshed {}

        record Reused(UUID session) implements Refreshed {}

        record Unknown() implements Refreshed {}
    }

    /**
     * For as what the account may sign in now. Waits for whoever is changing that or the password, so that no session
     * outlives the change. Refused if it may not any more.
     *
     * @param hash of the password that was verified, which took a while
     */
    @Transactional
    Entered enter(long account, String hash) {
        var now = statements
                .first(
                        "select role, password_hash = ? as verified from account where id = ? and not disabled for share",
                        row -> new Admitted(Role.valueOf(row.getString("role")), row.getBoolean("verified")),
                        hash,
                        account)
                .orElseThrow(() -> new AccountRefusal.AccountDisabled().refused());
        if (!now.verified) {
            throw new AccountRefusal.InvalidCredentials().refused();
        }
        return new Entered(now.role, open(account));
    }

    /** @param verified whether the password is the one that was */
    private record Admitted(Role role, boolean verified) {}

    @Transactional
    Opened open(long account) {
        var session = statements
                .first(
                        """
                        insert into account_session (account_id, expires_at)
                        values (?, clock_timestamp() + make_interval(secs => ?)) returning id
                        """,
                        row -> row.getObject("id", UUID.class),
                        account,
                        config.length().toSeconds())
                .orElseThrow();
        endOldest(account);
        return new Opened(session, nextToken(session), config.length());
    }

    /** Returns instead of refusing, because the end of a stolen session has to be committed. */
    @Transactional
    Refreshed refresh(RefreshToken presented) {
        // Of two uses at the same moment one waits here for the other and then finds the token used.
        var session = statements.first("""
                update refresh_token set used_at = clock_timestamp()
                where hash = ? and used_at is null returning session_id
                """, row -> row.getObject("session_id", UUID.class), presented.hash());
        if (session.isEmpty()) {
            return reused(presented);
        }
        // Locked, so that no token leaves a session that is being ended.
        return statements
                .<Refreshed>first(
                        """
                        select a.id, a.username, a.role,
                               extract(epoch from s.expires_at - clock_timestamp())::bigint as seconds_left
                        from account_session s join account a on a.id = s.account_id
                        where s.id = ? and s.revoked_at is null and s.expires_at > clock_timestamp() and not a.disabled
                        for no key update of s
                        """,
                        row -> new Refreshed.Renewed(
                                row.getLong("id"),
                                row.getString("username"),
                                Role.valueOf(row.getString("role")),
                                new Opened(
                                        session.get(),
                                        RefreshToken.random(),
                                        Duration.ofSeconds(row.getLong("seconds_left")))),
                        session.get())
                .map(refreshed -> {
                    if (refreshed instanceof Refreshed.Renewed renewed) {
                        keep(session.get(), renewed.opened().refreshToken());
                    }
                    return refreshed;
                })
                .orElseGet(Refreshed.Unknown::new);
    }

    /** False if it had ended before. All replicas hear of it the moment this commits. */
    @Transactional
    boolean revoke(UUID session) {
        return end(session);
    }

    /** Answers which they were. All replicas hear of it the moment this commits. */
    @Transactional
    List<UUID> revokeAll(long account) {
        return statements
                .all(
                        "select id from account_session where account_id = ? and revoked_at is null and expires_at > clock_timestamp()",
                        row -> row.getObject("id", UUID.class),
                        account)
                .stream()
                .filter(this::end)
                .toList();
    }

    Optional<UUID> sessionOf(RefreshToken token) {
        return statements.first(
                "select session_id from refresh_token where hash = ?",
                row -> row.getObject("session_id", UUID.class),
                token.hash());
    }

    boolean isAlive(UUID session) {
        return statements.first("""
                        select 1 from account_session
                        where id = ? and revoked_at is null and expires_at > clock_timestamp()
                        """, row -> true, session).isPresent();
    }

    List<UUID> revokedWithin(Duration time) {
        return statements.all(
                "select id from account_session where revoked_at > clock_timestamp() - make_interval(secs => ?)",
                row -> row.getObject("id", UUID.class),
                time.toSeconds());
    }

    /** Bounds what one account can make us keep; who signs in on yet another device signs out on the oldest. */
    private void endOldest(long account) {
        statements
                .all("""
                        select id from account_session
                        where account_id = ? and revoked_at is null and expires_at > clock_timestamp()
                        order by created_at desc offset ?
                        """, row -> row.getObject("id", UUID.class), account, config.perAccount())
                .forEach(this::end);
    }

    private Refreshed reused(RefreshToken presented) {
        var session = sessionOf(presented);
        session.ifPresent(this::end);
        return session.<Refreshed>map(Refreshed.Reused::new).orElseGet(Refreshed.Unknown::new);
    }

    private boolean end(UUID session) {
        var ended = statements.run(
                        "update account_session set revoked_at = clock_timestamp() where id = ? and revoked_at is null",
                        session)
                > 0;
        if (ended) {
            statements.first("select pg_notify(?, ?)", row -> true, REVOKED, session.toString());
        }
        return ended;
    }

    private RefreshToken nextToken(UUID session) {
        var token = RefreshToken.random();
        keep(session, token);
        return token;
    }

    private void keep(UUID session, RefreshToken token) {
        statements.run("""
                insert into refresh_token (hash, session_id, expires_at)
                select ?, id, expires_at from account_session where id = ?
                """, token.hash(), session);
    }
}
