package org.frontrow.seating;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What chance has in store for one simulation: all of it follows from the seed. */
final class Schedule {
    /** What may go wrong in the world; the service has to live with all of it. */
    enum Fault {
        STATEMENT_LOST,
        STATEMENT_ANSWER_LOST,
        COMMIT_LOST,
        COMMIT_LATE,
        COMMIT_ANSWER_LOST,
        DEADLOCK,
        SERIALIZATION_FAILURE,
        SEATS_SAT_ON,
        DATABASE_RESTARTED,
        STANDBY_STOPPED,
        WAIT_FOR_STANDBY_CANCELLED,
        FAILED_OVER,
        CLOCK_STEPPED,
        REPLICA_KILLED,
        REPLICA_STOPPED,
        BROKEN_ORDER,
        MACHINE_ERROR,
        LINE_CUT,
        NEWS_LATE,
        NEWS_TWICE,
        NEWS_OUT_OF_ORDER,
        ORDER_LATE,
        ORDER_TWICE,
        ANSWER_LATE,
        ANSWER_LOST
    }

    /** What may be wrong with the service; the simulation has to notice. */
    enum Bug {
        SEATS_ARE_NOT_LOCKED("the ledger locks nothing, and no constraint guards the tables"),
        CLOCK_IS_READ_BEFORE_THE_LOCKS("the time of the decision is from before the locks were granted"),
        CLOCK_OF_THE_REPLICA("the replica's own clock decides"),
        OLD_HOLDS_OF_OTHERS_COUNT("others' holds that are over stand in the way until somebody tidies up"),
        ANSWERED_BEFORE_THE_COMMIT("a lane answers when COMMIT was sent, not when it was confirmed"),
        LOST_COMMIT_IS_A_REFUSAL("a COMMIT without answer is told as \"nothing was changed\""),
        TRIED_AGAIN_AFTER_THE_COMMIT("a transaction whose COMMIT was sent is begun anew"),
        WARNINGS_ARE_OVERLOOKED("a COMMIT with a warning is taken for a success"),
        ROLLBACK_IS_FORGOTTEN("what a failed transaction wrote is committed by the next one"),
        SEAT_BY_SEAT("each seat is committed by itself"),
        BOOKINGS_APART("bookings are written in a transaction of their own"),
        NEWS_BEFORE_THE_COMMIT("what will be committed is announced before it is"),
        NEWS_OVERTAKES("a map takes news without comparing versions"),
        MAPS_OUTLIVE_THE_LINE("maps are kept when announcements were missed"),
        NEWS_WHILE_READING_IS_LOST("what is announced while a map is being read is forgotten");

        private final String what;

        Bug(String what) {
            this.what = what;
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private final SplittableRandom dice;
    private final @Nullable Bug bug;
    private final Set<Fault> mood = EnumSet.noneOf(Fault.class);
    private final @Nullable List<String> steps;
    private final Map<Fault, Integer> happened = new EnumMap<>(Fault.class);

    final int replicas;
    final int lanes;
    final int shows;
    final int seatsPerShow;
    final int guests;
    /** When the sale ends; or long after everything. */
    final long closesAfter;

    /** Whether there is somebody at the counter, too. */
    final boolean staffed;

    final Duration patience;
    private boolean calm;
    private LongSupplier now = () -> 0;

    /**
     * @param without faults that do not happen this time
     * @param recorded whether to keep what happens, step by step
     */
    Schedule(long seed, @Nullable Bug bug, Set<Fault> without, boolean recorded) {
        this.dice = new SplittableRandom(seed);
        this.bug = bug;
        this.steps = recorded ? new ArrayList<>() : null;
        this.replicas = 2 + dice.nextInt(2);
        this.lanes = 1 + dice.nextInt(2);
        this.shows = 1 + dice.nextInt(2);
        this.seatsPerShow = 2 + dice.nextInt(5);
        this.guests = 2 + dice.nextInt(3);
        this.closesAfter = dice.nextInt(6) == 0 ? 5 * SimulatedTime.SECOND : 3600 * SimulatedTime.SECOND;
        this.staffed = dice.nextInt(3) == 0;
        this.patience = Duration.ofMillis(dice.nextInt(1000, 5000));
        // A few at a time: when everything breaks at once, nothing goes on for long enough to go wrong.
        int many = dice.nextInt(7);
        for (int i = 0; i < many; i++) {
            mood.add(Fault.values()[dice.nextInt(Fault.values().length)]);
        }
        if (mood.contains(Fault.FAILED_OVER) || mood.contains(Fault.STANDBY_STOPPED)) {
            mood.add(Fault.WAIT_FOR_STANDBY_CANCELLED);
        }
        mood.removeAll(without);
    }

    /** @param now in microseconds; stands before each step */
    void goesBy(LongSupplier now) {
        this.now = now;
    }

    int chance(int bound) {
        return dice.nextInt(bound);
    }

    boolean oneIn(int times) {
        return dice.nextInt(times) == 0;
    }

    /** Short mostly, and seldom long, but never five times as long. */
    long moment(long usual) {
        return (long) (Math.min(-Math.log(1 - dice.nextDouble()), 5) * usual) + 1;
    }

    /** The dice fall also when the fault is none of this schedule's, so that leaving it out changes nothing else. */
    boolean befalls(Fault fault, int oneIn) {
        var falls = dice.nextInt(oneIn) == 0;
        if (!falls || calm || !mood.contains(fault)) {
            return false;
        }
        happens(fault);
        return true;
    }

    /** How often it shall come over everybody. */
    int visits(Fault fault) {
        var times = 1 + dice.nextInt(3);
        return mood.contains(fault) ? times : 0;
    }

    void happens(Fault fault) {
        happened.merge(fault, 1, Integer::sum);
        note(() -> "! " + fault);
    }

    /** From here on nothing goes wrong any more. */
    void calmDown() {
        calm = true;
        note(() -> "from here on nothing goes wrong");
    }

    boolean isCalm() {
        return calm;
    }

    boolean has(Bug which) {
        return bug == which;
    }

    void note(Supplier<String> step) {
        if (steps != null) {
            steps.add("%.6f %s".formatted(now.getAsLong() / (double) SimulatedTime.SECOND, step.get()));
        }
    }

    List<String> steps() {
        return steps == null ? List.of() : steps;
    }

    Set<Fault> mood() {
        return mood;
    }

    Map<Fault, Integer> happened() {
        return happened;
    }
}
