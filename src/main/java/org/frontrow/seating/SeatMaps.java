package org.frontrow.seating;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.frontrow.catalog.Place;
import org.frontrow.platform.DatabaseClock;
import org.frontrow.platform.DatabaseNotices;
import org.frontrow.platform.DatabaseUnreachable;
import org.frontrow.platform.Meters;
import org.frontrow.platform.Refused;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The maps that somebody looks at, kept in memory and up to date by what the seat desks of all replicas announce. While
 * announcements may be missed nothing is kept, and who looks is shown what the database says: old news never passes for
 * new.
 */
@ApplicationScoped
public class SeatMaps implements DatabaseNotices.Listener {
    static final String CHANNEL = "frontrow_seats";
    private static final Logger log = Logger.getLogger(SeatMaps.class);
    private static final int MOST_COMPARED = 3;

    // A chair may have gone since the show was planned; its seat stays, and is put where its number says.
    private static final String SEATS = """
            select m.title, m.poster_url, c.name, t.starts_at, t.ends_at, t.currency, s.id, s.row_label, s.number,
                s.price, p.x, p.y, p.kind, s.status, s.held_until, s.version, clock_timestamp()
            from show_time t join movie m on m.id = t.movie_id join screen c on c.id = t.screen_id
                join seat s on s.show_time_id = t.id
                left join place p on p.screen_id = t.screen_id and p.row_label = s.row_label and p.number = s.number
            where t.id = ? and t.status in ('ON_SALE', 'CLOSED') and s.show_time_id = any(array[?])
            order by s.row_label, s.number""";

    // In the order of the key, or PostgreSQL would read and sort all that ever happened.
    private static final String PAST = """
            select seat_id, version, kind, account_id, at from seat_event
            where show_time_id = any(array[?]) and kind <> 'EXTENDED'
            order by show_time_id desc, id desc limit ?""";

    private final DataSource database;
    private final DatabaseClock clock;
    private final DatabaseNotices notices;
    private final ObjectMapper json;
    private final MapConfig config;
    private final Timer lag;
    private final ConcurrentMap<Long, Kept> kept = new ConcurrentHashMap<>();
    private final ConcurrentMap<Long, CompletableFuture<SeatMap>> reading = new ConcurrentHashMap<>();
    /** What the database said at the last comparison; by now the maps have to know it. */
    private volatile List<SeatMap.View> compared = List.of();

    SeatMaps(
            DataSource database,
            DatabaseClock clock,
            DatabaseNotices notices,
            ObjectMapper json,
            MapConfig config,
            MeterRegistry registry) {
        this.database = database;
        this.clock = clock;
        this.notices = notices;
        this.json = json;
        this.config = config;
        this.lag = Meters.timer(
                registry,
                "frontrow.feed.lag",
                "From the decision about a seat on any replica to its arrival in a map here");
    }

    void atStart(@Observes StartupEvent start) {
        notices.subscribe(CHANNEL, this);
    }

    /** Of one show. What is announced while the map is being read is put aside and comes on top of it. */
    private static final class Kept {
        private final List<SeatNews> early = new ArrayList<>();
        private final CompletableFuture<SeatMap> ready = new CompletableFuture<>();
        private volatile @Nullable SeatMap map;
        private volatile long askedAt = System.nanoTime();

        synchronized void apply(SeatNews news) {
            var known = map;
            if (known == null) {
                early.add(news);
            } else {
                known.apply(news);
            }
        }

        synchronized void complete(SeatMap read) {
            early.forEach(read::apply);
            early.clear();
            map = read;
        }

        int seats() {
            var known = map;
            return known == null ? 0 : known.size();
        }
    }

    /** Does not block; an unknown show is refused. */
    public Uni<SeatMap> of(long show) {
        if (!isCurrent()) {
            return shared(readOnce(show));
        }
        var it = keep(show);
        var map = it.map;
        return map == null ? shared(it.ready) : Uni.createFrom().item(map);
    }

    /** Who hangs up while waiting cancels what they were given, which must not be what others wait for. */
    private static Uni<SeatMap> shared(CompletableFuture<SeatMap> answer) {
        return Uni.createFrom().completionStage(answer::copy);
    }

