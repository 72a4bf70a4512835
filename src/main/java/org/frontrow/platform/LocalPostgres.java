package org.frontrow.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Starts a PostgreSQL on this machine for people who have none yet. Found through {@link java.util.ServiceLoader},
 * because images are built without the implementation's libraries and must not miss them.
 */
public interface LocalPostgres {
    /** Database, role and password: it listens on this machine only. */
    String OWNER = "frontrow";

    /**
     * Comes back when the server takes connections.
     *
     * @param data where the database lives over restarts; empty: a throw-away one without durability, for tests
     * @param port the TCP port on 127.0.0.1, or 0 for any free one
     * @return the JDBC URL; user and password are {@link #OWNER}
     */
    String start(Optional<Path> data, int port) throws IOException;
}
