package org.frontrow.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.frontrow.platform.DatabaseUnreachable;
import org.jspecify.annotations.Nullable;

/** The only writer of table {@code audit_entry}, and its reader. */
@ApplicationScoped
public class AuditTrail {
    private static final String WRITE = """
            insert into audit_entry (account_id, username, act, subject, subject_id, details)
            values (?, ?, ?, ?, ?, ?::jsonb)""";

    // Without "is null or" the planner would have to guess which of the conditions there will be.
    private static final String READ = """
            select id, at, username, act, subject, subject_id, details::text from audit_entry
            where id < ?""";

    private static final String LATEST_FIRST = " order by id desc limit ?";

    private final DataSource database;
    private final ObjectMapper json;

    AuditTrail(DataSource database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Of somebody, in the transaction that is open. */
    public void write(long account, String username, Deed deed) {
        try (var connection = database.getConnection()) {
            write(connection, account, username, deed);
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }

    /** In a transaction of the caller's own. */
    public void write(Connection transaction, @Nullable Long account, String username, Deed deed) throws SQLException {
        try (var statement = transaction.prepareStatement(WRITE)) {
            statement.setObject(1, account, Types.BIGINT);
            statement.setString(2, username);
            statement.setString(3, deed.act());
            statement.setString(4, deed.subject());
            statement.setString(5, deed.subjectId());
            statement.setString(6, json.writeValueAsString(deed.details()));
            statement.executeUpdate();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param details a JSON object */
    public record Entry(
            long id,
            Instant at,
            String username,
            String act,
            String subject,
            @Nullable String subjectId,
            String details) {}

    /**
     * What is asked for; what is absent says nothing.
     *
     * @param until not included
     */
    public record Filter(
            Optional<String> username,
            Optional<String> act,
            Optional<String> subject,
            Optional<String> subjectId,
            Optional<Instant> from,
            Optional<Instant> until) {}

    /**
     * The latest first.
     *
     * @param before only what was written before this entry
     */
    public List<Entry> read(Filter filter, long before, int most) {
        var conditions = new StringBuilder();
        var values = new ArrayList<Object>();
        add(conditions, values, " and username = ?", filter.username);
        add(conditions, values, " and act = ?", filter.act);
        add(conditions, values, " and subject = ?", filter.subject);
        add(conditions, values, " and subject_id = ?", filter.subjectId);
        add(conditions, values, " and at >= ?", filter.from.map(AuditTrail::utc));
        add(conditions, values, " and at < ?", filter.until.map(AuditTrail::utc));
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(READ + conditions + LATEST_FIRST)) {
            bind(statement, before, values, most);
            try (var row = statement.executeQuery()) {
                var entries = new ArrayList<Entry>();
                while (row.next()) {
                    entries.add(entry(row));
                }
                return entries;
            }
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }

    private static void add(StringBuilder conditions, List<Object> values, String condition, Optional<?> value) {
        value.ifPresent(it -> {
            conditions.append(condition);
            values.add(it);
        });
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static void bind(PreparedStatement statement, long before, List<Object> values, int most)
            throws SQLException {
        int next = 0;
        statement.setLong(++next, before);
        for (var value : values) {
            statement.setObject(++next, value);
        }
        statement.setInt(++next, most);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong(1),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7));
    }
}
