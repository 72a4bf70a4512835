package org.frontrow.proof.fuzz;

import org.jspecify.annotations.Nullable;

/** Somebody with an account, and what it needs to prove that. Each belongs to one player alone. */
final class Person {
    final String username;
    final String password;
    final boolean staff;
    /** To be signed in again before it is used. */
    boolean signedOut = true;

    String accessToken = "";
    String refreshToken = "";
    /** A token that was good until its session ended. */
    @Nullable
    String spentToken;
    /** A token that was good until its time was over. */
    @Nullable
    String expiredToken;

    Person(String username, String password, boolean staff) {
        this.username = username;
        this.password = password;
        this.staff = staff;
    }

    @Override
    public String toString() {
        return username;
    }
}
