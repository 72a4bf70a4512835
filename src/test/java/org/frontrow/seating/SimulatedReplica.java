package org.frontrow.seating;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.TracerProvider;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.frontrow.audit.SilentAuditTrail;
import org.frontrow.catalog.Place;
import org.frontrow.platform.DatabaseNotices;
import org.frontrow.platform.DatabaseUnreachable;
import org.frontrow.platform.SimulatedPlatform;
import org.frontrow.seating.Schedule.Bug;
import org.frontrow.seating.Schedule.Fault;
import org.frontrow.seating.SeatState.Held;
import org.frontrow.seating.SimulatedDatabase.Session;
import org.jspecify.annotations.Nullable;

/**
 * One process of the service: its lanes, its clerks and its maps are the real ones. What they talk to is simulated: a
 * ledger, bookings and connections that lead to the {@link SimulatedDatabase}, and a line on which news is heard.
 */
final class SimulatedReplica implements SimulatedTime.Place {
    /** Forgets all it is told. */
    private static final MeterRegistry NOWHERE = new CompositeMeterRegistry();

    private static final DeskMeters METERS = new DeskMeters(NOWHERE) {
        @Override
        void opened(String lane, Collection<?> queue, Supplier<Duration> expectedWait) {
            // There are thousands of them.
        }
    };
    private static final DatabaseNotices NOTICES =
            SimulatedPlatform.notices(listener -> ((MapsOfReplica) listener).hearsEverything(), NOWHERE);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MapConfig MAPS = new Maps(Duration.ofMinutes(10), 250_000, Duration.ofSeconds(5));
    private static final SeatingRefusal BUSY = new SeatingRefusal.DeskBusy(Duration.ofSeconds(1));
    private static final long NOTICED_WITHIN = SimulatedTime.SECOND;

    private record Maps(Duration kept, int seats, Duration compareEvery) implements MapConfig {}

    private record Desk(
            Optional<Integer> lanes,
            int ordersPerTransaction,
            int showsPerTransaction,
            int waitingPerShow,
            int waiting,
            Duration targetWait,
            Duration patience)
            implements DeskConfig {}

    private final int number;
    private final SimulatedTime time;
    private final Schedule schedule;
    private final SimulatedDatabase database;
    private final Referee referee;
    private final Duration skew;
    private final DataSource source = of(DataSource.class, (_, _) -> connect());
    private final DeskConfig desk;
    private final List<Lane> lanes = new ArrayList<>();
    private final Line line = new Line();
    private final SeatMaps maps;
    private boolean gone;
    private long stoppedUntil;

    SimulatedReplica(int number, SimulatedTime time, Schedule schedule, SimulatedDatabase database, Referee referee) {
        this.number = number;
        this.time = time;
        this.schedule = schedule;
        this.database = database;
        this.referee = referee;
        this.skew = Duration.ofMillis(schedule.chance(10_000) - 5_000);
        this.desk = new Desk(
                Optional.of(schedule.lanes),
                schedule.oneIn(4) ? 2 : 256,
                schedule.oneIn(4) ? 1 : 0,
                1000,
                1000,
                Duration.ofMillis(500),
                schedule.patience);
        this.maps = new MapsOfReplica();
        for (int i = 0; i < schedule.lanes; i++) {
            lanes.add(new Lane(i));
        }
        line.connect();
    }

    @Override
    public boolean isGone() {
        return gone;
    }

    @Override
    public long stoppedUntil() {
        return stoppedUntil;
    }

    @Override
    public String toString() {
        return "replica " + number;
    }

    Line line() {
        return line;
    }

    SeatMaps maps() {
        return maps;
    }

    void submit(WaitingOrder order) {
        lanes.get(Math.floorMod(Long.hashCode(order.order().show()), lanes.size()))
                .add(order);
    }

    /** kill -9 */
    void kill() {
        schedule.note(() -> this + " is gone");
        gone = true;
        database.lose(this);
        time.dismissTheGone();
    }

    /** SIGSTOP, and SIGCONT later. */
    void stop(long micros) {
        stoppedUntil = Math.max(stoppedUntil, time.now() + micros);
        schedule.note(() -> this + " stands still until " + stoppedUntil);
        line.stopped();
        database.losePatienceWith(this);
    }

