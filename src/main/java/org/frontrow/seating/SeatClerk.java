package org.frontrow.seating;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.frontrow.seating.Decision.Change;
import org.frontrow.seating.Decision.Keep;
import org.frontrow.seating.Decision.Reason;
import org.frontrow.seating.Decision.Refuse;
import org.frontrow.seating.Decision.Step;
import org.frontrow.seating.SeatCommand.Book;
import org.frontrow.seating.SeatCommand.Cancel;
import org.frontrow.seating.SeatCommand.Hold;
import org.frontrow.seating.SeatCommand.Move;
import org.frontrow.seating.SeatCommand.Sell;
import org.frontrow.seating.SeatCommand.Withdraw;
import org.frontrow.seating.SeatState.Booked;
import org.frontrow.seating.SeatState.Held;
import org.jspecify.annotations.Nullable;

/**
 * Serves orders one after another on seats that are locked, and notes what changed. Everything happens in memory; an
 * order sees what the ones before it did.
 */
final class SeatClerk {
    private final Instant now;
    private final Map<Long, LockedSeat> seats;
    private final Map<Long, Integer> holds;
    private final HoldConfig limits;
    private final LongSupplier bookingIds;

    private final Map<Long, LockedSeat> changed = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<BookingWriter.Deal> deals = new ArrayList<>();
    private final List<ByHouse> deeds = new ArrayList<>();
    private long nextBooking;

    /**
     * A line of the ledger: a seat as it was after the step.
     *
     * @param by there if staff did it
     * @param other the seat that a ticket was moved to, or came from
     */
    record Entry(
            LockedSeat seat,
            Step step,
            @Nullable ByHouse by,
            @Nullable Long other) {

        Entry(LockedSeat seat, Step step) {
            this(seat, step, null, null);
        }
    }

    /**
     * @param seats the locked ones by id
     * @param holds how many seats each ordering account holds now, over all shows; none means zero
     * @param bookingIds hands out numbers for new bookings
     */
    SeatClerk(
            Instant now,
            Map<Long, LockedSeat> seats,
            Map<Long, Integer> holds,
            HoldConfig limits,
            LongSupplier bookingIds) {
        this.now = now;
        this.seats = new HashMap<>(seats);
        this.holds = new HashMap<>(holds);
        this.limits = limits;
        this.bookingIds = bookingIds;
    }

    SeatOutcome serve(SeatOrder order) {
        if (order.command().sells() && nextBooking == 0) {
            nextBooking = bookingIds.getAsLong();
        }
        var changes = new LinkedHashMap<LockedSeat, List<Step>>();
        var obstacles = new EnumMap<Reason, List<LockedSeat>>(Reason.class);
        for (var id : order.seats()) {
            var seat = seats.get(id);
            if (seat == null) {
                throw new IllegalStateException("Seat " + id + " of show " + order.show() + " was not locked");
            }
            switch (seat.state().decide(order.command().to(id), now, nextBooking)) {
                case Change change -> changes.put(seat, change.steps());
                case Keep _ -> {}
                case Refuse refuse ->
                    obstacles
                            .computeIfAbsent(refuse.reason(), _ -> new ArrayList<>())
                            .add(seat);
            }
        }
        if (order.command() instanceof Cancel
                && !changes.isEmpty()
                && changes.size() < order.seats().size()) {
            // Some of it was moved since somebody looked where it sits, and half a booking is not taken back.
            order.seats().stream()
                    .map(seats::get)
                    .filter(seat -> !changes.containsKey(seat))
                    .forEach(seat -> obstacles
                            .computeIfAbsent(Reason.NOT_THIS_BOOKING, _ -> new ArrayList<>())
                            .add(seat));
        }
        if (!obstacles.isEmpty()) {
            var first = obstacles.entrySet().iterator().next();
            return new SeatOutcome.No(first.getKey(), first.getValue());
        }
        if (order.command() instanceof Hold hold) {
            var held = holds.getOrDefault(hold.account(), 0);
            var more = changes.values().stream()
                    .filter(steps -> steps.getLast().kind() == SeatEvent.HELD)
                    .count();
            if (more > 0 && held + more > limits.seatsPerAccount()) {
                return new SeatOutcome.TooManyHolds(held);
            }
        }
        changes.forEach((seat, steps) -> apply(order, seat, steps));
        var result = order.seats().stream().map(seats::get).toList();
        if (!changes.isEmpty()) {
            if (order.by() != null) {
                deeds.add(order.by());
            }
            switch (order.command()) {
                case Book book ->
                    sell(
                            order.show(),
                            result,
                            book.account(),
                            book.reference(),
                            book.currency(),
                            BookingWriter.Terms.ONLINE);
                case Sell sell ->
                    sell(
                            order.show(),
                            result,
                            sell.account(),
                            sell.reference(),
                            sell.currency(),
                            new BookingWriter.Terms(
                                    sell.payment(),
                                    sell.guest(),
                                    order.by() == null ? null : order.by().account()));
                case Move move -> deals.add(new BookingWriter.Move(order.show(), move.booking(), move.seats()));
                case Cancel _, Withdraw _ -> takeBack(order, changes.keySet());
                default -> {}
            }
        }
        return new SeatOutcome.Done(result, changes.size());
    }

