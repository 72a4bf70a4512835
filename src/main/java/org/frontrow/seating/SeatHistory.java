package org.frontrow.seating;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.frontrow.catalog.Shows;
import org.frontrow.platform.DatabaseUnreachable;
import org.jspecify.annotations.Nullable;

/** Reads the ledger of a show, for people who want to know how something came about. */
@ApplicationScoped
class SeatHistory {
    // The seats of a show are few in comparison with what happened to them, and known by their key.
    private static final String READ = """
            select e.id, e.at, e.kind, s.row_label, s.number, a.username, by_whom.username, b.reference,
                o.row_label, o.number, coalesce(e.note, b.guest), e.held_until
            from seat_event e
            join seat s on s.show_time_id = e.show_time_id and s.id = e.seat_id
            left join account a on a.id = e.account_id
            left join account by_whom on by_whom.id = e.by_account_id
            left join booking b on b.show_time_id = e.show_time_id and b.id = e.booking_id
            left join seat o on o.show_time_id = e.show_time_id and o.id = e.other_seat_id
            where e.show_time_id = any(array[?]) and e.id < ?""";

    // In the order of the key, or PostgreSQL would read and sort all that ever happened.
    private static final String LATEST_FIRST = " order by e.show_time_id desc, e.id desc limit ?";

    private final DataSource database;
    private final Shows shows;

    SeatHistory(DataSource database, Shows shows) {
        this.database = database;
        this.shows = shows;
    }

    /**
     * Something that happened to a seat.
     *
     * @param account whom it concerns
     * @param by of the staff, if it was not the guest
     * @param other the seat that the ticket went to, or came from
     */
    record Line(
            long id,
            Instant at,
            SeatEvent kind,
            SeatLabel seat,
            @Nullable String account,
            @Nullable String by,
            @Nullable String reference,
            @Nullable SeatLabel other,
            @Nullable String note,
            @Nullable Instant heldUntil) {}

    /**
     * The latest first.
     *
     * @param row of all if empty
     * @param number of all if empty
     * @param before only what was written before this one
     */
    List<Line> read(long show, Optional<String> row, Optional<Integer> number, long before, int most) {
        if (!shows.exists(show)) {
            throw new SeatingRefusal.UnknownShow(show).refused();
        }
        var conditions =
                (row.isPresent() ? " and s.row_label = ?" : "") + (number.isPresent() ? " and s.number = ?" : "");
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(READ + conditions + LATEST_FIRST)) {
            int next = 0;
            statement.setLong(++next, show);
            statement.setLong(++next, before);
            if (row.isPresent()) {
                statement.setString(++next, row.get());
            }
            if (number.isPresent()) {
                statement.setInt(++next, number.get());
            }
            statement.setInt(++next, most);
            try (var found = statement.executeQuery()) {
                var lines = new ArrayList<Line>();
                while (found.next()) {
                    lines.add(line(found));
                }
                return lines;
            }
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                row.getLong(1),
                instant(row, 2),
                SeatEvent.valueOf(row.getString(3)),
                new SeatLabel(row.getString(4), row.getInt(5)),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9) == null ? null : new SeatLabel(row.getString(9), row.getInt(10)),
                row.getString(11),
                row.getObject(12) == null ? null : instant(row, 12));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
