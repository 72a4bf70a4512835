package org.frontrow.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.frontrow.process.Knife;
import org.frontrow.process.Knife.Moment;
import org.frontrow.process.Line;
import org.frontrow.process.Line.Way;
import org.frontrow.process.Luck;
import org.frontrow.proof.Workload.Plan;
import org.frontrow.seating.Ledger;
import org.jspecify.annotations.Nullable;

/** What goes wrong in a real house, done to it while it is full. When {@link #happen} returns it is over. */
enum Fault {
    NONE_40_SEATS("nothing goes wrong") {
        @Override
        void happen(Site site, Random dice) throws InterruptedException {
            aWhile(A_WHILE);
        }
    },
    NONE_40_SEATS_FEW_BOOKINGS("nothing goes wrong, and little is booked") {
        @Override
        Plan plan() {
            return new Plan(1, 16, 10, 40, Site.HOLD, PATIENCE);
        }

        @Override
        void happen(Site site, Random dice) throws InterruptedException {
            aWhile(A_WHILE);
        }
    },
    NONE_600_SEATS("nothing goes wrong, and many come to three shows") {
        @Override
        Plan plan() {
            return new Plan(3, 48, 50, 8, Site.HOLD, PATIENCE);
        }

        @Override
        void happen(Site site, Random dice) throws InterruptedException {
            aWhile(A_WHILE);
        }
    },
    HERD("a herd wants the same four seats") {
        @Override
        Plan plan() {
            return new Plan(1, 96, 1, 8, Site.HOLD, PATIENCE);
        }

        @Override
        void happen(Site site, Random dice) throws InterruptedException {
            aWhile(A_WHILE);
        }
    },
    REPLICA_KILLED("kill -9 of a replica, which is started again") {
        @Override
        void happen(Site site, Random dice) throws InterruptedException {
            site.replica(0).process().kill9();
            aWhile(1);
            site.replica(0).startAgain();
        }
    },
    REPLICA_STOPPED("SIGTERM for a replica, another takes its place") {
        @Override
        void happen(Site site, Random dice) {
            site.replica(1).process().stop();
            site.replica(1).startAgain();
        }
    },
    POSTGRES_KILLED("kill -9 of all of PostgreSQL") {
        @Override
        void happen(Site site, Random dice) throws InterruptedException {
            site.postgres().kill9();
            aWhile(1);
            site.postgres().startAgain();
        }
    },
    CUT_BEFORE_COMMIT("connections are cut before COMMIT arrives") {
        @Override
        void happen(Site site, Random dice) throws InterruptedException {
            cutCommits(site, Moment.BEFORE_IT_ARRIVES, dice);
        }
    },
    CUT_AFTER_COMMIT("connections are cut after COMMIT, before the reply") {
        @Override
        void happen(Site site, Random dice) throws InterruptedException {
            cutCommits(site, Moment.BEFORE_THE_ANSWER, dice);
        }
    },
    ANSWERS_LOST("every third answer to a guest is lost: a storm of repetitions") {
        @Override
        Plan plan() {
            return new Plan(1, 48, 10, 8, Site.HOLD, PATIENCE);
        }

        @Override
        void happen(Site site, Random dice) throws InterruptedException {
            site.replicas()
                    .forEach(replica -> replica.guests()
                            .take(new Knife(Moment.BEFORE_THE_ANSWER, Luck.dice(0.3, new Random(dice.nextLong())))));
            untilItStrikes(site, Site.Replica::guests);
            site.replicas().forEach(replica -> replica.guests().takeNoKnife());
        }
    },
    REPLICA_PAUSED("SIGSTOP of a replica, for longer than a hold") {
        @Override
        void happen(Site site, Random dice) throws InterruptedException {
            site.replica(0).process().pause();
            aWhile(Site.HOLD.toSeconds() * 3);
            site.replica(0).process().resume();
        }
    },
    POSTGRES_PAUSED("SIGSTOP of PostgreSQL") {
        @Override
        void happen(Site site, Random dice) throws InterruptedException {
            for (var seconds : Proof.shortOrLong(new int[] {3}, new int[] {3, 20})) {
                site.postgres().pause();
                aWhile(seconds);
                site.postgres().resume();
                aWhile(1);
            }
        }
    },
    LINE_SILENT("the network between a replica and PostgreSQL swallows everything") {
        @Override
        void happen(Site site, Random dice) throws InterruptedException {
            site.replica(0).database().fallSilent();
            aWhile(Proof.shortOrLong(4, 20));
            site.replica(0).database().speakAgain();
        }
    },
    LINE_SLOW("a slow line: 50 ms each way, 100 kB a second") {
        @Override
        void happen(Site site, Random dice) throws InterruptedException {
            var line = site.replica(0).database();
            for (var way : Way.values()) {
                line.delay(way, Duration.ofMillis(50));
                line.limit(way, 100_000);
            }
            aWhile(A_WHILE);
            for (var way : Way.values()) {
                line.delay(way, Duration.ZERO);
                line.limit(way, 0);
            }
        }
    },
    NO_CONNECTION_LEFT("others take all connections of PostgreSQL, and the replicas lose theirs") {
        @Override
        void happen(Site site, Random dice) throws InterruptedException, SQLException {
            var taken = new ArrayList<Connection>();
            try {
                var until = System.nanoTime() + Duration.ofSeconds(A_WHILE).toNanos();
                while (System.nanoTime() < until) {
                    Ledger.query(
                            site.postgres().administration(),
                            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'frontrow'");
                    takeAll(site, taken);
                    aWhile(1);
                }
            } finally {
                for (var connection : taken) {
                    connection.close();
                }
            }
        }
    },
    DEADLOCKS("somebody else locks seats the other way round") {
        @Override
        void happen(Site site, Random dice) {
            var start = System.nanoTime();
            while (System.nanoTime() < start + Duration.ofSeconds(A_WHILE).toNanos()
                    || !site.postgres().log().contains("deadlock detected")) {
                assertThat(System.nanoTime() - start).isLessThan(UNTIL_IT_HAPPENS.toNanos());
                lockBackwards(site, dice);
            }
        }
    },
    BACKUP("a backup is taken, and restored elsewhere") {
        @Override
        void happen(Site site, Random dice) throws IOException, InterruptedException {
            aWhile(A_WHILE);
            site.backUp();
        }
    },
    MIGRATION("tables are changed, and a new replica joins") {
        @Override
        void happen(Site site, Random dice) throws IOException, InterruptedException {
            try (var another = site.launchAnother(site.postgres())) {
                for (var table : new String[] {"seat", "booking", "ticket", "seat_event"}) {
                    alter(site, table);
                }
                another.awaitReady();
                aWhile(1);
            }
        }
    },
    CLOCKS_APART("two replicas, whose clocks are five minutes apart", Site::withClocksApart) {
        @Override
        void happen(Site site, Random dice) throws InterruptedException {
            aWhile(A_WHILE);
        }
    },
    DATABASE_CLOCK_STEPS("the database's clock is put forward and back", Site::withDatabaseClock) {
        @Override
        boolean keepsTheClock() {
            return false;
        }

        @Override
        void happen(Site site, Random dice) throws InterruptedException {
            for (int minutes : new int[] {5, -3, 10}) {
                site.clock().step(Duration.ofMinutes(minutes));
                aWhile(2);
            }
        }
    },
    DISK_FULL("no room left for tables", Site::onSmallDisk) {
        @Override
        void happen(Site site, Random dice) throws InterruptedException {
            site.disk().fill();
            askForMore(site, "create table more as select repeat('more', 250) from generate_series(1, 100000)");
            aWhile(A_WHILE);
            site.disk().free();
            if (!site.postgres().log().contains("No space left on device")) {
                throw new AssertionError(
                        "There was room all the time:\n" + site.postgres().log());
            }
        }
    },
    LOG_DISK_FULL(
            "no room left for the log of writes: PostgreSQL gives up, and is started again", Site::onSmallLogDisk) {
        @Override
        void happen(Site site, Random dice) throws InterruptedException {
            site.disk().fill();
            var until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!site.postgres().log().contains("PANIC")) {
                if (System.nanoTime() > until) {
                    throw new AssertionError(
                            "There was room all the time:\n" + site.postgres().log());
                }
                askForMore(site, "select pg_switch_wal()");
                Thread.sleep(20);
            }
            aWhile(1);
            site.disk().free();
            if (!site.postgres().isAlive()) {
                site.postgres().startAgain();
            }
        }
    },
    STANDBY_DEAD("the synchronous standby dies, and the operator goes on without", Site::withStandby) {
        @Override
        void happen(Site site, Random dice) throws InterruptedException {
            site.standby().kill9();
            aWhile(12);
            site.postgres().commitAlone();
        }
    },
    FAILOVER("kill -9 of PostgreSQL, and the synchronous standby takes its place", Site::withStandby) {
        @Override
        void happen(Site site, Random dice) throws InterruptedException {
            site.postgres().kill9();
            aWhile(1);
            site.failOver();
        }
    };

