package org.frontrow.seating;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.frontrow.seating.BookingWriter.Deal;
import org.frontrow.seating.BookingWriter.Move;
import org.frontrow.seating.BookingWriter.Return;
import org.frontrow.seating.BookingWriter.Sale;
import org.frontrow.seating.Schedule.Bug;
import org.frontrow.seating.Schedule.Fault;
import org.frontrow.seating.SeatState.Available;
import org.frontrow.seating.SeatState.Held;
import org.jspecify.annotations.Nullable;

/**
 * As much of PostgreSQL as the desk relies on: row locks that are waited for, transactions that take effect at COMMIT or
 * not at all, a clock, notices after the COMMIT, a synchronous standby; and all the ways in which these end badly.
 */
final class SimulatedDatabase {
    static final Instant BEGIN = Instant.parse("2026-11-23T18:00:00Z");
    private static final long LOCK_TIMEOUT = SimulatedTime.SECOND;
    private static final long SOCKET_TIMEOUT = 4 * SimulatedTime.SECOND;
    private static final long IDLE_TIMEOUT = 5 * SimulatedTime.SECOND;
    private static final long ROUND_TRIP = SimulatedTime.MILLI;

    /** What became durable at once. */
    record Commit(
            long at,
            Instant clock,
            Instant lockedAt,
            List<WaitingOrder> batch,
            List<LockedSeat> changed,
            List<SeatClerk.Entry> entries,
            List<Deal> deals,
            Instant decidedAt) {}

    /** @param seats by their prices */
    record Booking(long id, long account, Map<Long, BigDecimal> seats, boolean valid) {}

    private enum Fate {
        OPEN,
        SENT,
        AWAITS_STANDBY,
        OVER
    }

    /** A connection as both sides see it. */
    static final class Session {
        private final @Nullable SimulatedReplica client;
        /** Why it is of no more use, as SQLSTATE. */
        private @Nullable String ended;

        private @Nullable SQLWarning warning;
        private @Nullable Transaction transaction;
        private @Nullable Transaction leftBehind;

        private Session(@Nullable SimulatedReplica client) {
            this.client = client;
        }

        @Nullable
        SQLWarning warning() {
            return warning;
        }

        void clearWarnings() {
            warning = null;
        }
    }

    private static final class Transaction {
        private final Session session;
        private Fate fate = Fate.OPEN;
        private List<WaitingOrder> batch = List.of();
        private List<Long> wanted = List.of();
        private Collection<Long> holders = List.of();
        private final Set<Long> locks = new LinkedHashSet<>();
        private int waits;
        private int statements;
        private SeatLedger.@Nullable Locked locked;
        private Instant clockBefore = Instant.MIN;
        private @Nullable Instant grantedAt;
        private @Nullable SQLException failure;
        private boolean answered;
        private @Nullable SQLWarning warning;
        private SimulatedTime.@Nullable Actor waiter;

        private final List<LockedSeat> changed = new ArrayList<>();
        private final List<SeatClerk.Entry> entries = new ArrayList<>();
        private final List<String> notices = new ArrayList<>();
        private final List<Deal> deals = new ArrayList<>();
        private Instant decidedAt = Instant.MIN;

        private Transaction(Session session) {
            this.session = session;
        }

        private void cue() {
            if (waiter != null) {
                waiter.cue();
            }
        }
    }

    private final SimulatedTime time;
    private final Schedule schedule;
    private final Referee referee;
    private final List<SimulatedReplica> listeners = new ArrayList<>();
    private final Map<Long, LockedSeat> unsold = new LinkedHashMap<>();
    private final Map<Long, LockedSeat> seats = new TreeMap<>();
    private final Map<Long, Booking> bookings = new TreeMap<>();
    /** The valid ones: which booking a seat belongs to. */
    private final Map<Long, Long> tickets = new TreeMap<>();

