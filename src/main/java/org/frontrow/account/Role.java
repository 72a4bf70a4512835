package org.frontrow.account;

public enum Role {
    CUSTOMER,
    STAFF,
    ADMIN;

    /** For annotations, which take no enum. */
    public static final String STAFF_ROLE = "STAFF";

    /** See {@link #STAFF_ROLE}. */
    public static final String ADMIN_ROLE = "ADMIN";

    public boolean allowsStaff() {
        return this != CUSTOMER;
    }
}
