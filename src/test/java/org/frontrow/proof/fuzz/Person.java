package org.frontrow.proof.fuzz;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Somebody with an account, and what it needs to prove that. Each belongs to one player alone. */
final class Person {
    private static final Duration GOOD_FOR = Duration.ofMinutes(8);

    final String username;
    String password;
    final boolean staff;
    final boolean administrator;
    /** To be signed in again before it is used. */
    boolean signedOut = true;

    private long signedInAt;

    String accessToken = "";
    String refreshToken = "";
    /** A token that was good until its session ended. */
    @Nullable
    String spentToken;
    /** A token that was good until its time was over. */
    @Nullable
    String expiredToken;

    Person(String username, String password, boolean staff) {
        this(username, password, staff, false);
    }

    Person(String username, String password, boolean staff, boolean administrator) {
        this.username = username;
        this.password = password;
        this.staff = staff;
        this.administrator = administrator;
    }

    void signedIn(String newAccessToken, String newRefreshToken) {
        accessToken = newAccessToken;
        refreshToken = newRefreshToken;
        signedOut = false;
        signedInAt = System.nanoTime();
    }

    /** Also if its token will be too old before long, on a machine that takes its time. */
    boolean hasToSignIn() {
        return signedOut || System.nanoTime() - signedInAt > GOOD_FOR.toNanos();
    }

    @Override
    public String toString() {
        return username;
    }
}
