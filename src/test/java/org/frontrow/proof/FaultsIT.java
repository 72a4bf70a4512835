package org.frontrow.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.frontrow.process.PostgresPlan;
import org.frontrow.proof.Operation.Kind;
import org.frontrow.proof.Operation.Outcome;
import org.frontrow.proof.Verdict.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two replicas, a crowd, and a fault. Afterwards the service serves again, without anybody having restarted what was not
 * broken, and every promise was kept.
 */
@Tag(Proof.TAG)
class FaultsIT {
    private static final Duration TO_WARM_UP = Duration.ofSeconds(60);
    private static final Duration TO_HEAL = Duration.ofSeconds(60);
    private static final int WARM = 50;
    private static final int ENOUGH = 300;
    /** Of a forgetful database, until it is caught. */
    private static final int CRASHES = 5;

    private static final Findings findings = new Findings(
            "faults",
            "Faults",
            "fault",
            "operations",
            "granted",
            "refused",
            "unknown",
            "healed after",
            "seed",
            "verdict");

    @TempDir
    private static Path home;

    private static Site shared;

    @BeforeAll
    static void start() throws IOException {
        shared = Site.ordinary(Files.createTempDirectory(home, "shared-"));
    }

    @AfterAll
    static void stop() {
        findings.write();
        shared.close();
    }

    /** One of them, if it is named: {@code -Dproof.fault=DISK_FULL}. */
    static Stream<Fault> faults() {
        var only = System.getProperty("proof.fault");
        if (only != null) {
            return Stream.of(Fault.valueOf(only));
        }
        return Proof.isLong()
                ? Stream.of(Fault.values())
                : Stream.of(Fault.NONE_40_SEATS, Fault.CUT_AFTER_COMMIT, Fault.REPLICA_KILLED, Fault.POSTGRES_KILLED);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void every_promise_is_kept(Fault fault) throws IOException, InterruptedException, SQLException {
        if (fault.needsItsOwnSite()) {
            try (var site = fault.site(Files.createTempDirectory(home, "own-"))) {
                keeps_every_promise(site, fault);
            }
        } else {
            keeps_every_promise(shared, fault);
        }
    }

    private static void keeps_every_promise(Site site, Fault fault)
            throws IOException, InterruptedException, SQLException {
        var seed = Proof.seed();
        try (var workload = crowd(site, fault, seed)) {
            fault.happen(site, new Random(seed));
            var over = System.nanoTime();
            Awaitility.await("service as usual")
                    .atMost(TO_HEAL)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> workload.allServe(over));
            var healed = Duration.ofNanos(System.nanoTime() - over);
            Awaitility.await("enough to judge by").atMost(TO_WARM_UP).until(() -> workload.hasTried(ENOUGH));
            var history = workload.end(fault.keepsTheClock());
            var verdict = Checker.check(history);

            findings.row(
                    fault,
                    history.operations().size(),
                    count(history, Outcome.OK),
                    count(history, Outcome.REFUSED),
                    count(history, Outcome.UNKNOWN),
                    String.format(Locale.ROOT, "%.1f s", healed.toMillis() / 1e3),
                    seed,
                    verdict.isValid() ? "VALID" : verdict.broken());
            assertThat(verdict.isValid())
                    .as(() -> "seed %d, %s%n%s%n%s".formatted(seed, workload.log(), verdict, site.endOfLogs()))
                    .isTrue();
            assertThat(count(history, Outcome.UNKNOWN))
                    .as("answers that said nothing")
                    .matches(unknown -> !fault.leavesDoubt() || unknown > 0);
            var backup = site.newBackup();
            if (backup.isPresent()) {
                restored(site, backup.get(), workload, history);
            }
        }
    }

    private static Workload crowd(Site site, Fault fault, long seed) {
        var workload =
                Workload.start(fault.name().toLowerCase(Locale.ROOT), fault.plan(), site.doors(), site::database, seed);
        var begun = System.nanoTime();
        Awaitility.await("a crowd at both replicas")
                .atMost(TO_WARM_UP)
                .until(() -> workload.successesSince(begun) > WARM && workload.allServe(begun));
        return workload;
    }

    /** What was confirmed before the copying began is in the backup, and it agrees with itself. */
    private static void restored(Site site, Site.Backup backup, Workload workload, History whole) throws IOException {
        try (var postgres = backup.copy().restored().start();
                var replica = site.launchAnother(postgres).awaitReady()) {
            var shows = workload.shows();
            Awaitility.await("the end of all holds")
                    .atMost(TO_HEAL)
                    .until(() -> Aftermath.isAtRest(postgres.database(), shows));
            var known = whole.operations().stream()
                    .map(operation -> operation.end() < backup.begun() ? operation : operation.withoutAnswer())
                    .toList();
            var verdict = Checker.check(new History(
                    known,
                    Aftermath.seats(postgres.database(), shows),
                    Aftermath.events(postgres.database(), workload.clock(), shows),
                    Aftermath.bookings(postgres.database(), shows),
                    Set.of(),
                    true));
            findings.row(
                    "… the backup", known.size(), "", "", "", "", "", verdict.isValid() ? "VALID" : verdict.broken());
            assertThat(verdict.isValid())
                    .as(() -> verdict + "\n" + replica.endOfLog())
                    .isTrue();
        }
    }

    /** A database that confirms what it has not written: then a crash must be noticed, or none of this means anything. */
    @Test
    @EnabledIfSystemProperty(named = "proof.long", matches = "true", disabledReason = "needs a database of its own")
    void commits_that_may_be_forgotten_are_noticed() throws IOException, InterruptedException, SQLException {
        var postgres = PostgresPlan.throwAway().with("wal_writer_delay", "10s").start();
        var fault = Fault.POSTGRES_KILLED;
        var seed = Proof.seed();
        try (var site = Site.on(Files.createTempDirectory(home, "own-"), postgres)) {
            // Behind the service's back, which insists on synchronous commits for its connections.
            for (var statement : List.of(
                    """
                    create function forget() returns trigger language plpgsql as $$
                    begin perform set_config('synchronous_commit', 'off', true); return null; end $$""",
                    "create trigger forget after insert on seat_event for each statement execute function forget()")) {
                execute(postgres.database(), statement);
            }
            // Now and then all of it has been written by the time of the crash, because somebody else has flushed.
            var verdict = forgetful(site, fault, seed);
            for (int i = 1; i < CRASHES && !verdict.broken().contains(Rule.KEPT); i++) {
                verdict = forgetful(site, fault, seed + i);
            }
            assertThat(verdict.broken()).as("seed %d\n%s", seed, verdict).contains(Rule.KEPT);
        }
    }

    private Verdict forgetful(Site site, Fault fault, long seed)
            throws IOException, InterruptedException, SQLException {
        try (var workload = crowd(site, fault, seed)) {
            fault.happen(site, new Random(seed));
            var history = workload.end(true);
            var verdict = Checker.check(history);
            findings.row(
                    "control: " + fault + ", which commits asynchronously",
                    history.operations().size(),
                    count(history, Outcome.OK),
                    count(history, Outcome.REFUSED),
                    count(history, Outcome.UNKNOWN),
                    "",
                    seed,
                    verdict.isValid() ? "nothing was lost, once more" : "noticed: " + verdict.broken());
            return verdict;
        }
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(History history, Outcome outcome) {
        return history.operations().stream()
                .filter(operation -> operation.kind() != Kind.READ && operation.outcome() == outcome)
                .count();
    }
}
