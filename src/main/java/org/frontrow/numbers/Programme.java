package org.frontrow.numbers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.frontrow.catalog.ShowTime;
import org.jspecify.annotations.Nullable;

/** What was shown where and when, as it stands in the catalog. */
final class Programme {
    private static final String SHOWS = """
            select t.id, t.movie_id, m.title, t.screen_id, c.name, t.starts_at, t.ends_at, t.status, t.currency
            from show_time t join movie m on m.id = t.movie_id join screen c on c.id = t.screen_id
            where t.status <> 'DRAFT'""";
    private static final String IN_ORDER = " order by t.starts_at, t.id";

    private static final String PLACES =
            "select row_label, number, x, y, kind from place where screen_id = ? order by id";

    private Programme() {}

    /** Whatever has a name. */
    record Named(long id, String name) {}

    /** A chair of a screen, as it is today. */
    record Spot(String row, int number, double x, double y, String kind) {
        Counting.Label label() {
            return new Counting.Label(row, number);
        }
    }

    static Show show(Connection connection, long id) throws SQLException {
        try (var statement = connection.prepareStatement(SHOWS + " and t.id = ?")) {
            statement.setLong(1, id);
            try (var row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new NumbersRefusal.UnknownShow().refused();
                }
                return show(row);
            }
        }
    }

    /** Those that start in that time, by start. */
    static List<Show> shows(
            Connection connection, Instant from, Instant until, @Nullable Long movie, @Nullable Long screen)
            throws SQLException {
        var sql = SHOWS
                + " and t.starts_at >= ? and t.starts_at < ?"
                + (movie == null ? "" : " and t.movie_id = ?")
                + (screen == null ? "" : " and t.screen_id = ?")
                + IN_ORDER;
        try (var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, from.atOffset(ZoneOffset.UTC));
            statement.setObject(2, until.atOffset(ZoneOffset.UTC));
            var next = 3;
            if (movie != null) {
                statement.setLong(next++, movie);
            }
            if (screen != null) {
                statement.setLong(next, screen);
            }
            var found = new ArrayList<Show>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(show(row));
                }
            }
            return found;
        }
    }

    private static Show show(ResultSet row) throws SQLException {
        return new Show(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getLong(4),
                row.getString(5),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                row.getObject(7, OffsetDateTime.class).toInstant(),
                ShowTime.Status.valueOf(row.getString(8)),
                row.getString(9));
    }

    static Optional<Named> movie(Connection connection, long id) throws SQLException {
        return named(connection, "select id, title from movie where id = ?", id);
    }

    static Optional<Named> screen(Connection connection, long id) throws SQLException {
        return named(connection, "select id, name from screen where id = ?", id);
    }

    private static Optional<Named> named(Connection connection, String sql, long id) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            try (var row = statement.executeQuery()) {
                return row.next() ? Optional.of(new Named(row.getLong(1), row.getString(2))) : Optional.empty();
            }
        }
    }

    /** In the order in which they were drawn. */
    static List<Spot> places(Connection connection, long screen) throws SQLException {
        try (var statement = connection.prepareStatement(PLACES)) {
            statement.setLong(1, screen);
            try (var row = statement.executeQuery()) {
                var spots = new ArrayList<Spot>();
                while (row.next()) {
                    spots.add(new Spot(
                            row.getString(1), row.getInt(2), row.getDouble(3), row.getDouble(4), row.getString(5)));
                }
                return spots;
            }
        }
    }
}
