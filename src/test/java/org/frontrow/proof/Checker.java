package org.frontrow.proof;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.frontrow.proof.History.EventRow;
import org.frontrow.proof.History.Seat;
import org.frontrow.proof.Operation.Kind;
import org.frontrow.proof.Operation.Outcome;
import org.frontrow.proof.Possession.State;
import org.frontrow.proof.Verdict.Rule;
import org.jspecify.annotations.Nullable;

/**
 * Compares what clients were told with what became of the seats. It knows none of the service's code: only what each
 * answer promises. Where a client cannot know, the service gets the benefit of the doubt, so whatever it reports is a
 * broken promise.
 *
 * <p>After the idea of checking histories from the outside, as Jepsen does (Kingsbury, https://jepsen.io); specialised for
 * seats, so that it takes O(n log n) instead of a search.
 */
public final class Checker {
    /** By how much the clocks may differ that are compared: the clients', the database's, and what replicas think it is. */
    private static final long SLACK = 200_000_000;
    /** How old a map may be. */
    private static final long PROMISED = 1_000_000_000;

    /** In a reading: held, or its hold is over and nobody has tidied up. */
    static final String HELD_OR_OVER = "HELD OR OVER";

    private static final Set<String> MEANS_LOST = Set.of("hold-expired", "not-held", "seats-taken");

    private final History history;
    private final Verdict verdict = new Verdict();
    private final Map<Seat, List<Operation>> attempts;
    private final Map<Seat, Timeline> possessions = new HashMap<>();
    private final Map<Seat, List<EventRow>> events;

    private Checker(History history) {
        this.history = history;
        record Touch(Seat seat, Operation operation) {}
        this.attempts = history.operations().stream()
                .filter(operation -> operation.kind() != Kind.READ && operation.mayHaveHappened())
                .sorted(Comparator.comparing(Operation::start))
                .flatMap(operation -> seatsOf(operation).map(seat -> new Touch(seat, operation)))
                .collect(Collectors.groupingBy(Touch::seat, Collectors.mapping(Touch::operation, Collectors.toList())));
        var began =
                history.operations().stream().mapToLong(Operation::start).min().orElse(0);
        var seats = new HashSet<>(attempts.keySet());
        history.seats().forEach(row -> seats.add(row.seat()));
        for (var seat : seats) {
            possessions.put(
                    seat,
                    Timeline.of(Possession.of(
                            seat, attempts.getOrDefault(seat, List.of()), history.honestClock(), SLACK, began)));
        }
        this.events = history.events().stream()
                .sorted(Comparator.comparing(EventRow::version))
                .collect(Collectors.groupingBy(EventRow::seat));
    }

    public static Verdict check(History history) {
        var checker = new Checker(history);
        checker.oneOwner();
        checker.kept();
        checker.askedFor();
        checker.holdHonoured();
        checker.fresh();
        checker.notLeaked();
        checker.whole();
        checker.once();
        checker.ledger();
        return checker.verdict;
    }

    private static Stream<Seat> seatsOf(Operation operation) {
        return operation.seats().stream().map(label -> new Seat(operation.show(), label));
    }

    private Stream<Operation> all(Kind kind) {
        return history.operations().stream().filter(operation -> operation.kind() == kind);
    }

    private void oneOwner() {
        possessions.forEach((seat, timeline) -> {
            Possession longest = null;
            for (var one : timeline.all()) {
                if (one.state() == State.FREE) {
                    continue;
                }
                if (longest != null && !Objects.equals(longest.account(), one.account()) && one.from() < longest.to()) {
                    verdict.add(
                            Rule.ONE_OWNER,
                            "%s belonged to two:%n    %s%n    %s",
                            seat,
                            longest.granted(),
                            one.granted());
                }
                if (longest == null || one.to() > longest.to()) {
                    longest = one;
                }
            }
        });
    }

