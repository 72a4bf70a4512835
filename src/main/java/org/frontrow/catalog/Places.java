package org.frontrow.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.frontrow.catalog.Layout.Spot;
import org.frontrow.platform.DatabaseUnreachable;
import org.frontrow.platform.SqlArrays;

/** Reads and writes all places of a screen at once: there may be a hundred thousand, too many for an entity each. */
@ApplicationScoped
class Places {
    private static final String READ =
            "select row_label, number, x, y, kind from place where screen_id = ? order by id";

    private static final String REMOVE = """
            delete from place p using unnest(?::text[], ?::integer[]) as k (row_label, number)
            where p.screen_id = ? and p.row_label = k.row_label and p.number = k.number""";

    private static final String WRITE = """
            insert into place (screen_id, row_label, number, x, y, kind)
            select ?, k.* from unnest(?::text[], ?::integer[], ?::double precision[], ?::double precision[], ?::text[]) as k
            on conflict on constraint place_label_unique
            do update set x = excluded.x, y = excluded.y, kind = excluded.kind""";

    /** One statement may take seconds only, and a hundred thousand places at once might take longer. */
    private static final int AT_ONCE = 10_000;

    private final DataSource database;

    Places(DataSource database) {
        this.database = database;
    }

    Layout layout(long screen) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(READ)) {
            statement.setLong(1, screen);
            try (var row = statement.executeQuery()) {
                var spots = new ArrayList<Spot>();
                while (row.next()) {
                    spots.add(new Spot(
                            row.getString(1),
                            row.getInt(2),
                            row.getDouble(3),
                            row.getDouble(4),
                            Place.Kind.valueOf(row.getString(5))));
                }
                return new Layout(spots);
            }
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }

    /** In the transaction that is open. */
    void apply(long screen, Layout.Difference difference) {
        try (var connection = database.getConnection()) {
            for (var some : inParts(difference.removed())) {
                remove(connection, screen, some);
            }
            for (var some : inParts(difference.changed())) {
                write(connection, screen, some);
            }
            for (var some : inParts(difference.added())) {
                write(connection, screen, some);
            }
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }

    private static List<List<Spot>> inParts(List<Spot> spots) {
        var parts = new ArrayList<List<Spot>>();
        for (int from = 0; from < spots.size(); from += AT_ONCE) {
            parts.add(spots.subList(from, Math.min(from + AT_ONCE, spots.size())));
        }
        return parts;
    }

    private static void remove(Connection connection, long screen, List<Spot> spots) throws SQLException {
        try (var statement = connection.prepareStatement(REMOVE)) {
            SqlArrays.set(statement, 1, "text", spots, Spot::row);
            SqlArrays.set(statement, 2, "integer", spots, Spot::number);
            statement.setLong(3, screen);
            statement.executeUpdate();
        }
    }

    private static void write(Connection connection, long screen, List<Spot> spots) throws SQLException {
        try (var statement = connection.prepareStatement(WRITE)) {
            statement.setLong(1, screen);
            SqlArrays.set(statement, 2, "text", spots, Spot::row);
            SqlArrays.set(statement, 3, "integer", spots, Spot::number);
            SqlArrays.set(statement, 4, "double precision", spots, Spot::x);
            SqlArrays.set(statement, 5, "double precision", spots, Spot::y);
            SqlArrays.set(statement, 6, "text", spots, spot -> spot.kind().name());
            statement.executeUpdate();
        }
    }
}
