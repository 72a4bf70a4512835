package org.frontrow.seating;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.frontrow.account.Caller;
import org.frontrow.platform.DatabaseUnreachable;
import org.frontrow.platform.Workers;
import org.frontrow.seating.Decision.Reason;
import org.frontrow.seating.SeatCommand.Book;
import org.frontrow.seating.SeatCommand.Cancel;
import org.frontrow.seating.SeatCommand.Expire;
import org.frontrow.seating.SeatCommand.Hold;
import org.frontrow.seating.SeatCommand.Release;
import org.frontrow.seating.SeatCommand.Withdraw;
import org.frontrow.seating.SeatOrders.Served;
import org.frontrow.seating.SeatOutcome.Done;
import org.frontrow.seating.SeatOutcome.No;
import org.frontrow.seating.SeatOutcome.TooManyHolds;
import org.frontrow.seating.SeatState.Booked;

/** What one can do with seats. Nothing here blocks the calling thread. */
@ApplicationScoped
public class Seating {
    private final SeatOrders orders;
    private final SeatLedger ledger;
    private final BookingWriter bookings;
    private final DataSource database;
    private final HoldConfig config;

    Seating(SeatOrders orders, SeatLedger ledger, BookingWriter bookings, DataSource database, HoldConfig config) {
        this.orders = orders;
        this.ledger = ledger;
        this.bookings = bookings;
        this.database = database;
        this.config = config;
    }

    /** @param seats held, all of them until at least {@code until} */
    public record Kept(int seats, Instant until) {}

    /** @param references of the bookings the seats belong to; more than one if they were booked in several requests */
    public record Sold(int seats, List<String> references, BigDecimal total, String currency) {}

    /**
     * Keeps all of these seats for the caller, or none. What the caller holds already is extended, up to the longest
     * total. Expired holds of others do not stand in the way.
     */
    public Uni<Kept> hold(Caller caller, long show, List<SeatLabel> labels) {
        return orders.place(
                        show,
                        labels,
                        plan -> new Hold(caller.accountId(), config.length(), config.longest(), plan.closesAt()))
                .map(served -> switch (served.outcome()) {
                    case Done _ -> new Kept(labels.size(), served.firstToExpire());
                    case No no -> throw served.refusal(no).refused();
                    case TooManyHolds many ->
                        throw new SeatingRefusal.TooManyHolds(many.held(), config.seatsPerAccount()).refused();
                });
    }

    /**
     * Turns the caller's holds into one booking, all of these seats or none. What the caller has booked already is
     * accepted and stays as it is, so the same request may be repeated at any time.
     */
    public Uni<Sold> book(Caller caller, long show, List<SeatLabel> labels) {
        var reference = BookingReference.next();
        return orders.place(
                        show, labels, plan -> new Book(caller.accountId(), reference, plan.currency(), plan.closesAt()))
                .chain(served -> switch (served.outcome()) {
                    case Done done when done.changed() == labels.size() -> item(sold(served, done, reference));
                    case Done done -> Workers.run(() -> soldBefore(served, done));
                    case No no
                    when no.reason() == Reason.NOT_HELD ->
                        Workers.run(() -> {
                            throw expiredOrNeverHeld(caller, served, no).refused();
                        });
                    case No no -> throw served.refusal(no).refused();
                    case TooManyHolds _ -> throw new IllegalStateException("Only a hold can be one too many");
                });
    }

    /** Gives back what the caller holds of these seats; the others are left as they are. Answers how many. */
    public Uni<Integer> release(Caller caller, long show, List<SeatLabel> labels) {
        return orders.place(show, labels, _ -> new Release(caller.accountId())).map(Served::changed);
    }

    /**
     * Frees the seats of a booking and takes the booking back. Doing it again changes nothing.
     *
     * @param until refused from this instant on
     * @return how many seats became free
     */
    public Uni<Integer> cancel(long show, long booking, List<Long> seats, Instant until) {
        return orders.place(new SeatOrder(show, seats, new Cancel(booking, until)))
                .map(outcome -> switch (outcome) {
                    case Done done -> done.changed();
                    case No no when no.reason() == Decision.Reason.NOT_THIS_BOOKING -> 0; // moved meanwhile
                    case No _ -> throw new SeatingRefusal.TooLateToCancel().refused();
                    case TooManyHolds _ -> throw new IllegalStateException("Only a hold can be one too many");
                });
    }

    /** Ends these holds if their time is over. Answers how many were. */
    Uni<Integer> expire(long show, List<Long> seats) {
        return orders.place(new SeatOrder(show, seats, new Expire())).map(outcome -> ((Done) outcome).changed());
    }

    /** Frees these seats of a show that does not take place. Answers how many were somebody's. */
    Uni<Integer> withdraw(long show, List<Long> seats) {
        return orders.place(new SeatOrder(show, seats, new Withdraw())).map(outcome -> ((Done) outcome).changed());
    }

    private static Sold sold(Served served, Done done, String reference) {
        var total = done.seats().stream().map(LockedSeat::price).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Sold(
                done.seats().size(), List.of(reference), total, served.plan().currency());
    }

    /** Some or all were booked before: the prices of then count, and there may be several bookings. */
    private Sold soldBefore(Served served, Done done) {
        var ids = done.seats().stream()
                .map(seat -> ((Booked) seat.state()).booking())
                .collect(Collectors.toSet());
        var receipts = bookings.receipts(served.plan().show(), ids);
        var asked = done.seats().stream().map(seat -> receipts.get(seat.id())).toList();
        return new Sold(
                asked.size(),
                asked.stream()
                        .map(BookingWriter.Receipt::reference)
                        .distinct()
                        .sorted()
                        .toList(),
                asked.stream().map(BookingWriter.Receipt::price).reduce(BigDecimal.ZERO, BigDecimal::add),
                served.plan().currency());
    }

    /** Once the sweeper has tidied up, only the ledger knows that there was a hold. */
    private SeatingRefusal expiredOrNeverHeld(Caller caller, Served served, No no) {
        try (var connection = database.getConnection()) {
            var seats = no.seats().stream().map(LockedSeat::id).toList();
            var expired = ledger.expiredFor(
                    connection, caller.accountId(), served.plan().show(), seats);
            return expired.isEmpty() ? served.refusal(no) : new SeatingRefusal.HoldExpired(served.labels(expired));
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }

    private static <T> Uni<T> item(T item) {
        return Uni.createFrom().item(item);
    }
}