    private final Map<Long, Transaction> owners = new HashMap<>();
    private final Map<Long, Queue<Transaction>> waiting = new HashMap<>();
    private final Set<Session> sessions = new LinkedHashSet<>();
    private final Set<Transaction> transactions = new LinkedHashSet<>();
    private final List<Commit> log = new ArrayList<>();
    private int replicated;
    private long bookingIds;
    private boolean up = true;
    private int starts;
    private boolean standby = true;
    private long stepped;
    private Instant latest = BEGIN;

    SimulatedDatabase(SimulatedTime time, Schedule schedule, Referee referee, Collection<LockedSeat> all) {
        this.time = time;
        this.schedule = schedule;
        this.referee = referee;
        all.forEach(seat -> unsold.put(seat.id(), seat));
        seats.putAll(unsold);
    }

    // ---- what the outside sees ----

    Instant clock() {
        var now = BEGIN.plus(time.now() + stepped, ChronoUnit.MICROS);
        latest = now.isAfter(latest) ? now : latest;
        return now;
    }

    /** The latest that the clock has ever said. */
    Instant latest() {
        clock();
        return latest;
    }

    Map<Long, LockedSeat> seats() {
        return seats;
    }

    Map<Long, Booking> bookings() {
        return bookings;
    }

    Map<Long, Long> tickets() {
        return tickets;
    }

    List<Commit> log() {
        return log;
    }

    boolean isUp() {
        return up;
    }

    /** How often it was started anew; connections live as long as this stays the same. */
    int starts() {
        return starts;
    }

    void listen(SimulatedReplica replica) {
        listeners.remove(replica);
        listeners.add(replica);
    }

    void unlisten(SimulatedReplica replica) {
        listeners.remove(replica);
    }

    // ---- what a client does; all of it blocks ----

    Session connect(SimulatedReplica client) throws SQLException {
        time.sleep(schedule.moment(ROUND_TRIP));
        if (!up) {
            throw new SQLException("Nobody there", "08001");
        }
        var session = new Session(client);
        sessions.add(session);
        return session;
    }

    SeatLedger.Locked lock(Session session, Collection<Long> wanted, Collection<Long> holders, List<WaitingOrder> batch)
            throws SQLException {
        var transaction = statement(session, "lock");
        transaction.batch = batch;
        transaction.wanted = List.copyOf(new TreeSet<>(wanted));
        transaction.holders = holders;
        transaction.clockBefore = clock();
        acquire(transaction);
        while (transaction.locked == null && transaction.failure == null && session.ended == null) {
            pause(transaction);
        }
        executed(session, transaction, "lock");
        return transaction.locked;
    }

    void keep(Session session, List<Deal> deals) throws SQLException {
        var transaction = statement(session, "write bookings");
        if (schedule.has(Bug.BOOKINGS_APART)) {
            keepBookings(deals);
        } else {
            transaction.deals.addAll(deals);
        }
        executed(session, transaction, "write bookings");
    }

    void write(
            Session session,
            List<LockedSeat> changed,
            List<SeatClerk.Entry> entries,
            List<String> notices,
            Instant decidedAt)
            throws SQLException {
        var transaction = statement(session, "write seats");
        transaction.changed.addAll(changed);
        transaction.entries.addAll(entries);
        transaction.decidedAt = decidedAt;
        if (schedule.has(Bug.NEWS_BEFORE_THE_COMMIT)) {
            announce(notices);
        } else {
            transaction.notices.addAll(notices);
        }
        executed(session, transaction, "write seats");
        if (schedule.has(Bug.TRIED_AGAIN_AFTER_THE_COMMIT)) {
            commitNow(session); // so that the lane takes a lost COMMIT for a lost statement
        }
    }

    Queue<Long> bookingIds(Session session, int many) throws SQLException {
        var transaction = statement(session, "take booking ids");
        var ids = new ArrayDeque<Long>();
        for (int i = 0; i < many; i++) {
            ids.add(++bookingIds);
        }
        executed(session, transaction, "take booking ids");
        return ids;
    }

