package org.frontrow.seating;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.frontrow.seating.SeatCommand.Arrive;
import org.frontrow.seating.SeatCommand.Block;
import org.frontrow.seating.SeatCommand.Book;
import org.frontrow.seating.SeatCommand.Cancel;
import org.frontrow.seating.SeatCommand.Expire;
import org.frontrow.seating.SeatCommand.Free;
import org.frontrow.seating.SeatCommand.Hold;
import org.frontrow.seating.SeatCommand.Leave;
import org.frontrow.seating.SeatCommand.Move;
import org.frontrow.seating.SeatCommand.Release;
import org.frontrow.seating.SeatCommand.Reserve;
import org.frontrow.seating.SeatCommand.Sell;
import org.frontrow.seating.SeatCommand.Unblock;
import org.frontrow.seating.SeatCommand.Withdraw;
import org.frontrow.seating.SeatOutcome.Done;
import org.frontrow.seating.SeatOutcome.No;
import org.frontrow.seating.SeatOutcome.TooManyHolds;
import org.frontrow.seating.SeatState.Available;
import org.frontrow.seating.SeatState.Booked;
import org.frontrow.seating.SeatState.Held;
import org.frontrow.seating.SimulatedDatabase.Commit;
import org.frontrow.seating.SimulatedGuest.Submission;
import org.jspecify.annotations.Nullable;

/**
 * Knows what was promised (G1 to G12 in docs/proof.md), and sees everything: what is committed, what is answered, what is shown. The
 * first thing that breaks a promise is the verdict.
 */
final class Referee {
    /** A map may be this old: until a cut line is noticed, and as long as news is ever under way. */
    private static final long OLDEST_MAP = 3 * SimulatedTime.SECOND;
    /** What is shown at most as long after a failover as it takes to notice. */
    private static final long NOTICED_WITHIN = SimulatedTime.SECOND + SimulatedTime.SECOND / 10;
    /** Versions of planted news are multiples of this above the real ones. */
    private static final long REAL_VERSIONS = 64;

    /** @param at when it was committed, by the simulation's time */
    private record Version(long number, SeatState state, Instant decidedAt, long at) {}

    private final SimulatedTime time;
    private final Map<Long, LockedSeat> unsold;
    private final Map<Long, List<Version>> history = new HashMap<>();
    private final Map<WaitingOrder, Submission> submissions = new IdentityHashMap<>();
    private final Map<WaitingOrder, Integer> commits = new IdentityHashMap<>();
    private final Map<SeatMap, Map<Long, Long>> followed = new IdentityHashMap<>();
    private @Nullable String objection;
    private boolean clockWentBack;
    private long failedOverAt = -NOTICED_WITHIN;
    private long planted;

    Referee(SimulatedTime time, Collection<LockedSeat> seats) {
        this.time = time;
        this.unsold = new HashMap<>();
        seats.forEach(seat -> unsold.put(seat.id(), seat));
        forgetHistory();
    }

    private void forgetHistory() {
        history.clear();
        unsold.values().forEach(seat -> {
            var versions = new ArrayList<Version>();
            versions.add(new Version(0, seat.state(), Instant.MIN, Long.MIN_VALUE));
            history.put(seat.id(), versions);
        });
    }

    void object(String why, Object... details) {
        if (objection == null) {
            objection = why.formatted(details);
        }
    }

    @Nullable
    String objection() {
        return objection;
    }

    void clockStepped(long micros) {
        clockWentBack |= micros < 0;
    }

    void submitted(Submission submission) {
        submissions.put(submission.waiting, submission);
    }

    Collection<Submission> submissions() {
        return submissions.values();
    }

    /** A version that any map takes for new, for planted bugs. */
    long overtaking(SeatNews.Change change) {
        return ++planted * REAL_VERSIONS + change.version();
    }

    // ---- what is committed ----

