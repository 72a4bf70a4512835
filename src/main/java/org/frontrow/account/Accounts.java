package org.frontrow.account;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.frontrow.account.AccountRefusal.AccountDisabled;
import org.frontrow.account.AccountRefusal.InvalidCredentials;
import org.frontrow.account.AccountRefusal.InvalidRefreshToken;
import org.frontrow.account.AccountRefusal.InvalidUsername;
import org.frontrow.account.AccountRefusal.PasswordChangeRequired;
import org.frontrow.account.AccountRefusal.SamePassword;
import org.frontrow.account.AccountRefusal.SignInBusy;
import org.frontrow.account.AccountRefusal.SignInDelayed;
import org.frontrow.account.AccountRefusal.UsernameTaken;
import org.frontrow.account.Delays.Attempt;
import org.frontrow.platform.DatabaseUnreachable;
import org.frontrow.platform.Refused;
import org.jspecify.annotations.Nullable;

/**
 * Registering, signing in, staying signed in and signing out. No transaction is open and no connection is held while a
 * password is hashed: that takes longer than everything else together.
 */
@ApplicationScoped
public class Accounts {
    /** See the migration that makes it: no username has a space. */
    static final String HOUSE = "box office";

    private final Statements statements;
    private final Passwords passwords;
    private final Delays delays;
    private final Sessions sessions;
    private final RevokedSessions revoked;
    private final Tokens tokens;
    private final AuditLog audit;
    private final MeterProvider<Counter> signIns;

    Accounts(
            Statements statements,
            Passwords passwords,
            Delays delays,
            Sessions sessions,
            RevokedSessions revoked,
            Tokens tokens,
            AuditLog audit,
            MeterRegistry registry) {
        this.statements = statements;
        this.passwords = passwords;
        this.delays = delays;
        this.sessions = sessions;
        this.revoked = revoked;
        this.tokens = tokens;
        this.audit = audit;
        this.signIns = Counter.builder("frontrow.sign.ins")
                .description("Attempts to sign in")
                .withRegistry(registry);
    }

    record SignedIn(String accessToken, Duration accessTokenLife, RefreshToken refreshToken, Duration sessionLeft) {}

    private record Credentials(
            long account, String username, String passwordHash, boolean disabled, boolean mustChangePassword) {}

    void register(String rawUsername, String password, @Nullable String email, CallerAddress from) {
        var name = Username.read(rawUsername).orElseThrow(() -> new InvalidUsername().refused());
        passwords.check(name, password);
        delays.beginRegistration(from);
        if (credentialsOf(name).isPresent()) {
            throw new UsernameTaken().refused();
        }
        // Between the look above and this insert somebody may take the name; the constraint decides.
        var account = add(name, email, passwords.hashForNewcomer(password), Role.CUSTOMER)
                .orElseThrow(() -> new UsernameTaken().refused());
        audit.registered(account, name.text());
    }

    SignedIn signIn(String rawUsername, String password, CallerAddress from) {
        try {
            var welcome = openSession(rawUsername, password, from);
            countSignIn("welcome");
            return welcome;
        } catch (Refused e) {
            countSignIn(
                    switch (e.refusal()) {
                        case SignInDelayed _ -> "delayed";
                        case SignInBusy _ -> "busy";
                        default -> "refused";
                    });
            throw e;
        }
    }

    private void countSignIn(String outcome) {
        signIns.withTag("outcome", outcome).increment();
    }

    private SignedIn openSession(String rawUsername, String password, CallerAddress from) {
        var account = identify(rawUsername, password, from);
        if (account.mustChangePassword()) {
            throw new PasswordChangeRequired().refused();
        }
        var hash = passwords.isOutdated(account.passwordHash()) ? rehash(account, password) : account.passwordHash();
        return open(account, hash, from);
    }

    private Credentials identify(String rawUsername, String password, CallerAddress from) {
        passwords.refuseIfFull();
        var name = Username.read(rawUsername);
        var attempt = begin(name, from);
        var credentials = name.flatMap(Accounts::credentialsOf);
        if (!evaluate(attempt, password, credentials)) {
            audit.signInFailed(credentials.map(Credentials::account), from);
            throw new InvalidCredentials().refused();
        }
        var account = credentials.orElseThrow();
        delays.succeeded(attempt, account.account());
        if (account.disabled()) {
            throw new AccountDisabled().refused();
        }
        return account;
    }

    /** @param hash of the password that was verified */
    private SignedIn open(Credentials account, String hash, CallerAddress from) {
        var entered = sessions.enter(account.account(), hash);
        var session = entered.opened().session();
        audit.signedIn(account.account(), session, from);
        return signedIn(new Caller(account.account(), account.username(), entered.role(), session), entered.opened());
    }

    /** Signs out everywhere and in again here. Whoever knew the old password knows nothing any more. */
    SignedIn changePassword(String rawUsername, String password, String newPassword, CallerAddress from) {
        var account = identify(rawUsername, password, from);
        passwords.check(Username.read(account.username()).orElseThrow(), newPassword);
        if (newPassword.equals(password)) {
            throw new SamePassword().refused();
        }
        var hash = passwords.hash(newPassword); // before there is a transaction that would wait for it
        var ended = QuarkusTransaction.requiringNew().call(() -> {
            var changed = statements.run(
                    "update account set password_hash = ?, must_change_password = false where id = ? and password_hash = ?",
                    hash,
                    account.account(),
                    account.passwordHash());
            if (changed == 0) {
                throw new InvalidCredentials().refused(); // somebody was faster, and this is the old one by now
            }
            return sessions.revokeAll(account.account());
        });
        ended.forEach(revoked::add);
        audit.passwordChanged(account.account(), from);
        return open(account, hash, from);
    }