    void rollback(Session session) throws SQLException {
        var transaction = session.transaction;
        check(session);
        if (transaction == null) {
            return;
        }
        time.sleep(schedule.moment(ROUND_TRIP));
        check(session);
        session.transaction = null;
        if (schedule.has(Bug.ROLLBACK_IS_FORGOTTEN)) {
            session.leftBehind = transaction;
        }
        rollback(transaction);
    }

    void commit(Session session) throws SQLException {
        if (!schedule.has(Bug.TRIED_AGAIN_AFTER_THE_COMMIT)) {
            commitNow(session);
        } else if (session.transaction != null) {
            rollback(session); // it wrote nothing
        }
    }

    private void commitNow(Session session) throws SQLException {
        check(session);
        var transaction = session.transaction;
        session.transaction = null;
        if (transaction == null) {
            return;
        }
        transaction.fate = Fate.SENT;
        schedule.note(() -> "COMMIT " + about(transaction) + " was sent");
        if (schedule.has(Bug.ANSWERED_BEFORE_THE_COMMIT)) {
            time.after(schedule.moment(20 * ROUND_TRIP), () -> arrive(transaction));
            return;
        }
        if (schedule.befalls(Fault.COMMIT_LOST, 6)) {
            time.after(schedule.moment(SimulatedTime.SECOND), () -> rollback(transaction));
            throw lost(session, "COMMIT");
        }
        if (schedule.befalls(Fault.COMMIT_LATE, 6)) {
            time.after(schedule.moment(2 * SimulatedTime.SECOND), () -> arrive(transaction));
            throw lost(session, "COMMIT");
        }
        time.after(schedule.moment(ROUND_TRIP), () -> arrive(transaction));
        if (schedule.befalls(Fault.COMMIT_ANSWER_LOST, 6)) {
            throw lost(session, "COMMIT");
        }
        time.after(SOCKET_TIMEOUT, () -> {
            if (!transaction.answered && session.ended == null) {
                session.ended = "08006"; // on this side; the server goes on waiting
                transaction.cue();
            }
        });
        while (!transaction.answered && session.ended == null) {
            pause(transaction);
        }
        check(session);
        session.warning = schedule.has(Bug.WARNINGS_ARE_OVERLOOKED) ? null : transaction.warning;
    }

    /** The client lets go without a word. */
    void abort(Session session) {
        session.ended = "08003";
        time.after(schedule.moment(SimulatedTime.SECOND / 2), () -> forget(session));
    }

    private Transaction statement(Session session, String what) throws SQLException {
        check(session);
        var open = session.transaction;
        var transaction = open == null ? begin(session) : open;
        transaction.statements++;
        if (schedule.befalls(Fault.STATEMENT_LOST, 15)) {
            throw lost(session, what);
        }
        time.sleep(schedule.moment(ROUND_TRIP));
        check(session);
        transaction.statements++;
        return transaction;
    }

    private void executed(Session session, Transaction transaction, String what) throws SQLException {
        check(session);
        var failure = transaction.failure;
        if (failure == null && schedule.befalls(Fault.DEADLOCK, 15)) {
            failure = new SQLException("A deadlock", "40P01");
        }
        if (failure == null && schedule.befalls(Fault.SERIALIZATION_FAILURE, 15)) {
            failure = new SQLException("Could not serialize access", "40001");
        }
        if (failure != null) {
            transaction.failure = failure;
            release(transaction);
            throw failure;
        }
        if (schedule.befalls(Fault.STATEMENT_ANSWER_LOST, 15)) {
            throw lost(session, what);
        }
    }

    private static void check(Session session) throws SQLException {
        if (session.ended != null) {
            throw new SQLException("The connection is closed", session.ended);
        }
    }

    private SQLException lost(Session session, String what) {
        session.ended = "08006";
        time.after(schedule.moment(SimulatedTime.SECOND), () -> forget(session));
        time.sleep(schedule.moment(10 * ROUND_TRIP));
        // Drivers, pools and proxies between them have many ways to put it.
        return new SQLException(
                "The connection broke in " + what,
                List.of("08006", "57P01", "08003").get(schedule.chance(3)));
    }

