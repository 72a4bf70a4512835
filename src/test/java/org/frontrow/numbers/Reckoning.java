package org.frontrow.numbers;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.frontrow.numbers.Counting.Demand;
import org.frontrow.numbers.Counting.Label;
import org.frontrow.seating.Ledger;

/** Counts shows the slow way that is obviously right: event after event, as they stand in the ledger. */
final class Reckoning {
    private final Instant now;
    private final ZoneId venue;

    long seats;
    long sold;
    long held;
    long blocked;
    long bookings;
    long cancelled;
    long withdrawn;
    long holds;
    long converted;
    long released;
    long expired;
    long sales;
    long returns;
    long taken;
    final Map<String, BigDecimal> revenue = new TreeMap<>();
    final Map<String, long[]> payments = new TreeMap<>();
    final Map<LocalDate, long[]> salesByDay = new TreeMap<>();
    final Map<LocalDate, BigDecimal> revenueByDay = new TreeMap<>();
    final Map<Label, Demand> byLabel = new HashMap<>();

    Reckoning(Instant now, ZoneId venue) {
        this.now = now;
        this.venue = venue;
    }

    private record Booking(BigDecimal total, String currency, String payment, Instant at, String status) {}

    Reckoning add(long show) {
        var starts = time(Ledger.query("select starts_at from show_time where id = ?", show)
                .getFirst()
                .getFirst());
        var sales = new HashMap<Long, Booking>();
        for (var row : Ledger.query(
                "select id, total, currency, payment, created_at, status from booking where show_time_id = ?", show)) {
            sales.put(
                    (Long) row.get(0),
                    new Booking(
                            (BigDecimal) row.get(1),
                            (String) row.get(2),
                            (String) row.get(3),
                            time(row.get(4)),
                            (String) row.get(5)));
        }
        var seatsOf = new HashMap<Long, List<Long>>();
        for (var seat : Ledger.query("select id, row_label, number from seat where show_time_id = ?", show)) {
            seats++;
            var label = new Label((String) seat.get(1), (Integer) seat.get(2));
            var booking = walk(show, (Long) seat.get(0));
            var forSale = booking == null || booking != BLOCKED;
            var isSold = booking != null && booking != BLOCKED;
            var lead = 0L;
            if (isSold) {
                seatsOf.computeIfAbsent(booking, _ -> new ArrayList<>()).add((Long) seat.get(0));
                lead = Math.max(
                        0,
                        Math.floorDiv(
                                Duration.between(sales.get(booking).at, starts).toSeconds(), 3600L));
            }
            byLabel.merge(label, new Demand(forSale ? 1 : 0, isSold ? 1 : 0, lead), Demand::plus);
        }
        var confirmed = new HashSet<>(seatsOf.keySet());
        sales.forEach((id, sale) -> {
            if (confirmed.contains(id)) {
                bookings++;
                revenue.merge(sale.currency, sale.total, BigDecimal::add);
                revenueByDay.merge(day(sale.at), sale.total, BigDecimal::add);
                var paid = payments.computeIfAbsent(sale.currency + " " + sale.payment, _ -> new long[2]);
                paid[0]++;
                paid[1] += seatsOf.get(id).size();
            } else if (sale.status.equals("WITHDRAWN")) {
                withdrawn++;
            } else {
                cancelled++;
            }
        });
        return this;
    }

    private static final long BLOCKED = -1;

    /** @return the booking the seat belongs to in the end, or that it is blocked; null if neither */
    private Long walk(long show, long seat) {
        Long booking = null;
        var isBlocked = false;
        Instant heldUntil = null;
        for (var event : Ledger.query(
                "select kind, held_until, booking_id, at from seat_event where show_time_id = ? and seat_id = ? order by version",
                show,
                seat)) {
            var day = day(time(event.get(3)));
            switch ((String) event.get(0)) {
                case "HELD" -> {
                    holds++;
                    taken++;
                    heldUntil = time(event.get(1));
                }
                case "EXTENDED" -> heldUntil = time(event.get(1));
                case "RELEASED" -> {
                    released++;
                    heldUntil = null;
                }
                case "EXPIRED" -> {
                    expired++;
                    heldUntil = null;
                }
                case "BOOKED" -> {
                    sales++;
                    if (heldUntil == null) {
                        taken++;
                    } else {
                        converted++;
                    }
                    heldUntil = null;
                    booking = (Long) event.get(2);
                    salesByDay.computeIfAbsent(day, _ -> new long[2])[0]++;
                }
                case "CANCELLED" -> {
                    returns++;
                    booking = null;
                    salesByDay.computeIfAbsent(day, _ -> new long[2])[1]++;
                }
                case "MOVED_AWAY" -> booking = null;
                case "MOVED_HERE" -> {
                    booking = (Long) event.get(2);
                    converted += heldUntil == null ? 0 : 1;
                    heldUntil = null;
                }
                case "BLOCKED" -> isBlocked = true;
                case "UNBLOCKED" -> isBlocked = false;
                default -> throw new AssertionError(event);
            }
        }
        if (heldUntil != null) {
            var until = time(Ledger.query("select held_until from seat where show_time_id = ? and id = ?", show, seat)
                    .getFirst()
                    .getFirst());
            if (until.isAfter(now)) {
                held++;
            } else {
                expired++;
            }
        }
        sold += booking == null ? 0 : 1;
        blocked += isBlocked ? 1 : 0;
        return isBlocked ? Long.valueOf(BLOCKED) : booking;
    }

    private LocalDate day(Instant at) {
        return at.atZone(venue).toLocalDate();
    }

    private static Instant time(Object column) {
        return column instanceof OffsetDateTime time ? time.toInstant() : ((java.sql.Timestamp) column).toInstant();
    }
}
