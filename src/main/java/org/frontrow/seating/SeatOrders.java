package org.frontrow.seating;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.frontrow.seating.SeatOutcome.Done;
import org.frontrow.seating.SeatOutcome.No;
import org.frontrow.seating.SeatState.Booked;
import org.frontrow.seating.SeatState.Held;
import org.jspecify.annotations.Nullable;

/** Takes orders to the desk, and the answers back to whoever asked. Nothing here blocks the calling thread. */
@ApplicationScoped
class SeatOrders {
    private final SeatDesk desk;
    private final SeatPlans plans;

    SeatOrders(SeatDesk desk, SeatPlans plans) {
        this.desk = desk;
        this.plans = plans;
    }

    /** A guest's; refuses labels that are named twice or do not exist. */
    Uni<Served> place(long show, List<SeatLabel> labels, Function<SeatPlan, SeatCommand> command) {
        return place(show, labels, command, null);
    }

    /** @param by there if staff ask */
    Uni<Served> place(
            long show, List<SeatLabel> labels, Function<SeatPlan, SeatCommand> command, @Nullable ByHouse by) {
        return backHere(plans.of(show).chain(plan -> {
            var seats = plan.idsOf(labels);
            return submit(new SeatOrder(show, seats, command.apply(plan), by))
                    .map(outcome -> new Served(plan, labels, seats, outcome));
        }));
    }

    Uni<SeatOutcome> place(SeatOrder order) {
        return backHere(submit(order));
    }

    private Uni<SeatOutcome> submit(SeatOrder order) {
        return Uni.createFrom().completionStage(() -> desk.submit(order));
    }

    /**
     * Plans come from a worker and outcomes from a lane of the desk, which has to go on serving: what follows runs on the
     * event loop of whoever asked, if it was one.
     */
    private static <T> Uni<T> backHere(Uni<T> answer) {
        var context = Vertx.currentContext();
        return context == null ? answer : answer.emitOn(work -> context.runOnContext(_ -> work.run()));
    }

    /** An order that came back from the desk, with what is needed to talk about it. */
    record Served(SeatPlan plan, List<SeatLabel> asked, List<Long> seats, SeatOutcome outcome) {

        /** How many seats; of an order that can be refused only by what is in the way. */
        int changed() {
            return switch (outcome) {
                case Done done -> done.changed();
                case No no -> throw refusal(no).refused();
                case SeatOutcome.TooManyHolds _ -> throw new IllegalStateException("Only a hold can be one too many");
            };
        }

        /** Until when all of them are held, of an order that was served. */
        Instant firstToExpire() {
            return ((Done) outcome)
                    .seats().stream()
                            .map(seat -> ((Held) seat.state()).until())
                            .min(Instant::compareTo)
                            .orElseThrow();
        }

        List<SeatLabel> labels(Collection<Long> some) {
            var wanted = Set.copyOf(some);
            return IntStream.range(0, seats.size())
                    .filter(i -> wanted.contains(seats.get(i)))
                    .mapToObj(asked::get)
                    .toList();
        }

        SeatingRefusal refusal(No no) {
            var labels = labels(no.seats().stream().map(LockedSeat::id).toList());
            return switch (no.reason()) {
                case CLOSED -> new SeatingRefusal.ShowClosed(plan.show());
                case TAKEN ->
                    new SeatingRefusal.SeatsTaken(
                            labels, no.seats().stream().allMatch(seat -> seat.state() instanceof Booked));
                case EXPIRED -> new SeatingRefusal.HoldExpired(labels);
                case NOT_HELD -> new SeatingRefusal.NotHeld(labels);
                case TOO_LATE -> new SeatingRefusal.TooLateToCancel();
                case NOT_THIS_BOOKING -> new SeatingRefusal.NotOfThisBooking(labels);
            };
        }
    }
}