    private void pause(Transaction transaction) {
        transaction.waiter = time.actor();
        try {
            transaction.waiter.pause();
        } finally {
            transaction.waiter = null;
        }
    }

    private Transaction begin(Session session) {
        var transaction = new Transaction(session);
        session.transaction = transaction;
        transactions.add(transaction);
        var left = session.leftBehind;
        if (left != null) {
            transaction.changed.addAll(left.changed);
            transaction.entries.addAll(left.entries);
            transaction.notices.addAll(left.notices);
            transaction.deals.addAll(left.deals);
            session.leftBehind = null;
        }
        return transaction;
    }

    // ---- what the server does ----

    private void acquire(Transaction transaction) {
        transaction.waits++;
        for (var seat : transaction.wanted) {
            var owner = schedule.has(Bug.SEATS_ARE_NOT_LOCKED) ? null : owners.putIfAbsent(seat, transaction);
            if (owner != null && owner != transaction) {
                waiting.computeIfAbsent(seat, _ -> new ArrayDeque<>()).add(transaction);
                var wait = transaction.waits;
                time.after(LOCK_TIMEOUT, () -> {
                    if (transaction.waits == wait && transaction.fate == Fate.OPEN) {
                        transaction.failure = new SQLException("Waited too long for a lock", "55P03");
                        transaction.cue();
                    }
                });
                return;
            }
            transaction.locks.add(seat);
        }
        grant(transaction);
    }

    private void grant(Transaction transaction) {
        var found = new HashMap<Long, LockedSeat>();
        transaction.wanted.forEach(seat -> found.put(seat, seats.get(seat)));
        var holds = new HashMap<Long, Integer>();
        for (var seat : seats.values()) {
            if (seat.state() instanceof Held held
                    && transaction.holders.contains(held.by())
                    && held.until().isAfter(clock())) {
                holds.merge(held.by(), 1, Integer::sum);
            }
        }
        transaction.locked = new SeatLedger.Locked(clock(), found, holds);
        if (schedule.has(Bug.CLOCK_IS_READ_BEFORE_THE_LOCKS)) {
            transaction.locked = new SeatLedger.Locked(transaction.clockBefore, found, holds);
        }
        transaction.grantedAt = clock();
        transaction.decidedAt = clock();
        schedule.note(() -> "locked for " + about(transaction) + ": " + found.values());
        transaction.cue();
    }

    private void arrive(Transaction transaction) {
        if (transaction.fate != Fate.SENT) {
            return;
        }
        if (!up) {
            rollback(transaction);
        } else if (standby) {
            complete(transaction);
        } else {
            transaction.fate = Fate.AWAITS_STANDBY;
            if (schedule.befalls(Fault.WAIT_FOR_STANDBY_CANCELLED, 2)) {
                time.after(schedule.moment(SimulatedTime.SECOND), () -> {
                    if (transaction.fate == Fate.AWAITS_STANDBY) {
                        transaction.warning = new SQLWarning(
                                "canceling wait for synchronous replication due to user request", "01000");
                        complete(transaction);
                    }
                });
            }
        }
    }

    private void complete(Transaction transaction) {
        apply(transaction);
        time.after(schedule.moment(ROUND_TRIP), () -> {
            transaction.answered = true;
            transaction.cue();
        });
    }

    private void apply(Transaction transaction) {
        transaction.fate = Fate.OVER;
        var lockedAt = transaction.grantedAt == null ? clock() : transaction.grantedAt;
        if (!transaction.entries.isEmpty() || !transaction.deals.isEmpty()) {
            if (schedule.has(Bug.SEAT_BY_SEAT)) {
                for (var seat : transaction.changed) {
                    var ofSeat = transaction.entries.stream()
                            .filter(entry -> entry.seat().id() == seat.id())
                            .toList();
                    record(commit(transaction, lockedAt, List.of(seat), ofSeat));
                }
            } else {
                record(commit(transaction, lockedAt, transaction.changed, transaction.entries));
            }
            announce(transaction.notices);
        }
        release(transaction);
    }

