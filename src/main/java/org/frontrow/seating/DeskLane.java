package org.frontrow.seating;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.frontrow.audit.AuditTrail;
import org.frontrow.platform.DatabaseUnreachable;
import org.frontrow.seating.SeatCommand.Hold;
import org.frontrow.seating.SeatingRefusal.DeskBusy;
import org.frontrow.seating.SeatingRefusal.OutcomeUnknown;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * One clerk of the {@link SeatDesk}, with a queue, a thread and a database connection of its own. It takes all who wait,
 * locks all their seats in id order, serves them, commits, and only then answers each of them.
 *
 * <p>Before COMMIT is sent nothing has happened and a failure may be retried; from then on only the database knows.
 */
final class DeskLane {
    private static final Logger log = Logger.getLogger(DeskLane.class);
    private static final int ATTEMPTS = 4;
    /** How soon an idle lane notices that it shall close. */
    private static final long LOOK_UP_MILLIS = 200;

    private final DataSource database;
    private final SeatLedger ledger;
    private final BookingWriter bookings;
    private final AuditTrail audit;
    private final SeatMaps maps;
    private final DeskConfig config;
    private final DeskMeters meters;
    private final DeskTraces traces;
    private final HoldConfig holds;
    private final Consumer<WaitingOrder> taken;
    private final LongSupplier nanoTime;
    private final Crowding crowding;
    private final LinkedBlockingQueue<WaitingOrder> queue = new LinkedBlockingQueue<>();
    private final ConcurrentHashMap<Long, Integer> waitingByShow = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closing;

    // Only the lane's own thread touches these.
    private final Queue<Long> bookingIds = new ArrayDeque<>();
    private @Nullable Connection connection;

    /**
     * @param taken called for each order that leaves the queue to be served
     * @param nanoTime the clock by which orders wait
     */
    DeskLane(
            int number,
            DataSource database,
            SeatLedger ledger,
            BookingWriter bookings,
            AuditTrail audit,
            SeatMaps maps,
            DeskConfig config,
            DeskMeters meters,
            DeskTraces traces,
            HoldConfig holds,
            Consumer<WaitingOrder> taken,
            LongSupplier nanoTime) {
        this.database = database;
        this.ledger = ledger;
        this.bookings = bookings;
        this.audit = audit;
        this.maps = maps;
        this.config = config;
        this.meters = meters;
        this.traces = traces;
        this.holds = holds;
        this.taken = taken;
        this.nanoTime = nanoTime;
        this.crowding = new Crowding(config.targetWait(), config.ordersPerTransaction());
        this.thread =
                Thread.ofPlatform().name("seat desk lane " + number).daemon().unstarted(this::work);
        meters.opened(Integer.toString(number), queue, this::expectedWait);
    }

    void open() {
        thread.start();
    }

    /** Serves who is in the queue, then leaves. */
    void close() {
        closing = true;
    }