    // ---- the desk ----

    private final class Lane {
        private final DeskLane lane;
        private List<WaitingOrder> batch = List.of();
        private boolean busy;

        Lane(int number) {
            this.lane = new DeskLane(
                    number,
                    source,
                    new Ledger(this),
                    new Bookings(),
                    new SilentAuditTrail(source),
                    maps,
                    desk,
                    METERS,
                    new Traces(this),
                    TestHolds.atMost(Simulation.HOLDS_PER_ACCOUNT),
                    _ -> {},
                    () -> time.now() * 1000);
        }

        void add(WaitingOrder order) {
            if (!lane.add(order)) {
                order.refuse(BUSY);
                return;
            }
            time.at(
                    SimulatedReplica.this,
                    time.now() + desk.patience().toMillis() * SimulatedTime.MILLI + 1,
                    () -> lane.refuseTheImpatient(late -> late.refuse(BUSY)));
            if (!busy) {
                busy = true;
                time.play(SimulatedReplica.this, () -> {
                    while (lane.turn(0)) {
                        batch = List.of();
                    }
                    busy = false;
                });
            }
        }
    }

    /** Is told first which orders a transaction will serve. */
    private final class Traces extends DeskTraces {
        private final Lane lane;

        Traces(Lane lane) {
            super(TracerProvider.noop().get("simulation"));
            this.lane = lane;
        }

        @Override
        Span begin(List<WaitingOrder> batch) {
            lane.batch = batch;
            for (var order : batch) {
                if (order.hasWaited(desk.patience(), time.now() * 1000)) {
                    referee.object("G12: served though it had waited too long: %s", order.order());
                }
            }
            return super.begin(batch);
        }
    }

    private final class Ledger extends SeatLedger {
        private final Lane lane;

        Ledger(Lane lane) {
            super(TestHolds.USUAL);
            this.lane = lane;
        }

        @Override
        Locked lock(Connection transaction, Collection<Long> shows, Collection<Long> seats, Collection<Long> holders)
                throws SQLException {
            var locked = database.lock(session(transaction), seats, holders, lane.batch);
            if (schedule.has(Bug.CLOCK_OF_THE_REPLICA)) {
                return new Locked(locked.now().plus(skew), locked.seats(), locked.holds());
            }
            if (schedule.has(Bug.OLD_HOLDS_OF_OTHERS_COUNT)
                    && lane.batch.stream().allMatch(waiting -> waiting.order().command() instanceof SeatCommand.Hold)) {
                locked.seats().replaceAll((_, seat) -> asIfNotOver(seat, locked.now(), holders));
            }
            return locked;
        }

        private LockedSeat asIfNotOver(LockedSeat seat, Instant now, Collection<Long> holders) {
            return seat.state() instanceof Held held && held.isOver(now) && !holders.contains(held.by())
                    ? new LockedSeat(
                            seat.id(),
                            seat.show(),
                            seat.price(),
                            new Held(held.by(), held.since(), now.plusSeconds(1)),
                            seat.version())
                    : seat;
        }

        @Override
        void write(
                Connection transaction,
                List<LockedSeat> changed,
                List<SeatClerk.Entry> entries,
                List<String> notices,
                Instant now)
                throws SQLException {
            database.write(session(transaction), changed, entries, notices, now);
        }

        @Override
        Queue<Long> bookingIds(Connection transaction, int blocks) throws SQLException {
            return database.bookingIds(session(transaction), blocks * BOOKING_IDS_PER_BLOCK);
        }
    }

    private final class Bookings implements BookingWriter {
        @Override
        public void write(Connection transaction, List<Deal> deals) throws SQLException {
            if (schedule.befalls(Fault.BROKEN_ORDER, 6)) {
                if (schedule.oneIn(2)) {
                    throw new IllegalStateException("as if there were a bug");
                }
                throw new SQLException("as if a constraint were broken", "23503");
            }
            database.keep(session(transaction), deals);
            if (schedule.befalls(Fault.MACHINE_ERROR, 6)) {
                throw new OutOfMemoryError("as if there were no memory left");
            }
        }

