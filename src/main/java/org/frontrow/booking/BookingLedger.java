package org.frontrow.booking;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.frontrow.platform.DatabaseUnreachable;
import org.frontrow.platform.SqlArrays;
import org.frontrow.seating.BookingWriter;
import org.frontrow.seating.LockedSeat;
import org.frontrow.seating.Payment;

/** The only writer of tables {@code booking} and {@code ticket}; it works inside the desk's transactions. */
@ApplicationScoped
class BookingLedger implements BookingWriter {
    private static final int CODE_BYTES = 16;

    private static final String SELL = """
            insert into booking (id, reference, show_time_id, account_id, currency, created_at, total, payment, guest,
                sold_by, status)
            select k.*, 'CONFIRMED' from unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::text[],
                ?::timestamptz[], ?::numeric[], ?::text[], ?::text[], ?::bigint[])
                as k (id, reference, show_time_id, account_id, currency, created_at, total, payment, guest, sold_by);
            insert into ticket (show_time_id, booking_id, seat_id, price, code, status)
            select k.*, 'VALID' from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::numeric[], ?::text[])
                as k (show_time_id, booking_id, seat_id, price, code)""";

    private static final String TAKE_BACK = """
            update ticket t set status = 'CANCELLED' from unnest(?::bigint[]) as k (booking_id)
            where t.show_time_id = any(?) and t.booking_id = k.booking_id;
            update booking b set status = k.status from unnest(?::bigint[], ?::text[]) as k (id, status)
            where b.show_time_id = any(?) and b.id = k.id""";

    private static final String MOVE = """
            update ticket t set seat_id = k.to_seat from unnest(?::bigint[], ?::bigint[]) as k (from_seat, to_seat)
            where t.show_time_id = any(array[?]) and t.booking_id = ? and t.seat_id = k.from_seat""";

    // Of two doors the second waits for the first, and finds that it is used.
    private static final String USE = """
            update ticket set used_at = ?, used_by = ?
            where show_time_id = any(array[?]) and status = 'VALID' and used_at is null""";

    private static final String UNUSE = """
            update ticket set used_at = null, used_by = null
            where show_time_id = any(array[?]) and id = ? and status = 'VALID' and used_at is not null""";

    // Also of what was cancelled meanwhile: when the desk looked it was booked, and that is what is told.
    private static final String RECEIPTS = """
            select t.seat_id, b.reference, t.price from ticket t
            join booking b on b.show_time_id = t.show_time_id and b.id = t.booking_id
            where t.show_time_id = any(array[?]) and t.booking_id = any(?)""";

    private final DataSource database;

    BookingLedger(DataSource database) {
        this.database = database;
    }

    @Override
    public void write(Connection transaction, List<Deal> deals) throws SQLException {
        for (var round : Round.of(deals)) {
            takeBack(transaction, round.returns);
            for (var move : round.moves) {
                move(transaction, move);
            }
            sell(transaction, round.sales);
        }
    }

    /**
     * What can be written together: returns, then moves, then sales. Where one deal concerns a seat or a booking of
     * another it does not come before it, because only one valid ticket may exist for a seat, and what is sold and taken
     * back in the same breath is not there before. Nearly always there is one round.
     */
    record Round(List<Return> returns, List<Move> moves, List<Sale> sales) {
        private static final int KINDS = 3;