    void committed(Commit commit) {
        var before = new HashMap<Long, SeatState>();
        commit.entries()
                .forEach(entry -> before.putIfAbsent(
                        entry.seat().id(), current(entry.seat().id()).state));
        for (var entry : commit.entries()) {
            happened(commit, entry);
        }
        for (var entry : commit.entries()) {
            if (commit.batch().stream().noneMatch(order -> explains(order.order(), entry))) {
                object("C3: nobody asked for %s", entry);
            } else if (commit.batch().stream()
                    .filter(order -> explains(order.order(), entry))
                    .noneMatch(order -> isWhole(order.order(), commit, before))) {
                object("G2: only part of an order took effect: %s", commit.entries());
            }
        }
        for (var order : commit.batch()) {
            if (commits.merge(order, 1, Integer::sum) > 1 && took(commit, order.order())) {
                object("G6: one request had its effect twice: %s", order.order());
            }
        }
    }

    private boolean took(Commit commit, SeatOrder order) {
        return commit.entries().stream().anyMatch(entry -> explains(order, entry));
    }

    private Version current(long seat) {
        return history.get(seat).getLast();
    }

    /** One step of one seat: may it follow on what was before? */
    private void happened(Commit commit, SeatClerk.Entry entry) {
        var seat = entry.seat();
        var step = entry.step();
        var known = current(seat.id());
        var allowed = switch (step.kind()) {
            case HELD ->
                known.state instanceof Available && step.next() instanceof Held held && held.by() == step.account();
            case EXTENDED ->
                known.state instanceof Held held
                        && held.by() == step.account()
                        && step.next() instanceof Held longer
                        && longer.by() == held.by()
                        && longer.since().equals(held.since())
                        && longer.until().isAfter(held.until());
            case BOOKED ->
                (known.state instanceof Held held && held.by() == step.account()
                                || known.state instanceof Available && entry.by() != null)
                        && step.next() instanceof Booked booked
                        && booked.by() == step.account();
            case RELEASED -> known.state instanceof Held held && held.by() == step.account();
            case EXPIRED -> known.state instanceof Held;
            case CANCELLED -> known.state instanceof Booked;
            case BLOCKED -> !(known.state instanceof SeatState.Blocked);
            case UNBLOCKED -> known.state instanceof SeatState.Blocked;
            case MOVED_AWAY -> known.state instanceof Booked;
            case MOVED_HERE ->
                (known.state instanceof Available || known.state instanceof Held held && held.by() == step.account())
                        && step.next() instanceof Booked booked
                        && booked.by() == step.account();
        };
        if (!allowed) {
            object("G1: %s of a seat that is %s: %s", step.kind(), known.state, seat);
        }
        if (known.state instanceof Held held) {
            // Between the lock and the commit, by the database's clock: then it was decided.
            switch (step.kind()) {
                case EXPIRED -> {
                    if (held.until().isAfter(commit.clock()) && !clockWentBack) {
                        object("G3: a hold until %s was ended before: %s", held.until(), commit.clock());
                    }
                }
                case BOOKED -> {
                    if (!held.until().isAfter(commit.lockedAt())) {
                        object("G7: a hold until %s was booked afterwards: %s", held.until(), commit.lockedAt());
                    }
                }
                default -> {}
            }
        }
        if (seat.version() >= REAL_VERSIONS) {
            throw new IllegalStateException("More happened to a seat than planted news can be told from");
        }
        if (seat.version() != known.number + 1) {
            object("G11: version %d follows on %d: %s", seat.version(), known.number, seat);
        }
        if (commit.decidedAt().isBefore(known.decidedAt) && !clockWentBack) {
            object("G11: decided at %s, before what was there already: %s", commit.decidedAt(), known);
        }
        history.get(seat.id()).add(new Version(seat.version(), seat.state(), commit.decidedAt(), commit.at()));
    }

