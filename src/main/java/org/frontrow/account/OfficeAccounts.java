package org.frontrow.account;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.frontrow.account.AccountRefusal.InvalidUsername;
import org.frontrow.account.AccountRefusal.LastAdministrator;
import org.frontrow.account.AccountRefusal.UnknownAccount;
import org.frontrow.account.AccountRefusal.UsernameTaken;
import org.frontrow.audit.AuditTrail;
import org.frontrow.audit.Deed;
import org.frontrow.platform.Edition;
import org.frontrow.platform.LikePattern;
import org.frontrow.platform.Page;
import org.jspecify.annotations.Nullable;

/**
 * What administrators do to accounts: make them for staff, say what they may, close them, give them a new password. What
 * somebody may counts from that moment on: their sessions end with the change.
 */
@ApplicationScoped
class OfficeAccounts {
    private static final String SUBJECT = "account";

    private final Sessions sessions;
    private final RevokedSessions revoked;
    private final Passwords passwords;
    private final Statements statements;
    private final AuditTrail audit;

    OfficeAccounts(
            Sessions sessions, RevokedSessions revoked, Passwords passwords, Statements statements, AuditTrail audit) {
        this.sessions = sessions;
        this.revoked = revoked;
        this.passwords = passwords;
        this.statements = statements;
        this.audit = audit;
    }

    /** @param email empty if none is known */
    record About(Role role, boolean disabled, @Nullable String email) {}

    /** By name. */
    @Transactional
    Page<Account> list(String search, Optional<Role> role, int page, int size) {
        var pattern = LikePattern.containing(search);
        var query = "usernameKey <> '" + Accounts.HOUSE + "' and username ilike ?1 escape '\\'"
                + (role.isPresent() ? " and role = ?2" : "") + " order by usernameKey, id";
        var found = role.isPresent()
                ? Account.<Account>find(query, pattern, role.get())
                : Account.<Account>find(query, pattern);
        return Page.of(found.range(page * size, page * size + size).list(), size);
    }

    @Transactional
    Account get(long id) {
        return Account.<Account>findByIdOptional(id)
                .filter(OfficeAccounts::isSomebodys)
                .orElseThrow(() -> new UnknownAccount().refused());
    }

    /** With a password that is good for choosing another one. Blocks for as long as a hash takes. */
    Account add(Caller caller, String rawUsername, String password, About about) {
        var name = Username.read(rawUsername).orElseThrow(() -> new InvalidUsername().refused());
        passwords.check(name, password);
        var hash = passwords.hash(password); // before there is a transaction that would wait for it
        return QuarkusTransaction.requiringNew().call(() -> {
            var id = statements
                    .first(
                            """
                            insert into account (username, username_key, email, password_hash, role, disabled,
                                must_change_password)
                            values (?, ?, ?, ?, ?, ?, true) on conflict (username_key) do nothing returning id
                            """,
                            row -> row.getLong("id"),
                            name.text(),
                            name.key(),
                            about.email,
                            hash,
                            about.role.name(),
                            about.disabled)
                    .orElseThrow(() -> new UsernameTaken().refused());
            record(
                    caller,
                    Deed.of("ACCOUNT_ADDED", SUBJECT, id)
                            .with("username", name.text())
                            .with("role", about.role));
            return get(id);
        });
    }

    Account change(Caller caller, long id, @Nullable String ifMatch, About about) {
        var changed = QuarkusTransaction.requiringNew().call(() -> {
            var administrators = lockAdministrators();
            var account = locked(id);
            Edition.require(ifMatch, account.version);
            var deed = Deed.of("ACCOUNT_CHANGED", SUBJECT, id)
                    .changed("role", account.role, about.role)
                    .changed("disabled", account.disabled, about.disabled)
                    .changed("email", account.email, about.email);
            var mayOther = account.role != about.role || account.disabled != about.disabled;
            if (administrators.equals(List.of(id)) && (about.role != Role.ADMIN || about.disabled)) {
                throw new LastAdministrator().refused();
            }
            account.role = about.role;
            account.disabled = about.disabled;
            account.email = about.email;
            account.persistAndFlush();
            if (!deed.details().isEmpty()) {
                record(caller, deed.with("username", account.username));
            }
            return new Changed(account, mayOther ? sessions.revokeAll(id) : List.of());
        });
        changed.ended.forEach(revoked::add);
        return changed.account;
    }

    private record Changed(Account account, List<UUID> ended) {}

    /** One that is good for choosing another one; whoever is signed in with the old one is so no longer. */
    Account resetPassword(Caller caller, long id, @Nullable String ifMatch, String password) {
        var known = get(id);
        passwords.check(Username.read(known.username).orElseThrow(), password);
        var hash = passwords.hash(password);
        var changed = QuarkusTransaction.requiringNew().call(() -> {
            var account = locked(id);
            Edition.require(ifMatch, account.version);
            account.passwordHash = hash;
            account.mustChangePassword = true;
            account.persistAndFlush();
            record(caller, Deed.of("PASSWORD_RESET", SUBJECT, id).with("username", account.username));
            return new Changed(account, sessions.revokeAll(id));
        });
        changed.ended.forEach(revoked::add);
        return changed.account;
    }

    private static Account locked(long id) {
        return Account.<Account>findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .filter(OfficeAccounts::isSomebodys)
                .orElseThrow(() -> new UnknownAccount().refused());
    }

    /** The house is nobody who could be given a role or a password. */
    private static boolean isSomebodys(Account account) {
        return !account.usernameKey.equals(Accounts.HOUSE);
    }

    /** Before anything else is locked, and in one order: two who dismiss each other at once must not both succeed. */
    private List<Long> lockAdministrators() {
        return statements.all(
                "select id from account where role = 'ADMIN' and not disabled order by id for update",
                row -> row.getLong("id"));
    }

    private void record(Caller caller, Deed deed) {
        audit.write(caller.accountId(), caller.username(), deed);
    }
}
