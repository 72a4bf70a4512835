package org.frontrow.seating;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.frontrow.account.Caller;
import org.frontrow.platform.DatabaseUnreachable;

/** Which seats of a show are the caller's: the map is the same for everybody and does not say. */
@ApplicationScoped
class MySeats {
    private static final String FIND = """
            select row_label, number, status, held_until from seat
            where show_time_id = any(array[?]) and account_id = ?
                and (status = 'BOOKED' or held_until > clock_timestamp())
            order by row_label, number""";

    private static final String NOW = "select clock_timestamp()";

    private final DataSource database;

    MySeats(DataSource database) {
        this.database = database;
    }

    record Held(SeatLabel seat, Instant until) {}

    /** @param now the database's time, so that a countdown can be right on a machine whose clock is wrong */
    record Mine(List<Held> held, List<SeatLabel> booked, Instant now) {}

    /** Blocks. Of a show that does not exist nobody has anything. */
    Mine of(Caller caller, long show) {
        // Both statements travel in one round trip.
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(FIND + ";\n" + NOW)) {
            statement.setLong(1, show);
            statement.setLong(2, caller.accountId());
            statement.execute();
            var held = new ArrayList<Held>();
            var booked = new ArrayList<SeatLabel>();
            try (var row = statement.getResultSet()) {
                while (row.next()) {
                    var label = new SeatLabel(row.getString(1), row.getInt(2));
                    switch (Seat.Status.valueOf(row.getString(3))) {
                        case HELD ->
                            held.add(new Held(
                                    label,
                                    row.getObject(4, OffsetDateTime.class).toInstant()));
                        case BOOKED -> booked.add(label);
                        case AVAILABLE, BLOCKED -> throw new IllegalStateException("Such a seat is nobody's");
                    }
                }
            }
            if (!statement.getMoreResults()) {
                throw new IllegalStateException("Every database knows the time");
            }
            try (var row = statement.getResultSet()) {
                row.next();
                return new Mine(
                        held, booked, row.getObject(1, OffsetDateTime.class).toInstant());
            }
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }
}
