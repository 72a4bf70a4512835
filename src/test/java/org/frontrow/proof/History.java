package org.frontrow.proof;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that clients were told, and what is found when everything has come to rest. Times are nanoseconds on the clients'
 * clock, those of the database converted to it.
 *
 * @param operations by all clients, in any order
 * @param seats the table at the end
 * @param events the ledger
 * @param bookings what each account is told it has booked
 * @param unobtainable seats that are free at the end, but that nobody can hold
 * @param honestClock whether the database's clock went as clocks do; without it nothing is said about when a hold ends
 */
public record History(
        List<Operation> operations,
        List<SeatRow> seats,
        List<EventRow> events,
        List<OwnBooking> bookings,
        Set<Seat> unobtainable,
        boolean honestClock) {

    /** A seat of a show. */
    public record Seat(long show, String label) {
        @Override
        public String toString() {
            return label + " of show " + show;
        }
    }

    public record SeatRow(
            Seat seat,
            String status,
            @Nullable Long account,
            @Nullable Long booking,
            long version) {}

    public record EventRow(
            Seat seat,
            long version,
            String kind,
            long account,
            long at,
            @Nullable Long until,
            @Nullable Long booking) {}

    /** A ticket as its owner sees it. */
    public record OwnBooking(Seat seat, long account, String reference) {}
}
