package org.frontrow.seating;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.context.spi.ContextManagerProvider;
import org.frontrow.platform.Refused;
import org.frontrow.seating.Schedule.Bug;
import org.frontrow.seating.Schedule.Fault;
import org.frontrow.seating.SimulatedGuest.Submission;
import org.jspecify.annotations.Nullable;

/**
 * A few replicas, a database and some guests who want the same seats, for a dozen seconds that take no time. Everything
 * that happens follows from the seed, so that a run that breaks a promise can be looked at step by step.
 */
final class Simulation {
    /** Short, so that holds end while requests are under way. */
    static final Duration LENGTH = Duration.ofSeconds(3);

    static final Duration LONGEST = Duration.ofSeconds(7);
    static final int HOLDS_PER_ACCOUNT = 3;

    private static final long SALE = 8 * SimulatedTime.SECOND;
    /** Then everybody knows what became of their requests, whatever had happened. */
    private static final long HEALED_AFTER = 60 * SimulatedTime.SECOND;

    static {
        // Maps find it by themselves, but not when the first two simulations of a process look at the same moment; a
        // service does this while it starts.
        ContextManagerProvider.instance();
    }

    private final Schedule schedule;
    private final SimulatedTime time = new SimulatedTime();
    private final Referee referee;
    private final SimulatedDatabase database;
    private final List<SimulatedReplica> replicas = new ArrayList<>();
    private final List<SimulatedGuest> guests = new ArrayList<>();
    private int references;

    /**
     * @param verdict the promise that was broken, if any
     * @param outcomes what was answered, and how often
     */
    record Result(
            long seed,
            @Nullable String verdict,
            Map<Fault, Integer> faults,
            Map<String, Integer> outcomes,
            Set<Fault> mood,
            List<String> steps) {}

    /** Must run on a virtual thread, as all that it plays. */
    static Result of(long seed, @Nullable Bug bug) {
        return of(seed, bug, Set.of(), false);
    }

    /** Step by step. */
    static Result recorded(long seed) {
        return of(seed, null, Set.of(), true);
    }

    private static Result of(long seed, @Nullable Bug bug, Set<Fault> without, boolean recorded) {
        var schedule = new Schedule(seed, bug, without, recorded);
        var simulation = new Simulation(schedule);
        @Nullable String verdict;
        try {
            verdict = simulation.run();
        } catch (Throwable e) {
            throw new AssertionError("The simulation itself is wrong, repeat with -Dproof.seed=" + seed, e);
        }
        return new Result(seed, verdict, schedule.happened(), simulation.outcomes(), schedule.mood(), schedule.steps());
    }

    /** The same again, with as few faults as it takes, and step by step. */
    static Result explained(long seed, @Nullable Bug bug) {
        var without = EnumSet.noneOf(Fault.class);
        for (var fault : of(seed, bug, without, false).mood) {
            without.add(fault);
            if (of(seed, bug, without, false).verdict == null) {
                without.remove(fault);
            }
        }
        return of(seed, bug, without, true);
    }

    private Simulation(Schedule schedule) {
        this.schedule = schedule;
        schedule.goesBy(time::now);
        var seats = new ArrayList<LockedSeat>();
        for (long show = 1; show <= schedule.shows; show++) {
            for (int i = 0; i < schedule.seatsPerShow; i++) {
                seats.add(new LockedSeat(seats.size() + 1, show, BigDecimal.TEN, new SeatState.Available(), 0));
            }
        }
        this.referee = new Referee(time, seats);
        this.database = new SimulatedDatabase(time, schedule, referee, seats);
        for (int i = 0; i < schedule.replicas; i++) {
            replicas.add(new SimulatedReplica(i, time, schedule, database, referee));
        }
        for (int i = 0; i < schedule.guests; i++) {
            guests.add(new SimulatedGuest(this, schedule, time, 101 + i));
        }
        if (schedule.staffed) {
            new SimulatedClerk(this, schedule, time);
        }
    }

    // ---- what guests need ----

    SimulatedReplica anyReplica() {
        return replicas.get(schedule.chance(replicas.size()));
    }

