package org.frontrow.seating;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.frontrow.account.Accounts;
import org.frontrow.account.Caller;
import org.frontrow.audit.Deed;
import org.frontrow.platform.DatabaseClock;
import org.frontrow.platform.DatabaseUnreachable;
import org.frontrow.platform.Workers;
import org.frontrow.seating.SeatCommand.Block;
import org.frontrow.seating.SeatCommand.Cancel;
import org.frontrow.seating.SeatCommand.Free;
import org.frontrow.seating.SeatCommand.Move;
import org.frontrow.seating.SeatCommand.Reserve;
import org.frontrow.seating.SeatCommand.Sell;
import org.frontrow.seating.SeatCommand.Unblock;
import org.frontrow.seating.SeatOrders.Served;
import org.jspecify.annotations.Nullable;

/**
 * What staff can do with seats. All of it goes through the desk like the orders of guests, and is written into the audit
 * trail in the same transaction. Nothing here blocks the calling thread.
 */
@ApplicationScoped
public class Counter {
    /** Unless somebody says until when. */
    private static final Duration USUAL_RESERVATION = Duration.ofMinutes(30);

    private static final Duration LONGEST_RESERVATION = Duration.ofDays(366);
    private static final String SUBJECT = "show";

    private final DataSource database;
    private final SeatLedger ledger;
    private final SeatOrders orders;
    private final Accounts accounts;
    private final DatabaseClock clock;

