package org.frontrow.seating;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.frontrow.proof.Findings;
import org.frontrow.proof.Proof;
import org.frontrow.seating.Schedule.Bug;
import org.frontrow.seating.Schedule.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of schedules of faults against the desk, each as a seed says; and desks that are wrong on purpose, which the
 * same schedules have to tell from the right one.
 */
@Tag(Proof.TAG)
class SimulationTest {
    private static final long SEED = Proof.seed();
    private static final int SCHEDULES = Proof.shortOrLong(1_000, 100_000);
    /** Each bug shows in one schedule of two hundred at least. */
    private static final int SCHEDULES_PER_BUG = 5_000;

    /** All that can be the answer to an order. */
    private static final String[] OUTCOMES = {
        "HOLD",
        "HOLD AS IT WAS",
        "BOOK",
        "BOOK AS IT WAS",
        "RELEASE",
        "RELEASE AS IT WAS",
        "CANCEL",
        "CANCEL AS IT WAS",
        "EXPIRE",
        "EXPIRE AS IT WAS",
        "RESERVE",
        "RESERVE AS IT WAS",
        "FREE",
        "FREE AS IT WAS",
        "BLOCK",
        "BLOCK AS IT WAS",
        "UNBLOCK",
        "UNBLOCK AS IT WAS",
        "SELL",
        "MOVE",
        "WITHDRAW",
        "WITHDRAW AS IT WAS",
        "TAKEN",
        "EXPIRED",
        "NOT_HELD",
        "NOT_THIS_BOOKING",
        "CLOSED",
        "TOO_LATE",
        "TOO_MANY_HOLDS",
        "BUSY",
        "UNKNOWN",
        "FAILED",
        "NO ANSWER"
    };

    private static final Findings FINDINGS = new Findings(
            "simulation",
            "Simulated schedules of faults, from seed " + SEED,
            "What is wrong with the desk",
            "Schedules",
            "Orders",
            "Crashes of replicas and the database",
            "Unknown outcomes",
            "Noticed as");

    /** Thousands of stumbling lanes have a lot to say. */
    private static final Logger LOG = Logger.getLogger("org.frontrow.seating");

    private static @Nullable Level loud;

    @BeforeAll
    static void beQuiet() {
        loud = LOG.getLevel();
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void writeDown() {
        LOG.setLevel(loud);
        FINDINGS.write();
    }

    /** What happened in all of some schedules. */
    private static final class Tally {
        private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
        private final Map<String, Integer> outcomes = new TreeMap<>();
        private int schedules;

        synchronized void add(Simulation.Result result) {
            schedules++;
            result.faults().forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
            result.outcomes().forEach((outcome, times) -> outcomes.merge(outcome, times, Integer::sum));
        }

        synchronized boolean hasAllThatCanHappen() {
            return outcomes.keySet().containsAll(List.of(OUTCOMES))
                    && faults.keySet().containsAll(List.of(Fault.values()));
        }

        void row(String what, String verdict) {
            FINDINGS.row(
                    what,
                    schedules,
                    outcomes.values().stream().mapToInt(Integer::intValue).sum(),
                    Stream.of(Fault.REPLICA_KILLED, Fault.DATABASE_RESTARTED, Fault.FAILED_OVER)
                            .mapToInt(fault -> faults.getOrDefault(fault, 0))
                            .sum(),
                    outcomes.getOrDefault("UNKNOWN", 0),
                    verdict);
        }
    }

    @Test
    void no_schedule_breaks_a_promise_and_all_that_can_happen_does() {
        var tally = new Tally();
        var next = new AtomicLong();
        var workers = Stream.generate(() -> inSimulatedTime(() -> {
                    // What is rare may need a few more.
                    for (var i = next.getAndIncrement();
                            i < SCHEDULES || (i < 10 * SCHEDULES && !tally.hasAllThatCanHappen());
                            i = next.getAndIncrement()) {
                        var result = Simulation.of(SEED + i, null);
                        tally.add(result);
                        if (result.verdict() != null) {
                            next.set(10 * SCHEDULES);
                            return result;
                        }
                    }
                    return null;
                }))
                .limit(Runtime.getRuntime().availableProcessors())
                .toList();
        for (var worker : workers) {
            var broken = result(worker);
            if (broken != null) {
                throw new AssertionError(explanation(broken.seed()));
            }
        }
        tally.row("nothing", "no promise was broken");
        assertThat(tally.faults.keySet()).containsExactlyInAnyOrder(Fault.values());
        assertThat(tally.outcomes.keySet()).containsExactlyInAnyOrder(OUTCOMES);
    }

    @ParameterizedTest
    @EnumSource(Bug.class)
    void a_desk_that_is_wrong_is_noticed(Bug bug) {
        var tally = new Tally();
        var noticed = result(inSimulatedTime(() -> {
            for (int i = 0; i < SCHEDULES_PER_BUG; i++) {
                var result = Simulation.of(SEED + i, bug);
                tally.add(result);
                if (result.verdict() != null) {
                    return result;
                }
            }
            return null;
        }));
        assertThat(noticed).as("schedules from seed %d on, with: %s", SEED, bug).isNotNull();
        tally.row(bug.toString(), noticed.verdict().split(":", 2)[0]);
    }

    @Test
    void a_seed_says_all_that_happens() {
        for (int i = 0; i < 20; i++) {
            var seed = SEED + i;
            var once = result(inSimulatedTime(() -> Simulation.recorded(seed)));
            var again = result(inSimulatedTime(() -> Simulation.recorded(seed)));
            assertThat(once.steps()).hasSizeGreaterThan(20).isEqualTo(again.steps());
        }
    }

    private static String explanation(long seed) {
        var explained = result(inSimulatedTime(() -> Simulation.explained(seed, null)));
        return "%s%nRepeat with -Dproof.seed=%d. With no more faults than %s:%n%s"
                .formatted(
                        explained.verdict(),
                        seed,
                        explained.mood(),
                        String.join(System.lineSeparator(), explained.steps()));
    }

    /** On a virtual thread: passing the baton to another one is cheap from there. */
    private static <T> FutureTask<@Nullable T> inSimulatedTime(Callable<@Nullable T> work) {
        var task = new FutureTask<@Nullable T>(work);
        Thread.startVirtualThread(task);
        return task;
    }

    private static <T> @Nullable T result(FutureTask<@Nullable T> task) {
        try {
            return task.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
