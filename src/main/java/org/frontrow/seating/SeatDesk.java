package org.frontrow.seating;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.frontrow.platform.DatabaseUnreachable;
import org.frontrow.seating.SeatCommand.Book;
import org.frontrow.seating.SeatCommand.Hold;
import org.frontrow.seating.SeatingRefusal.DeskBusy;
import org.frontrow.seating.SeatingRefusal.OutcomeUnknown;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * Like one clerk at one counter, a lane takes everybody who is waiting, opens one transaction, locks all the seats they
 * ask about in id order, serves them in the order they came, commits, and only then answers each of them. A show always
 * belongs to the same lane, so its orders keep their order. With nobody else waiting a batch is one order; under load
 * batches grow by themselves, without timer or delay (group commit).
 *
 * <p>Before COMMIT is sent nothing has happened and a failure may be retried; from then on only the database knows.
 */
@ApplicationScoped
public class SeatDesk {
    private static final Logger log = Logger.getLogger(SeatDesk.class);
    private static final int ATTEMPTS = 4;
    private static final int MOST_LANES = 4;

    private final DataSource database;
    private final SeatLedger ledger;
    private final BookingWriter bookings;
    private final DeskConfig config;
    private final int holdsPerAccount;
    private final List<Lane> lanes = new ArrayList<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final ConcurrentHashMap<Long, Integer> waitingByShow = new ConcurrentHashMap<>();
    private volatile boolean open = true;

    SeatDesk(DataSource database, SeatLedger ledger, BookingWriter bookings, DeskConfig config, HoldConfig holds) {
        this.database = database;
        this.ledger = ledger;
        this.bookings = bookings;
        this.config = config;
        this.holdsPerAccount = holds.seatsPerAccount();
    }

    /** Before the first order can come: lanes are there from the first request on. */
    void open(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        open();
    }

    void open() {
        var count =
                config.lanes().orElse(Math.min(MOST_LANES, Runtime.getRuntime().availableProcessors()));
        for (int i = 0; i < count; i++) {
            lanes.add(new Lane("seat desk lane " + i));
        }
        lanes.forEach(lane -> lane.thread.start());
        Thread.ofPlatform().name("seat desk patience").daemon().start(this::refuseTheImpatient);
    }

    /** Serves who is in the queue, takes nobody new. */
    void close(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent stop) {
        close();
    }

