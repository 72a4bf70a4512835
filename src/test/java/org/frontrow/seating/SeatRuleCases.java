package org.frontrow.seating;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.frontrow.seating.Decision.Reason;
import org.frontrow.seating.SeatCommand.Arrive;
import org.frontrow.seating.SeatCommand.Block;
import org.frontrow.seating.SeatCommand.Book;
import org.frontrow.seating.SeatCommand.Cancel;
import org.frontrow.seating.SeatCommand.Expire;
import org.frontrow.seating.SeatCommand.Free;
import org.frontrow.seating.SeatCommand.Hold;
import org.frontrow.seating.SeatCommand.Leave;
import org.frontrow.seating.SeatCommand.Release;
import org.frontrow.seating.SeatCommand.Reserve;
import org.frontrow.seating.SeatCommand.Sell;
import org.frontrow.seating.SeatCommand.Unblock;
import org.frontrow.seating.SeatCommand.Withdraw;
import org.frontrow.seating.SeatState.Available;
import org.frontrow.seating.SeatState.Blocked;
import org.frontrow.seating.SeatState.Booked;
import org.frontrow.seating.SeatState.Held;

/**
 * The table of rule cases: a seat, what is asked, what must come of it. It runs twice, in memory and through the desk
 * against PostgreSQL.
 */
final class SeatRuleCases {
    static final Duration LENGTH = Duration.ofMinutes(10);
    private static final AtomicInteger sales = new AtomicInteger();
    static final Duration LONGEST = Duration.ofMinutes(30);

    /** Who and when; the same in both runs but for the numbers. */
    record World(Instant now, long me, long other, long myBooking, long othersBooking, long nextBooking) {
        Hold hold() {
            return new Hold(me, LENGTH, LONGEST, now.plus(Duration.ofHours(1)));
        }

        Hold holdAfterClosing() {
            return new Hold(me, LENGTH, LONGEST, now.minusSeconds(1));
        }

        Book book() {
            return new Book(me, "REF", "EUR", now.plus(Duration.ofHours(1)));
        }

        Book bookAfterClosing() {
            return new Book(me, "REF", "EUR", now.minusSeconds(1));
        }

        Reserve reserve() {
            return new Reserve(me, now.plus(Duration.ofMinutes(40)), now.plus(Duration.ofHours(1)));
        }

        Sell sell() {
            return sell(0);
        }

        Sell sell(long house) {
            return new Sell(
                    me,
                    house,
                    "SOLD" + sales.incrementAndGet(),
                    "EUR",
                    Payment.CASH,
                    "Miller",
                    now.plus(Duration.ofHours(1)));
        }

        Arrive arrive() {
            return new Arrive(me, myBooking);
        }

        Held held(long by, int sinceMinutes, int untilMinutes) {
            return new Held(by, now.plus(Duration.ofMinutes(sinceMinutes)), now.plus(Duration.ofMinutes(untilMinutes)));
        }
    }

    sealed interface Expected {
        /** @param next given the world and the instant the decision was made at */
        record Becomes(List<SeatEvent> events, Next next) implements Expected {}

        record Stays() implements Expected {}

        record Refused(Reason reason) implements Expected {}
    }

    interface Next {
        SeatState at(World world, Instant decided);
    }

