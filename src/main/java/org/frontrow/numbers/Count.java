package org.frontrow.numbers;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What was counted of one show, or of several together. The identities that always hold: {@code seats} are those sold,
 * held, blocked and free; {@code holds} are those held, converted, released and expired; {@code sold} is what the sales
 * leave when the returns are taken off.
 *
 * @param seats all there are, blocked ones too
 * @param sold seats that are booked, complimentary ones too
 * @param held seats in somebody's hold that is not over
 * @param blocked seats that are not for sale
 * @param bookings confirmed ones
 * @param cancelledBookings given back, by their owner or by staff for them
 * @param withdrawnBookings taken back because the show is cancelled
 * @param revenue the total of the confirmed bookings, in the currency of the show
 * @param holds uninterrupted holds of one seat by one account: HELD events. Extending one does not count again
 * @param released holds that were given back
 * @param expired holds that ran out, whether they have been tidied up or not
 * @param sales how often a seat was sold: BOOKED events. Moving a booking to another seat is none
 * @param unheldSales sales of seats that were not held before: at the counter
 * @param returns how often a sold seat was given back: CANCELLED events
 * @param firstSaleAt null if there was none
 * @param lastSaleAt the latest sale or return
 */
record Count(
        long seats,
        long sold,
        long held,
        long blocked,
        long bookings,
        long cancelledBookings,
        long withdrawnBookings,
        BigDecimal revenue,
        long holds,
        long released,
        long expired,
        long sales,
        long unheldSales,
        long returns,
        @Nullable Instant firstSaleAt,
        @Nullable Instant lastSaleAt) {
    static final Count NOTHING = new Count(0, 0, 0, 0, 0, 0, 0, BigDecimal.ZERO, 0, 0, 0, 0, 0, 0, null, null);

    private static final int DECIMALS = 4;

    /** One row of {@link LedgerCount#SHOWS} or of a tally. */
    static Count of(ResultSet row) throws SQLException {
        return new Count(
                row.getLong("seats"),
                row.getLong("sold"),
                row.getLong("held"),
                row.getLong("blocked"),
                row.getLong("bookings"),
                row.getLong("cancelled_bookings"),
                row.getLong("withdrawn_bookings"),
                row.getBigDecimal("revenue"),
                row.getLong("holds"),
                row.getLong("released"),
                row.getLong("expired") + row.getLong("overdue"),
                row.getLong("sales"),
                row.getLong("unheld_sales"),
                row.getLong("returns"),
                instant(row, "first_sale_at"),
                instant(row, "last_sale_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** @param other of the same currency, or whose revenue nobody asks for */
    Count plus(Count other) {
        return new Count(
                seats + other.seats,
                sold + other.sold,
                held + other.held,
                blocked + other.blocked,
                bookings + other.bookings,
                cancelledBookings + other.cancelledBookings,
                withdrawnBookings + other.withdrawnBookings,
                revenue.add(other.revenue),
                holds + other.holds,
                released + other.released,
                expired + other.expired,
                sales + other.sales,
                unheldSales + other.unheldSales,
                returns + other.returns,
                earlier(firstSaleAt, other.firstSaleAt),
                later(lastSaleAt, other.lastSaleAt));
    }

    long free() {
        return seats - sold - held - blocked;
    }

    /** Holds that became part of bookings, bought or moved to: every hold that is over has ended in one of three ways. */
    long converted() {
        return holds - held - released - expired;
    }

    /** What was sold of what was for sale; null if nothing was. */
    @Nullable
    BigDecimal occupancy() {
        return share(sold, seats - blocked);
    }

    /** How many of the holds that have ended became bookings; null if none has. */
    @Nullable
    BigDecimal conversion() {
        return share(converted(), holds - held);
    }

    /** How many of the holds that have ended ran out; null if none has. */
    @Nullable
    BigDecimal expiryRate() {
        return share(expired, holds - held);
    }

    /** How often each seat that was for sale was taken: held, or sold without a hold before; null if none was for sale. */
    @Nullable
    BigDecimal demand() {
        return share(holds + unheldSales, seats - blocked);
    }

    static @Nullable BigDecimal share(long part, long whole) {
        return whole <= 0
                ? null
                : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), DECIMALS, RoundingMode.HALF_UP);
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        return a == null || (b != null && b.isBefore(a)) ? b : a;
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        return a == null || (b != null && b.isAfter(a)) ? b : a;
    }
}