    private Commit commit(
            Transaction transaction, Instant lockedAt, List<LockedSeat> changed, List<SeatClerk.Entry> entries) {
        return new Commit(
                time.now(),
                clock(),
                lockedAt,
                transaction.batch,
                List.copyOf(changed),
                List.copyOf(entries),
                List.copyOf(transaction.deals),
                transaction.decidedAt);
    }

    private void record(Commit commit) {
        schedule.note(() -> "committed: " + commit.entries());
        keep(commit);
        log.add(commit);
        replicated = standby ? log.size() : replicated;
        referee.committed(commit);
    }

    private void keep(Commit commit) {
        commit.changed().forEach(seat -> seats.put(seat.id(), seat));
        keepBookings(commit.deals());
    }

    private void keepBookings(List<Deal> deals) {
        for (var deal : deals) {
            switch (deal) {
                case Sale sale -> sell(sale);
                case Return back -> takeBack(back);
                case Move move -> move(move);
            }
        }
    }

    private void sell(Sale sale) {
        var prices = new TreeMap<Long, BigDecimal>();
        for (var seat : sale.seats()) {
            prices.put(seat.id(), seat.price());
            if (tickets.putIfAbsent(seat.id(), sale.booking()) != null) {
                referee.object("G1: there would be a second valid ticket for seat %d", seat.id());
            }
        }
        if (bookings.put(sale.booking(), new Booking(sale.booking(), sale.account(), prices, true)) != null) {
            referee.object("G6: there would be a second booking %d", sale.booking());
        }
    }

    private void takeBack(Return it) {
        bookings.computeIfPresent(it.booking(), (_, known) -> new Booking(known.id, known.account, known.seats, false));
        tickets.values().removeIf(booking -> booking == it.booking());
    }

    private void move(Move it) {
        bookings.computeIfPresent(it.booking(), (_, known) -> {
            var elsewhere = new TreeMap<>(known.seats);
            it.seats().forEach((from, to) -> {
                var price = elsewhere.remove(from);
                if (price == null || !tickets.remove(from, it.booking())) {
                    referee.object(
                            "G6: booking %d has no ticket for seat %d, which was to be moved", it.booking(), from);
                } else {
                    elsewhere.put(to, price);
                }
                if (tickets.putIfAbsent(to, it.booking()) != null) {
                    referee.object("G1: there would be a second valid ticket for seat %d", to);
                }
            });
            return new Booking(known.id, known.account, elsewhere, known.valid);
        });
    }

    private void announce(List<String> notices) {
        for (var notice : notices) {
            List.copyOf(listeners).forEach(listener -> listener.line().carry(notice));
        }
    }

    private void rollback(Transaction transaction) {
        if (transaction.fate != Fate.OVER) {
            schedule.note(() -> "rolled back: " + about(transaction));
            transaction.fate = Fate.OVER;
            release(transaction);
            transaction.cue();
        }
    }

    private void release(Transaction transaction) {
        if (transaction.fate == Fate.OVER) {
            transactions.remove(transaction);
        }
        for (var seat : transaction.locks) {
            owners.remove(seat, transaction);
            var queue = waiting.remove(seat);
            if (queue != null) {
                queue.stream()
                        .filter(waiter -> waiter.fate == Fate.OPEN && waiter.failure == null && waiter.locked == null)
                        .toList()
                        .forEach(this::acquire);
            }
        }
        transaction.locks.clear();
    }

    private void forget(Session session) {
        sessions.remove(session);
        for (var transaction : List.copyOf(transactions)) {
            if (transaction.session == session && transaction.fate == Fate.OPEN) {
                rollback(transaction);
            }
        }
    }

    private void end(Session session, String why) {
        if (session.ended == null) {
            session.ended = why;
        }
        forget(session);
    }

