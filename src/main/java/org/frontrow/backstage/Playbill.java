package org.frontrow.backstage;

import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.frontrow.platform.DatabaseUnreachable;
import org.frontrow.seating.Seat.Status;
import org.jspecify.annotations.Nullable;

/** Which shows come next, and who has which seat of one of them. What the table says, not what a map remembers. */
@ApplicationScoped
@IfBuildProfile("dev")
class Playbill {
    private static final int SHOWS = 50;

    private static final String COUNTED = """
            select t.id, m.title, c.name, t.starts_at,
                count(*) filter (where s.status = 'AVAILABLE' or s.status = 'HELD' and s.held_until <= clock_timestamp()),
                count(*) filter (where s.status = 'HELD' and s.held_until > clock_timestamp()),
                count(*) filter (where s.status = 'BOOKED')
            from show_time t join movie m on m.id = t.movie_id join screen c on c.id = t.screen_id
                join seat s on s.show_time_id = t.id
            where t.id = any(array(%s))
            group by t.id, m.title, c.name order by t.starts_at, t.id""";

    private static final String NEXT = COUNTED.formatted(
            "select id from show_time where ends_at > clock_timestamp() order by starts_at, id limit ?");

    private static final String ONE = COUNTED.formatted("select ?::bigint");

    private static final String SEATS = """
            select s.id, s.row_label || s.number, s.status, a.username, s.held_until,
                floor(extract(epoch from s.held_until - clock_timestamp()))::bigint, b.reference
            from seat s left join account a on a.id = s.account_id
                left join booking b on b.show_time_id = s.show_time_id and b.id = s.booking_id
            where s.show_time_id = any(array[?]) order by s.row_label, s.number""";

    private final DataSource database;

    Playbill(DataSource database) {
        this.database = database;
    }

    /** @param free also those whose hold is over but not tidied up */
    public record Listed(long id, String movie, String screen, Instant startsAt, int free, int held, int booked) {}

    public record Opened(Listed show, List<Taken> seats) {}

    /**
     * @param account who holds or booked it
     * @param secondsLeft of the hold; not above zero if it is over
     * @param reference of the booking
     */
    public record Taken(
            long id,
            String seat,
            Status status,
            @Nullable String account,
            @Nullable Instant heldUntil,
            @Nullable Long secondsLeft,
            @Nullable String reference) {}

    List<Listed> next() {
        return query(NEXT, SHOWS, Playbill::listed);
    }

    Optional<Opened> open(long show) {
        return query(ONE, show, Playbill::listed).stream()
                .findFirst()
                .map(found -> new Opened(found, query(SEATS, show, Playbill::taken)));
    }

    private static Listed listed(ResultSet row) throws SQLException {
        return new Listed(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                row.getInt(5),
                row.getInt(6),
                row.getInt(7));
    }

    private static Taken taken(ResultSet row) throws SQLException {
        var until = row.getObject(5, OffsetDateTime.class);
        return new Taken(
                row.getLong(1),
                row.getString(2),
                Status.valueOf(row.getString(3)),
                row.getString(4),
                until == null ? null : until.toInstant(),
                until == null ? null : row.getLong(6),
                row.getString(7));
    }

    private interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, long parameter, Reading<T> reading) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setLong(1, parameter);
            var found = new ArrayList<T>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(reading.read(row));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }
}
