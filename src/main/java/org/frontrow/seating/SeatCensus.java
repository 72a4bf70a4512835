package org.frontrow.seating;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Counts the seats of all shows that are not over, for operators. Every replica counts for itself, so all of them say
 * the same; it is as old as the last count.
 */
@ApplicationScoped
class SeatCensus {
    private static final Logger log = Logger.getLogger(SeatCensus.class);

    private static final String COUNT = """
            select
                case when t.starts_at < clock_timestamp() + interval '1 day' then 'today'
                    when t.starts_at < clock_timestamp() + interval '7 days' then 'week' else 'later' end,
                case when s.status = 'HELD' and s.held_until <= clock_timestamp() then 'available'
                    else lower(s.status) end,
                count(*)
            from show_time t join seat s on s.show_time_id = t.id
            where t.ends_at > clock_timestamp() group by 1, 2""";

    private final DataSource database;
    private final MultiGauge seats;

    SeatCensus(DataSource database, MeterRegistry registry) {
        this.database = database;
        this.seats = MultiGauge.builder("frontrow.seats")
                .description(
                        "Seats of shows that are not over, by how soon the show begins: within a day, a week, or later")
                .register(registry);
    }

    @Scheduled(
            every = "${frontrow.census.every:1m}",
            delayed = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void count() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(COUNT)) {
            List<MultiGauge.Row<?>> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(MultiGauge.Row.of(
                        Tags.of("shows", row.getString(1), "status", row.getString(2)), row.getLong(3)));
            }
            seats.register(rows, true);
        } catch (SQLException e) {
            seats.register(List.of(), true); // no number is better than an old one
            log.warnf("The seats could not be counted: %s", e.getMessage());
        }
    }
}
