package org.frontrow.seating;

import java.time.Instant;
import org.frontrow.seating.Decision.Change;
import org.frontrow.seating.Decision.Keep;
import org.frontrow.seating.Decision.Reason;
import org.frontrow.seating.Decision.Refuse;
import org.frontrow.seating.Decision.Step;
import org.frontrow.seating.SeatCommand.Arrive;
import org.frontrow.seating.SeatCommand.Block;
import org.frontrow.seating.SeatCommand.Book;
import org.frontrow.seating.SeatCommand.Cancel;
import org.frontrow.seating.SeatCommand.Expire;
import org.frontrow.seating.SeatCommand.Free;
import org.frontrow.seating.SeatCommand.Hold;
import org.frontrow.seating.SeatCommand.Leave;
import org.frontrow.seating.SeatCommand.Move;
import org.frontrow.seating.SeatCommand.Release;
import org.frontrow.seating.SeatCommand.Reserve;
import org.frontrow.seating.SeatCommand.Sell;
import org.frontrow.seating.SeatCommand.Unblock;
import org.frontrow.seating.SeatCommand.Withdraw;

/**
 * What a seat is, and the whole rule book of what may become of it. Pure and total: same state, command and instant,
 * same decision. There is no second copy of these rules, neither in SQL nor on the page.
 */
public sealed interface SeatState {

    record Available() implements SeatState {}

    /** @param since when this account's uninterrupted hold began; extending does not move it */
    record Held(long by, Instant since, Instant until) implements SeatState {
        /** A hold is over in the very instant it was promised to last until. */
        boolean isOver(Instant now) {
            return !now.isBefore(until);
        }

        Step expired() {
            return new Step(SeatEvent.EXPIRED, by, new Available());
        }
    }

    record Booked(long by, long booking) implements SeatState {}

    /** Not for sale, for example because the chair is broken. */
    record Blocked() implements SeatState {}

    /**
     * @param now the database's time, read after the seat was locked
     * @param nextBooking the number a booking would get
     */
    default Decision decide(SeatCommand command, Instant now, long nextBooking) {
        return switch (command) {
            case Hold hold -> decide(hold, now);
            case Book book -> decide(book, now, nextBooking);
            case Release release -> decide(release, now);
            case Expire _ -> this instanceof Held held && held.isOver(now) ? new Change(held.expired()) : Keep.AS_IT_IS;
            case Cancel cancel -> decide(cancel, now);
            case Withdraw _ -> withdraw(now);
            case Block _ -> block(now);
            case Unblock _ ->
                this instanceof Blocked
                        ? new Change(new Step(SeatEvent.UNBLOCKED, null, new Available()))
                        : Keep.AS_IT_IS;
            case Reserve reserve -> decide(reserve, now);
            case Free _ -> free(now);
            case Sell sell -> decide(sell, now, nextBooking);
            case Leave leave -> decide(leave);
            case Arrive arrive -> decide(arrive, now);
            case Move _ -> throw new IllegalArgumentException("Of one seat it is asked to leave or to arrive");
        };
    }

    private Decision decide(Hold hold, Instant now) {
        if (!now.isBefore(hold.closesAt())) {
            return new Refuse(Reason.CLOSED);
        }
        return switch (this) {
            case Available _ -> new Change(begin(hold, now));
            // An expired hold is free at once; the sweeper only tidies up. A dead sweeper must never cost a sale.
            case Held held when held.isOver(now) -> new Change(held.expired(), begin(hold, now));
            case Held held when held.by() == hold.account() -> extend(held, hold, now);
            case Held _, Booked _, Blocked _ -> new Refuse(Reason.TAKEN);
        };
    }

    private static Step begin(Hold hold, Instant now) {
        return new Step(
                SeatEvent.HELD,
                hold.account(),
                new Held(hold.account(), now, earlier(now.plus(hold.length()), now.plus(hold.longest()))));
    }

    private static Decision extend(Held held, Hold hold, Instant now) {
        var until = earlier(now.plus(hold.length()), held.since().plus(hold.longest()));
        return until.isAfter(held.until())
                ? new Change(new Step(SeatEvent.EXTENDED, held.by(), new Held(held.by(), held.since(), until)))
                : Keep.AS_IT_IS;
    }