    void awaitClosed(Duration longest) {
        try {
            var _ = thread.join(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isAtWork() {
        return thread.isAlive();
    }

    /** Answers whether there was room for it. */
    boolean add(WaitingOrder order) {
        var show = order.order().show();
        var forTheSameShow = waitingByShow.merge(show, 1, Integer::sum) - 1;
        // Who holds seats already loses them by waiting, and who gives some back makes room.
        var mayWait = order.order().command() instanceof Hold ? 1 : 2;
        if (!hasRoom(forTheSameShow, waitingByShow.size(), mayWait)) {
            leftTheQueue(order);
            return false;
        }
        queue.add(order);
        return true;
    }

    private boolean hasRoom(int forTheSameShow, int shows, int mayWait) {
        return forTheSameShow < config.waitingPerShow()
                && crowding.admits(queue.size(), forTheSameShow, shows, mayWait);
    }

    /** For one more who wants to hold seats of the show. */
    boolean hasRoomFor(long show) {
        var forTheSameShow = waitingByShow.get(show);
        return forTheSameShow == null
                ? hasRoom(0, waitingByShow.size() + 1, 1)
                : hasRoom(forTheSameShow, waitingByShow.size(), 1);
    }

    /** Answers whether it was still waiting. */
    boolean remove(WaitingOrder order) {
        var waited = queue.remove(order);
        if (waited) {
            leftTheQueue(order);
        }
        return waited;
    }

    private void leftTheQueue(WaitingOrder order) {
        waitingByShow.computeIfPresent(order.order().show(), (_, count) -> count == 1 ? null : count - 1);
    }

    /** When somebody for whom there was no room should come back. */
    Duration comeBackAfter() {
        return crowding.comeBackAfter(ThreadLocalRandom.current().nextDouble());
    }

    private Duration expectedWait() {
        return crowding.expectedWait(queue.size());
    }

    /** Those in front have waited longest, so it is enough to look there. */
    void refuseTheImpatient(Consumer<WaitingOrder> refuse) {
        for (var head = queue.peek(); head != null && hasWaitedEnough(head) && remove(head); head = queue.peek()) {
            refuse.accept(head);
        }
    }

    private boolean hasWaitedEnough(WaitingOrder order) {
        return order.hasWaited(config.patience(), nanoTime.getAsLong());
    }

    private void work() {
        while (turn(LOOK_UP_MILLIS) || !closing) {
            // Next, please.
        }
        giveBack();
    }

    /**
     * Serves all who wait, once.
     *
     * @param millis how long to look out for somebody
     * @return whether there was anybody
     */
    boolean turn(long millis) {
        var batch = new ArrayList<WaitingOrder>();
        try {
            var first = queue.poll(millis, TimeUnit.MILLISECONDS);
            if (first == null) {
                crowding.nobodyWaits();
                return false;
            }
            batch.add(first);
            queue.drainTo(batch, config.ordersPerTransaction() - 1);
            crowding.take(batch.size(), queue.size(), nanoTime.getAsLong());
            batch.forEach(this::leftTheQueue);
            batch.forEach(taken);
            batch.forEach(meters::taken);
            transactions(batch).forEach(this::serve);
        } catch (Throwable e) {
            // Whatever it was: the lane lives on, with a connection that holds nothing half done, and nobody is left
            // without an answer.
            log.error("A lane of the seat desk stumbled", e);
            disconnect();
            batch.forEach(order -> order.answer().completeExceptionally(e));
        }
        return true;
    }

    /** Cuts the batch where a transaction may mix only so many shows. */
    private Collection<List<WaitingOrder>> transactions(List<WaitingOrder> batch) {
        var most = config.showsPerTransaction();
        if (most == 0) {
            return List.of(batch);
        }
        var transactions = new ArrayList<List<WaitingOrder>>();
        var shows = 0;
        for (var orders : byShow(batch)) {
            if (shows++ % most == 0) {
                transactions.add(new ArrayList<>());
            }
            transactions.getLast().addAll(orders);
        }
        return transactions;
    }

    private static Collection<List<WaitingOrder>> byShow(List<WaitingOrder> batch) {
        var byShow = new LinkedHashMap<Long, List<WaitingOrder>>();
        batch.forEach(order -> byShow.computeIfAbsent(order.order().show(), _ -> new ArrayList<>())
                .add(order));
        return byShow.values();
    }

    private void serve(List<WaitingOrder> asked) {
        serve(asked, ATTEMPTS);
    }

    private void serve(List<WaitingOrder> asked, int attempts) {
        for (int left = attempts - 1; ; left--) {
            var batch = stillPatient(asked);
            if (batch.isEmpty()) {
                return;
            }
            List<SeatOutcome> outcomes;
            try {
                outcomes = transact(batch);
            } catch (CommitUnconfirmed e) {
                log.warnf("A commit for %d orders was sent but not confirmed: %s", batch.size(), e.getMessage());
                disconnect();
                meters.leftUnknown(batch.size());
                batch.forEach(order -> order.refuse(new OutcomeUnknown()));
                return;
            } catch (SQLException e) {
                // COMMIT was not sent, so nothing happened.
                abandon(e);
                if (isLockTimeout(e) && byShow(batch).size() > 1) {
                    // Somebody sits on the seats of one show; the others need not wait for that more than once.
                    byShow(batch).forEach(show -> serve(show, 1));
                    return;
                }
                if (!isPassing(e)) {
                    serveApart(batch, e);
                    return;
                }
                if (isLockTimeout(e)) {
                    left--; // each costs a second, in which the lane serves nobody
                }
                if (left <= 0) {
                    log.warnf("Gave up on %d orders: %s", batch.size(), e.getMessage());
                    batch.forEach(order -> order.refuse(DeskBusy.forAMoment()));
                    return;
                }
                meters.retried();
                continue;
            } catch (RuntimeException e) {
                disconnect();
                serveApart(batch, e);
                return;
            }
            meters.served(batch.size());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer().complete(outcomes.get(i));
            }
            return;
        }
    }

    /** Refuses those who have waited too long, also while others were served before them. */
    private List<WaitingOrder> stillPatient(List<WaitingOrder> batch) {
        return batch.stream()
                .filter(order -> {
                    if (hasWaitedEnough(order)) {
                        order.refuse(DeskBusy.forAMoment());
                        return false;
                    }
                    return true;
                })
                .toList();
    }

    /** One bad order must not fail its neighbours. */
    private void serveApart(List<WaitingOrder> batch, Exception failure) {
        if (batch.size() == 1) {
            var alone = batch.getFirst();
            log.errorf(failure, "An order for show %d failed", alone.order().show());
            alone.answer().completeExceptionally(failure);
        } else {
            log.warnf("Serving %d orders one by one, because together they failed: %s", batch.size(), failure);
            batch.forEach(order -> serve(List.of(order)));
        }
    }

    private List<SeatOutcome> transact(List<WaitingOrder> batch) throws SQLException, CommitUnconfirmed {
        var span = traces.begin(batch);
        try {
            return transactUntraced(batch);
        } catch (SQLException | CommitUnconfirmed | RuntimeException e) {
            DeskTraces.fail(span, e);
            throw e;
        } finally {
            span.end();
        }
    }

    private List<SeatOutcome> transactUntraced(List<WaitingOrder> batch) throws SQLException, CommitUnconfirmed {
        var transaction = connect();
        takeBookingIds(transaction, batch);
        Set<Long> shows = new HashSet<>();
        Set<Long> seats = new LinkedHashSet<>();
        Set<Long> holders = new HashSet<>();
        for (var waiting : batch) {
            shows.add(waiting.order().show());
            seats.addAll(waiting.order().seats());
            if (waiting.order().command() instanceof Hold hold) {
                holders.add(hold.account());
            }
        }
        var locked = ledger.lock(transaction, shows, seats, holders);
        var clerk = new SeatClerk(locked.now(), locked.seats(), locked.holds(), holds, bookingIds::remove);
        var outcomes =
                batch.stream().map(waiting -> clerk.serve(waiting.order())).toList();
        if (clerk.entries().isEmpty() && outcomes.stream().noneMatch(SeatOutcome.Done.class::isInstance)) {
            transaction.rollback();
            return outcomes;
        }
        var news = SeatNews.of(clerk.entries(), clerk.now());
        if (!clerk.entries().isEmpty()) {
            write(transaction, clerk, news);
        }
        // Also when all was done before: the first COMMIT's wait for the standby may have been cut short, and this one
        // waits again, because rows were locked. A rollback would wait for nobody.
        transaction.clearWarnings();
        var sent = System.nanoTime();
        commit(transaction);
        meters.committed(clerk.entries(), System.nanoTime() - sent);
        announce(news);
        return outcomes;
    }

    private void write(Connection transaction, SeatClerk clerk, List<SeatNews> news) throws SQLException {
        if (!clerk.deals().isEmpty()) {
            bookings.write(transaction, clerk.deals());
        }
        ledger.write(transaction, clerk.changed(), clerk.entries(), SeatNews.notices(news), clerk.now());
        for (var by : clerk.deeds()) {
            audit.write(transaction, by.account(), by.username(), by.deed());
        }
    }

    /** Whatever goes wrong in there, the seats are sold: the other replicas and this one hear of it from the database. */
    private void announce(List<SeatNews> news) {
        try {
            maps.announce(news);
        } catch (RuntimeException e) {
            log.error("A seat map could not take what was changed", e);
        }
    }

    private static void commit(Connection transaction) throws CommitUnconfirmed {
        try {
            transaction.commit();
            var warning = transaction.getWarnings();
            if (warning != null) {
                // For example a wait for a synchronous standby that was cut short: committed here, but nowhere else.
                throw new CommitUnconfirmed(warning);
            }
        } catch (SQLException | RuntimeException | Error e) {
            throw new CommitUnconfirmed(e);
        }
    }

    private void takeBookingIds(Connection transaction, List<WaitingOrder> batch) throws SQLException {
        var wanted = batch.stream()
                .filter(waiting -> waiting.order().command().sells())
                .count();
        if (wanted > bookingIds.size()) {
            bookingIds.addAll(ledger.bookingIds(transaction, (int) wanted / SeatLedger.BOOKING_IDS_PER_BLOCK + 1));
        }
    }

    private Connection connect() throws SQLException {
        var known = connection;
        if (known != null) {
            return known;
        }
        try {
            var fresh = database.getConnection();
            connection = fresh;
            fresh.setAutoCommit(false);
            return fresh;
        } catch (SQLException e) {
            // Whatever the reason, a wrong password among them: without a connection nothing can have happened.
            throw new SQLException("No connection: " + e.getMessage(), DatabaseUnreachable.NO_CONNECTION, e);
        }
    }

    private void abandon(SQLException failure) {
        var known = connection;
        if (known == null) {
            return;
        }
        try {
            if (DatabaseUnreachable.isTheReasonFor(failure)) {
                disconnect();
            } else {
                known.rollback();
            }
        } catch (SQLException e) {
            disconnect();
        }
    }

    /** Between two transactions the connection is as good as new. */
    private void giveBack() {
        try (var _ = connection) {
            connection = null;
        } catch (SQLException | RuntimeException e) {
            log.debug("A connection could not be given back", e);
        }
    }

    /** Gives the connection up for good: nobody knows what state its transaction is in. */
    private void disconnect() {
        var known = connection;
        connection = null;
        if (known == null) {
            return;
        }
        try (known) {
            // Before it goes back: a pool that resets auto-commit would commit what is half done. And the driver's own:
            // the pool's abort (Agroal 3.0) only forgets the connection, with its locks and its place.
            known.unwrap(PgConnection.class).abort(Runnable::run);
            letThePoolNotice(known);
        } catch (SQLException | RuntimeException e) {
            log.debug("A connection could not be closed", e);
        }
    }

    /** It looks at a connection only when using it fails; otherwise it would hand the cut one to somebody else. */
    private static void letThePoolNotice(Connection cut) {
        try {
            cut.rollback();
        } catch (SQLException expected) {
            log.debug("The connection is closed, as it should be", expected);
        }
    }

    /** Serialization failure, deadlock, lock timeout, statement timeout, or the connection: worth another attempt. */
    private static boolean isPassing(SQLException e) {
        var state = e.getSQLState();
        return DatabaseUnreachable.isTheReasonFor(e)
                || state.startsWith("40")
                || state.equals("57014")
                || isLockTimeout(e);
    }

    private static boolean isLockTimeout(SQLException e) {
        return "55P03".equals(e.getSQLState());
    }

    /** COMMIT was sent and no proof of it came back. */
    private static final class CommitUnconfirmed extends Exception {
        private static final long serialVersionUID = 1L;

        CommitUnconfirmed(Throwable why) {
            super(why.getMessage(), why);
        }
    }
}
