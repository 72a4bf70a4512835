package org.frontrow.account;

import io.quarkus.arc.Arc;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Fresh accounts for tests that only need somebody to be signed in: no password is hashed, nothing goes over HTTP. Each
 * call makes another account, so no test can disturb another.
 */
public final class TestAccounts {
    private static final AtomicLong next = new AtomicLong(System.nanoTime());

    private TestAccounts() {}

    /** @param bearer the access token, for {@code .auth().oauth2(…)} */
    public record TestAccount(long accountId, String username, String bearer, Caller caller) {}

    public static TestAccount customer() {
        return signedIn(Role.CUSTOMER);
    }

    /** For pictures; the name must be free. */
    public static TestAccount customer(String name) {
        return signedIn(name, Role.CUSTOMER);
    }

    public static TestAccount staff() {
        return signedIn(Role.STAFF);
    }

    public static TestAccount admin() {
        return signedIn(Role.ADMIN);
    }

    public static String freshName() {
        return "tester" + Long.toString(next.incrementAndGet(), 36);
    }

    private static TestAccount signedIn(Role role) {
        return signedIn(freshName(), role);
    }

    private static TestAccount signedIn(String name, Role role) {
        var statements = bean(Statements.class);
        var account = statements
                .first("""
                        insert into account (username, username_key, password_hash, role)
                        values (?, ?, 'nobody signs in with this', ?) returning id
                        """, row -> row.getLong("id"), name, name, role.name())
                .orElseThrow();
        var caller = new Caller(
                account, name, role, bean(Sessions.class).open(account).session());
        return new TestAccount(account, name, bean(Tokens.class).issue(caller), caller);
    }

    static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
