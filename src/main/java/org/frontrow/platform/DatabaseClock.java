package org.frontrow.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;

/**
 * The one clock of the house. Replicas may run minutes apart, so nothing that decides about a seat, a show or a sign-in
 * asks the machine it happens to run on.
 */
@ApplicationScoped
public class DatabaseClock {
    private final DataSource database;

    DatabaseClock(DataSource database) {
        this.database = database;
    }

    /** The database's present time, not that of the transaction's start. Costs one round trip. */
    public Instant now() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }
}