    SignedIn refresh(RefreshToken presented) {
        sessions.sessionOf(presented).ifPresent(delays::beginRefresh);
        return switch (sessions.refresh(presented)) {
            case Sessions.Refreshed.Renewed(long account, String username, Role role, Sessions.Opened opened) ->
                signedIn(new Caller(account, username, role, opened.session()), opened);
            case Sessions.Refreshed.Reused(var session) -> {
                revoked.add(session);
                audit.refreshTokenReused(session);
                throw new InvalidRefreshToken().refused();
            }
            case Sessions.Refreshed.Unknown() -> throw new InvalidRefreshToken().refused();
        };
    }

    /** Ends every session that these tokens stand for. Tokens that stand for none are no reason to complain. */
    void signOut(Stream<String> accessTokens, Stream<RefreshToken> refreshTokens) {
        var named = Stream.concat(
                accessTokens.map(tokens::sessionOf).flatMap(Optional::stream),
                refreshTokens.map(sessions::sessionOf).flatMap(Optional::stream));
        named.distinct().forEach(session -> {
            var ended = sessions.revoke(session);
            // The notice reaches this replica too, but the answer may be faster.
            revoked.add(session);
            if (ended) {
                audit.signedOut(session);
            }
        });
    }

    /**
     * Makes an account unless there is one of that name, which then stays exactly as it is. For accounts that an
     * operator asks for: the rules for passwords are for people who choose their own.
     */
    public long ensure(String username, String password, Role role) {
        var name = Username.read(username)
                .orElseThrow(() -> new IllegalArgumentException("Not a username: " + AuditLog.printable(username)));
        return credentialsOf(name)
                .map(Credentials::account)
                .or(() -> add(name, null, passwords.hash(password), role))
                .or(() -> credentialsOf(name).map(Credentials::account))
                .orElseThrow();
    }

    boolean hasAdministrator() {
        return statements
                .first("select 1 from account where role = 'ADMIN' and not disabled limit 1", _ -> true)
                .isPresent();
    }

    /** With a password that is good for choosing another one. Refused if somebody has that name. */
    void appointFirst(String username, String password) {
        var name = Username.read(username).orElseThrow(() -> new InvalidUsername().refused());
        passwords.check(name, password);
        var hash = passwords.hash(password);
        var made = statements.run("""
                insert into account (username, username_key, password_hash, role, must_change_password)
                values (?, ?, ?, 'ADMIN', true) on conflict (username_key) do nothing
                """, name.text(), name.key(), hash);
        // Another replica may be at it too.
        if (made == 0 && !hasAdministrator()) {
            throw new UsernameTaken().refused();
        }
    }

    /** The account in whose name the counter works for guests without one. */
    public long house() {
        return statements
                .first("select id from account where username_key = ?", row -> row.getLong("id"), HOUSE)
                .orElseThrow();
    }

    /** The id of whoever has that name. */
    public Optional<Long> find(String username) {
        return Username.read(username)
                .flatMap(name -> statements.first(
                        "select id from account where username_key = ?", row -> row.getLong("id"), name.key()));
    }

    /** As {@link #find}; refused if nobody has that name. */
    public long idOf(String username) {
        return find(username).orElseThrow(() -> new AccountRefusal.UnknownAccount().refused());
    }

    public boolean exists(String username) {
        return Username.read(username).flatMap(Accounts::credentialsOf).isPresent();
    }

    private Attempt begin(Optional<Username> name, CallerAddress from) {
        try {
            return delays.begin(name, from);
        } catch (Refused e) {
            if (e.refusal() instanceof SignInDelayed) {
                audit.signInDelayed(from);
            }
            throw e;
        }
    }

    private boolean evaluate(Attempt attempt, String password, Optional<Credentials> credentials) {
        try {
            return passwords.matches(password, credentials.map(Credentials::passwordHash));
        } catch (Refused e) {
            if (e.refusal() instanceof SignInBusy) {
                delays.notEvaluated(attempt);
            }
            throw e;
        }
    }

    /** Only ever tried: a sign-in must not fail because its hash could not be renewed. Answers the one that is kept now. */
    private String rehash(Credentials account, String password) {
        try {
            var renewed = passwords.hash(password);
            var done = statements.run(
                    "update account set password_hash = ? where id = ? and password_hash = ?",
                    renewed,
                    account.account(),
                    account.passwordHash());
            if (done > 0) {
                return renewed;
            }
        } catch (Refused | DatabaseUnreachable e) {
            return account.passwordHash(); // too busy now; there will be another sign-in
        }
        // Another sign-in may have renewed it, or somebody has changed the password.
        return Username.read(account.username())
                .flatMap(Accounts::credentialsOf)
                .map(Credentials::passwordHash)
                .filter(hash -> passwords.matches(password, Optional.of(hash)))
                .orElse(account.passwordHash());
    }

    private SignedIn signedIn(Caller caller, Sessions.Opened opened) {
        return new SignedIn(tokens.issue(caller), tokens.life(), opened.refreshToken(), opened.left());
    }

    private Optional<Long> add(Username name, @Nullable String email, String passwordHash, Role role) {
        return statements.first(
                """
                insert into account (username, username_key, email, password_hash, role) values (?, ?, ?, ?, ?)
                on conflict (username_key) do nothing returning id
                """, row -> row.getLong("id"), name.text(), name.key(), email, passwordHash, role.name());
    }

    private static Optional<Credentials> credentialsOf(Username name) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Account.named(name)
                        .map(account -> new Credentials(
                                account.id == null ? 0 : account.id,
                                account.username,
                                account.passwordHash,
                                account.disabled,
                                account.mustChangePassword)));
    }
}