    private static boolean explains(SeatOrder order, SeatClerk.Entry entry) {
        var step = entry.step();
        var account = step.account() == null ? 0L : step.account();
        return order.seats().contains(entry.seat().id())
                && switch (order.command()) {
                    case Hold hold ->
                        step.kind() == SeatEvent.EXPIRED
                                || hold.account() == account
                                        && (step.kind() == SeatEvent.HELD || step.kind() == SeatEvent.EXTENDED);
                    case Book book -> book.account() == account && step.kind() == SeatEvent.BOOKED;
                    case Release release -> release.account() == account && step.kind() == SeatEvent.RELEASED;
                    case Expire _ -> step.kind() == SeatEvent.EXPIRED;
                    case Cancel _ -> step.kind() == SeatEvent.CANCELLED;
                    case Withdraw _ -> step.next() instanceof Available;
                    case Block _ -> step.kind() == SeatEvent.BLOCKED || step.kind() == SeatEvent.EXPIRED;
                    case Unblock _ -> step.kind() == SeatEvent.UNBLOCKED;
                    case Reserve reserve ->
                        step.kind() == SeatEvent.EXPIRED
                                || reserve.account() == account
                                        && (step.kind() == SeatEvent.HELD || step.kind() == SeatEvent.EXTENDED);
                    case Free _ -> step.kind() == SeatEvent.RELEASED || step.kind() == SeatEvent.EXPIRED;
                    case Sell sell ->
                        step.kind() == SeatEvent.EXPIRED
                                || step.kind() == SeatEvent.RELEASED && account == sell.house()
                                || step.kind() == SeatEvent.BOOKED && account == sell.account();
                    case Move move ->
                        step.kind() == SeatEvent.EXPIRED
                                || step.kind()
                                                == (move.seats()
                                                                .containsKey(entry.seat()
                                                                        .id())
                                                        ? SeatEvent.MOVED_AWAY
                                                        : SeatEvent.MOVED_HERE)
                                        && account == move.account();
                    case Leave _, Arrive _ -> false;
                };
    }

    /** Whether all of its seats were changed, but for those that were as asked before. */
    private boolean isWhole(SeatOrder order, Commit commit, Map<Long, SeatState> before) {
        if (!isAllOrNothing(order.command())) {
            return true;
        }
        return order.seats().stream()
                .allMatch(seat -> isAsAsked(order.command().to(seat), before.getOrDefault(seat, current(seat).state))
                        || commit.entries().stream()
                                .anyMatch(entry -> entry.seat().id() == seat
                                        && entry.step().kind() != SeatEvent.EXPIRED
                                        && explains(order, entry)));
    }

    private static boolean isAllOrNothing(SeatCommand command) {
        return switch (command) {
            case Hold _, Book _, Block _, Reserve _, Sell _, Move _ -> true;
            default -> false;
        };
    }

    /** After a failover: what is not in this log has never been. */
    void beginAnew(List<Commit> log) {
        forgetHistory();
        for (var commit : log) {
            for (var entry : commit.entries()) {
                history.get(entry.seat().id())
                        .add(new Version(
                                entry.seat().version(), entry.seat().state(), commit.decidedAt(), commit.at()));
            }
        }
        failedOverAt = time.now();
    }

    // ---- what is answered ----

    void answered(Submission submission, SimulatedDatabase database) {
        var order = submission.order();
        switch (submission.outcome) {
            case Done done -> {
                for (var seat : done.seats()) {
                    if (!isCommitted(seat)) {
                        object("G4: answered, but not in the database: %s", seat);
                    }
                    if (!isAsAsked(order.command().to(seat.id()), seat.state())) {
                        object("G2: answered with success, but this seat is not as asked: %s, %s", order, seat);
                    }
                }
                readTheirWrites(submission, done);
            }
            case No no -> no.seats().forEach(seat -> refused(submission, no, seat.id(), database));
            case TooManyHolds many -> {
                if (many.held() < 1) {
                    object("Refused for too many holds, but there are %d", many.held());
                }
            }
            case null -> {}
        }
    }

    private boolean isCommitted(LockedSeat seat) {
        return history.get(seat.id()).stream()
                .anyMatch(version -> version.number == seat.version() && version.state.equals(seat.state()));
    }

    private static boolean isAsAsked(SeatCommand command, SeatState state) {
        return switch (command) {
            case Hold hold -> state instanceof Held held && held.by() == hold.account();
            case Book book -> state instanceof Booked booked && booked.by() == book.account();
            case Release release -> true;
            case Cancel cancel -> !(state instanceof Booked booked && booked.booking() == cancel.booking());
            case Withdraw _ -> state instanceof Available || state instanceof SeatState.Blocked;
            case Expire _ -> true;
            case Block _ -> state instanceof SeatState.Blocked;
            case Unblock _ -> !(state instanceof SeatState.Blocked);
            case Reserve reserve -> state instanceof Held held && held.by() == reserve.account();
            case Free _ -> !(state instanceof Held);
            case Sell sell -> state instanceof Booked booked && booked.by() == sell.account();
            case Leave leave -> !(state instanceof Booked booked && booked.booking() == leave.booking());
            case Arrive arrive -> state instanceof Booked booked && booked.booking() == arrive.booking();
            case Move _ -> throw new IllegalArgumentException("Of a seat it is asked to leave or to arrive");
        };
    }

