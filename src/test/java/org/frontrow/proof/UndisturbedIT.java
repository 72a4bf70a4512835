package org.frontrow.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.frontrow.process.PostgresProcess;
import org.frontrow.process.ServiceProcess;
import org.frontrow.proof.Workload.Plan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Crowds of all sorts at two replicas, and nothing goes wrong. */
@Tag(Proof.TAG)
class UndisturbedIT {
    private static final Duration HOLD = Duration.ofSeconds(2);
    private static final Findings findings = new Findings(
            "undisturbed",
            "Two replicas, no fault",
            "seats",
            "books one in",
            "seed",
            "operations",
            "refused",
            "unknown",
            "verdict");

    private static PostgresProcess postgres;
    private static ServiceProcess one;
    private static ServiceProcess other;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        postgres = PostgresProcess.start();
        var settings = postgres.settings(directory);
        settings.put("FRONTROW_HOLDS_LENGTH", HOLD.toString());
        one = ServiceProcess.launch("one", directory, settings);
        other = ServiceProcess.launch("other", directory, settings);
        one.awaitReady();
        other.awaitReady();
    }

    @AfterAll
    static void stop() {
        findings.write();
        try (var _ = postgres) {
            one.close();
            other.close();
        }
    }

    static Stream<Plan> plans() {
        var all = Stream.of(
                new Plan(1, 16, 10, 8, HOLD, Duration.ofSeconds(30)),
                new Plan(1, 16, 10, 40, HOLD, Duration.ofSeconds(30)),
                new Plan(3, 32, 50, 8, HOLD, Duration.ofSeconds(30)),
                new Plan(1, 64, 50, 40, HOLD, Duration.ofSeconds(30)));
        return all.limit(Proof.shortOrLong(1, 4));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void every_promise_is_kept(Plan plan) {
        var seed = Proof.seed();
        var length = Duration.ofSeconds(Proof.shortOrLong(3, 20));
        try (var workload = Workload.start("undisturbed", plan, List.of(one, other), postgres.database(), seed)) {
            var begun = System.nanoTime();
            Awaitility.await().atMost(length.multipliedBy(4)).until(() -> System.nanoTime() - begun > length.toNanos());
            var history = workload.end(true);
            var verdict = Checker.check(history);

            var operations = history.operations();
            findings.row(
                    plan.shows() * plan.perRow() * 4,
                    plan.bookOneIn(),
                    seed,
                    operations.size(),
                    count(operations, Operation.Outcome.REFUSED),
                    count(operations, Operation.Outcome.UNKNOWN),
                    verdict.isValid() ? "VALID" : "BROKEN");
            assertThat(verdict.isValid())
                    .as(() -> "seed " + seed + ", " + workload.log() + "\n" + verdict)
                    .isTrue();
            assertThat(count(operations, Operation.Outcome.UNKNOWN)).isZero();
            for (var kind : Operation.Kind.values()) {
                for (var outcome : List.of(Operation.Outcome.OK, Operation.Outcome.REFUSED)) {
                    assertThat(operations)
                            .as("%s and %s: without it little was tried", kind, outcome)
                            .anyMatch(operation -> operation.kind() == kind
                                    && (operation.outcome() == outcome || mayAlwaysWork(kind)));
                }
            }
        }
    }

    private static boolean mayAlwaysWork(Operation.Kind kind) {
        return switch (kind) {
            case HOLD, BOOK -> false;
            case RELEASE, CANCEL, READ -> true;
        };
    }

    private static long count(List<Operation> operations, Operation.Outcome outcome) {
        return operations.stream()
                .filter(operation -> operation.outcome() == outcome)
                .count();
    }
}
