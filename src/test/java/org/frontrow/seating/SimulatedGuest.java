package org.frontrow.seating;

import io.opentelemetry.api.trace.SpanContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.frontrow.platform.Refused;
import org.frontrow.seating.Schedule.Fault;
import org.frontrow.seating.SeatCommand.Book;
import org.frontrow.seating.SeatCommand.Cancel;
import org.frontrow.seating.SeatCommand.Hold;
import org.frontrow.seating.SeatCommand.Release;
import org.frontrow.seating.SeatOutcome.Done;
import org.frontrow.seating.SeatingRefusal.DeskBusy;
import org.frontrow.seating.SeatingRefusal.OutcomeUnknown;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who wants seats: holds some, thinks, books or gives back. Some follow the recipe and repeat the same request
 * until they know; others give up.
 */
final class SimulatedGuest {
    private static final long TIMEOUT = 4 * SimulatedTime.SECOND;
    private static final long LATE = 3 * SimulatedTime.SECOND;
    /** No moment is five times as long as is usual. */
    static final long LONGEST_JOURNEY = 5 * LATE;

    /** One request as one replica got it. */
    static final class Submission {
        final SimulatedReplica replica;
        final WaitingOrder waiting;
        final long arrivedAt;
        final Instant clockThen;
        /** What came of it, or why nothing did. */
        @Nullable
        SeatOutcome outcome;

        @Nullable
        Throwable failure;

        Submission(SimulatedReplica replica, SeatOrder order, long arrivedAt, Instant clockThen) {
            this.replica = replica;
            this.arrivedAt = arrivedAt;
            this.clockThen = clockThen;
            this.waiting =
                    new WaitingOrder(order, arrivedAt * 1000, SpanContext.getInvalid(), new CompletableFuture<>());
        }

        SeatOrder order() {
            return waiting.order();
        }

        boolean isAnswered() {
            return outcome != null || failure != null;
        }

        boolean isUnknown() {
            return failure instanceof Refused refused && refused.refusal() instanceof OutcomeUnknown;
        }

        boolean isBusy() {
            return failure instanceof Refused refused && refused.refusal() instanceof DeskBusy;
        }

        /** Whether it was told, in whatever words, that nothing has changed for it. */
        boolean isRefused() {
            return isAnswered() && !isUnknown() && !(outcome instanceof Done);
        }
    }

    /** What the guest wants to know the answer of. */
    private final class Request {
        private final Supplier<SeatOrder> order;
        private int attempts;
        private boolean over;

        Request(Supplier<SeatOrder> order) {
            this.order = order;
        }
    }

    private final Simulation simulation;
    private final Schedule schedule;
    private final SimulatedTime time;
    private final long account;
    private final boolean followsTheRecipe;
    private @Nullable Request asking;
    private long show;
    private List<Long> held = List.of();
    private final List<SeatOrder> booked = new ArrayList<>();

    SimulatedGuest(Simulation simulation, Schedule schedule, SimulatedTime time, long account) {
        this.simulation = simulation;
        this.schedule = schedule;
        this.time = time;
        this.account = account;
        this.followsTheRecipe = !schedule.oneIn(4);
        think();
    }

    /** Whether there is something it still waits to hear. */
    boolean isAsking() {
        return asking != null;
    }

    private void think() {
        // Mostly at once with others: at the same full second.
        var wake = schedule.oneIn(3)
                ? time.now() + schedule.moment(SimulatedTime.SECOND)
                : (time.now() / SimulatedTime.SECOND + 1) * SimulatedTime.SECOND
                        + schedule.moment(2 * SimulatedTime.MILLI);
        time.at(wake, this::act);
    }

    private void act() {
        if (schedule.isCalm()) {
            return;
        }
        if (!held.isEmpty()) {
            var seats = held;
            var of = show;
            switch (schedule.chance(10)) {
                case 0 -> {
                    held = List.of();
                    think();
                }
                case 1 -> ask(() -> new SeatOrder(of, seats, new Release(account)));
                case 2, 3 -> ask(() -> new SeatOrder(of, seats, hold()));
                default -> ask(() -> new SeatOrder(of, seats, book()));
            }
        } else if (!booked.isEmpty() && schedule.oneIn(2)) {
            var cancel = booked.removeFirst();
            ask(() -> cancel);
        } else {
            var of = 1L + schedule.chance(schedule.shows);
            var seats = simulation.someSeats(of);
            ask(() -> new SeatOrder(of, seats, hold()));
        }
    }

    private Hold hold() {
        return new Hold(account, Simulation.LENGTH, Simulation.LONGEST, simulation.closesAt());
    }

    private Book book() {
        return new Book(account, simulation.nextReference(), "EUR", simulation.closesAt());
    }

    private void ask(Supplier<SeatOrder> order) {
        var request = new Request(order);
        asking = request;
        send(request);
    }

    private void send(Request request) {
        var attempt = ++request.attempts;
        schedule.note(() -> "guest " + account + ", attempt " + attempt + ": " + request.order.get());
        deliver(request, attempt, travel(Fault.ORDER_LATE));
        if (schedule.befalls(Fault.ORDER_TWICE, 3)) {
            deliver(request, -attempt, travel(Fault.ORDER_LATE)); // nobody waits for this one's answer
        }
        time.after(TIMEOUT, () -> hear(request, attempt, null));
    }

    private void deliver(Request request, int attempt, long delay) {
        var replica = simulation.anyReplica();
        time.at(replica, time.now() + delay, () -> {
            var submission = simulation.submit(replica, request.order.get());
            var _ = submission.waiting.answer().whenComplete((outcome, failure) -> {
                if (!replica.isGone() && !schedule.befalls(Fault.ANSWER_LOST, 4)) {
                    time.after(travel(Fault.ANSWER_LATE), () -> hear(request, attempt, submission));
                }
            });
        });
    }

    private long travel(Fault slowly) {
        return schedule.moment(3 * SimulatedTime.MILLI) + (schedule.befalls(slowly, 4) ? schedule.moment(LATE) : 0);
    }

    /** @param answer nothing if it did not come in time */
    private void hear(Request request, int attempt, @Nullable Submission answer) {
        if (request.over || attempt != request.attempts) {
            return;
        }
        schedule.note(() -> "guest " + account + " hears: "
                + (answer == null ? "nothing" : answer.outcome == null ? answer.failure : answer.outcome));
        if (answer != null && answer.outcome != null) {
            request.over = true;
            asking = null;
            learn(answer.order(), answer.outcome);
            think();
        } else if (followsTheRecipe || schedule.isCalm()) {
            request.attempts++; // whatever still comes is not heard any more
            time.after(schedule.moment(SimulatedTime.SECOND / 2), () -> send(request));
        } else {
            request.over = true;
            asking = null;
            held = List.of();
            think();
        }
    }

    private void learn(SeatOrder order, SeatOutcome outcome) {
        switch (order.command()) {
            case Hold _ -> {
                if (outcome instanceof Done) {
                    show = order.show();
                    held = order.seats();
                }
            }
            case Book _ -> {
                held = List.of();
                if (outcome instanceof Done done) {
                    var booking = ((SeatState.Booked) done.seats().getFirst().state()).booking();
                    var all = done.seats().stream()
                            .filter(seat -> ((SeatState.Booked) seat.state()).booking() == booking)
                            .map(LockedSeat::id)
                            .toList();
                    booked.add(new SeatOrder(order.show(), all, new Cancel(booking, simulation.closesAt())));
                }
            }
            default -> held = List.of();
        }
    }
}