    private void kept() {
        record Owned(Seat seat, @Nullable Long account) {}
        var inTable = history.seats().stream()
                .filter(row -> row.status().equals("BOOKED"))
                .map(row -> new Owned(row.seat(), row.account()))
                .collect(Collectors.toSet());
        var told = history.bookings().stream()
                .map(booking -> new Owned(booking.seat(), booking.account()))
                .collect(Collectors.toSet());
        possessions.values().stream()
                .flatMap(timeline -> timeline.all().stream())
                .forEach(one -> {
                    if (one.state() == State.BOOKED && one.to() == Long.MAX_VALUE) {
                        var owned = new Owned(one.seat(), one.account());
                        if (!inTable.contains(owned)) {
                            verdict.add(Rule.KEPT, "%s is not booked in the end:%n    %s", one.seat(), one.granted());
                        } else if (!told.contains(owned)) {
                            verdict.add(
                                    Rule.KEPT,
                                    "%s is not among the owner's bookings:%n    %s",
                                    one.seat(),
                                    one.granted());
                        }
                    }
                    if (one.state() == State.FREE
                            && one.to() == Long.MAX_VALUE
                            && inTable.stream().anyMatch(owned -> owned.seat.equals(one.seat()))) {
                        verdict.add(
                                Rule.KEPT,
                                "%s was given back, but is booked in the end:%n    %s",
                                one.seat(),
                                one.granted());
                    }
                });
        for (var owned : told) {
            if (!inTable.contains(owned)) {
                verdict.add(Rule.KEPT, "%d is told that %s is booked, but it is not", owned.account, owned.seat);
            }
        }
    }

    private void askedFor() {
        for (var event : history.events()) {
            var kind = kindOf(event);
            if (kind != null && askers(event, kind).isEmpty()) {
                verdict.add(Rule.ASKED_FOR, "Nobody asked for it, or was refused: %s", event);
            }
        }
    }

    /** Whose request may have done it. */
    private List<Operation> askers(EventRow event, Kind kind) {
        return attempts.getOrDefault(event.seat(), List.of()).stream()
                .filter(operation -> operation.kind() == kind && operation.account() == event.account())
                .filter(operation -> !history.honestClock()
                        || operation.start() - SLACK <= event.at()
                                && (operation.outcome() == Outcome.UNKNOWN || event.at() <= operation.end() + SLACK))
                .toList();
    }

    private static @Nullable Kind kindOf(EventRow event) {
        return switch (event.kind()) {
            case "HELD", "EXTENDED" -> Kind.HOLD;
            case "BOOKED" -> Kind.BOOK;
            case "RELEASED" -> Kind.RELEASE;
            case "CANCELLED" -> Kind.CANCEL;
            default -> null;
        };
    }

    private void holdHonoured() {
        all(Kind.BOOK)
                .filter(operation -> operation.outcome() == Outcome.REFUSED && MEANS_LOST.contains(operation.reason()))
                .forEach(refused -> {
                    for (var label : refused.named()) {
                        for (var one : covering(refused.show(), label, refused.start(), refused.end())) {
                            if (Objects.equals(one.account(), refused.account())) {
                                verdict.add(
                                        Rule.HOLD_HONOURED,
                                        "%s was taken away:%n    %s%n    %s",
                                        one.seat(),
                                        one.granted(),
                                        refused);
                            }
                        }
                    }
                });
    }

    private void fresh() {
        all(Kind.READ)
                .filter(Operation::isOk)
                .forEach(reading -> reading.view().forEach((label, status) -> {
                    for (var one : covering(reading.show(), label, reading.start(), reading.end())) {
                        var mustKnow = one.isOwnWordOf(reading) || one.from() <= reading.start() - PROMISED - SLACK;
                        if (mustKnow && !fits(one.state(), status)) {
                            verdict.add(
                                    Rule.FRESH,
                                    "%s shown as %s by replica %d from %.3f s to %.3f s:%n    %s",
                                    one.seat(),
                                    status,
                                    reading.replica(),
                                    reading.start() / 1e9,
                                    reading.end() / 1e9,
                                    one.granted());
                        }
                    }
                }));
    }

