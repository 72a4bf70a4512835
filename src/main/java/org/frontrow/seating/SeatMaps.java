package org.frontrow.seating;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import javax.sql.DataSource;
import org.frontrow.platform.DatabaseUnreachable;

/** The maps people look at. Read in one statement, so that seats, times and numbers are of one instant. */
@ApplicationScoped
class SeatMaps {
    private static final String READ = """
            select m.title, c.name, t.starts_at, t.currency, s.id, s.row_label, s.number, s.price, s.status,
                coalesce(s.held_until <= clock_timestamp(), false)
            from show_time t join movie m on m.id = t.movie_id join screen c on c.id = t.screen_id
                join seat s on s.show_time_id = t.id
            where t.id = ? order by s.row_label, s.number""";

    private final DataSource database;

    SeatMaps(DataSource database) {
        this.database = database;
    }

    /** Blocks; an unknown show is refused. */
    SeatMap of(long show) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(READ)) {
            statement.setLong(1, show);
            try (var row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SeatingRefusal.UnknownShow(show).refused();
                }
                var movie = row.getString(1);
                var screen = row.getString(2);
                var startsAt = row.getObject(3, OffsetDateTime.class).toInstant();
                var currency = row.getString(4);
                var seats = new ArrayList<SeatMap.Line>();
                do {
                    seats.add(new SeatMap.Line(
                            row.getLong(5),
                            row.getString(6),
                            row.getInt(7),
                            row.getBigDecimal(8),
                            Seat.Status.valueOf(row.getString(9)),
                            row.getBoolean(10)));
                } while (row.next());
                return new SeatMap(show, movie, screen, startsAt, currency, seats);
            }
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }
}
