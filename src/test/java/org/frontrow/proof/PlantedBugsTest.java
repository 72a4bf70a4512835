package org.frontrow.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.frontrow.account.TestAccounts;
import org.frontrow.catalog.TestShows;
import org.frontrow.proof.Crowd.House;
import org.frontrow.proof.Verdict.Rule;
import org.frontrow.seating.PlantedBug;
import org.frontrow.seating.TestReplica;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One faultless desk and one with a bug, on the same database, and a crowd at both. The checker must find each of the
 * bugs, and nothing where there is none.
 */
@QuarkusTest
@Tag(Proof.TAG)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlantedBugsTest {
    private static final Duration HOLD = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final int PATRONS = 24;
    private static final int ROWS = 4;
    private static final Findings findings = new Findings(
            "planted-bugs",
            "Planted bugs",
            "the second replica …",
            "caught by",
            "after operations",
            "seats",
            "books one in",
            "seed");

    /** By what each is to be caught; others may notice it, too. */
    private static final Map<PlantedBug, Set<Rule>> CAUGHT_BY = Map.of(
            PlantedBug.CHECK_THEN_ACT, EnumSet.of(Rule.ONE_OWNER),
            PlantedBug.CONDITION_OUTSIDE_THE_LOCK, EnumSet.of(Rule.ONE_OWNER),
            PlantedBug.BOOKS_WHAT_ANYBODY_HOLDS, EnumSet.of(Rule.ONE_OWNER),
            PlantedBug.RELEASES_WHAT_ANYBODY_HOLDS, EnumSet.of(Rule.ASKED_FOR, Rule.HOLD_HONOURED),
            PlantedBug.SEAT_BY_SEAT, EnumSet.of(Rule.WHOLE, Rule.ASKED_FOR),
            PlantedBug.CLOCK_AHEAD, EnumSet.of(Rule.ONE_OWNER),
            PlantedBug.ANSWERS_TOO_EARLY, EnumSet.of(Rule.KEPT),
            PlantedBug.STALE_MAP, EnumSet.of(Rule.FRESH));

    @Inject
    DataSource database;

    private final long seed = Proof.seed();
    private final Map<PlantedBug, Played> played = new EnumMap<>(PlantedBug.class);

    private record Played(long show, SharedClock clock, List<DeskPatron> patrons, ClientLog log) {

        History history(DataSource database) {
            Awaitility.await("the end of all holds")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> Aftermath.isAtRest(database, List.of(show)));
            patrons.forEach(patron -> patron.look(show));
            log.close();
            return new History(
                    log.operations(),
                    Aftermath.seats(database, List.of(show)),
                    Aftermath.events(database, clock, List.of(show)),
                    Aftermath.bookings(database, List.of(show)),
                    Set.of(),
                    true);
        }
    }

    /** How much they fight, and about how little. */
    private record Level(int perRow, int bookOneIn) {}

    /** Some show only where the crowd is thick, or where little is booked. */
    private static final List<Level> LEVELS =
            List.of(new Level(10, 4), new Level(50, 8), new Level(10, 40), new Level(10, 2));

    @AfterAll
    static void write() {
        findings.write();
    }

    /** All of them play, and then the holds of all of them run out at the same time. */
    @BeforeAll
    void play_first() throws InterruptedException {
        for (var bug : PlantedBug.values()) {
            played.put(bug, play(bug, LEVELS.getFirst()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void is_caught(PlantedBug bug) throws InterruptedException {
        var operations = 0;
        for (var level : LEVELS) {
            var play = level.equals(LEVELS.getFirst()) ? played.get(bug) : play(bug, level);
            var history = play.history(database);
            operations += history.operations().size();
            var verdict = Checker.check(history);
            var seats = ROWS * level.perRow;
            if (bug == PlantedBug.NONE) {
                assertThat(verdict.isValid()).as("seed %d: %s", seed, verdict).isTrue();
                findings.row("has no bug", "VALID", operations, seats, level.bookOneIn, seed);
                if (!Proof.isLong()) {
                    return;
                }
            } else if (verdict.broken().stream().anyMatch(CAUGHT_BY.get(bug)::contains)) {
                findings.row(bug, verdict.broken(), operations, seats, level.bookOneIn, seed);
                return;
            }
        }
        assertThat(bug).as("not caught, seed " + seed).isEqualTo(PlantedBug.NONE);
    }

    private Played play(PlantedBug bug, Level level) throws InterruptedException {
        var show = TestShows.tomorrow(ROWS, level.perRow);
        var clock = SharedClock.of(database);
        var log = new ClientLog("planted-" + bug.name());
        try (var right = new TestReplica(PlantedBug.NONE, HOLD);
                var wrong = new TestReplica(bug, HOLD)) {
            var replicas = List.of(right, wrong);
            replicas.forEach(replica -> replica.knows(show));
            var patrons = new ArrayList<DeskPatron>();
            for (int i = 0; i < PATRONS; i++) {
                patrons.add(new DeskPatron(
                        TestAccounts.customer().accountId(), replicas, log, clock, new Random(seed * 17 + i)));
            }
            var most = Proof.shortOrLong(1_500, 15_000);
            var until = System.nanoTime() + LONGEST.toNanos();
            Crowd.play(
                    patrons,
                    new House(List.of(show), ROWS, level.perRow, level.bookOneIn),
                    seed,
                    () -> log.size() < most && System.nanoTime() < until);
            return new Played(show, clock, patrons, log);
        }
    }
}
