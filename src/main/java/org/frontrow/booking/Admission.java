package org.frontrow.booking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.frontrow.account.Caller;
import org.frontrow.audit.AuditTrail;
import org.frontrow.audit.Deed;
import org.frontrow.catalog.Shows;
import org.frontrow.platform.DatabaseClock;
import org.frontrow.platform.DatabaseUnreachable;
import org.frontrow.platform.LikePattern;
import org.frontrow.platform.Page;
import org.frontrow.seating.Payment;
import org.frontrow.seating.SeatLabel;
import org.jspecify.annotations.Nullable;

/**
 * Letting guests in. A ticket lets in once: whoever of two doors is first decides, in the database. It changes nothing of
 * seats and bookings.
 */
@ApplicationScoped
class Admission {
    private static final String FIND = """
            select t.id, t.show_time_id, t.status, t.used_at, s.row_label, s.number, b.reference, b.guest, a.username,
                b.payment, t.price, b.currency, m.title, st.starts_at, sc.name
            from ticket t
            join seat s on s.show_time_id = t.show_time_id and s.id = t.seat_id
            join booking b on b.show_time_id = t.show_time_id and b.id = t.booking_id
            join account a on a.id = b.account_id
            join show_time st on st.id = t.show_time_id
            join movie m on m.id = st.movie_id
            join screen sc on sc.id = st.screen_id
            """;

    private static final String COUNT = """
            select count(*), count(used_at) from ticket where show_time_id = any(array[?]) and status = 'VALID'""";

    private final DataSource database;
    private final BookingLedger ledger;
    private final DatabaseClock clock;
    private final AuditTrail audit;
    private final Shows shows;

    Admission(DataSource database, BookingLedger ledger, DatabaseClock clock, AuditTrail audit, Shows shows) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
        this.audit = audit;
        this.shows = shows;
    }

    /** A ticket as it is looked at by whoever stands at the door. */
    record DoorTicket(
            long id,
            long show,
            Ticket.Status status,
            @Nullable Instant usedAt,
            SeatLabel seat,
            String reference,
            @Nullable String guest,
            String bookedBy,
            Payment payment,
            BigDecimal price,
            String currency,
            String movie,
            Instant startsAt,
            String screen) {
        boolean isGood() {
            return status == Ticket.Status.VALID && usedAt == null;
        }
    }

    /** @param tickets by row and number */
    record DoorList(int sold, int admitted, Page<DoorTicket> tickets) {}

    /** Lets in whoever shows this code, or says why not. */
    @Transactional
    DoorTicket admit(Caller staff, long show, String code) {
        return admit(staff, show, "code", code);
    }

    /** Lets in whoever is found on the door list, or says why not. */
    @Transactional
    DoorTicket admit(Caller staff, long show, long ticket) {
        return admit(staff, show, "id", ticket);
    }

    private DoorTicket admit(Caller staff, long show, String key, Object value) {
        try (var connection = database.getConnection()) {
            var used = ledger.use(connection, clock.now(), staff.accountId(), show, key, value);
            var ticket = find(connection, key, value);
            if (!used && ticket.show == show && ticket.isGood()) {
                // Somebody took back between the two that it was used.
                used = ledger.use(connection, clock.now(), staff.accountId(), show, key, value);
                ticket = find(connection, key, value);
            }
            if (!used) {
                throw reason(ticket, show).refused();
            }
            record(connection, staff, "TICKET_USED", ticket);
            return ticket;
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }

    private static BookingRefusal reason(DoorTicket ticket, long show) {
        if (ticket.show != show) {
            return new BookingRefusal.TicketOfAnotherShow(ticket.movie, ticket.startsAt, ticket.screen);
        }
        return ticket.usedAt == null || ticket.status != Ticket.Status.VALID
                ? new BookingRefusal.TicketCancelled(ticket.seat.toString())
                : new BookingRefusal.TicketAlreadyUsed(ticket.usedAt, ticket.seat.toString());
    }

    private static DoorTicket find(Connection connection, String key, Object value) throws SQLException {
        // Of any show: somebody may stand at the wrong door.
        try (var statement = connection.prepareStatement(FIND + "where t." + key + " = ?")) {
            statement.setObject(1, value);
            try (var row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new BookingRefusal.UnknownTicket().refused();
                }
                return ticket(row);
            }
        }
    }

    /** They have not come in after all: the ticket is good again. Doing it again changes nothing. */
    @Transactional
    DoorTicket undo(Caller staff, long show, long ticket) {
        try (var connection = database.getConnection()) {
            var wasUsed = ledger.unuse(connection, show, ticket);
            var found = find(connection, "id", ticket);
            if (found.show != show) {
                throw new BookingRefusal.UnknownTicket().refused();
            }
            if (found.status != Ticket.Status.VALID) {
                throw new BookingRefusal.TicketCancelled(found.seat.toString()).refused();
            }
            if (wasUsed) {
                record(connection, staff, "TICKET_USE_UNDONE", found);
            }
            return found;
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }

    /**
     * The valid tickets of a show.
     *
     * @param search a part of the name of the guest or the account, or of the reference; empty for all
     */
    DoorList list(long show, String search, int page, int size) {
        if (!shows.exists(show)) {
            throw new BookingRefusal.UnknownShow().refused();
        }
        try (var connection = database.getConnection()) {
            var counts = counts(connection, show);
            try (var statement = connection.prepareStatement(FIND + """
                    where t.show_time_id = any(array[?]) and t.status = 'VALID' and (? = '' or b.guest ilike ? escape '\\'
                        or a.username ilike ? escape '\\' or b.reference ilike ? escape '\\')
                    order by s.row_label, s.number limit ? offset ?""")) {
                var pattern = LikePattern.containing(search);
                statement.setLong(1, show);
                statement.setString(2, search);
                statement.setString(3, pattern);
                statement.setString(4, pattern);
                statement.setString(5, pattern);
                statement.setInt(6, size + 1);
                statement.setInt(7, page * size);
                return new DoorList(counts[0], counts[1], Page.of(tickets(statement), size));
            }
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }

    private static List<DoorTicket> tickets(PreparedStatement statement) throws SQLException {
        try (var row = statement.executeQuery()) {
            var tickets = new ArrayList<DoorTicket>();
            while (row.next()) {
                tickets.add(ticket(row));
            }
            return tickets;
        }
    }

    private static int[] counts(Connection connection, long show) throws SQLException {
        try (var statement = connection.prepareStatement(COUNT)) {
            statement.setLong(1, show);
            try (var row = statement.executeQuery()) {
                row.next();
                return new int[] {row.getInt(1), row.getInt(2)};
            }
        }
    }

    private void record(Connection connection, Caller staff, String act, DoorTicket ticket) throws SQLException {
        var deed = Deed.of(act, "booking", ticket.reference)
                .with("show", ticket.show)
                .with("seat", ticket.seat.toString());
        audit.write(connection, staff.accountId(), staff.username(), deed);
    }

    private static DoorTicket ticket(ResultSet row) throws SQLException {
        var used = row.getObject(4, OffsetDateTime.class);
        return new DoorTicket(
                row.getLong(1),
                row.getLong(2),
                Ticket.Status.valueOf(row.getString(3)),
                used == null ? null : used.toInstant(),
                new SeatLabel(row.getString(5), row.getInt(6)),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                Payment.valueOf(row.getString(10)),
                row.getBigDecimal(11),
                row.getString(12),
                row.getString(13),
                row.getObject(14, OffsetDateTime.class).toInstant(),
                row.getString(15));
    }
}