    /**
     * The map that is kept of this show, or nothing while it is being read or cannot be trusted. Does not block, and makes
     * sure that it will be there.
     */
    public @Nullable SeatMap present(long show) {
        return isCurrent() ? keep(show).map : null;
    }

    /** Whether maps are kept up to date, or announcements may be missed at present. */
    public boolean isCurrent() {
        return notices.isCurrent(this);
    }

    /** The database's time, without asking it. */
    public Instant now() {
        return clock.about();
    }

    /** Of a desk of this replica: before it answers, so that everybody reads here what they wrote here. */
    void announce(List<SeatNews> news) {
        for (var one : news) {
            var it = kept.get(one.show());
            if (it != null) {
                it.apply(one);
            }
        }
    }

    @Override
    public void onConnected() {
        kept.clear();
    }

    @Override
    public void onNotice(String payload) {
        try {
            var news = SeatNews.read(payload);
            announce(news);
            news.forEach(this::measureLag);
        } catch (IllegalArgumentException e) {
            // For example of a newer version that has other words: it may be about any of them.
            log.warnf("A notice about seats could not be read, so all maps are read anew: %s", e.getMessage());
            kept.clear();
        }
    }

    /** Whoever looks next is shown what the database says. */
    void forget(long show) {
        kept.remove(show);
    }

    private void measureLag(SeatNews news) {
        var it = kept.get(news.show());
        if (it != null && it.map != null) { // so the clock has been heard, and need not be asked here
            var since = Duration.between(news.at(), clock.about());
            lag.record(since.isNegative() ? Duration.ZERO : since); // that clock may be behind by a moment
        }
    }

    @Override
    public void onLost() {
        kept.clear();
        compared = List.of();
    }

    private Kept keep(long show) {
        var it = kept.get(show);
        if (it == null) {
            var fresh = new Kept();
            it = kept.putIfAbsent(show, fresh);
            if (it == null) {
                it = fresh;
                load(show, fresh);
            }
        }
        it.askedAt = System.nanoTime();
        return it;
    }

    private void load(long show, Kept into) {
        inBackground(into.ready, () -> {
            try {
                var map = read(show);
                into.complete(map);
                return map;
            } catch (RuntimeException | Error e) {
                kept.remove(show, into);
                throw e;
            }
        });
        // Also if it never began, as when the service stops: the next one who asks tries again.
        if (into.ready.isCompletedExceptionally()) {
            kept.remove(show, into);
        }
    }

    /** Many may ask at the same moment; the database is asked once. */
    private CompletableFuture<SeatMap> readOnce(long show) {
        var mine = new CompletableFuture<SeatMap>();
        var others = reading.putIfAbsent(show, mine);
        if (others != null) {
            return others;
        }
        inBackground(mine, () -> {
            // From here on who comes later must not get what is read now.
            reading.remove(show, mine);
            return read(show);
        });
        if (mine.isCompletedExceptionally()) {
            reading.remove(show, mine);
        }
        return mine;
    }