    private void sell(
            long show,
            List<LockedSeat> asked,
            long account,
            String reference,
            String currency,
            BookingWriter.Terms terms) {
        var id = nextBooking;
        nextBooking = 0;
        var sold = asked.stream()
                .filter(seat -> seat.state() instanceof Booked booked && booked.booking() == id)
                .toList();
        deals.add(new BookingWriter.Sale(id, reference, show, account, currency, now, sold, terms));
    }

    /** @param seats the ones that are free now, as they were before */
    private void takeBack(SeatOrder order, Set<LockedSeat> seats) {
        var byBooking = new LinkedHashMap<Long, List<Long>>();
        for (var seat : seats) {
            if (seat.state() instanceof Booked booked) {
                byBooking
                        .computeIfAbsent(booked.booking(), _ -> new ArrayList<>())
                        .add(seat.id());
            }
        }
        var byHouse = order.command() instanceof Withdraw;
        byBooking.forEach((booking, ids) -> deals.add(new BookingWriter.Return(order.show(), booking, ids, byHouse)));
    }

    private void apply(SeatOrder order, LockedSeat before, List<Step> steps) {
        var other = order.command() instanceof Move move ? move.otherOf(before.id()) : null;
        var seat = before;
        for (var step : steps) {
            // A hold that was over no longer counted when the holds were counted.
            if (seat.state() instanceof Held held && !held.isOver(now) && counts(held)) {
                holds.merge(held.by(), -1, Integer::sum);
            }
            if (step.next() instanceof Held held && counts(held)) {
                holds.merge(held.by(), 1, Integer::sum);
            }
            seat = seat.after(step);
            // That a hold was over is nobody's doing.
            entries.add(
                    step.kind() == SeatEvent.EXPIRED
                            ? new Entry(seat, step)
                            : new Entry(seat, step, order.by(), other));
        }
        seats.put(seat.id(), seat);
        changed.put(seat.id(), seat);
    }

    /** Not what staff keep for somebody, which can be longer than any hold of their own. */
    private boolean counts(Held held) {
        return Duration.between(held.since(), held.until()).compareTo(limits.longest()) <= 0;
    }

    /** The database's time all these decisions were made at. */
    Instant now() {
        return now;
    }

    /** Every changed seat once, as it is after all orders. */
    List<LockedSeat> changed() {
        return List.copyOf(changed.values());
    }

    /** Every event, in the order it happened. */
    List<Entry> entries() {
        return entries;
    }

    /** Every booking that was made, taken back or moved, in the order it happened. */
    List<BookingWriter.Deal> deals() {
        return deals;
    }

    /** What staff did, for the audit trail. */
    List<ByHouse> deeds() {
        return deeds;
    }
}
