package org.frontrow.seating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.frontrow.account.TestAccounts;
import org.frontrow.audit.AuditTrail;
import org.frontrow.catalog.TestShows;
import org.frontrow.platform.Refused;
import org.frontrow.seating.SeatCommand.Book;
import org.frontrow.seating.SeatCommand.Cancel;
import org.frontrow.seating.SeatCommand.Hold;
import org.frontrow.seating.SeatCommand.Move;
import org.frontrow.seating.SeatCommand.Withdraw;
import org.frontrow.seating.SeatRuleCases.Case;
import org.frontrow.seating.SeatRuleCases.Expected;
import org.frontrow.seating.SeatRuleCases.World;
import org.frontrow.seating.SeatState.Available;
import org.frontrow.seating.SeatState.Blocked;
import org.frontrow.seating.SeatState.Booked;
import org.frontrow.seating.SeatState.Held;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The desk against a real PostgreSQL, with faults that a driver and a server really have. */
@QuarkusTest
class SeatDeskTest {
    /** As quarkus.datasource.jdbc.max-size says. */
    private static final int POOL = 16;

    private static final Instant LATER = Instant.now().plus(Duration.ofHours(5));

    @Inject
    DataSource database;

    @Inject
    SeatLedger ledger;

    @Inject
    SeatMaps maps;

    @Inject
    DeskMeters meters;

    @Inject
    DeskTraces traces;

    @Inject
    BookingWriter bookings;

    @Inject
    AuditTrail audit;

    private final List<SeatDesk> desks = new ArrayList<>();

    @AfterEach
    void closeDesks() {
        desks.forEach(SeatDesk::close);
    }

