package org.frontrow.seating;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import javax.sql.DataSource;
import org.frontrow.platform.DatabaseUnreachable;
import org.jspecify.annotations.Nullable;

/** Keeps the seat plans of the shows that are in demand. */
@ApplicationScoped
// The cache makes an instance of a class that it finds by its name, which tells what it has to do: strong keys, strong
// values, at most so much weight, expiry after write.
@RegisterForReflection(classNames = "com.github.benmanes.caffeine.cache.SSMWW")
class SeatPlans {
    /** About 150 bytes a seat: 38 MB at most. */
    private static final long MOST_SEATS = 250_000;

    private static final Duration KEPT = Duration.ofMinutes(1);

    private static final String FIND = """
            select t.currency, t.ends_at, s.id, s.row_label, s.number
            from show_time t join seat s on s.show_time_id = t.id
            where t.id = ? and s.show_time_id = any(array[?])""";

    private final DataSource database;
    private final AsyncCache<Long, SeatPlan> plans = Caffeine.newBuilder()
            .maximumWeight(MOST_SEATS)
            .weigher((Long _, SeatPlan plan) -> plan.ids().size() + 1)
            .expireAfterWrite(KEPT)
            .executor(Infrastructure.getDefaultWorkerPool())
            .buildAsync();

    SeatPlans(DataSource database) {
        this.database = database;
    }

    /** Does not block; an unknown show is refused. */
    @SuppressWarnings("NullAway") // a loader that finds nothing answers null, and the cache keeps nothing
    Uni<SeatPlan> of(long show) {
        return Uni.createFrom()
                // A copy: who hangs up while waiting cancels it, and others may wait for the same plan.
                .completionStage(() -> plans.get(show, this::load).copy())
                .onItem()
                .ifNull()
                .failWith(() -> new SeatingRefusal.UnknownShow(show).refused());
    }

    /** Null for an unknown show, which the cache then forgets without a word in the log. */
    private @Nullable SeatPlan load(long show) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(FIND)) {
            statement.setLong(1, show);
            statement.setLong(2, show);
            try (var row = statement.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                var currency = row.getString(1);
                var closesAt = row.getObject(2, OffsetDateTime.class).toInstant();
                var ids = new HashMap<SeatLabel, Long>();
                do {
                    ids.put(new SeatLabel(row.getString(4), row.getInt(5)), row.getLong(3));
                } while (row.next());
                return new SeatPlan(show, currency, closesAt, ids);
            }
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }
}
