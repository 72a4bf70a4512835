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
 * Counts the seats of the shows of the next seven days, for operators. Every replica counts for itself, so all of them
 * say the same; it is as old as the last count.
 */
@ApplicationScoped
class SeatCensus {
    private static final Logger log = Logger.getLogger(SeatCensus.class);

    // Show by show, by the key that begins with the show: in any other order PostgreSQL would read all seats there are.
    private static final String COUNT = """
            select t.shows, c.status, sum(c.seats)
            from (
                select id, case when starts_at < clock_timestamp() + interval '1 day' then 'today' else 'week' end as shows
                from show_time
                where ends_at > clock_timestamp() and starts_at < clock_timestamp() + interval '7 days' offset 0) t
            cross join lateral (
                select case when s.status = 'HELD' and s.held_until <= clock_timestamp() then 'available'
                    else lower(s.status) end as status, count(*) as seats
                from seat s where s.show_time_id = t.id group by 1) c
            group by 1, 2""";

    private final DataSource database;
    private final MultiGauge seats;

    SeatCensus(DataSource database, MeterRegistry registry) {
        this.database = database;
        this.seats = MultiGauge.builder("frontrow.seats")
                .description(
                        "Seats of shows that are not over, by how soon the show begins: today is within a day, week within seven")
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
