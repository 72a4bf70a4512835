package org.frontrow.platform;

import java.sql.SQLException;

/** The database did not answer. Told to clients as 503, because the same request may well work in a moment. */
public final class DatabaseUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseUnreachable(SQLException cause) {
        super("The database did not answer", cause);
    }
}