    // ---- what happens to it ----

    /** A replica was killed: its connections are found dead one after another. */
    void lose(SimulatedReplica client) {
        listeners.remove(client);
        for (var session : List.copyOf(sessions)) {
            if (session.client == client) {
                time.after(schedule.moment(SimulatedTime.SECOND), () -> end(session, "08006"));
            }
        }
    }

    /** A client that stops in the middle of a transaction is not waited for. */
    void losePatienceWith(SimulatedReplica client) {
        for (var transaction : List.copyOf(transactions)) {
            var statements = transaction.statements;
            if (transaction.session.client == client) {
                time.after(IDLE_TIMEOUT, () -> {
                    if (transaction.fate == Fate.OPEN && transaction.statements == statements) {
                        end(transaction.session, "25P03");
                    }
                });
            }
        }
    }

    /** Somebody else locks a seat and thinks. */
    void sitOn(long seat, long micros) {
        var stranger = new Transaction(new Session(null));
        if (owners.putIfAbsent(seat, stranger) == null) {
            stranger.locks.add(seat);
            time.after(micros, () -> rollback(stranger));
        }
    }

    void step(long micros) {
        clock();
        stepped += micros;
        referee.clockStepped(micros);
    }

    void loseTheStandby() {
        standby = false;
    }

    void findTheStandby() {
        standby = true;
        replicated = log.size();
        List.copyOf(transactions).stream()
                .filter(transaction -> transaction.fate == Fate.AWAITS_STANDBY)
                .forEach(this::complete);
    }

    /** All that was written to its disk is there again afterwards, confirmed or not. */
    void restart(long downFor) {
        List.copyOf(transactions).stream()
                .filter(transaction -> transaction.fate == Fate.AWAITS_STANDBY)
                .forEach(transaction -> {
                    apply(transaction);
                    transaction.cue();
                });
        goDown(downFor);
    }

    /** The standby takes over with what it has. */
    void failOver(long downFor) {
        var lost = log.subList(replicated, log.size());
        if (!lost.isEmpty()) {
            schedule.note(() -> "lost with the old primary: " + lost.size() + " commits");
            lost.clear();
            seats.clear();
            seats.putAll(unsold);
            bookings.clear();
            tickets.clear();
            log.forEach(this::keep);
            referee.beginAnew(log);
        }
        standby = true;
        goDown(downFor);
    }

    private void goDown(long downFor) {
        List.copyOf(transactions).forEach(this::rollback);
        List.copyOf(sessions).forEach(session -> end(session, "57P01"));
        List.copyOf(listeners).forEach(listener -> listener.line().cut());
        up = false;
        starts++;
        time.after(downFor, () -> up = true);
    }

    private static String about(Transaction transaction) {
        return transaction.batch.stream()
                        .map(waiting -> waiting.order().toString())
                        .toList() + "";
    }

    /** What the ledger says about each seat, replayed from the first event. */
    Map<Long, LockedSeat> replayed() {
        var replayed = new TreeMap<>(unsold);
        for (var commit : log) {
            for (var entry : commit.entries()) {
                replayed.compute(entry.seat().id(), (_, seat) -> after(seat, entry, commit.decidedAt()));
            }
        }
        return replayed;
    }

    private static LockedSeat after(LockedSeat seat, SeatClerk.Entry entry, Instant at) {
        var step = entry.step();
        SeatState state = switch (step.kind()) {
            case HELD -> new Held(step.account(), at, ((Held) step.next()).until());
            case EXTENDED -> new Held(step.account(), ((Held) seat.state()).since(), ((Held) step.next()).until());
            case BOOKED, MOVED_HERE -> step.next();
            case RELEASED, EXPIRED, CANCELLED, UNBLOCKED, MOVED_AWAY -> new Available();
            case BLOCKED -> new SeatState.Blocked();
        };
        return new LockedSeat(seat.id(), seat.show(), seat.price(), state, seat.version() + 1);
    }
}