    private Decision decide(Book book, Instant now, long nextBooking) {
        return switch (this) {
            // Booking twice is the same booking, also after the sale has closed: the answer may have been lost.
            case Booked booked when booked.by() == book.account() -> Keep.AS_IT_IS;
            case Booked _, Blocked _ -> new Refuse(Reason.TAKEN);
            case Held held when held.by() == book.account() && held.isOver(now) -> new Refuse(Reason.EXPIRED);
            case Held held
            when held.by() == book.account() ->
                now.isBefore(book.closesAt())
                        ? new Change(new Step(SeatEvent.BOOKED, held.by(), new Booked(held.by(), nextBooking)))
                        : new Refuse(Reason.CLOSED);
            case Held held when !held.isOver(now) -> new Refuse(Reason.TAKEN);
            case Held _, Available _ -> new Refuse(Reason.NOT_HELD);
        };
    }

    private Decision decide(Release release, Instant now) {
        return this instanceof Held held && held.by() == release.account() && !held.isOver(now)
                ? new Change(new Step(SeatEvent.RELEASED, held.by(), new Available()))
                : Keep.AS_IT_IS;
    }

    private Decision decide(Cancel cancel, Instant now) {
        if (this instanceof Booked booked && booked.booking() == cancel.booking()) {
            return now.isBefore(cancel.until())
                    ? new Change(new Step(SeatEvent.CANCELLED, booked.by(), new Available()))
                    : new Refuse(Reason.TOO_LATE);
        }
        return Keep.AS_IT_IS;
    }

    private Decision withdraw(Instant now) {
        return this instanceof Booked booked
                ? new Change(new Step(SeatEvent.CANCELLED, booked.by(), new Available()))
                : free(now);
    }

    private Decision block(Instant now) {
        var blocked = new Step(SeatEvent.BLOCKED, null, new Blocked());
        return switch (this) {
            case Available _ -> new Change(blocked);
            case Held held when held.isOver(now) -> new Change(held.expired(), blocked);
            case Held _, Booked _ -> new Refuse(Reason.TAKEN);
            case Blocked _ -> Keep.AS_IT_IS;
        };
    }

    private Decision decide(Reserve reserve, Instant now) {
        if (!now.isBefore(reserve.closesAt())) {
            return new Refuse(Reason.CLOSED);
        }
        if (!now.isBefore(reserve.until())) {
            return new Refuse(Reason.EXPIRED);
        }
        var begin = new Step(SeatEvent.HELD, reserve.account(), new Held(reserve.account(), now, reserve.until()));
        return switch (this) {
            case Available _ -> new Change(begin);
            case Held held when held.isOver(now) -> new Change(held.expired(), begin);
            case Held held
            when reserve.isFor(held) ->
                reserve.until().isAfter(held.until())
                        ? new Change(new Step(
                                SeatEvent.EXTENDED, held.by(), new Held(held.by(), held.since(), reserve.until())))
                        : Keep.AS_IT_IS;
            case Held _, Booked _, Blocked _ -> new Refuse(Reason.TAKEN);
        };
    }

    private Decision free(Instant now) {
        return switch (this) {
            case Held held when held.isOver(now) -> new Change(held.expired());
            case Held held -> new Change(new Step(SeatEvent.RELEASED, held.by(), new Available()));
            case Available _, Booked _, Blocked _ -> Keep.AS_IT_IS;
        };
    }

    private Decision decide(Sell sell, Instant now, long nextBooking) {
        if (!now.isBefore(sell.closesAt())) {
            return new Refuse(Reason.CLOSED);
        }
        var sold = new Step(SeatEvent.BOOKED, sell.account(), new Booked(sell.account(), nextBooking));
        return switch (this) {
            case Available _ -> new Change(sold);
            case Held held when held.isOver(now) -> new Change(held.expired(), sold);
            case Held held when held.by() == sell.account() -> new Change(sold);
            // Reserved in the name of the house: it ends, and whoever it is sold to gets the seat.
            case Held held
            when held.by() == sell.house() ->
                new Change(new Step(SeatEvent.RELEASED, held.by(), new Available()), sold);
            case Held _, Booked _, Blocked _ -> new Refuse(Reason.TAKEN);
        };
    }

    private Decision decide(Leave leave) {
        return this instanceof Booked booked && booked.booking() == leave.booking()
                ? new Change(new Step(SeatEvent.MOVED_AWAY, booked.by(), new Available()))
                : new Refuse(Reason.NOT_THIS_BOOKING);
    }

    private Decision decide(Arrive arrive, Instant now) {
        var arrived = new Step(SeatEvent.MOVED_HERE, arrive.account(), new Booked(arrive.account(), arrive.booking()));
        return switch (this) {
            case Available _ -> new Change(arrived);
            case Held held when held.isOver(now) -> new Change(held.expired(), arrived);
            case Held held when held.by() == arrive.account() -> new Change(arrived);
            case Held _, Booked _, Blocked _ -> new Refuse(Reason.TAKEN);
        };
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