    Counter(DataSource database, SeatLedger ledger, SeatOrders orders, Accounts accounts, DatabaseClock clock) {
        this.database = database;
        this.ledger = ledger;
        this.orders = orders;
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * For whom something is done at the counter.
     *
     * @param name as it was told; for people to read, nothing is found by it
     * @param username of their account; without one it is done in the name of the house
     */
    public record Guest(@Nullable String name, @Nullable String username) {}

    /** Takes all of these seats out of the sale, or none if any is somebody's. Answers how many were not out already. */
    Uni<Integer> block(Caller staff, long show, List<SeatLabel> labels, String reason) {
        var deed = deed("SEATS_BLOCKED", show, labels).with("reason", reason);
        return orders.place(show, labels, _ -> new Block(), by(staff, deed, reason))
                .map(Served::changed);
    }

    /** Puts what is blocked of these seats back into the sale. Answers how many. */
    Uni<Integer> unblock(Caller staff, long show, List<SeatLabel> labels) {
        return orders.place(show, labels, _ -> new Unblock(), by(staff, deed("SEATS_UNBLOCKED", show, labels), null))
                .map(Served::changed);
    }

    /** Ends the holds of these seats, whoever has them. Answers how many there were. */
    Uni<Integer> release(Caller staff, long show, List<SeatLabel> labels) {
        return orders.place(show, labels, _ -> new Free(), by(staff, deed("HOLDS_RELEASED", show, labels), null))
                .map(Served::changed);
    }

    /**
     * Keeps all of these seats for a guest, or none; answers until when. A guest with an account can book them. The
     * limits of what one may hold are for guests. Asked again for the same guest it makes the time longer; what is kept
     * for another one is taken.
     *
     * @param until at most a year from now, and never longer than the show is sold; half an hour if empty
     */
    Uni<Instant> reserve(Caller staff, long show, List<SeatLabel> labels, Guest guest, Optional<Instant> until) {
        return Workers.run(() -> wish(show, labels, guest, until))
                .chain(wish -> {
                    var deed =
                            guest(deed("SEATS_RESERVED", show, labels), guest).with("until", wish.until.toString());
                    return orders.place(
                            show,
                            labels,
                            plan -> new Reserve(
                                    wish.account, earlier(wish.until, plan.closesAt()), plan.closesAt(), wish.theirs),
                            by(staff, deed, guest.name));
                })
                .map(served -> {
                    served.changed();
                    return served.firstToExpire();
                });
    }

    private record Wish(
            long account, Instant until, @Nullable Map<Long, Instant> theirs) {}

    private Wish wish(long show, List<SeatLabel> labels, Guest guest, Optional<Instant> until) {
        var account = accountOf(guest);
        var last = untilOf(until);
        if (guest.username != null) {
            return new Wish(account, last, null);
        }
        try (var connection = database.getConnection()) {
            var name = Objects.requireNonNullElse(guest.name, "");
            return new Wish(account, last, ledger.keptFor(connection, show, labels, account, name));
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }

    private Instant untilOf(Optional<Instant> wished) {
        var now = clock.now();
        var until = wished.map(it -> it.truncatedTo(ChronoUnit.MICROS)).orElse(now.plus(USUAL_RESERVATION));
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_RESERVATION))) {
            throw new SeatingRefusal.NoSuchTime().refused();
        }
        return until;
    }

    /**
     * Sells all of these seats in one step, or none; who holds them has to be the guest, or the house.
     *
     * @param reference what the booking is to be called
     */
    public Uni<Void> sell(
            Caller staff, long show, List<SeatLabel> labels, Guest guest, Payment payment, String reference) {
        return Workers.run(() -> new Parties(accountOf(guest), accounts.house()))
                .chain(parties -> {
                    var deed = guest(deed("SEATS_SOLD", show, labels), guest)
                            .with("payment", payment)
                            .with("reference", reference);
                    return orders.place(
                            show,
                            labels,
                            plan -> new Sell(
                                    parties.account,
                                    parties.house,
                                    reference,
                                    plan.currency(),
                                    payment,
                                    guest.name,
                                    plan.closesAt()),
                            by(staff, deed, guest.name));
                })
                .invoke(Served::changed)
                .replaceWithVoid();
    }

    private record Parties(long account, long house) {}

    /** What a sale is called that was asked for with this key, so that asking again finds it. */
    public static String referenceFor(Caller staff, long show, List<SeatLabel> labels, @Nullable String key) {
        return key == null
                ? BookingReference.next()
                : BookingReference.of(
                        Long.toString(staff.accountId()),
                        Long.toString(show),
                        labels.stream()
                                .map(SeatLabel::toString)
                                .sorted()
                                .toList()
                                .toString(),
                        key);
    }

    /** From one seat to another of the same show. */
    public record Step(SeatLabel from, SeatLabel to) {}

    /**
     * Seats tickets of a booking elsewhere, all of them in one step or none. What they cost stays as it was.
     *
     * @param account whose booking it is
     */
    public Uni<Void> move(Caller staff, long show, long account, long booking, String reference, List<Step> steps) {
        var from = steps.stream().map(Step::from).toList();
        var to = steps.stream().map(Step::to).toList();
        var meeting = from.stream().filter(new HashSet<>(to)::contains).toList();
        if (!meeting.isEmpty()) {
            throw new SeatingRefusal.MovesMeet(meeting).refused();
        }
        var labels = new ArrayList<>(from);
        labels.addAll(to);
        var deed = Deed.of("BOOKING_MOVED", "booking", reference)
                .with("show", show)
                .with("from", names(from))
                .with("to", names(to));
        return orders.place(
                        show,
                        labels,
                        plan -> {
                            var ids = plan.idsOf(labels);
                            Map<Long, Long> seats = new LinkedHashMap<>();
                            for (int i = 0; i < steps.size(); i++) {
                                seats.put(ids.get(i), ids.get(steps.size() + i));
                            }
                            return new Move(account, booking, seats);
                        },
                        by(staff, deed, null))
                .invoke(Served::changed)
                .replaceWithVoid();
    }

    /** Takes back somebody's booking, at any time. Doing it again changes nothing. */
    public Uni<Void> cancel(Caller staff, long show, long booking, String reference, List<Long> seats) {
        var deed = Deed.of("BOOKING_CANCELLED", "booking", reference).with("show", show);
        return orders.place(new SeatOrder(show, seats, new Cancel(booking, Instant.MAX), by(staff, deed, null)))
                .replaceWithVoid();
    }

    private long accountOf(Guest guest) {
        return guest.username == null ? accounts.house() : accounts.idOf(guest.username);
    }

    private static Deed deed(String act, long show, List<SeatLabel> labels) {
        return Deed.of(act, SUBJECT, show).with("seats", names(labels));
    }

    private static Deed guest(Deed deed, Guest guest) {
        return deed.with("guest", guest.name).with("username", guest.username);
    }

    private static List<String> names(List<SeatLabel> labels) {
        return labels.stream().map(SeatLabel::toString).toList();
    }

    private static ByHouse by(Caller staff, Deed deed, @Nullable String note) {
        return new ByHouse(staff.accountId(), staff.username(), deed, note);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
