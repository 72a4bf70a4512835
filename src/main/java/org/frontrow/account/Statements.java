package org.frontrow.account;

import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.frontrow.account.AccountRefusal.SignInBusy;
import org.frontrow.platform.DatabaseUnreachable;
import org.frontrow.platform.PlatformRefusal.BusyElsewhere;
import org.jspecify.annotations.Nullable;

/**
 * Runs the few statements of this package that must be atomic in one go and so are written in SQL. They join the
 * transaction that is open, if there is one.
 */
@Singleton
class Statements {
    private final DataSource database;

    Statements(DataSource database) {
        this.database = database;
    }

    int run(String sql, @Nullable Object... values) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    <T> Optional<T> first(String sql, Reader<T> reader, @Nullable Object... values) {
        return all(sql, reader, values).stream().findFirst();
    }

    <T> List<T> all(String sql, Reader<T> reader, @Nullable Object... values) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (var rows = statement.executeQuery()) {
                var result = new ArrayList<T>();
                while (rows.next()) {
                    result.add(reader.read(rows));
                }
                return result;
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    static Instant requiredInstant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(
                    i + 1, values[i] instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : values[i]);
        }
    }

    private static RuntimeException failed(SQLException e) {
        if (DatabaseUnreachable.isTheReasonFor(e)) {
            return new DatabaseUnreachable(e);
        }
        return BusyElsewhere.isTheReasonFor(e) ? new SignInBusy().refused() : new IllegalStateException(e);
    }

    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
