package org.frontrow.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.frontrow.proof.History.Seat;
import org.frontrow.proof.Operation.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A time in which an account certainly had a seat, or in which it was certainly free, as far as clients can tell: from the
 * answer on until the hold ended, or until somebody first asked for what may have changed it. What is left out can only
 * hide mistakes, never invent one.
 *
 * @param account nobody, if it was free
 * @param granted what made it so; nothing, if it was free from the beginning
 */
record Possession(
        Seat seat,
        @Nullable Long account,
        State state,
        long from,
        long to,
        @Nullable Operation granted) {

    enum State {
        FREE,
        HELD,
        BOOKED
    }

    private static final long FOREVER = Long.MAX_VALUE;

    /** Whether a reading of this replica has to know it at once, because it was the one that granted it. */
    boolean isOwnWordOf(Operation reading) {
        return granted != null
                && account != null
                && account == reading.account()
                && granted.replica() == reading.replica();
    }

    /**
     * @param operations on this seat that may have happened, in the order in which they began
     * @param slack by how much the two clocks may differ
     * @param began when the first client began
     */
    static List<Possession> of(Seat seat, List<Operation> operations, boolean honestClock, long slack, long began) {
        var found = new ArrayList<Possession>();
        var holds = operations.stream()
                .filter(operation -> operation.kind() == Kind.HOLD)
                .toList();
        if (holds.isEmpty() || holds.getFirst().start() > began) {
            found.add(new Possession(
                    seat,
                    null,
                    State.FREE,
                    began,
                    holds.isEmpty() ? FOREVER : holds.getFirst().start(),
                    null));
        }
        var latestHold = new long[holds.size() + 1]; // of the first so many
        latestHold[0] = Long.MIN_VALUE;
        for (int i = 0; i < holds.size(); i++) {
            latestHold[i + 1] = Math.max(latestHold[i], holds.get(i).latest());
        }
        operations.stream().map(Operation::account).distinct().forEach(account -> {
            var own = operations.stream()
                    .filter(operation -> operation.account() == account)
                    .toList();
            ofOne(
                    seat,
                    account,
                    own,
                    honestClock,
                    slack,
                    (gone, granted) -> {
                        // Free from then on, unless somebody may have taken it at once.
                        var before = startedBefore(holds, gone.to);
                        var isTheLast = before > 0 && holds.get(before - 1).start() <= granted.start();
                        if (latestHold[before] <= gone.from && isTheLast) {
                            var to = before < holds.size() ? holds.get(before).start() : FOREVER;
                            found.add(new Possession(seat, null, State.FREE, gone.to, to, gone.by));
                        }
                    },
                    found);
        });
        found.sort(Comparator.comparing(Possession::from));
        return found;
    }

    /** The seat came back somewhere in between. */
    private record Gone(long from, long to, Operation by) {}

    private interface Freed {
        void at(Gone gone, Operation granted);
    }

    private static void ofOne(
            Seat seat,
            long account,
            List<Operation> own,
            boolean honestClock,
            long slack,
            Freed freed,
            List<Possession> found) {
        var released = Long.MIN_VALUE; // until when an earlier release may still take a hold away
        var cancelled = Long.MIN_VALUE;
        var booked = Long.MIN_VALUE; // until when an earlier attempt to book may still do so
        for (int i = 0; i < own.size(); i++) {
            var operation = own.get(i);
            switch (operation.kind()) {
                case RELEASE -> released = Math.max(released, operation.latest());
                case CANCEL -> cancelled = Math.max(cancelled, operation.latest());
                case HOLD -> {
                    var later = own.subList(i + 1, own.size());
                    var expiry = operation.until();
                    if (!operation.isOk() || expiry == null || !honestClock || released > operation.start()) {
                        continue;
                    }
                    var givenUp = first(later, Kind.RELEASE, Kind.CANCEL);
                    var to = Math.min(expiry - slack, givenUp == null ? FOREVER : givenUp.start());
                    if (operation.end() < to) {
                        found.add(new Possession(seat, account, State.HELD, operation.end(), to, operation));
                    }
                    var changed = first(later, Kind.HOLD, Kind.BOOK, Kind.RELEASE, Kind.CANCEL);
                    if (booked > operation.start()) {
                        continue;
                    }
                    if (changed == null || changed.start() > expiry + slack) {
                        freed.at(new Gone(expiry - slack, expiry + slack, operation), operation);
                    } else if (changed.kind() == Kind.RELEASE && changed.isOk() && changed.start() < expiry - slack) {
                        freed.at(new Gone(changed.start(), changed.end(), changed), operation);
                    }
                }
                case BOOK -> {
                    booked = Math.max(booked, operation.latest());
                    if (!operation.isOk() || cancelled > operation.start()) {
                        continue;
                    }
                    var cancel = first(own.subList(i + 1, own.size()), Kind.CANCEL);
                    var to = cancel == null ? FOREVER : cancel.start();
                    if (operation.end() < to) {
                        found.add(new Possession(seat, account, State.BOOKED, operation.end(), to, operation));
                    }
                    if (cancel != null && cancel.isOk()) {
                        freed.at(new Gone(cancel.start(), cancel.end(), cancel), operation);
                    }
                }
                case READ -> {}
            }
        }
    }

    private static @Nullable Operation first(List<Operation> later, Kind... kinds) {
        return later.stream()
                .filter(operation -> List.of(kinds).contains(operation.kind()))
                .findFirst()
                .orElse(null);
    }

    private static int startedBefore(List<Operation> operations, long moment) {
        int low = 0;
        int high = operations.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (operations.get(middle).start() < moment) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
