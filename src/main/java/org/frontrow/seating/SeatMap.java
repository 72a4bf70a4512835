package org.frontrow.seating;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** All seats of a show at one instant, by row and number, and nothing about who has them. */
public record SeatMap(long show, String movie, String screen, Instant startsAt, String currency, List<Line> seats) {

    /** @param holdExpired still marked as held, but free by rule */
    public record Line(long id, String row, int number, BigDecimal price, Seat.Status status, boolean holdExpired) {
        boolean isFree() {
            return status == Seat.Status.AVAILABLE || holdExpired;
        }
    }

    /** Seats one can have now. */
    long available() {
        return seats.stream().filter(Line::isFree).count();
    }

    long held() {
        return seats.stream()
                .filter(seat -> seat.status == Seat.Status.HELD && !seat.holdExpired)
                .count();
    }

    long booked() {
        return seats.stream().filter(seat -> seat.status == Seat.Status.BOOKED).count();
    }
}