    /** One to three, mostly free ones: they have looked. */
    List<Long> someSeats(long show) {
        var blindly = schedule.oneIn(3);
        var seats = new ArrayList<Long>();
        for (var seat : database.seats().values()) {
            if (seat.show() == show && (blindly || seat.state() instanceof SeatState.Available)) {
                seats.add(seat.id());
            }
        }
        if (seats.isEmpty()) {
            seats.add((show - 1) * schedule.seatsPerShow + 1);
        }
        while (seats.size() > 1 && (seats.size() > 3 || schedule.oneIn(2))) {
            seats.remove(schedule.chance(seats.size()));
        }
        if (schedule.oneIn(2)) {
            Collections.reverse(seats); // nobody has to ask in id order
        }
        return List.copyOf(seats);
    }

    Instant closesAt() {
        return SimulatedDatabase.BEGIN.plusMillis(schedule.closesAfter / SimulatedTime.MILLI);
    }

    Instant now() {
        return database.clock();
    }

    List<Long> allSeats(long show) {
        return database.seats().values().stream()
                .filter(seat -> seat.show() == show)
                .map(LockedSeat::id)
                .toList();
    }

    String nextReference() {
        return "R" + ++references;
    }

    Submission submit(SimulatedReplica replica, SeatOrder order) {
        var submission = new Submission(replica, order, time.now(), database.clock());
        referee.submitted(submission);
        var _ = submission.waiting.answer().whenComplete((outcome, failure) -> {
            if (!replica.isGone()) {
                submission.outcome = outcome;
                submission.failure = asTold(failure);
                referee.answered(submission, database);
            }
        });
        replica.submit(submission.waiting);
        return submission;
    }

    private @Nullable Throwable asTold(@Nullable Throwable failure) {
        return schedule.has(Bug.LOST_COMMIT_IS_A_REFUSAL)
                        && failure instanceof Refused refused
                        && refused.refusal() instanceof SeatingRefusal.OutcomeUnknown
                ? SeatingRefusal.DeskBusy.forAMoment().refused()
                : failure;
    }

    // ---- the course of things ----

    private @Nullable String run() {
        planFaults();
        every(SimulatedTime.SECOND, this::sweep);
        every(SimulatedTime.SECOND / 2, this::look);
        if (goOnUntil(SALE)) {
            calmDown();
            while (guests.stream().anyMatch(SimulatedGuest::isAsking) && referee.objection() == null) {
                if (time.now() > SALE + HEALED_AFTER) {
                    referee.object("Somebody still does not know what became of their request");
                }
                goOnUntil(time.now() + SimulatedTime.SECOND);
            }
            // Whatever else is under way: late orders, and the sweeper's.
            if (goOnUntil(time.now() + SimulatedGuest.LONGEST_JOURNEY + 5 * SimulatedTime.SECOND)) {
                tryEverySeat();
                lookAtLast();
                referee.settled(database);
            }
        }
        replicas.forEach(SimulatedReplica::kill);
        return referee.objection();
    }

    private boolean goOnUntil(long when) {
        time.pass(when, () -> referee.objection() != null);
        return referee.objection() == null;
    }

    private void every(long period, Runnable chore) {
        time.after(schedule.moment(period), () -> {
            chore.run();
            if (!schedule.isCalm()) {
                every(period, chore);
            }
        });
    }

    private void calmDown() {
        schedule.calmDown();
        database.findTheStandby();
    }

    private void planFaults() {
        for (var fault : Fault.values()) {
            for (int i = schedule.visits(fault); i > 0; i--) {
                time.after(schedule.chance((int) SALE), () -> {
                    if (!schedule.isCalm() && comesOverAll(fault)) {
                        schedule.happens(fault);
                    }
                });
            }
        }
    }