    static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int A_WHILE = Proof.shortOrLong(2, 4);
    private static final Duration UNTIL_IT_HAPPENS = Duration.ofSeconds(30);

    private final String what;
    private final @Nullable Builder site;

    private interface Builder {
        Site in(Path directory) throws IOException;
    }

    Fault(String what) {
        this(what, null);
    }

    /** @param site what it needs of its own; else any will do */
    Fault(String what, @Nullable Builder site) {
        this.what = what;
        this.site = site;
    }

    boolean needsItsOwnSite() {
        return site != null;
    }

    Site site(Path directory) throws IOException {
        return site == null ? Site.ordinary(directory) : site.in(directory);
    }

    /** Who comes. */
    Plan plan() {
        return new Plan(1, 16, 10, 8, Site.HOLD, PATIENCE);
    }

    /** Whether the database's time goes on as it should, so that holds last as long as they were promised to. */
    boolean keepsTheClock() {
        return true;
    }

    /** Whether there have to be answers that are lost. */
    boolean leavesDoubt() {
        return this == CUT_AFTER_COMMIT || this == CUT_BEFORE_COMMIT || this == ANSWERS_LOST || this == LINE_SILENT;
    }

    /** What is done, until it is over. */
    abstract void happen(Site site, Random dice) throws IOException, InterruptedException, SQLException;