    record Case(String name, Function<World, SeatState> seat, Function<World, SeatCommand> asked, Expected expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    private SeatRuleCases() {}

    static List<Case> all() {
        Function<World, SeatState> free = _ -> new Available();
        Function<World, SeatState> blocked = _ -> new Blocked();
        Function<World, SeatState> mine = w -> w.held(w.me, -4, 6);
        Function<World, SeatState> mineNearTheLongest = w -> w.held(w.me, -25, 3);
        Function<World, SeatState> mineAtTheLongest = w -> w.held(w.me, -25, 5);
        Function<World, SeatState> mineOver = w -> w.held(w.me, -11, -1);
        Function<World, SeatState> others = w -> w.held(w.other, -4, 6);
        Function<World, SeatState> othersOver = w -> w.held(w.other, -11, -1);
        Function<World, SeatState> booked = w -> new Booked(w.me, w.myBooking);
        Function<World, SeatState> bookedByOther = w -> new Booked(w.other, w.othersBooking);

        Next heldAnew = (w, t) -> new Held(w.me, t, t.plus(LENGTH));
        Next available = (_, _) -> new Available();
        Next blockedNow = (_, _) -> new Blocked();
        Next reservedNow = (w, t) -> new Held(w.me, t, w.reserve().until());
        Next movedHere = (w, _) -> new Booked(w.me, w.myBooking);
        Next bookedNow = (w, _) -> new Booked(w.me, w.nextBooking);

        return List.of(
                new Case("hold a free seat", free, World::hold, becomes(heldAnew, SeatEvent.HELD)),
                new Case("hold a blocked seat", blocked, World::hold, refused(Reason.TAKEN)),
                new Case(
                        "hold again what is mine: extended, counted from the first hold",
                        mine,
                        World::hold,
                        becomes(
                                (w, t) -> new Held(w.me, w.held(w.me, -4, 6).since(), t.plus(LENGTH)),
                                SeatEvent.EXTENDED)),
                new Case(
                        "hold again near the longest total: extended as far as that",
                        mineNearTheLongest,
                        World::hold,
                        becomes((w, _) -> w.held(w.me, -25, 5), SeatEvent.EXTENDED)),
                new Case("hold again at the longest total: kept, not extended", mineAtTheLongest, World::hold, stays()),
                new Case(
                        "hold my own expired hold: begins anew",
                        mineOver,
                        World::hold,
                        becomes(heldAnew, SeatEvent.EXPIRED, SeatEvent.HELD)),
                new Case("hold what another holds", others, World::hold, refused(Reason.TAKEN)),
                new Case(
                        "hold another's expired hold: free at once",
                        othersOver,
                        World::hold,
                        becomes(heldAnew, SeatEvent.EXPIRED, SeatEvent.HELD)),
                new Case("hold what I booked", booked, World::hold, refused(Reason.TAKEN)),
                new Case("hold what another booked", bookedByOther, World::hold, refused(Reason.TAKEN)),
                new Case("hold after the sale closed", free, World::holdAfterClosing, refused(Reason.CLOSED)),
                new Case("extend after the sale closed", mine, World::holdAfterClosing, refused(Reason.CLOSED)),
                new Case("book what I hold", mine, World::book, becomes(bookedNow, SeatEvent.BOOKED)),
                new Case("book a free seat", free, World::book, refused(Reason.NOT_HELD)),
                new Case("book a blocked seat", blocked, World::book, refused(Reason.TAKEN)),
                new Case("book my expired hold", mineOver, World::book, refused(Reason.EXPIRED)),
                new Case("book what another holds", others, World::book, refused(Reason.TAKEN)),
                new Case("book another's expired hold", othersOver, World::book, refused(Reason.NOT_HELD)),
                new Case("book again what I booked: the same booking", booked, World::book, stays()),
                new Case("book again after the sale closed: still the same", booked, World::bookAfterClosing, stays()),
                new Case("book what another booked", bookedByOther, World::book, refused(Reason.TAKEN)),
                new Case("book my hold after the sale closed", mine, World::bookAfterClosing, refused(Reason.CLOSED)),
                new Case("release what I hold", mine, w -> new Release(w.me), becomes(available, SeatEvent.RELEASED)),
                new Case("release my expired hold: left to the sweeper", mineOver, w -> new Release(w.me), stays()),
                new Case("release what another holds: skipped", others, w -> new Release(w.me), stays()),
                new Case("release a free seat: skipped", free, w -> new Release(w.me), stays()),
                new Case("release what I booked: skipped", booked, w -> new Release(w.me), stays()),
                new Case("release a blocked seat: skipped", blocked, w -> new Release(w.me), stays()),
                new Case(
                        "expire a hold that is over",
                        mineOver,
                        _ -> new Expire(),
                        becomes(available, SeatEvent.EXPIRED)),
                new Case("expire a hold that is not over", mine, _ -> new Expire(), stays()),
                new Case("block a free seat", free, _ -> new Block(), becomes(blockedNow, SeatEvent.BLOCKED)),
                new Case(
                        "block what is held no longer",
                        othersOver,
                        _ -> new Block(),
                        becomes(blockedNow, SeatEvent.EXPIRED, SeatEvent.BLOCKED)),
                new Case("block what somebody holds", others, _ -> new Block(), refused(Reason.TAKEN)),
                new Case("block what is booked", booked, _ -> new Block(), refused(Reason.TAKEN)),
                new Case("block what is blocked", blocked, _ -> new Block(), stays()),
                new Case(
                        "unblock what is blocked",
                        blocked,
                        _ -> new Unblock(),
                        becomes(available, SeatEvent.UNBLOCKED)),
                new Case("unblock a free seat", free, _ -> new Unblock(), stays()),
                new Case("unblock what is held", others, _ -> new Unblock(), stays()),
                new Case("unblock what is booked", booked, _ -> new Unblock(), stays()),
                new Case("reserve a free seat", free, World::reserve, becomes(reservedNow, SeatEvent.HELD)),
                new Case(
                        "reserve what is held no longer",
                        othersOver,
                        World::reserve,
                        becomes(reservedNow, SeatEvent.EXPIRED, SeatEvent.HELD)),
                new Case(
                        "reserve again what is mine: extended, however long that is in all",
                        mineAtTheLongest,
                        World::reserve,
                        becomes(
                                (w, _) -> new Held(
                                        w.me,
                                        w.held(w.me, -25, 5).since(),
                                        w.reserve().until()),
                                SeatEvent.EXTENDED)),
                new Case("reserve again for a shorter time: kept", w -> w.held(w.me, -1, 45), World::reserve, stays()),
                new Case("reserve what another holds", others, World::reserve, refused(Reason.TAKEN)),
                new Case("reserve what is booked", booked, World::reserve, refused(Reason.TAKEN)),
                new Case("reserve what is blocked", blocked, World::reserve, refused(Reason.TAKEN)),
                new Case(
                        "reserve until a moment that is over",
                        free,
                        w -> new Reserve(w.me, w.now.minusSeconds(1), w.now.plusSeconds(3600)),
                        refused(Reason.EXPIRED)),
                new Case(
                        "reserve after the sale closed",
                        free,
                        w -> new Reserve(w.me, w.now.plusSeconds(60), w.now.minusSeconds(1)),
                        refused(Reason.CLOSED)),
                new Case("end what another holds", others, _ -> new Free(), becomes(available, SeatEvent.RELEASED)),
                new Case("end what is over", othersOver, _ -> new Free(), becomes(available, SeatEvent.EXPIRED)),
                new Case("end the hold of a free seat", free, _ -> new Free(), stays()),
                new Case("end the hold of what is booked", booked, _ -> new Free(), stays()),
                new Case("end the hold of what is blocked", blocked, _ -> new Free(), stays()),
                new Case("sell a free seat", free, World::sell, becomes(bookedNow, SeatEvent.BOOKED)),
                new Case("sell what the guest holds", mine, World::sell, becomes(bookedNow, SeatEvent.BOOKED)),
                new Case(
                        "sell what the house keeps",
                        others,
                        w -> w.sell(w.other),
                        becomes(bookedNow, SeatEvent.RELEASED, SeatEvent.BOOKED)),
                new Case(
                        "sell what is held no longer",
                        othersOver,
                        World::sell,
                        becomes(bookedNow, SeatEvent.EXPIRED, SeatEvent.BOOKED)),
                new Case("sell what another guest holds", others, World::sell, refused(Reason.TAKEN)),
                new Case("sell again what this guest has bought", booked, World::sell, refused(Reason.TAKEN)),
                new Case("sell what is blocked", blocked, World::sell, refused(Reason.TAKEN)),
                new Case(
                        "sell after the sale closed",
                        free,
                        w -> new Sell(w.me, 0, "REF", "EUR", Payment.CASH, null, w.now.minusSeconds(1)),
                        refused(Reason.CLOSED)),
                new Case(
                        "leave a seat of the booking",
                        booked,
                        w -> new Leave(w.myBooking),
                        becomes(available, SeatEvent.MOVED_AWAY)),
                new Case(
                        "leave a seat of another booking",
                        bookedByOther,
                        w -> new Leave(w.myBooking),
                        refused(Reason.NOT_THIS_BOOKING)),
                new Case("leave a free seat", free, w -> new Leave(w.myBooking), refused(Reason.NOT_THIS_BOOKING)),
                new Case("arrive at a free seat", free, World::arrive, becomes(movedHere, SeatEvent.MOVED_HERE)),
                new Case(
                        "arrive at what is held no longer",
                        othersOver,
                        World::arrive,
                        becomes(movedHere, SeatEvent.EXPIRED, SeatEvent.MOVED_HERE)),
                new Case("arrive at what I hold", mine, World::arrive, becomes(movedHere, SeatEvent.MOVED_HERE)),
                new Case("arrive at what another holds", others, World::arrive, refused(Reason.TAKEN)),
                new Case("arrive at what is booked", bookedByOther, World::arrive, refused(Reason.TAKEN)),
                new Case("arrive at what is blocked", blocked, World::arrive, refused(Reason.TAKEN)),
                new Case("expire a free seat", free, _ -> new Expire(), stays()),
                new Case("expire a booked seat", booked, _ -> new Expire(), stays()),
                new Case(
                        "cancel my booking before the show",
                        booked,
                        w -> new Cancel(w.myBooking, w.now.plusSeconds(600)),
                        becomes(available, SeatEvent.CANCELLED)),
                new Case(
                        "cancel my booking when the show has begun",
                        booked,
                        w -> new Cancel(w.myBooking, w.now.minusSeconds(1)),
                        refused(Reason.TOO_LATE)),
                new Case(
                        "cancel without a limit",
                        booked,
                        w -> new Cancel(w.myBooking, Instant.MAX),
                        becomes(available, SeatEvent.CANCELLED)),
                new Case(
                        "cancel a booking the seat does not belong to any more",
                        bookedByOther,
                        w -> new Cancel(w.myBooking, Instant.MAX),
                        stays()),
                new Case("cancel twice", free, w -> new Cancel(w.myBooking, Instant.MAX), stays()),
                new Case("cancel a held seat", mine, w -> new Cancel(w.myBooking, Instant.MAX), stays()),
                new Case(
                        "withdraw a booked seat", booked, _ -> new Withdraw(), becomes(available, SeatEvent.CANCELLED)),
                new Case("withdraw a held seat", others, _ -> new Withdraw(), becomes(available, SeatEvent.RELEASED)),
                new Case(
                        "withdraw a seat whose hold is over",
                        othersOver,
                        _ -> new Withdraw(),
                        becomes(available, SeatEvent.EXPIRED)),
                new Case("withdraw a free seat", free, _ -> new Withdraw(), stays()),
                new Case("withdraw a blocked seat", blocked, _ -> new Withdraw(), stays()));
    }

    private static Expected becomes(Next next, SeatEvent... events) {
        return new Expected.Becomes(List.of(events), next);
    }

    private static Expected stays() {
        return new Expected.Stays();
    }

    private static Expected refused(Reason reason) {
        return new Expected.Refused(reason);
    }
}