    /** G9: what this order changed, the map of the replica that answers knows already. */
    private void readTheirWrites(Submission submission, Done done) {
        if (done.changed() < done.seats().size()) {
            return; // the rest was changed before, perhaps elsewhere, and may still be on its way
        }
        var map = submission.replica.maps().present(submission.order().show());
        if (map != null) {
            for (var line : map.view().seats()) {
                for (var seat : done.seats()) {
                    if (line.id() == seat.id() && line.version() % REAL_VERSIONS < seat.version()) {
                        object("G9: answered with %s, but the map there shows %s", seat, line);
                    }
                }
            }
        }
    }

    /** G3, G5, G8: whoever is refused was so for a reason that was true at some moment since the order came. */
    private void refused(Submission submission, No no, long seat, SimulatedDatabase database) {
        var command = submission.order().command();
        var since = since(seat, submission.arrivedAt);
        switch (command) {
            case Book book -> {
                var mineThroughout = since.stream().allMatch(version -> switch (version.state) {
                    case Held held ->
                        held.by() == book.account() && held.until().isAfter(database.latest());
                    case Booked booked -> booked.by() == book.account();
                    default -> false;
                });
                if (mineThroughout && no.reason() != Decision.Reason.CLOSED) {
                    object("G3: refused as %s, though the seat was theirs all the time: %s", no.reason(), since);
                }
            }
            case Hold hold -> {
                var freeThroughout = since.stream().allMatch(version -> switch (version.state) {
                    case Held held ->
                        held.by() == hold.account() || !held.until().isAfter(submission.clockThen);
                    case Available _ -> true;
                    default -> false;
                });
                if (freeThroughout && no.reason() != Decision.Reason.CLOSED && !clockWentBack) {
                    object("G8: refused as %s, though the seat was free all the time: %s", no.reason(), since);
                }
            }
            case Cancel cancel -> {
                var bookedThroughout = since.stream()
                        .allMatch(version ->
                                version.state instanceof Booked booked && booked.booking() == cancel.booking());
                if (bookedThroughout && no.reason() == Decision.Reason.NOT_THIS_BOOKING) {
                    object("G3: refused as %s, though it was there all the time: %s", no.reason(), since);
                }
            }
            default -> {}
        }
        if (no.reason() == Decision.Reason.CLOSED && database.latest().isBefore(closing(command))) {
            object("Refused as closed before closing: %s", submission.order());
        }
    }

    private static Instant closing(SeatCommand command) {
        return switch (command) {
            case Hold hold -> hold.closesAt();
            case Book book -> book.closesAt();
            default -> Instant.MIN;
        };
    }

    /** What it was then, and has become since. */
    private List<Version> since(long seat, long then) {
        var versions = history.get(seat);
        int first = versions.size() - 1;
        while (first > 0 && versions.get(first).at > then) {
            first--;
        }
        return versions.subList(first, versions.size());
    }

    // ---- what is shown ----

    /** @param askedAt when somebody began to look */
    void shown(SeatMap map, SimulatedReplica replica, long askedAt) {
        for (var line : map.view().seats()) {
            var shown = line.version() % REAL_VERSIONS;
            var version = history.get(line.id()).stream()
                    .filter(known -> known.number == shown)
                    .findFirst();
            if (time.now() > failedOverAt + NOTICED_WITHIN) {
                if (version.isEmpty()) {
                    object("G9: %s shows what never was: %s", replica, line);
                    return;
                }
                assertSame(line, version.get().state, replica);
            }
            var old = askedAt - OLDEST_MAP;
            history.get(line.id()).stream()
                    .filter(known -> known.number > shown && known.at < old)
                    .findFirst()
                    .ifPresent(missed -> object("G9: %s shows %s, though long since %s", replica, line, missed));
        }
    }

