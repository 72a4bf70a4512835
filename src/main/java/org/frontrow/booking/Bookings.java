package org.frontrow.booking;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.frontrow.account.Account;
import org.frontrow.account.Caller;
import org.frontrow.catalog.ShowTime;
import org.frontrow.platform.Page;
import org.frontrow.platform.Workers;
import org.frontrow.seating.BookingReference;
import org.frontrow.seating.Counter;
import org.frontrow.seating.Seat;
import org.frontrow.seating.Seating;
import org.frontrow.seating.SeatingRefusal;

/** Finding what was booked, and giving it back. Every query asks who asks. */
@ApplicationScoped
public class Bookings {
    private static final String WHOLE_TICKETS = """
            select t, b, s, st, a from Ticket t join Booking b on b.showTimeId = t.showTimeId and b.id = t.bookingId
            join Seat s on s.showTimeId = t.showTimeId and s.id = t.seatId
            join ShowTime st on st.id = t.showTimeId join fetch st.movie join fetch st.screen
            join Account a on a.id = b.accountId
            """;

    /** That often somebody moves a booking between two looks at it; after that somebody else has to decide. */
    private static final int CANCEL_ATTEMPTS = 5;

    private final Seating seating;
    private final Counter counter;

    Bookings(Seating seating, Counter counter) {
        this.seating = seating;
        this.counter = counter;
    }

    /** A ticket with everything that is printed on it. */
    public record WholeTicket(Ticket ticket, Booking booking, Seat seat, ShowTime show, Account owner) {}

    /** A booking with its tickets, by row and number. */
    public record WholeBooking(Booking booking, List<WholeTicket> tickets) {}

    /** The caller's valid tickets, and those that the house took back because the show does not take place; newest show first. */
    @Transactional
    public Page<WholeTicket> mine(Caller caller, int page, int size) {
        // One more than asked for tells whether there is another page.
        var found = Ticket.getEntityManager()
                .createQuery(
                        WHOLE_TICKETS
                                + "where b.accountId = ?1 and (t.status = VALID or b.status = WITHDRAWN)"
                                + " order by st.startsAt desc, st.id desc, s.rowLabel, s.number",
                        Object[].class)
                .setParameter(1, caller.accountId())
                .setFirstResult(page * size)
                .setMaxResults(size + 1)
                .getResultStream()
                .map(Bookings::whole)
                .toList();
        return Page.of(found, size);
    }

    /** The caller's own ticket; staff may see anybody's. */
    @Transactional
    public WholeTicket ticket(Caller caller, long id) {
        return tickets(caller, "t.id = ?1", id).stream()
                .findFirst()
                .orElseThrow(() -> new BookingRefusal.UnknownBooking().refused());
    }

    /** The caller's own booking; staff may see anybody's. */
    @Transactional
    public WholeBooking booking(Caller caller, String reference) {
        return find(caller, reference).orElseThrow(() -> new BookingRefusal.UnknownBooking().refused());
    }

    /** As {@link #booking}, if there is one. */
    @Transactional
    Optional<WholeBooking> find(Caller caller, String reference) {
        var tickets = BookingReference.couldBe(reference)
                ? tickets(caller, "b.reference = ?1", reference)
                : List.<WholeTicket>of();
        return tickets.isEmpty()
                ? Optional.empty()
                : Optional.of(new WholeBooking(tickets.getFirst().booking(), tickets));
    }

    /** What somebody booked, for staff; the newest first. */
    @Transactional
    List<WholeBooking> latestOf(Caller staff, long account, int most) {
        return Booking.<Booking>find("accountId = ?1 order by createdAt desc, id desc", account).page(0, most).stream()
                .map(booking -> booking(staff, booking.reference))
                .toList();
    }

    /**
     * Gives a booking back: its owner until the show begins, staff always. Its seats are free at once. Doing it again
     * changes nothing. Does not block.
     */
    public Uni<WholeBooking> cancel(Caller caller, String reference) {
        return cancel(caller, reference, CANCEL_ATTEMPTS);
    }

    private Uni<WholeBooking> cancel(Caller caller, String reference, int attempts) {
        return Workers.run(() -> booking(caller, reference)).chain(whole -> {
            var seats = whole.tickets().stream().map(ticket -> ticket.seat().id).toList();
            var booking = whole.booking();
            var cancelled = caller.role().allowsStaff()
                    ? counter.cancel(caller, booking.showTimeId, booking.id, reference, seats)
                    : seating.cancel(
                                    booking.showTimeId,
                                    booking.id,
                                    seats,
                                    whole.tickets().getFirst().show().startsAt)
                            .replaceWithVoid();
            return cancelled
                    .chain(_ -> Workers.run(() -> booking(caller, reference)))
                    .chain(after -> {
                        if (after.booking().status != Booking.Status.CONFIRMED) {
                            return Uni.createFrom().item(after);
                        }
                        // It was moved between the look at its seats and the order.
                        return attempts > 1
                                ? cancel(caller, reference, attempts - 1)
                                : Uni.createFrom()
                                        .failure(SeatingRefusal.DeskBusy.forAMoment()
                                                .refused());
                    });
        });
    }

    private static List<WholeTicket> tickets(Caller caller, String which, Object value) {
        var query = WHOLE_TICKETS + "where " + which
                + (caller.role().allowsStaff() ? "" : " and b.accountId = ?2")
                + " order by s.rowLabel, s.number";
        var find = Ticket.getEntityManager().createQuery(query, Object[].class).setParameter(1, value);
        if (!caller.role().allowsStaff()) {
            find.setParameter(2, caller.accountId());
        }
        return find.getResultStream().map(Bookings::whole).toList();
    }

    private static WholeTicket whole(Object[] row) {
        return new WholeTicket((Ticket) row[0], (Booking) row[1], (Seat) row[2], (ShowTime) row[3], (Account) row[4]);
    }
}
