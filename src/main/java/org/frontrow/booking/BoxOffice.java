package org.frontrow.booking;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.frontrow.account.Accounts;
import org.frontrow.account.Caller;
import org.frontrow.booking.Bookings.WholeBooking;
import org.frontrow.platform.Refused;
import org.frontrow.platform.Workers;
import org.frontrow.seating.Counter;
import org.frontrow.seating.Counter.Guest;
import org.frontrow.seating.Counter.Step;
import org.frontrow.seating.Payment;
import org.frontrow.seating.SeatLabel;
import org.frontrow.seating.SeatingRefusal;
import org.jspecify.annotations.Nullable;

/** Selling at the counter, and what staff do with bookings. */
@ApplicationScoped
class BoxOffice {
    private static final int MOST_FOUND = 20;

    private final Bookings bookings;
    private final Counter counter;
    private final Accounts accounts;

    BoxOffice(Bookings bookings, Counter counter, Accounts accounts) {
        this.bookings = bookings;
        this.counter = counter;
        this.accounts = accounts;
    }

    /**
     * Sells all of these seats in one step, or none. Does not block.
     *
     * @param key chosen by whoever asks: the same request with the same key is the same sale, however often it comes.
     *     Without one, asking again is refused, because the seats are sold
     */
    Uni<WholeBooking> sell(
            Caller staff, long show, List<SeatLabel> seats, Guest guest, Payment payment, @Nullable String key) {
        var reference = Counter.referenceFor(staff, show, seats, key);
        var sale = counter.sell(staff, show, seats, guest, payment, reference)
                .chain(_ -> Workers.run(() -> bookings.booking(staff, reference)));
        if (key == null) {
            return sale;
        }
        return Workers.run(() -> bookings.find(staff, reference))
                .chain(before -> before.isPresent()
                        ? Uni.createFrom().item(before.get())
                        // Or it has come twice at once, and the other one was served first.
                        : sale.onFailure(BoxOffice::isTaken)
                                .recoverWithUni(no -> Workers.run(() -> bookings.find(staff, reference))
                                        .map(meanwhile -> meanwhile.orElseThrow(() -> (RuntimeException) no))));
    }

    private static boolean isTaken(Throwable failure) {
        return failure instanceof Refused refused && refused.refusal() instanceof SeatingRefusal.SeatsTaken;
    }

    /** Seats tickets of a booking elsewhere, all of them in one step or none. Doing it again changes nothing. */
    Uni<WholeBooking> move(Caller staff, String reference, List<Step> steps) {
        return Workers.run(() -> bookings.booking(staff, reference))
                .chain(whole -> isDone(whole, steps)
                        ? Uni.createFrom().item(whole)
                        : counter.move(
                                        staff,
                                        whole.booking().showTimeId,
                                        whole.booking().accountId,
                                        whole.booking().id,
                                        reference,
                                        steps)
                                .chain(_ -> Workers.run(() -> bookings.booking(staff, reference))));
    }

    private static boolean isDone(WholeBooking whole, List<Step> steps) {
        var seats = whole.tickets().stream()
                .filter(ticket -> ticket.ticket().status == Ticket.Status.VALID)
                .map(ticket -> new SeatLabel(ticket.seat().rowLabel, ticket.seat().number))
                .collect(Collectors.toSet());
        return steps.stream().allMatch(step -> seats.contains(step.to()) && !seats.contains(step.from()));
    }

    /** The booking of that reference, or those of the account of that name: the newest first, twenty at most. */
    List<WholeBooking> search(Caller staff, String text) {
        var found = bookings.find(staff, text.toUpperCase(Locale.ROOT));
        return found.isPresent()
                ? List.of(found.get())
                : accounts.find(text)
                        .map(account -> bookings.latestOf(staff, account, MOST_FOUND))
                        .orElse(List.of());
    }
}