        @Override
        public Map<Long, Receipt> receipts(long show, Collection<Long> bookings) {
            throw new UnsupportedOperationException("No lane asks for receipts");
        }
    }

    // ---- connections ----

    private interface Behaviour {
        @Nullable
        Object of(String method, Object @Nullable [] arguments) throws SQLException;
    }

    /** Lets a proxy be told from others: what it stands for. */
    private record Handler(Behaviour behaviour, @Nullable Session session)
            implements java.lang.reflect.InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, java.lang.reflect.Method method, Object @Nullable [] arguments)
                throws SQLException {
            return behaviour.of(method.getName(), arguments);
        }
    }

    private static <T> T of(Class<T> type, Behaviour behaviour) {
        return of(type, behaviour, null);
    }

    private static <T> T of(Class<T> type, Behaviour behaviour, @Nullable Session session) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new Handler(behaviour, session)));
    }

    private static Session session(Connection connection) {
        return ((Handler) Proxy.getInvocationHandler(connection)).session;
    }

    private Connection connect() throws SQLException {
        var session = database.connect(this);
        return of(Connection.class, (method, _) -> call(session, method), session);
    }

    private @Nullable Object call(Session session, String method) throws SQLException {
        switch (method) {
            case "commit" -> database.commit(session);
            case "rollback" -> database.rollback(session);
            case "clearWarnings" -> session.clearWarnings();
            case "getWarnings" -> {
                return session.warning();
            }
            case "unwrap" -> {
                // Whoever wants the driver's own connection is about to cut it.
                database.abort(session);
                throw new SQLException("There is no driver here, and the connection is cut");
            }
            case "setAutoCommit", "close" -> {}
            default -> throw new UnsupportedOperationException(method);
        }
        return null;
    }

    // ---- news and maps ----

    /** Where news is heard: LISTEN, until it is cut, which is noticed only after a while. */
    final class Line {
        private boolean current;
        private boolean connected;
        private long cutAt;
        private long doubtfulUntil;
        private long lastArrival;
        private long connections;

        /** As long as the last sign of life is fresh, and none comes from a line that was cut. */
        boolean isCurrent() {
            var lastSign = connected ? time.now() : cutAt;
            return current && lastSign >= doubtfulUntil && time.now() - lastSign < NOTICED_WITHIN;
        }

        private void connect() {
            time.at(SimulatedReplica.this, time.now() + schedule.moment(SimulatedTime.SECOND / 10), () -> {
                if (!database.isUp()) {
                    connect();
                    return;
                }
                connected = true;
                connections++;
                database.listen(SimulatedReplica.this);
                time.at(SimulatedReplica.this, time.now() + schedule.moment(SimulatedTime.MILLI), () -> {
                    if (connected && !current) {
                        if (!schedule.has(Bug.MAPS_OUTLIVE_THE_LINE)) {
                            maps.onConnected();
                        }
                        current = true;
                        schedule.note(() -> SimulatedReplica.this + " hears all news from now on");
                    }
                });
            });
        }

        void carry(String notice) {
            var delay = schedule.moment(3 * SimulatedTime.MILLI);
            if (schedule.befalls(Fault.NEWS_LATE, 4)) {
                delay += schedule.moment(SimulatedTime.SECOND / 4);
            }
            lastArrival = Math.max(lastArrival + 1, time.now() + delay);
            deliver(notice, lastArrival);
            if (schedule.befalls(Fault.NEWS_TWICE, 4)) {
                deliver(notice, time.now() + schedule.moment(SimulatedTime.SECOND / 2));
            }
            if (schedule.befalls(Fault.NEWS_OUT_OF_ORDER, 4)) {
                lastArrival = time.now();
            }
        }

        private void deliver(String notice, long when) {
            var connection = connections;
            time.at(SimulatedReplica.this, when, () -> {
                if (connected && current && connection == connections) {
                    maps.onNotice(notice);
                }
            });
        }

        void cut() {
            database.unlisten(SimulatedReplica.this);
            if (!connected) {
                return;
            }
            connected = false;
            cutAt = time.now();
            schedule.note(() -> SimulatedReplica.this + " hears no news any more");
            time.at(SimulatedReplica.this, time.now() + schedule.chance((int) NOTICED_WITHIN), () -> {
                current = false;
                schedule.note(() -> SimulatedReplica.this + " notices that it hears nothing");
                if (!schedule.has(Bug.MAPS_OUTLIVE_THE_LINE)) {
                    maps.onLost();
                }
                connect();
            });
        }

        /** After a long silence nothing counts as current until all that was said meanwhile has been heard. */
        private void stopped() {
            doubtfulUntil = stoppedUntil + SimulatedTime.SECOND / 4;
        }
    }

    private final class MapsOfReplica extends SeatMaps {
        private int reading;

        MapsOfReplica() {
            super(source, SimulatedPlatform.clock(source), NOTICES, JSON, MAPS, NOWHERE);
        }

        private boolean hearsEverything() {
            return line.isCurrent();
        }

        @Override
        void announce(List<SeatNews> news) {
            if (schedule.has(Bug.NEWS_WHILE_READING_IS_LOST) && reading > 0) {
                return;
            }
            super.announce(
                    schedule.has(Bug.NEWS_OVERTAKES)
                            ? news.stream().map(this::always).toList()
                            : news);
            for (var one : news) {
                var map = present(one.show());
                if (map != null) {
                    referee.followed(map, SimulatedReplica.this);
                }
            }
        }

        /** As if it were newer than all that is known. */
        private SeatNews always(SeatNews news) {
            return new SeatNews(
                    news.show(),
                    news.at(),
                    news.happenings().stream()
                            .map(happening -> new SeatNews.Happening(
                                    happening.kind(),
                                    happening.changes().stream()
                                            .map(change -> new SeatNews.Change(
                                                    change.seat(), referee.overtaking(change), change.heldUntil()))
                                            .toList()))
                            .toList());
        }

        @Override
        <T> void inBackground(CompletableFuture<T> answer, Supplier<T> work) {
            time.play(SimulatedReplica.this, () -> {
                reading++;
                try {
                    answer.complete(work.get());
                } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                } finally {
                    reading--;
                }
            });
        }

        @Override
        SeatMap read(long show) {
            time.sleep(schedule.moment(SimulatedTime.MILLI));
            if (!database.isUp()) {
                throw new DatabaseUnreachable(new SQLException("Nobody there", "08001"));
            }
            var starts = database.starts();
            var seats = database.seats().values().stream()
                    .filter(seat -> seat.show() == show)
                    .map(SimulatedReplica::line)
                    .toList();
            time.sleep(schedule.moment(10 * SimulatedTime.MILLI));
            if (database.starts() != starts) {
                throw new DatabaseUnreachable(new SQLException("The connection broke", "57P01"));
            }
            var past = database.log().stream()
                    .flatMap(commit -> commit.entries().stream()
                            .filter(entry -> entry.seat().show() == show)
                            .map(entry -> new SeatMap.PastEvent(
                                    entry.seat().id(),
                                    entry.seat().version(),
                                    entry.step().kind(),
                                    entry.step().account() == null
                                            ? 0
                                            : entry.step().account(),
                                    commit.decidedAt())))
                    .toList();
            return new SeatMap(
                    new SeatMap.About(show, "Movie", null, "Screen", Instant.EPOCH, Instant.MAX, "EUR"),
                    seats,
                    past,
                    _ -> new byte[0]);
        }
    }

    static SeatMap.Line line(LockedSeat seat) {
        var status = switch (seat.state()) {
            case SeatState.Available _ -> Seat.Status.AVAILABLE;
            case Held _ -> Seat.Status.HELD;
            case SeatState.Booked _ -> Seat.Status.BOOKED;
            case SeatState.Blocked _ -> Seat.Status.BLOCKED;
        };
        return new SeatMap.Line(
                seat.id(),
                "A",
                (int) seat.id(),
                seat.price(),
                seat.id(),
                0,
                Place.Kind.STANDARD,
                status,
                seat.state() instanceof Held held ? held.until() : null,
                false,
                seat.version());
    }
}
