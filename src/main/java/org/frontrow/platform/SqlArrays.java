package org.frontrow.platform;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hands whole columns to PostgreSQL as arrays, so that one statement writes many rows. */
public final class SqlArrays {
    private SqlArrays() {}

    /** @param type of the elements, as PostgreSQL calls it */
    public static <T> void set(
            PreparedStatement statement,
            int index,
            String type,
            Collection<T> from,
            Function<T, @Nullable Object> value)
            throws SQLException {
        var values = new @Nullable Object[from.size()];
        int i = 0;
        for (var item : from) {
            values[i++] = value.apply(item);
        }
        statement.setArray(index, statement.getConnection().createArrayOf(type, values));
    }

    public static void setIds(PreparedStatement statement, int index, Collection<Long> ids) throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf("bigint", ids.toArray()));
    }
}