    /** Whether it was one of those that come over everybody. */
    private boolean comesOverAll(Fault fault) {
        switch (fault) {
            case REPLICA_KILLED -> killOne();
            case REPLICA_STOPPED -> anyReplica().stop(schedule.moment(2 * SimulatedTime.SECOND));
            case LINE_CUT -> anyReplica().line().cut();
            case DATABASE_RESTARTED -> database.restart(schedule.moment(SimulatedTime.SECOND));
            case FAILED_OVER -> {
                // The standby that takes over has been behind for a while.
                database.loseTheStandby();
                time.after(schedule.moment(5 * SimulatedTime.SECOND), () -> {
                    if (!schedule.isCalm()) {
                        database.failOver(schedule.moment(SimulatedTime.SECOND));
                    }
                });
            }
            case STANDBY_STOPPED -> {
                database.loseTheStandby();
                time.after(schedule.moment(5 * SimulatedTime.SECOND), database::findTheStandby);
            }
            case CLOCK_STEPPED ->
                database.step((schedule.chance(60) - 20) * SimulatedTime.SECOND / (schedule.oneIn(2) ? 1 : 10));
            case SEATS_SAT_ON ->
                database.sitOn(
                        1L + schedule.chance(schedule.shows * schedule.seatsPerShow),
                        schedule.moment(2 * SimulatedTime.SECOND));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void killOne() {
        var which = schedule.chance(replicas.size());
        replicas.get(which).kill();
        time.after(
                schedule.moment(SimulatedTime.SECOND / 2),
                () -> replicas.set(which, new SimulatedReplica(which, time, schedule, database, referee)));
    }

    /** As {@link HoldExpiry} does it, now here and now there. */
    private void sweep() {
        var due = new TreeMap<Long, List<Long>>();
        for (var seat : database.seats().values()) {
            if (seat.state() instanceof SeatState.Held held && held.isOver(database.clock())) {
                due.computeIfAbsent(seat.show(), _ -> new ArrayList<>()).add(seat.id());
            }
        }
        var replica = anyReplica();
        time.at(
                replica,
                time.now(),
                () -> due.forEach(
                        (show, seats) -> submit(replica, new SeatOrder(show, seats, new SeatCommand.Expire()))));
    }

    private void look() {
        var show = 1L + schedule.chance(schedule.shows);
        var replica = anyReplica();
        time.at(replica, time.now(), () -> {
            var askedAt = time.now();
            schedule.note(() -> "somebody looks at show " + show + " on " + replica);
            replica.maps().of(show).subscribe().with(map -> referee.shown(map, replica, askedAt), _ -> {});
        });
    }

    /** G8: no seat has got lost, and none is had twice. */
    private void tryEverySeat() {
        long stranger = 901;
        var asked = new TreeMap<Long, Submission>();
        var free = new TreeSet<Long>();
        for (var seat : database.seats().values()) {
            if (seat.state() instanceof SeatState.Held held
                    && held.isOver(database.clock().plusSeconds(3))
                    && !held.isOver(database.clock())) {
                continue; // could be either by the time it is asked for
            }
            if (seat.state() instanceof SeatState.Available
                    || seat.state() instanceof SeatState.Held held && held.isOver(database.clock())) {
                free.add(seat.id());
            }
            var hold = new SeatCommand.Hold(++stranger, LENGTH, LONGEST, Instant.MAX);
            asked.put(seat.id(), submit(anyReplica(), new SeatOrder(seat.show(), List.of(seat.id()), hold)));
        }
        goOnUntil(time.now() + 2 * SimulatedTime.SECOND);
        asked.forEach((seat, submission) -> {
            if (free.contains(seat) != submission.outcome instanceof SeatOutcome.Done) {
                referee.object(
                        "G8: seat %d is %s, and who asks for it in the end hears %s, %s",
                        seat, database.seats().get(seat), submission.outcome, submission.failure);
            }
        });
    }

    private void lookAtLast() {
        for (var replica : replicas) {
            for (long show = 1; show <= schedule.shows; show++) {
                var seen = new ArrayList<SeatMap>();
                replica.maps().of(show).subscribe().with(seen::add, _ -> {});
                goOnUntil(time.now() + SimulatedTime.SECOND / 5);
                if (seen.isEmpty()) {
                    referee.object("G9: %s cannot show a map", replica);
                } else {
                    referee.shownAtLast(seen.getFirst(), replica, database.seats());
                }
            }
        }
    }

    private Map<String, Integer> outcomes() {
        var outcomes = new TreeMap<String, Integer>();
        for (var submission : referee.submissions()) {
            outcomes.merge(name(submission), 1, Integer::sum);
        }
        return outcomes;
    }

    private static String name(Submission submission) {
        return switch (submission.outcome) {
            case SeatOutcome.Done done ->
                submission.order().command().getClass().getSimpleName().toUpperCase(Locale.ROOT)
                        + (done.changed() > 0 ? "" : " AS IT WAS");
            case SeatOutcome.No no -> no.reason().name();
            case SeatOutcome.TooManyHolds _ -> "TOO_MANY_HOLDS";
            case null -> {
                if (submission.isUnknown()) {
                    yield "UNKNOWN";
                }
                yield submission.isBusy() ? "BUSY" : submission.failure == null ? "NO ANSWER" : "FAILED";
            }
        };
    }
}