    private List<Possession> covering(long show, String label, long start, long end) {
        return possessions.getOrDefault(new Seat(show, label), Timeline.EMPTY).covering(start, end);
    }

    private static boolean fits(State state, String status) {
        return switch (state) {
            case FREE -> status.equals("AVAILABLE") || status.equals(HELD_OR_OVER);
            case HELD -> !status.equals("AVAILABLE"); // perhaps it is booked by now
            case BOOKED -> status.equals("BOOKED");
        };
    }

    private void notLeaked() {
        for (var row : history.seats()) {
            if (row.status().equals("HELD")) {
                verdict.add(Rule.NOT_LEAKED, "%s is still held when all holds are over", row.seat());
            }
        }
        for (var seat : history.unobtainable()) {
            verdict.add(Rule.NOT_LEAKED, "%s is free, but nobody can hold it", seat);
        }
        all(Kind.HOLD)
                .filter(operation -> operation.outcome() == Outcome.REFUSED
                        && operation.reason().equals("seats-taken"))
                .forEach(refused -> {
                    for (var label : refused.named()) {
                        for (var one : covering(refused.show(), label, refused.start(), refused.end())) {
                            if (one.state() == State.FREE) {
                                verdict.add(
                                        Rule.NOT_LEAKED,
                                        "%s was free:%n    %s%n    %s",
                                        one.seat(),
                                        one.granted(),
                                        refused);
                            }
                        }
                    }
                });
    }

    /** What happened to one account in one moment, which is one transaction. */
    private record Moment(long show, long account, long at, Kind kind) {}

    private void whole() {
        var moments = new HashMap<Moment, List<EventRow>>();
        for (var event : history.events()) {
            var kind = kindOf(event);
            if (kind == Kind.HOLD || kind == Kind.BOOK) {
                moments.computeIfAbsent(
                                new Moment(event.seat().show(), event.account(), event.at(), kind),
                                _ -> new ArrayList<>())
                        .add(event);
            }
        }
        if (!history.honestClock()) {
            return; // then nothing says what came first
        }
        moments.forEach((moment, together) -> {
            for (var event : together) {
                var askers = askers(event, moment.kind);
                if (!askers.isEmpty() && askers.stream().noneMatch(asker -> hadAll(asker, moment.at))) {
                    verdict.add(Rule.WHOLE, "Only a part of what was asked for: %s%n    %s", together, askers);
                    return;
                }
            }
        });
        history.operations().stream()
                .filter(operation ->
                        operation.isOk() && (operation.kind() == Kind.HOLD || operation.kind() == Kind.BOOK))
                .forEach(operation -> seatsOf(operation)
                        .filter(seat -> !hadWithin(seat, operation))
                        .forEach(seat ->
                                verdict.add(Rule.WHOLE, "%s was granted, but nothing happened: %s", seat, operation)));
    }

    /** Whether all the seats of the request were this account's right after that moment. */
    private boolean hadAll(Operation asker, long at) {
        return seatsOf(asker).allMatch(seat -> {
            EventRow last = null;
            for (var event : events.getOrDefault(seat, List.of())) {
                if (event.at() <= at) {
                    last = event;
                }
            }
            return last != null && fulfils(last, asker);
        });
    }

    /** Whether there was a moment while the request was under way in which the seat was the account's. */
    private boolean hadWithin(Seat seat, Operation operation) {
        var mine = false;
        for (var event : events.getOrDefault(seat, List.of())) {
            if (event.at() > operation.end() + SLACK) {
                break;
            }
            if (mine && event.at() >= operation.start() - SLACK) {
                return true;
            }
            mine = fulfils(event, operation);
            if (mine && event.at() >= operation.start() - SLACK) {
                return true;
            }
        }
        return mine;
    }

    private static boolean fulfils(EventRow last, Operation asker) {
        var kinds = asker.kind() == Kind.BOOK ? Set.of("BOOKED") : Set.of("HELD", "EXTENDED", "BOOKED");
        return last.account() == asker.account() && kinds.contains(last.kind());
    }

