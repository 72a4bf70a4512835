package org.frontrow.demo;

import org.frontrow.account.Role;

/** Those who are there in every demo cinema. */
public enum DemoAccount {
    CUSTOMER("demo_user_123", Role.CUSTOMER),
    STAFF("demo_staff_123", Role.STAFF),
    ADMIN("demo_admin_123", Role.ADMIN);

    /** Everybody knows it. */
    public static final String PASSWORD = "demo123";

    private final String username;
    private final Role role;

    DemoAccount(String username, Role role) {
        this.username = username;
        this.role = role;
    }

    public String username() {
        return username;
    }

    public Role role() {
        return role;
    }
}
