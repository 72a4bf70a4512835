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
import java.util.Arrays;
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
    /** About a dozen bytes a seat: 12 MB at most. */
    private static final long MOST_SEATS = 1_000_000;

    private static final Duration KEPT = Duration.ofMinutes(1);

    private static final String FIND = """
            select t.currency, case t.status when 'ON_SALE' then t.ends_at else 'epoch' end, s.row_label, array_agg(s.number order by s.number), array_agg(s.id order by s.number)
            from show_time t join seat s on s.show_time_id = t.id
            where t.id = ? and t.status in ('ON_SALE', 'CLOSED') and s.show_time_id = any(array[?])
            group by t.id, s.row_label""";

    private final DataSource database;
    private final AsyncCache<Long, SeatPlan> plans = Caffeine.newBuilder()
            .maximumWeight(MOST_SEATS)
            .weigher((Long _, SeatPlan plan) -> plan.size() + 1)
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

    void forget(long show) {
        plans.synchronous().invalidate(show);
    }

    void forgetAll() {
        plans.synchronous().invalidateAll();
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
                var rows = new HashMap<String, SeatPlan.Row>();
                do {
                    var numbers = (Integer[]) row.getArray(4).getArray();
                    var ids = (Long[]) row.getArray(5).getArray();
                    rows.put(
                            row.getString(3),
                            new SeatPlan.Row(
                                    Arrays.stream(numbers)
                                            .mapToInt(Integer::intValue)
                                            .toArray(),
                                    Arrays.stream(ids)
                                            .mapToLong(Long::longValue)
                                            .toArray()));
                } while (row.next());
                return new SeatPlan(show, currency, closesAt, rows);
            }
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }
}