    private static void cutCommits(Site site, Moment moment, Random dice) throws InterruptedException {
        site.replicas()
                .forEach(replica ->
                        replica.database().take(new Knife(moment, Luck.dice(0.1, new Random(dice.nextLong())))));
        untilItStrikes(site, Site.Replica::database);
        site.replicas().forEach(replica -> replica.database().takeNoKnife());
    }

    /** A while, and on until a knife has cut something. */
    private static void untilItStrikes(Site site, Function<Site.Replica, Line> cut) throws InterruptedException {
        aWhile(A_WHILE);
        Awaitility.await("a cut")
                .atMost(UNTIL_IT_HAPPENS)
                .until(() -> site.replicas().stream()
                        .anyMatch(replica -> cut.apply(replica).strikes() > 0));
    }

    /** Until there is none left for anybody. */
    private static void takeAll(Site site, List<Connection> taken) {
        try {
            while (true) {
                taken.add(site.database().getConnection());
            }
        } catch (SQLException none) {
            assertThat(none.getSQLState()).isEqualTo("53300");
            assertThat(taken).isNotEmpty();
        }
    }

    private static void askForMore(Site site, String sql) {
        try (var connection = site.postgres().administration().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException expected) {
            // there is no more
        }
    }

    private static void lockBackwards(Site site, Random dice) {
        try (var connection = site.database().getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                var seats = Ledger.query(
                        site.database(),
                        "select id from seat where show_time_id = (select max(id) from show_time) order by random() limit 3");
                seats.sort(Comparator.comparing(row -> -(long) row.getFirst()));
                for (var seat : seats) {
                    statement.execute(
                            "select 1 from seat where show_time_id = (select max(id) from show_time) and id = "
                                    + seat.getFirst() + " for update");
                    Thread.sleep(dice.nextInt(20));
                }
            }
            connection.rollback();
        } catch (SQLException victim) {
            // The server chose this one; or it waited in vain, as in a queue before a lock.
            assertThat(victim.getSQLState()).isIn("40P01", "55P03");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As a migration that keeps to the rules of CONTRIBUTING: it would rather fail than stop all sales. */
    private static void alter(Site site, String table) throws InterruptedException {
        for (int attempts = 1; ; attempts++) {
            try (var connection = site.database().getConnection();
                    var statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("set local lock_timeout = '2s'");
                statement.execute("alter table " + table + " add column if not exists remark text");
                connection.commit();
                return;
            } catch (SQLException e) {
                if (attempts == 10) {
                    throw new AssertionError(e);
                }
                aWhile(1);
            }
        }
    }

    private static void aWhile(long seconds) throws InterruptedException {
        Thread.sleep(Duration.ofSeconds(seconds));
    }

    @Override
    public String toString() {
        return what;
    }
}