    void close() {
        open = false;
        lanes.forEach(lane -> lane.thread.interrupt());
        for (var lane : lanes) {
            try {
                lane.thread.join(TimeUnit.SECONDS.toMillis(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /**
     * Queues an order. The stage completes after the transaction that served it was committed, on a thread of the desk,
     * which must not be held up. It fails with {@link DeskBusy} if too many wait, and with {@link OutcomeUnknown} if the
     * commit was sent but not confirmed.
     */
    CompletionStage<SeatOutcome> submit(SeatOrder order) {
        var ticket = new Waiting(order, System.nanoTime(), new CompletableFuture<>());
        if (!open || waiting.incrementAndGet() > config.waiting()) {
            if (open) {
                waiting.decrementAndGet();
            }
            ticket.answer.completeExceptionally(new DeskBusy().refused());
            return ticket.answer;
        }
        if (waitingByShow.merge(order.show(), 1, Integer::sum) > config.waitingPerShow()) {
            leftTheQueue(order);
            ticket.answer.completeExceptionally(new DeskBusy().refused());
            return ticket.answer;
        }
        lanes.get(Math.floorMod(Long.hashCode(order.show()), lanes.size()))
                .queue
                .add(ticket);
        return ticket.answer;
    }

    private void leftTheQueue(SeatOrder order) {
        waiting.decrementAndGet();
        waitingByShow.computeIfPresent(order.show(), (_, count) -> count == 1 ? null : count - 1);
    }

    /** While a lane is stuck in the database, nobody behind it waits longer than they were promised. */
    private void refuseTheImpatient() {
        var patience = config.patience().toNanos();
        while (open) {
            for (var lane : lanes) {
                for (var head = lane.queue.peek();
                        head != null && System.nanoTime() - head.since > patience && lane.queue.remove(head);
                        head = lane.queue.peek()) {
                    leftTheQueue(head.order);
                    head.answer.completeExceptionally(new DeskBusy().refused());
                }
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private record Waiting(SeatOrder order, long since, CompletableFuture<SeatOutcome> answer) {}

    /** One clerk with a thread and a database connection of its own. */
    private final class Lane {
        private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
        private final Thread thread;
        private Queue<Long> bookingIds = new ArrayDeque<>();
        private @Nullable Connection connection;

        Lane(String name) {
            thread = Thread.ofPlatform().name(name).daemon().unstarted(this::work);
        }

        private void work() {
            var batch = new ArrayList<Waiting>();
            while (true) {
                try {
                    batch.clear();
                    var first = open ? queue.take() : queue.poll();
                    if (first == null) {
                        break;
                    }
                    batch.add(first);
                    queue.drainTo(batch, config.ordersPerTransaction() - 1);
                } catch (InterruptedException e) {
                    continue; // closing: serve the rest of the queue, then leave
                }
                batch.forEach(waiting -> leftTheQueue(waiting.order));
                try {
                    transactions(batch).forEach(this::serve);
                } catch (RuntimeException | Error e) {
                    log.error("A lane of the seat desk stumbled", e);
                    batch.forEach(waiting -> waiting.answer.completeExceptionally(e));
                }
            }
            disconnect();
        }

        /** Cuts the batch where a transaction may mix only so many shows. */
        private Collection<List<Waiting>> transactions(List<Waiting> batch) {
            var most = config.showsPerTransaction();
            if (most == 0) {
                return List.of(batch);
            }
            var byShow = new LinkedHashMap<Long, List<Waiting>>();
            batch.forEach(waiting -> byShow.computeIfAbsent(waiting.order.show(), _ -> new ArrayList<>())
                    .add(waiting));
            var transactions = new ArrayList<List<Waiting>>();
            var shows = 0;
            for (var orders : byShow.values()) {
                if (shows++ % most == 0) {
                    transactions.add(new ArrayList<>());
                }
                transactions.getLast().addAll(orders);
            }
            return transactions;
        }

        private void serve(List<Waiting> batch) {
            var begun = System.nanoTime();
            for (int attempt = 1; ; attempt++) {
                try {
                    var outcomes = transact(batch);
                    for (int i = 0; i < batch.size(); i++) {
                        batch.get(i).answer.complete(outcomes.get(i));
                    }
                    return;
                } catch (CommitUnconfirmed e) {
                    log.warnf("A commit for %d orders was sent but not confirmed: %s", batch.size(), e.getMessage());
                    disconnect();
                    fail(batch, new OutcomeUnknown().refused());
                    return;
                } catch (SQLException e) {
                    // COMMIT was not sent, so nothing happened.
                    abandon(e);
                    if (!isPassing(e)) {
                        serveApart(batch, e);
                        return;
                    }
                    if (attempt == ATTEMPTS
                            || System.nanoTime() - begun > config.patience().toNanos()) {
                        log.warnf("Gave up on %d orders after %d attempts: %s", batch.size(), attempt, e.getMessage());
                        fail(batch, new DeskBusy().refused());
                        return;
                    }
                } catch (RuntimeException e) {
                    disconnect();
                    serveApart(batch, e);
                    return;
                }
            }
        }

        /** One bad order must not fail its neighbours. */
        private void serveApart(List<Waiting> batch, Exception failure) {
            if (batch.size() == 1) {
                log.errorf(
                        failure,
                        "An order for show %d failed",
                        batch.getFirst().order.show());
                fail(batch, failure);
            } else {
                log.warnf("Serving %d orders one by one, because together they failed: %s", batch.size(), failure);
                batch.forEach(waiting -> serve(List.of(waiting)));
            }
        }

        private static void fail(List<Waiting> batch, Exception failure) {
            batch.forEach(waiting -> waiting.answer.completeExceptionally(failure));
        }

        private List<SeatOutcome> transact(List<Waiting> batch) throws SQLException, CommitUnconfirmed {
            var connection = connect();
            takeBookingIds(connection, batch);
            Set<Long> shows = new HashSet<>();
            Set<Long> seats = new LinkedHashSet<>();
            Set<Long> holders = new HashSet<>();
            for (var waiting : batch) {
                shows.add(waiting.order.show());
                seats.addAll(waiting.order.seats());
                if (waiting.order.command() instanceof Hold hold) {
                    holders.add(hold.account());
                }
            }
            var locked = ledger.lock(connection, shows, seats, holders);
            var clerk =
                    new SeatClerk(locked.now(), locked.seats(), locked.holds(), holdsPerAccount, bookingIds::remove);
            var outcomes =
                    batch.stream().map(waiting -> clerk.serve(waiting.order)).toList();
            if (clerk.entries().isEmpty()) {
                connection.rollback();
                return outcomes;
            }
            if (!clerk.sales().isEmpty() || !clerk.returns().isEmpty()) {
                bookings.write(connection, clerk.sales(), clerk.returns());
            }
            ledger.write(connection, clerk.changed(), clerk.entries(), clerk.now());
            commit(connection);
            return outcomes;
        }

        private static void commit(Connection connection) throws CommitUnconfirmed {
            try {
                connection.commit();
                var warning = connection.getWarnings();
                if (warning != null) {
                    // For example a wait for a synchronous standby that was cut short: committed here, but nowhere
                    // else.
                    throw new CommitUnconfirmed(warning);
                }
            } catch (SQLException e) {
                throw new CommitUnconfirmed(e);
            }
        }

        private void takeBookingIds(Connection connection, List<Waiting> batch) throws SQLException {
            var wanted = batch.stream()
                    .filter(waiting -> waiting.order.command() instanceof Book)
                    .count();
            if (wanted > bookingIds.size()) {
                bookingIds.addAll(ledger.bookingIds(connection, (int) wanted / SeatLedger.BOOKING_IDS_PER_BLOCK + 1));
            }
        }

        private Connection connect() throws SQLException {
            var known = connection;
            if (known != null) {
                return known;
            }
            var fresh = database.getConnection();
            fresh.setAutoCommit(false);
            connection = fresh;
            return fresh;
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

        /** Gives the connection up for good: nobody knows what state its transaction is in. */
        private void disconnect() {
            var known = connection;
            connection = null;
            if (known != null) {
                // Cut before it goes back: a pool that resets auto-commit would commit what is half done. And cut the
                // driver's own: the pool's abort (Agroal 3.0) only forgets it, with its locks and its place.
                try (known) {
                    known.unwrap(PgConnection.class).abort(Runnable::run);
                } catch (SQLException e) {
                    log.debug("A connection could not be closed", e);
                }
            }
        }
    }

    /** Serialization failure, deadlock, lock timeout, statement timeout, or the connection: worth another attempt. */
    private static boolean isPassing(SQLException e) {
        var state = e.getSQLState();
        return DatabaseUnreachable.isTheReasonFor(e)
                || state.startsWith("40")
                || state.equals("55P03")
                || state.equals("57014");
    }

    /** COMMIT was sent and no proof of it came back. */
    private static final class CommitUnconfirmed extends Exception {
        private static final long serialVersionUID = 1L;

        CommitUnconfirmed(SQLException why) {
            super(why.getMessage(), why);
        }
    }
}