    private void once() {
        history.operations().stream()
                .filter(operation -> operation.kind() == Kind.BOOK && operation.isOk())
                .collect(Collectors.groupingBy(Operation::request))
                .forEach((_, tries) -> {
                    if (tries.stream()
                                    .map(operation -> Set.copyOf(operation.references()))
                                    .distinct()
                                    .count()
                            > 1) {
                        verdict.add(Rule.ONCE, "Repeating it booked again: %s", tries);
                    }
                });
        history.bookings().stream()
                .collect(Collectors.groupingBy(
                        booking -> List.of(booking.seat(), booking.account()), Collectors.counting()))
                .forEach((owned, count) -> {
                    if (count > 1) {
                        verdict.add(Rule.ONCE, "%s has %d valid tickets", owned, count);
                    }
                });
        // A request that was tried several times and asked for what was free took it once, unless it ran out in
        // between.
        history.operations().stream()
                .filter(operation -> operation.kind() == Kind.HOLD && operation.mayHaveHappened())
                .collect(Collectors.groupingBy(Operation::request))
                .values()
                .stream()
                .filter(tries -> tries.size() > 1 && history.honestClock())
                .forEach(tries -> seatsOf(tries.getFirst()).forEach(seat -> heldOnce(seat, tries)));
    }

    private void heldOnce(Seat seat, Collection<Operation> tries) {
        var account = tries.iterator().next().account();
        var start = tries.stream().mapToLong(Operation::start).min().orElseThrow();
        var end = tries.stream().mapToLong(Operation::end).max().orElseThrow();
        var held = false;
        for (var event : events.getOrDefault(seat, List.of())) {
            if (event.at() < start || event.at() > end) {
                continue;
            }
            if (event.kind().equals("HELD") && event.account() == account) {
                if (held) {
                    verdict.add(Rule.ONCE, "Repeating it held %s again: %s", seat, tries);
                }
                held = true;
            } else if (event.account() == account && !event.kind().equals("EXTENDED")) {
                held = false;
            }
        }
    }

    private void ledger() {
        for (var row : history.seats()) {
            EventRow last = null;
            for (var event : events.getOrDefault(row.seat(), List.of())) {
                if (event.version() != (last == null ? 1 : last.version() + 1) || !mayFollow(last, event)) {
                    verdict.add(Rule.LEDGER, "An impossible story:%n    %s%n    %s", last, event);
                }
                last = event;
            }
            var kind = last == null ? "" : last.kind();
            var status = switch (kind) {
                case "HELD", "EXTENDED" -> "HELD";
                case "BOOKED" -> "BOOKED";
                default -> "AVAILABLE";
            };
            var account = last == null || status.equals("AVAILABLE") ? null : (Long) last.account();
            var booking = last == null || !status.equals("BOOKED") ? null : last.booking();
            if (!row.status().equals(status)
                    || !Objects.equals(row.account(), account)
                    || !Objects.equals(row.booking(), booking)
                    || row.version() != (last == null ? 0 : last.version())) {
                verdict.add(Rule.LEDGER, "The ledger ends otherwise than the table:%n    %s%n    %s", last, row);
            }
        }
    }

    private static boolean mayFollow(@Nullable EventRow before, EventRow event) {
        var held =
                before != null && (before.kind().equals("HELD") || before.kind().equals("EXTENDED"));
        var same = before != null && before.account() == event.account();
        var until = before == null ? null : before.until();
        return switch (event.kind()) {
            case "HELD" ->
                before == null || Set.of("RELEASED", "EXPIRED", "CANCELLED").contains(before.kind());
            case "EXTENDED", "BOOKED" -> held && same && until != null && event.at() < until;
            case "RELEASED" -> held && same;
            case "EXPIRED" -> held && same && until != null && event.at() >= until;
            case "CANCELLED" -> before != null && before.kind().equals("BOOKED") && same;
            default -> false;
        };
    }
}