    /** Whatever happens, those who wait get an answer. */
    <T> void inBackground(CompletableFuture<T> answer, Supplier<T> work) {
        try {
            Infrastructure.getDefaultWorkerPool().execute(() -> {
                try {
                    answer.complete(work.get());
                } catch (RuntimeException | Error e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
    }

    /** Blocks; an unknown show is refused. */
    SeatMap read(long show) {
        try (var connection = database.getConnection()) {
            var view = view(connection, show);
            // After the seats: what happens between the two is announced besides, and left out of the past.
            var past = past(connection, show);
            return new SeatMap(view.about(), view.seats(), past, new MapJson(json)::write);
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }

    private SeatMap.View view(Connection connection, long show) throws SQLException {
        try (var statement = connection.prepareStatement(SEATS)) {
            statement.setLong(1, show);
            statement.setLong(2, show);
            try (var row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SeatingRefusal.UnknownShow(show).refused();
                }
                var about = new SeatMap.About(
                        show,
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        instant(row, 4),
                        instant(row, 5),
                        row.getString(6));
                var now = instant(row, 17);
                clock.heard(now);
                var seats = new ArrayList<SeatMap.Line>();
                var rows = new HashMap<String, Row>();
                var prices = new HashMap<BigDecimal, BigDecimal>();
                do {
                    seats.add(line(row, rows, prices));
                } while (row.next());
                return new SeatMap.View(about, seats);
            }
        }
    }

    /** @param label the same text for all seats of the row: texts and prices of their own would be half of a map's size */
    private record Row(String label, int behind) {}

    private static SeatMap.Line line(ResultSet row, Map<String, Row> rows, Map<BigDecimal, BigDecimal> prices)
            throws SQLException {
        var inRow = rows.computeIfAbsent(row.getString(8), label -> new Row(label, rows.size()));
        var price = row.getBigDecimal(10);
        var number = row.getInt(9);
        var x = row.getObject(11, Double.class);
        var y = row.getObject(12, Double.class);
        var kind = row.getString(13);
        var until = row.getObject(15, OffsetDateTime.class);
        return new SeatMap.Line(
                row.getLong(7),
                inRow.label,
                number,
                prices.computeIfAbsent(price, _ -> price),
                x == null ? number : x,
                y == null ? inRow.behind : y,
                kind == null ? Place.Kind.STANDARD : Place.Kind.valueOf(kind),
                Seat.Status.valueOf(row.getString(14)),
                until == null ? null : until.toInstant(),
                false,
                row.getLong(16));
    }

    /** The oldest first. */
    private static List<SeatMap.PastEvent> past(Connection connection, long show) throws SQLException {
        try (var statement = connection.prepareStatement(PAST)) {
            statement.setLong(1, show);
            // One line of what people read may be about several seats.
            statement.setInt(2, SeatMap.REMEMBERED * HoldConfig.SEATS_PER_REQUEST);
            try (var row = statement.executeQuery()) {
                var events = new ArrayList<SeatMap.PastEvent>();
                while (row.next()) {
                    events.add(new SeatMap.PastEvent(
                            row.getLong(1),
                            row.getLong(2),
                            SeatEvent.valueOf(row.getString(3)),
                            row.getLong(4),
                            instant(row, 5)));
                }
                return events.reversed();
            }
        }
    }

    /** Forgets what nobody looks at, and what is too much; what was asked for last stays longest. */
    @Scheduled(every = "1s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() {
        var now = System.nanoTime();
        kept.values().removeIf(it -> now - it.askedAt > config.kept().toNanos());
        var oldestFirst = new ArrayList<>(kept.entrySet());
        oldestFirst.sort(Comparator.comparingLong((Map.Entry<Long, Kept> it) -> it.getValue().askedAt - now));
        var seats = oldestFirst.stream().mapToLong(it -> it.getValue().seats()).sum();
        for (var it : oldestFirst) {
            if (seats <= config.seats()) {
                return;
            }
            kept.remove(it.getKey(), it.getValue());
            seats -= it.getValue().seats();
        }
    }

    /**
     * Proves on a few maps that no announcement gets lost: what the database said the last time has to be known here by
     * now. A map that fails is dropped.
     */
    @Scheduled(
            every = "${frontrow.maps.compare-every:5s}",
            delayed = "2s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void compare() {
        for (var read : compared) {
            var it = kept.get(read.about().show());
            var map = it == null ? null : it.map;
            if (map != null) {
                map.behind(read).ifPresent(seat -> {
                    log.errorf(
                            "The map of show %d was behind in seat %s and is dropped: an announcement was lost",
                            map.show(), seat.label());
                    kept.remove(map.show(), it);
                });
            }
        }
        compared = isCurrent() ? readSome() : List.of();
    }

    private List<SeatMap.View> readSome() {
        var shows = new ArrayList<>(kept.keySet());
        Collections.shuffle(shows);
        var views = new ArrayList<SeatMap.View>();
        try (var connection = database.getConnection()) {
            for (var show : shows.subList(0, Math.min(MOST_COMPARED, shows.size()))) {
                views.add(view(connection, show));
            }
        } catch (SQLException e) {
            log.debugf("Maps could not be compared: %s", e.getMessage());
        } catch (Refused e) {
            log.debug("A show has gone");
        }
        return views;
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