        static List<Round> of(List<Deal> deals) {
            var rounds = new ArrayList<Round>();
            // When the last deal about it is written: counted over all rounds, each with its three kinds.
            var seats = new HashMap<Long, Integer>();
            var bookings = new HashMap<Long, Integer>();
            for (var deal : deals) {
                var kind = kindOf(deal);
                var last = deal.seatIds().stream()
                        .mapToInt(seat -> seats.getOrDefault(seat, -1))
                        .reduce(bookings.getOrDefault(deal.booking(), -1), Math::max);
                // Moves are written one by one, so one may follow another in the same round.
                var earliest = deal instanceof Move ? last : last + 1;
                var turn = earliest + Math.floorMod(kind - earliest, KINDS);
                deal.seatIds().forEach(seat -> seats.put(seat, turn));
                bookings.put(deal.booking(), turn);
                while (rounds.size() <= turn / KINDS) {
                    rounds.add(new Round(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
                }
                rounds.get(turn / KINDS).add(deal);
            }
            return rounds;
        }

        private static int kindOf(Deal deal) {
            return switch (deal) {
                case Return _ -> 0;
                case Move _ -> 1;
                case Sale _ -> 2;
            };
        }

        private void add(Deal deal) {
            switch (deal) {
                case Return back -> returns.add(back);
                case Move move -> moves.add(move);
                case Sale sale -> sales.add(sale);
            }
        }
    }

    private static void sell(Connection transaction, List<Sale> sales) throws SQLException {
        if (sales.isEmpty()) {
            return;
        }
        var tickets = sales.stream()
                .flatMap(sale ->
                        sale.seats().stream().map(seat -> new NewTicket(sale, seat, price(sale, seat), newCode())))
                .toList();
        try (var statement = transaction.prepareStatement(SELL)) {
            SqlArrays.set(statement, 1, "bigint", sales, Sale::booking);
            SqlArrays.set(statement, 2, "text", sales, Sale::reference);
            SqlArrays.set(statement, 3, "bigint", sales, Sale::show);
            SqlArrays.set(statement, 4, "bigint", sales, Sale::account);
            SqlArrays.set(statement, 5, "text", sales, Sale::currency);
            SqlArrays.set(
                    statement, 6, "timestamptz", sales, sale -> OffsetDateTime.ofInstant(sale.at(), ZoneOffset.UTC));
            SqlArrays.set(statement, 7, "numeric", sales, BookingLedger::total);
            SqlArrays.set(
                    statement, 8, "text", sales, sale -> sale.terms().payment().name());
            SqlArrays.set(statement, 9, "text", sales, sale -> sale.terms().guest());
            SqlArrays.set(statement, 10, "bigint", sales, sale -> sale.terms().soldBy());
            SqlArrays.set(statement, 11, "bigint", tickets, ticket -> ticket.sale.show());
            SqlArrays.set(statement, 12, "bigint", tickets, ticket -> ticket.sale.booking());
            SqlArrays.set(statement, 13, "bigint", tickets, ticket -> ticket.seat.id());
            SqlArrays.set(statement, 14, "numeric", tickets, NewTicket::price);
            SqlArrays.set(statement, 15, "text", tickets, ticket -> ticket.code);
            statement.execute();
        }
    }

    private record NewTicket(Sale sale, LockedSeat seat, BigDecimal price, String code) {}

    private static BigDecimal total(Sale sale) {
        return sale.seats().stream().map(seat -> price(sale, seat)).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal price(Sale sale, LockedSeat seat) {
        return sale.terms().payment() == Payment.COMP ? BigDecimal.ZERO : seat.price();
    }

    private static String newCode() {
        // Made at use: a generator kept in a static field would be baked into a native image with its seed.
        var code = new byte[CODE_BYTES];
        new SecureRandom().nextBytes(code);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(code);
    }

    /** None goes where another of them leaves, so there is never a moment with two tickets for a seat. */
    private static void move(Connection transaction, Move move) throws SQLException {
        var seats = List.copyOf(move.seats().entrySet());
        try (var statement = transaction.prepareStatement(MOVE)) {
            SqlArrays.set(statement, 1, "bigint", seats, Map.Entry::getKey);
            SqlArrays.set(statement, 2, "bigint", seats, Map.Entry::getValue);
            statement.setLong(3, move.show());
            statement.setLong(4, move.booking());
            if (statement.executeUpdate() != seats.size()) {
                throw new IllegalStateException("Booking " + move.booking() + " has no ticket of one of the seats "
                        + move.seats().keySet());
            }
        }
    }

    private static void takeBack(Connection transaction, List<Return> returns) throws SQLException {
        if (returns.isEmpty()) {
            return;
        }
        try (var statement = transaction.prepareStatement(TAKE_BACK)) {
            SqlArrays.set(statement, 1, "bigint", returns, Return::booking);
            SqlArrays.set(statement, 2, "bigint", returns, Return::show);
            SqlArrays.set(statement, 3, "bigint", returns, Return::booking);
            SqlArrays.set(statement, 4, "text", returns, BookingLedger::statusAfter);
            SqlArrays.set(statement, 5, "bigint", returns, Return::show);
            statement.execute();
        }
    }

    private static String statusAfter(Return back) {
        return (back.byHouse() ? Booking.Status.WITHDRAWN : Booking.Status.CANCELLED).name();
    }

    /**
     * Notes that somebody came in with a ticket, in a transaction of the caller's own.
     *
     * @param by which column it is found: {@code code} or {@code id}
     * @return whether it was good until now
     */
    boolean use(Connection transaction, Instant at, long staff, long show, String by, Object value)
            throws SQLException {
        try (var statement = transaction.prepareStatement(USE + " and " + by + " = ?")) {
            statement.setObject(1, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
            statement.setLong(2, staff);
            statement.setLong(3, show);
            statement.setObject(4, value);
            return statement.executeUpdate() > 0;
        }
    }

    /** Takes that back; answers whether it was noted. */
    boolean unuse(Connection transaction, long show, long ticket) throws SQLException {
        try (var statement = transaction.prepareStatement(UNUSE)) {
            statement.setLong(1, show);
            statement.setLong(2, ticket);
            return statement.executeUpdate() > 0;
        }
    }

    @Override
    public Map<Long, Receipt> receipts(long show, Collection<Long> bookings) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(RECEIPTS)) {
            statement.setLong(1, show);
            SqlArrays.setIds(statement, 2, bookings);
            var receipts = new HashMap<Long, Receipt>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    receipts.put(row.getLong(1), new Receipt(row.getString(2), row.getBigDecimal(3)));
                }
            }
            return receipts;
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }
}