    private void assertSame(SeatMap.Line line, SeatState state, SimulatedReplica replica) {
        var expected = SimulatedReplica.line(new LockedSeat(line.id(), 0, line.price(), state, line.version()));
        if (line.status() != expected.status() || !Objects.equals(line.heldUntil(), expected.heldUntil())) {
            object("G9: %s shows %s of a seat that is %s", replica, line, state);
        }
    }

    /** Whoever follows a map never sees it go back to what was before. */
    void followed(SeatMap map, SimulatedReplica replica) {
        var versions = followed.computeIfAbsent(map, _ -> new HashMap<>());
        for (var line : map.view().seats()) {
            var shown = line.version() % REAL_VERSIONS;
            var before = versions.put(line.id(), shown);
            if (before != null && shown < before) {
                object("G9: %s shows %s after version %d", replica, line, before);
            }
        }
    }

    void shownAtLast(SeatMap map, SimulatedReplica replica, Map<Long, LockedSeat> seats) {
        for (var line : map.view().seats()) {
            var seat = seats.get(line.id());
            if (line.version() % REAL_VERSIONS != seat.version()) {
                object("G9: in the end %s shows %s, but the seat is %s", replica, line, seat);
            }
            assertSame(line, seat.state(), replica);
        }
    }

    // ---- what remains ----

    void settled(SimulatedDatabase database) {
        var replayed = database.replayed();
        if (!replayed.equals(database.seats())) {
            object("G11: the events say %s, the table %s", replayed, database.seats());
        }
        ticketsAreSeats(database);
        for (var submission : submissions.values()) {
            if (!submission.isAnswered() && !submission.replica.isGone()) {
                object("Never answered: %s", submission.order());
            }
            if (submission.outcome instanceof Done done) {
                stillThere(submission, done, database);
            }
        }
        for (var commit : database.log()) {
            for (var entry : commit.entries()) {
                if (commit.batch().stream()
                        .filter(order -> explains(order.order(), entry))
                        .map(submissions::get)
                        .allMatch(Submission::isRefused)) {
                    object("G5: refused, and yet it happened: %s", entry);
                }
            }
        }
    }

    /** C2: what was confirmed is there for good, also after a failover. */
    private void stillThere(Submission submission, Done done, SimulatedDatabase database) {
        switch (submission.order().command()) {
            case Hold _, Book _, Block _, Unblock _, Reserve _, Free _, Sell _, Move _, Leave _, Arrive _ ->
                done.seats().stream()
                        .filter(seat -> !isCommitted(seat))
                        .forEach(seat -> object("G4: confirmed, and lost: %s, %s", submission.order(), seat));
            case Withdraw _ ->
                done.seats().stream()
                        .filter(seat -> !isCommitted(seat))
                        .forEach(seat -> object("G4: taken back, and still there: %s, %s", submission.order(), seat));
            case Cancel cancel -> {
                var booking = database.bookings().get(cancel.booking());
                // By staff it may have been moved, and then there was nothing to cancel.
                if (booking != null
                        && booking.valid()
                        && (done.changed() > 0 || submission.order().by() == null)) {
                    object("G4: cancelled, and back again: %s", booking);
                }
            }
            case Release _, Expire _ -> {}
        }
    }

    private void ticketsAreSeats(SimulatedDatabase database) {
        var sold = new HashMap<Long, Long>();
        database.seats().values().forEach(seat -> {
            if (seat.state() instanceof Booked booked) {
                sold.put(seat.id(), booked.booking());
                var booking = database.bookings().get(booked.booking());
                if (booking == null
                        || !booking.valid()
                        || booking.account() != booked.by()
                        || !booking.seats().containsKey(seat.id())) {
                    object("C2: %s is booked by %s", seat, booking);
                }
            }
        });
        if (!sold.equals(database.tickets())) {
            object("C2: the valid tickets are %s, the booked seats %s", database.tickets(), sold);
        }
        var named = new HashSet<>(database.tickets().values());
        database.bookings().values().stream()
                .filter(booking -> booking.valid() && !named.contains(booking.id()))
                .forEach(booking -> object("C2: a booking without tickets: %s", booking));
    }
}
