package org.frontrow.platform;

import java.sql.SQLException;

/** The database did not answer. Told to clients as 503, because the same request may well work in a moment. */
public final class DatabaseUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseUnreachable(SQLException cause) {
        super("The database did not answer", cause);
    }

    /** SQLSTATE of a failure to get a connection at all. */
    public static final String NO_CONNECTION = "08001";

    /**
     * Whether this failure means that the connection is of no more use, rather than the statement: class 08 is the
     * connection itself; 57P0x a server that stops or starts; 53 one without room and 58 one with a broken disk; 25006
     * one that only reads, such as yesterday's primary; 25P03 and 25P04 one that lost patience with a transaction. No
     * state at all comes from the pool.
     */
    public static boolean isTheReasonFor(SQLException e) {
        var state = e.getSQLState();
        return state == null
                || state.startsWith("08")
                || state.startsWith("57P0")
                || state.startsWith("53")
                || state.startsWith("58")
                || state.equals("25006")
                || state.equals("25P03")
                || state.equals("25P04");
    }
}