    /** More often than the pool has connections, and each time in the middle of a transaction that holds a lock. */
    @Test
    void a_connection_that_is_given_up_is_cut_and_leaves_room_in_the_pool() {
        var show = TestShows.tomorrow(1, 1);
        var seat = seatsOf(show).getFirst();
        var me = TestAccounts.customer().accountId();
        var stumbling = desk(database, _ -> {
            throw new IllegalStateException("as if there were a bug");
        });
        for (int i = 0; i < POOL + 4; i++) {
            assertThatThrownBy(() -> serve(stumbling, hold(show, me, seat))).isInstanceOf(IllegalStateException.class);
            assertNobodyIsHandedADeadConnection();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .until(() -> Ledger.query("select 1 from pg_stat_activity where application_name = 'frontrow'"
                                + " and state like 'idle in transaction%'")
                        .isEmpty());
        assertThat(serve(desk(database, _ -> {}), hold(show, me, seat))).isInstanceOf(SeatOutcome.Done.class);
    }

    @Test
    void every_rule_case_holds_through_the_desk() {
        var cases = SeatRuleCases.all();
        var me = TestAccounts.customer().accountId();
        var other = TestAccounts.customer().accountId();
        var show = TestShows.tomorrow(1, cases.size() + 2);
        var seats = seatsOf(show);
        var desk = desk(database, _ -> {});
        var myBooking = bookOne(desk, show, me, seats.removeLast());
        var othersBooking = bookOne(desk, show, other, seats.removeLast());
        Ledger.withoutSweeper(() -> {
            for (int i = 0; i < cases.size(); i++) {
                through(
                        desk,
                        show,
                        seats.get(i),
                        cases.get(i),
                        new World(Instant.now(), me, other, myBooking, othersBooking, 0));
            }
        });
    }

    private void through(SeatDesk desk, long show, long seat, Case rule, World world) {
        var before = rule.seat().apply(world);
        put(show, seat, before);
        var outcome =
                serve(desk, new SeatOrder(show, List.of(seat), rule.asked().apply(world)));
        var events = Ledger.query(
                "select kind, at from seat_event where show_time_id = ? and seat_id = ? order by version", show, seat);
        switch (rule.expected()) {
            case Expected.Becomes becomes -> {
                assertThat(events)
                        .as(rule.name())
                        .extracting(event -> SeatEvent.valueOf((String) event.getFirst()))
                        .isEqualTo(becomes.events());
                var decided = ((java.sql.Timestamp) events.getLast().get(1)).toInstant();
                var after = read(show, seat);
                if (after instanceof Booked booked) {
                    assertThat(booked.by()).as(rule.name()).isEqualTo(world.me());
                    if (becomes.events().contains(SeatEvent.MOVED_HERE)) {
                        assertThat(booked.booking()).as(rule.name()).isEqualTo(world.myBooking());
                    } else {
                        assertThat(booked.booking()).as(rule.name()).isGreaterThan(world.myBooking());
                    }
                } else {
                    assertThat(after)
                            .as(rule.name())
                            .isEqualTo(micros(becomes.next().at(world, decided)));
                }
            }
            case Expected.Stays _ -> {
                assertThat(outcome)
                        .as(rule.name())
                        .isInstanceOfSatisfying(
                                SeatOutcome.Done.class,
                                done -> assertThat(done.changed()).isZero());
                assertThat(events).as(rule.name()).isEmpty();
                assertThat(read(show, seat)).as(rule.name()).isEqualTo(micros(before));
            }
            case Expected.Refused refused -> {
                assertThat(outcome)
                        .as(rule.name())
                        .isInstanceOfSatisfying(
                                SeatOutcome.No.class,
                                no -> assertThat(no.reason()).isEqualTo(refused.reason()));
                assertThat(events).as(rule.name()).isEmpty();
                assertThat(read(show, seat)).as(rule.name()).isEqualTo(micros(before));
            }
        }
    }

    @Test
    void who_waits_while_the_lane_is_busy_is_served_in_one_transaction() throws Exception {
        var show = TestShows.tomorrow(1, 10);
        var seats = seatsOf(show);
        var accounts = List.of(
                TestAccounts.customer().accountId(), TestAccounts.customer().accountId());
        comeTogether(IntStream.range(0, 10)
                .mapToObj(i -> hold(show, accounts.get(i % 2), seats.get(i)))
                .toList());
        Ledger.assertRebuildsSeats(show);
    }

    /** In a rush somebody gives a seat back and others want it, all in one breath. */
    @Test
    void a_seat_that_comes_back_is_sold_again_in_the_same_transaction() throws Exception {
        var show = TestShows.tomorrow(1, 4);
        var seats = seatsOf(show);
        var anna = TestAccounts.customer().accountId();
        var ben = TestAccounts.customer().accountId();
        var before = bookOne(desk(database, _ -> {}), show, anna, seats.get(1));
        comeTogether(List.of(
                hold(show, anna, seats.get(0)),
                // sold twice and taken back twice, and sold once more
                book(show, anna, seats.get(0)),
                withdraw(show, seats.get(0)),
                hold(show, ben, seats.get(0)),
                book(show, ben, seats.get(0)),
                withdraw(show, seats.get(0)),
                hold(show, anna, seats.get(0)),
                book(show, anna, seats.get(0)),
                // moved twice, given back, and all its seats are sold to somebody else
                move(show, anna, before, seats.get(1), seats.get(2)),
                move(show, anna, before, seats.get(2), seats.get(3)),
                hold(show, ben, seats.get(1), seats.get(2)),
                book(show, ben, seats.get(1), seats.get(2)),
                new SeatOrder(show, List.of(seats.get(3)), new Cancel(before, LATER)),
                hold(show, ben, seats.get(3)),
                book(show, ben, seats.get(3))));
        assertThat(Ledger.query("""
                select b.account_id, b.status, t.seat_id, t.status from booking b
                join ticket t on t.show_time_id = b.show_time_id and t.booking_id = b.id
                where b.show_time_id = ? order by b.id, t.seat_id""", show))
                .containsExactly(
                        List.of(anna, "CANCELLED", seats.get(3), "CANCELLED"),
                        List.of(anna, "WITHDRAWN", seats.get(0), "CANCELLED"),
                        List.of(ben, "WITHDRAWN", seats.get(0), "CANCELLED"),
                        List.of(anna, "CONFIRMED", seats.get(0), "VALID"),
                        List.of(ben, "CONFIRMED", seats.get(1), "VALID"),
                        List.of(ben, "CONFIRMED", seats.get(2), "VALID"),
                        List.of(ben, "CONFIRMED", seats.get(3), "VALID"));
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void a_connection_lost_before_the_commit_costs_nobody_anything() {
        var show = TestShows.tomorrow(1, 2);
        var me = TestAccounts.customer().accountId();
        var broken = new AtomicInteger();
        // The first two connections are closed by the server as soon as they have locked the seats.
        var desk = desk(database, connection -> {
            if (broken.getAndIncrement() < 2) {
                terminate(connection);
            }
        });
        assertThat(serve(desk, hold(show, me, seatsOf(show).toArray(Long[]::new))))
                .isInstanceOf(SeatOutcome.Done.class);
        assertThat(broken.get()).isGreaterThanOrEqualTo(3);
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void an_unconfirmed_commit_is_told_as_unknown_and_repeating_it_finds_out() {
        var show = TestShows.tomorrow(1, 2);
        var me = TestAccounts.customer().accountId();
        var seats = seatsOf(show).toArray(Long[]::new);
        var commits = new AtomicInteger();
        var desk = desk(
                faulty(connection -> {
                    connection.commit();
                    if (commits.getAndIncrement() == 0) {
                        throw new SQLException("The connection broke behind the commit", "08006");
                    }
                }),
                _ -> {});
        assertThatThrownBy(() -> serve(desk, hold(show, me, seats)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOf(SeatingRefusal.OutcomeUnknown.class));
        assertThat(serve(desk, hold(show, me, seats))).isInstanceOf(SeatOutcome.Done.class);
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void a_commit_with_a_warning_is_not_taken_for_a_success() {
        var show = TestShows.tomorrow(1, 1);
        var me = TestAccounts.customer().accountId();
        var warned = new SQLWarning("canceling wait for synchronous replication due to user request", "01000");
        var desk = desk(warning(warned), _ -> {});
        assertThatThrownBy(() -> serve(desk, hold(show, me, seatsOf(show).getFirst())))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOf(SeatingRefusal.OutcomeUnknown.class));
    }

    /** The first COMMIT may have been cut short just like this one: whoever asks again must not be told more than is true. */
    @Test
    void what_was_booked_before_is_confirmed_as_carefully_as_what_is_new() {
        var show = TestShows.tomorrow(1, 1);
        var seat = seatsOf(show).getFirst();
        var me = TestAccounts.customer().accountId();
        bookOne(desk(database, _ -> {}), show, me, seat);
        var warned = new SQLWarning("canceling wait for synchronous replication due to user request", "01000");
        var desk = desk(warning(warned), _ -> {});
        assertThatThrownBy(() -> serve(desk, book(show, me, seat)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOf(SeatingRefusal.OutcomeUnknown.class));
        // A refusal confirms nothing and waits for nothing.
        assertThat(serve(desk, hold(show, TestAccounts.customer().accountId(), seat)))
                .isInstanceOf(SeatOutcome.No.class);
    }

    @Test
    void even_an_error_of_the_machine_leaves_nothing_half_done() {
        var show = TestShows.tomorrow(1, 2);
        var seats = seatsOf(show);
        var me = TestAccounts.customer().accountId();
        var writes = new AtomicInteger();
        var desk = desk(database, _ -> {}, Desk.PLAIN, new BookingWriter() {
            @Override
            public void write(Connection transaction, List<Deal> deals) throws SQLException {
                bookings.write(transaction, deals);
                if (writes.getAndIncrement() == 0) {
                    throw new OutOfMemoryError("planted");
                }
            }

            @Override
            public java.util.Map<Long, Receipt> receipts(long of, Collection<Long> ids) {
                return bookings.receipts(of, ids);
            }
        });
        serve(desk, hold(show, me, seats.get(0)));
        assertThatThrownBy(() -> serve(desk, book(show, me, seats.get(0)))).hasMessageContaining("planted");
        // The next transaction of the lane must not commit what the broken one left behind.
        assertThat(serve(desk, hold(show, me, seats.get(1)))).isInstanceOf(SeatOutcome.Done.class);
        assertThat(Ledger.query("select id from booking where show_time_id = ?", show))
                .isEmpty();
        assertThat(serve(desk, book(show, me, seats.get(0)))).isInstanceOf(SeatOutcome.Done.class);
        Ledger.assertRebuildsSeats(show);
    }

    @Test
    void a_server_that_only_reads_is_left_for_a_better_one() {
        var show = TestShows.tomorrow(1, 1);
        var me = TestAccounts.customer().accountId();
        var connections = new AtomicInteger();
        var desk = desk(
                connections(connection -> (name, _) -> {
                    if (name.equals("setAutoCommit") && connections.getAndIncrement() < 2) {
                        try (var statement = connection.createStatement()) {
                            statement.execute("set default_transaction_read_only = on");
                        }
                        connection.setAutoCommit(false);
                        return Optional.empty();
                    }
                    return null;
                }),
                _ -> {});
        assertThat(serve(desk, hold(show, me, seatsOf(show).getFirst()))).isInstanceOf(SeatOutcome.Done.class);
        assertThat(connections).hasValueGreaterThanOrEqualTo(3);
    }

    @Test
    void seats_that_somebody_sits_on_do_not_stop_the_sale_of_another_show() throws Exception {
        var stuck = TestShows.tomorrow(1, 1);
        var other = TestShows.tomorrow(1, 1);
        var me = TestAccounts.customer().accountId();
        var gate = new CountDownLatch(1);
        var entered = new CountDownLatch(1);
        var desk = desk(database, _ -> {
            entered.countDown();
            await(gate);
        });
        var first = submit(desk, hold(other, me, seatsOf(other).getFirst()));
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        try (var blocker = database.getConnection()) {
            blocker.setAutoCommit(false);
            ledger.lock(blocker, List.of(stuck), seatsOf(stuck), List.of());
            // Both wait in one batch; the lock timeout of the one must not become the refusal of the other.
            var waits = submit(desk, hold(stuck, me, seatsOf(stuck).getFirst()));
            var sold = submit(desk, book(other, me, seatsOf(other).getFirst()));
            gate.countDown();
            assertThat(first.get(5, TimeUnit.SECONDS)).isInstanceOf(SeatOutcome.Done.class);
            assertThatThrownBy(() -> waits.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(Refused.class);
            assertThat(sold.get(5, TimeUnit.SECONDS)).isInstanceOf(SeatOutcome.Done.class);
            blocker.rollback();
        }
    }

    @Test
    void one_bad_order_does_not_fail_its_neighbours() throws Exception {
        var show = TestShows.tomorrow(1, 3);
        var seats = seatsOf(show);
        var me = TestAccounts.customer().accountId();
        var nobody = -1L; // no such account: the booking's foreign key refuses it
        var gate = new CountDownLatch(1);
        var entered = new CountDownLatch(1);
        var desk = desk(database, _ -> {
            entered.countDown();
            await(gate);
        });
        put(show, seats.get(1), new Held(nobody, Instant.now(), Instant.now().plusSeconds(600)));
        put(show, seats.get(2), new Held(me, Instant.now(), Instant.now().plusSeconds(600)));
        var first = submit(desk, hold(show, me, seats.get(0)));
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        var bad = submit(desk, book(show, nobody, seats.get(1)));
        var good = submit(desk, book(show, me, seats.get(2)));
        gate.countDown();
        assertThat(first.get(5, TimeUnit.SECONDS)).isInstanceOf(SeatOutcome.Done.class);
        assertThat(good.get(5, TimeUnit.SECONDS)).isInstanceOf(SeatOutcome.Done.class);
        assertThatThrownBy(() -> bad.get(5, TimeUnit.SECONDS)).hasRootCauseInstanceOf(SQLException.class);
        assertThat(read(show, seats.get(2))).isInstanceOf(Booked.class);
        assertThat(read(show, seats.get(1))).isInstanceOf(Held.class);
    }

    @Test
    void more_than_may_wait_are_refused_at_once() throws Exception {
        var show = TestShows.tomorrow(1, 1);
        var me = TestAccounts.customer().accountId();
        var seat = seatsOf(show).getFirst();
        var gate = new CountDownLatch(1);
        var entered = new CountDownLatch(1);
        var desk = desk(
                database,
                _ -> {
                    entered.countDown();
                    await(gate);
                },
                new Desk(1, 256, 0, 2, 100, Duration.ofSeconds(30)));
        var first = submit(desk, hold(show, me, seat));
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        var second = submit(desk, hold(show, me, seat));
        var third = submit(desk, hold(show, me, seat));
        var fourth = submit(desk, hold(show, me, seat));
        assertThat(fourth).isCompletedExceptionally();
        assertThatThrownBy(fourth::join).hasCauseInstanceOf(Refused.class);
        gate.countDown();
        for (var answer : List.of(first, second, third)) {
            assertThat(answer.get(5, TimeUnit.SECONDS)).isInstanceOf(SeatOutcome.Done.class);
        }
        assertThat(serve(desk, hold(show, me, seat))).isInstanceOf(SeatOutcome.Done.class);
    }

    @Test
    void nobody_waits_longer_than_promised_behind_a_stuck_lane() throws Exception {
        var show = TestShows.tomorrow(1, 1);
        var me = TestAccounts.customer().accountId();
        var seat = seatsOf(show).getFirst();
        var gate = new CountDownLatch(1);
        var entered = new CountDownLatch(1);
        var desk = desk(
                database,
                _ -> {
                    entered.countDown();
                    await(gate);
                },
                new Desk(1, 256, 0, 100, 100, Duration.ofMillis(50)));
        var stuck = submit(desk, hold(show, me, seat));
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        var behind = submit(desk, hold(show, me, seat));
        assertThatThrownBy(() -> behind.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(Refused.class);
        gate.countDown();
        assertThat(stuck.get(5, TimeUnit.SECONDS)).isInstanceOf(SeatOutcome.Done.class);
    }

    @Test
    void a_transaction_mixes_only_as_many_shows_as_it_may() throws Exception {
        var gate = new CountDownLatch(1);
        var entered = new CountDownLatch(1);
        var commits = new AtomicInteger();
        var desk = desk(
                faulty(connection -> {
                    commits.incrementAndGet();
                    connection.commit();
                }),
                _ -> {
                    entered.countDown();
                    await(gate);
                },
                new Desk(1, 256, 1, 100, 100, Duration.ofSeconds(30)));
        var me = TestAccounts.customer().accountId();
        var shows = List.of(TestShows.tomorrow(1, 2), TestShows.tomorrow(1, 2), TestShows.tomorrow(1, 2));
        var answers = new ArrayList<CompletableFuture<SeatOutcome>>();
        answers.add(submit(
                desk, hold(shows.getFirst(), me, seatsOf(shows.getFirst()).getFirst())));
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        for (var show : shows) {
            seatsOf(show).forEach(seat -> answers.add(submit(desk, hold(show, me, seat))));
        }
        gate.countDown();
        for (var answer : answers) {
            assertThat(answer.get(5, TimeUnit.SECONDS)).isInstanceOf(SeatOutcome.Done.class);
        }
        assertThat(commits).hasValue(4);
    }

    @Test
    void closing_serves_who_is_in_the_queue_and_takes_nobody_new() throws Exception {
        var show = TestShows.tomorrow(1, 2);
        var seats = seatsOf(show);
        var me = TestAccounts.customer().accountId();
        var gate = new CountDownLatch(1);
        var entered = new CountDownLatch(1);
        var desk = desk(database, _ -> {
            entered.countDown();
            awaitEvenIfInterrupted(gate);
        });
        var first = submit(desk, hold(show, me, seats.get(0)));
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        var second = submit(desk, hold(show, me, seats.get(1)));
        var closing = Thread.ofVirtual().start(desk::close);
        org.awaitility.Awaitility.await()
                .until(() -> submit(desk, hold(show, me, seats.get(0))).isCompletedExceptionally());
        gate.countDown();
        closing.join();
        assertThat(first).isCompletedWithValueMatching(SeatOutcome.Done.class::isInstance);
        assertThat(second).isCompletedWithValueMatching(SeatOutcome.Done.class::isInstance);
    }

    @Test
    void now_is_read_after_the_locks_are_granted() throws Exception {
        var show = TestShows.tomorrow(1, 2);
        var seats = seatsOf(show);
        try (var blocker = database.getConnection();
                var transaction = database.getConnection()) {
            blocker.setAutoCommit(false);
            transaction.setAutoCommit(false);
            ledger.lock(blocker, List.of(show), List.of(seats.get(1)), List.of());
            var waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return ledger.lock(transaction, List.of(show), seats, List.of(1L))
                            .now();
                } catch (SQLException e) {
                    throw new CompletionException(e);
                }
            });
            org.awaitility.Awaitility.await().until(() -> waitsForALock(show));
            var released = now(blocker);
            blocker.rollback();
            assertThat(waiting.get(5, TimeUnit.SECONDS)).isAfterOrEqualTo(released);
            transaction.rollback();
        }
    }

    // ---- what the tests are made of

    private record Desk(
            int count,
            int ordersPerTransaction,
            int showsPerTransaction,
            int waitingPerShow,
            int waiting,
            Duration patience)
            implements DeskConfig {
        static final Desk PLAIN = new Desk(1, 256, 0, 1000, 1000, Duration.ofSeconds(30));

        @Override
        public Optional<Integer> lanes() {
            return Optional.of(count);
        }

        @Override
        public Duration targetWait() {
            return Duration.ofMillis(500);
        }
    }

    private SeatDesk desk(DataSource source, Consumer<Connection> behindTheLocks) {
        return desk(source, behindTheLocks, Desk.PLAIN);
    }

    /** A desk of its own, whose ledger does something once the seats are locked. */
    private SeatDesk desk(DataSource source, Consumer<Connection> behindTheLocks, DeskConfig config) {
        return desk(source, behindTheLocks, config, bookings);
    }

    private SeatDesk desk(
            DataSource source, Consumer<Connection> behindTheLocks, DeskConfig config, BookingWriter writer) {
        var watched = new SeatLedger(TestHolds.USUAL) {
            @Override
            Locked lock(
                    Connection transaction, Collection<Long> shows, Collection<Long> seats, Collection<Long> holders)
                    throws SQLException {
                var locked = super.lock(transaction, shows, seats, holders);
                behindTheLocks.accept(transaction);
                return locked;
            }
        };
        var desk = new SeatDesk(source, watched, writer, audit, maps, config, TestHolds.atMost(1000), meters, traces);
        desk.open();
        desks.add(desk);
        return desk;
    }

    private interface Commit {
        void run(Connection connection) throws SQLException;
    }

    /** All but the first come while that is being committed, so they are served in one transaction; all succeed. */
    private void comeTogether(List<SeatOrder> orders) throws Exception {
        var commits = new AtomicInteger();
        var busy = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var desk = desk(
                faulty(connection -> {
                    if (commits.getAndIncrement() == 0) {
                        busy.countDown();
                        await(go);
                    }
                    connection.commit();
                }),
                _ -> {});
        var answers = new ArrayList<CompletableFuture<SeatOutcome>>();
        answers.add(submit(desk, orders.getFirst()));
        assertThat(busy.await(5, TimeUnit.SECONDS)).isTrue();
        orders.stream().skip(1).forEach(order -> answers.add(submit(desk, order)));
        go.countDown();
        for (var answer : answers) {
            assertThat(answer.get(5, TimeUnit.SECONDS)).isInstanceOf(SeatOutcome.Done.class);
        }
        assertThat(commits).hasValue(2);
    }

    private DataSource faulty(Commit commit) {
        return connections(connection -> (name, arguments) -> {
            if (name.equals("commit")) {
                commit.run(connection);
                return Optional.empty();
            }
            return null;
        });
    }

    private DataSource warning(SQLWarning warning) {
        return connections(_ -> (name, _) -> name.equals("getWarnings") ? Optional.of(warning) : null);
    }

    private interface Instead {
        /** @return null: call the real method; else what it answers */
        Optional<?> of(String method, Object[] arguments) throws SQLException;
    }

    private DataSource connections(java.util.function.Function<Connection, Instead> behaviour) {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (_, method, arguments) -> {
                    var connection = (Connection) call(database, method, arguments);
                    var instead = behaviour.apply(connection);
                    return Proxy.newProxyInstance(
                            getClass().getClassLoader(), new Class<?>[] {Connection.class}, (_, inner, given) -> {
                                var answer = instead.of(inner.getName(), given);
                                return answer == null ? call(connection, inner, given) : answer.orElse(null);
                            });
                });
    }

    private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void terminate(Connection victim) {
        try (var statement = victim.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            Ledger.query("select pg_terminate_backend(?)", row.getInt(1));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void assertNobodyIsHandedADeadConnection() {
        var taken = new ArrayList<Connection>();
        try {
            for (int i = 0; i < POOL - 4; i++) {
                var connection = database.getConnection();
                taken.add(connection);
                try (var statement = connection.createStatement()) {
                    statement.execute("select 1");
                }
            }
            for (var connection : taken) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean waitsForALock(long show) {
        return !Ledger.query(
                        "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%for update%'")
                .isEmpty();
    }

    private static Instant now(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitEvenIfInterrupted(CountDownLatch latch) {
        while (true) {
            try {
                assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
                return;
            } catch (InterruptedException e) {
                // wait on: the desk is closing, and that is what the test is about
            }
        }
    }

    private static CompletableFuture<SeatOutcome> submit(SeatDesk desk, SeatOrder order) {
        return desk.submit(order).toCompletableFuture();
    }

    private static SeatOutcome serve(SeatDesk desk, SeatOrder order) {
        try {
            return submit(desk, order).orTimeout(10, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static SeatOrder hold(long show, long account, Long... seats) {
        return new SeatOrder(
                show, List.of(seats), new Hold(account, SeatRuleCases.LENGTH, SeatRuleCases.LONGEST, LATER));
    }

    private static SeatOrder book(long show, long account, Long... seats) {
        return new SeatOrder(show, List.of(seats), new Book(account, BookingReference.next(), "EUR", LATER));
    }

    private static SeatOrder withdraw(long show, Long... seats) {
        return new SeatOrder(show, List.of(seats), new Withdraw());
    }

    private static SeatOrder move(long show, long account, long booking, long from, long to) {
        return new SeatOrder(show, List.of(from, to), new Move(account, booking, Map.of(from, to)));
    }

    private static long bookOne(SeatDesk desk, long show, long account, long seat) {
        serve(desk, hold(show, account, seat));
        var done = (SeatOutcome.Done) serve(desk, book(show, account, seat));
        return ((Booked) done.seats().getFirst().state()).booking();
    }

    private static ArrayList<Long> seatsOf(long show) {
        return new ArrayList<>(Ledger.query("select id from seat where show_time_id = ? order by id", show).stream()
                .map(row -> (Long) row.getFirst())
                .toList());
    }

    private static void put(long show, long seat, SeatState state) {
        var columns = switch (state) {
            case Available _ -> new Object[] {"AVAILABLE", null, null, null, null};
            case Blocked _ -> new Object[] {"BLOCKED", null, null, null, null};
            case Held held -> new Object[] {"HELD", held.by(), at(held.since()), at(held.until()), null};
            case Booked booked -> new Object[] {"BOOKED", booked.by(), null, null, booked.booking()};
        };
        Ledger.update(
                "update seat set status = ?, account_id = ?, held_since = ?::timestamptz, held_until = ?::timestamptz,"
                        + " booking_id = ? where show_time_id = ? and id = ?",
                columns[0],
                columns[1],
                columns[2],
                columns[3],
                columns[4],
                show,
                seat);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private SeatState read(long show, long seat) {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            var state = ledger.lock(connection, List.of(show), List.of(seat), List.of())
                    .seats()
                    .get(seat)
                    .state();
            connection.rollback();
            return state;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** PostgreSQL keeps microseconds. */
    private static SeatState micros(SeatState state) {
        return state instanceof Held held ? new Held(held.by(), micros(held.since()), micros(held.until())) : state;
    }

    private static Instant micros(Instant instant) {
        return instant.plusNanos(500).truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    }
}
