package org.frontrow.seating;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.frontrow.seating.BookingWriter.Deal;
import org.frontrow.seating.BookingWriter.Return;
import org.frontrow.seating.BookingWriter.Sale;
import org.frontrow.seating.Decision.Reason;
import org.frontrow.seating.SeatCommand.Book;
import org.frontrow.seating.SeatCommand.Cancel;
import org.frontrow.seating.SeatCommand.Free;
import org.frontrow.seating.SeatCommand.Hold;
import org.frontrow.seating.SeatCommand.Move;
import org.frontrow.seating.SeatCommand.Release;
import org.frontrow.seating.SeatCommand.Reserve;
import org.frontrow.seating.SeatCommand.Withdraw;
import org.frontrow.seating.SeatState.Available;
import org.frontrow.seating.SeatState.Booked;
import org.frontrow.seating.SeatState.Held;
import org.junit.jupiter.api.Test;

class SeatClerkTest {
    private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(3600);
    private static final long SHOW = 5;
    private static final int LIMIT = 4;

    private final AtomicLong bookingIds = new AtomicLong(100);

    @Test
    void a_hold_gets_all_of_its_seats_or_none_and_names_every_one_that_is_taken() {
        var clerk = clerk(free(1), held(2, 8), free(3), held(4, 9));
        var outcome = clerk.serve(hold(7, 1, 2, 3, 4));
        assertThat(outcome).isInstanceOfSatisfying(SeatOutcome.No.class, no -> {
            assertThat(no.reason()).isEqualTo(Reason.TAKEN);
            assertThat(no.seats()).extracting(LockedSeat::id).containsExactly(2L, 4L);
        });
        assertThat(clerk.changed()).isEmpty();
        assertThat(clerk.entries()).isEmpty();
    }

    @Test
    void orders_are_served_in_the_order_they_came_and_see_what_came_before() {
        var clerk = clerk(free(1), free(2), free(3));
        assertThat(clerk.serve(hold(7, 1, 2))).isInstanceOf(SeatOutcome.Done.class);
        assertThat(clerk.serve(hold(8, 2, 3))).isInstanceOf(SeatOutcome.No.class);
        assertThat(clerk.serve(release(7, 1, 2))).isInstanceOf(SeatOutcome.Done.class);
        assertThat(clerk.serve(hold(9, 2, 3))).isInstanceOf(SeatOutcome.Done.class);

        assertThat(clerk.changed()).hasSize(3);
        assertThat(clerk.entries())
                .extracting(entry -> entry.step().kind())
                .containsExactly(
                        SeatEvent.HELD,
                        SeatEvent.HELD,
                        SeatEvent.RELEASED,
                        SeatEvent.RELEASED,
                        SeatEvent.HELD,
                        SeatEvent.HELD);
    }

    @Test
    void each_event_raises_the_version_by_one() {
        var clerk = clerk(new LockedSeat(1, SHOW, BigDecimal.TEN, new Available(), 40));
        clerk.serve(hold(7, 1));
        clerk.serve(release(7, 1));
        clerk.serve(hold(8, 1));
        assertThat(clerk.entries()).extracting(entry -> entry.seat().version()).containsExactly(41L, 42L, 43L);
        assertThat(clerk.changed())
                .singleElement()
                .extracting(LockedSeat::version)
                .isEqualTo(43L);
    }

    @Test
    void the_earliest_reason_in_the_list_is_the_one_that_is_told() {
        var clerk = clerk(free(1), held(2, 8));
        var outcome = clerk.serve(book(7, 1, 2));
        assertThat(outcome).isInstanceOfSatisfying(SeatOutcome.No.class, no -> {
            assertThat(no.reason()).isEqualTo(Reason.TAKEN);
            assertThat(no.seats()).extracting(LockedSeat::id).containsExactly(2L);
        });
    }

    @Test
    void booking_makes_one_sale_of_the_seats_that_were_not_booked_before() {
        var clerk = clerk(held(1, 7), new LockedSeat(2, SHOW, BigDecimal.TEN, new Booked(7, 55), 3));
        var outcome = clerk.serve(book(7, 1, 2));
        assertThat(outcome).isInstanceOfSatisfying(SeatOutcome.Done.class, done -> {
            assertThat(done.changed()).isEqualTo(1);
            assertThat(done.seats()).extracting(LockedSeat::id).containsExactly(1L, 2L);
        });
        assertThat(clerk.deals()).singleElement().isInstanceOfSatisfying(Sale.class, sale -> {
            assertThat(sale.booking()).isEqualTo(100);
            assertThat(sale.seatIds()).containsExactly(1L);
        });
    }

    @Test
    void a_refused_booking_uses_up_no_number() {
        var clerk = clerk(free(1), held(2, 7));
        clerk.serve(book(7, 1));
        clerk.serve(book(7, 2));
        assertThat(clerk.deals()).singleElement().extracting(Deal::booking).isEqualTo(100L);
    }

    @Test
    void booking_again_makes_no_second_sale() {
        var clerk = clerk(held(1, 7));
        clerk.serve(book(7, 1));
        var again = clerk.serve(book(7, 1));
        assertThat(again)
                .isInstanceOfSatisfying(
                        SeatOutcome.Done.class,
                        done -> assertThat(done.changed()).isZero());
        assertThat(clerk.deals()).hasSize(1);
    }

    @Test
    void cancelling_takes_the_booking_back_once() {
        var clerk = clerk(new LockedSeat(1, SHOW, BigDecimal.TEN, new Booked(7, 55), 3));
        var cancel = new SeatOrder(SHOW, List.of(1L), new Cancel(55, LATER));
        clerk.serve(cancel);
        clerk.serve(cancel);
        assertThat(clerk.deals()).containsExactly(new Return(SHOW, 55, List.of(1L), false));
    }

    @Test
    void of_a_booking_that_was_moved_meanwhile_nothing_is_cancelled() {
        var clerk = clerk(
                new LockedSeat(1, SHOW, BigDecimal.TEN, new Booked(7, 55), 3),
                new LockedSeat(2, SHOW, BigDecimal.TEN, new Booked(7, 55), 3),
                free(3));
        clerk.serve(new SeatOrder(SHOW, List.of(1L, 3L), new Move(7, 55, Map.of(1L, 3L))));
        var tooLate = clerk.serve(new SeatOrder(SHOW, List.of(1L, 2L), new Cancel(55, LATER)));
        assertThat(tooLate).isInstanceOfSatisfying(SeatOutcome.No.class, no -> {
            assertThat(no.reason()).isEqualTo(Reason.NOT_THIS_BOOKING);
            assertThat(no.seats()).extracting(LockedSeat::id).containsExactly(1L);
        });
        assertThat(clerk.deals()).hasSize(1);

        clerk.serve(new SeatOrder(SHOW, List.of(2L, 3L), new Cancel(55, LATER)));
        assertThat(clerk.deals()).last().isEqualTo(new Return(SHOW, 55, List.of(2L, 3L), false));
    }

    @Test
    void what_staff_keep_for_a_guest_does_not_count_as_what_they_hold() {
        var clerk = clerk(Map.of(7L, LIMIT - 1), free(1), free(2), free(3));
        clerk.serve(order(new Reserve(7, NOW.plusSeconds(3600), LATER), 1));
        assertThat(clerk.serve(hold(7, 2))).isInstanceOf(SeatOutcome.Done.class);
        clerk.serve(order(new Free(), 1));
        assertThat(clerk.serve(hold(7, 3))).isEqualTo(new SeatOutcome.TooManyHolds(LIMIT));
    }

    @Test
    void what_is_kept_for_one_guest_of_the_house_is_taken_for_another() {
        var since = NOW.minusSeconds(60);
        var kept = new LockedSeat(1, SHOW, BigDecimal.TEN, new Held(7, since, NOW.plusSeconds(600)), 1);
        var longer = NOW.plusSeconds(1200);
        assertThat(clerk(kept).serve(order(new Reserve(7, longer, LATER, Map.of()), 1)))
                .isInstanceOf(SeatOutcome.No.class);
        assertThat(clerk(kept).serve(order(new Reserve(7, longer, LATER, Map.of(2L, since)), 1)))
                .isInstanceOf(SeatOutcome.No.class);
        assertThat(clerk(kept).serve(order(new Reserve(7, longer, LATER, Map.of(1L, since.minusSeconds(1))), 1)))
                .isInstanceOf(SeatOutcome.No.class);
        assertThat(clerk(kept).serve(order(new Reserve(7, longer, LATER, Map.of(1L, since)), 1)))
                .isInstanceOf(SeatOutcome.Done.class);
    }

    @Test
    void withdrawing_takes_each_booking_back_once_and_says_that_the_house_did() {
        var clerk = clerk(
                new LockedSeat(1, SHOW, BigDecimal.TEN, new Booked(7, 55), 3),
                new LockedSeat(2, SHOW, BigDecimal.TEN, new Booked(7, 55), 3),
                new LockedSeat(3, SHOW, BigDecimal.TEN, new Booked(8, 56), 3),
                held(4, 9),
                free(5));
        var withdraw = new SeatOrder(SHOW, List.of(1L, 2L, 3L, 4L, 5L), new Withdraw());
        assertThat(((SeatOutcome.Done) clerk.serve(withdraw)).changed()).isEqualTo(4);
        assertThat(((SeatOutcome.Done) clerk.serve(withdraw)).changed()).isZero();
        assertThat(clerk.deals())
                .containsExactlyInAnyOrder(
                        new Return(SHOW, 55, List.of(1L, 2L), true), new Return(SHOW, 56, List.of(3L), true));
    }

    @Test
    void deals_are_in_the_order_they_were_made() {
        var clerk = clerk(new LockedSeat(1, SHOW, BigDecimal.TEN, new Booked(7, 55), 3), free(2));
        clerk.serve(new SeatOrder(SHOW, List.of(1L, 2L), new Move(7, 55, Map.of(1L, 2L))));
        clerk.serve(hold(8, 1));
        clerk.serve(book(8, 1));
        clerk.serve(new SeatOrder(SHOW, List.of(1L), new Withdraw()));
        clerk.serve(hold(9, 1));
        clerk.serve(book(9, 1));
        assertThat(clerk.deals())
                .extracting(deal -> deal.getClass().getSimpleName() + " " + deal.booking() + " " + deal.seatIds())
                .containsExactly("Move 55 [1, 2]", "Sale 100 [1]", "Return 100 [1]", "Sale 101 [1]");
    }

    @Test
    void nobody_holds_more_seats_than_the_limit_over_all_shows() {
        var clerk = clerk(Map.of(7L, LIMIT - 1), free(1), free(2));
        assertThat(clerk.serve(hold(7, 1, 2))).isEqualTo(new SeatOutcome.TooManyHolds(LIMIT - 1));
        assertThat(clerk.serve(hold(7, 1))).isInstanceOf(SeatOutcome.Done.class);
        assertThat(clerk.serve(hold(7, 2))).isEqualTo(new SeatOutcome.TooManyHolds(LIMIT));
    }

    @Test
    void extending_at_the_limit_is_fine() {
        var clerk = clerk(Map.of(7L, LIMIT), held(1, 7));
        assertThat(clerk.serve(hold(7, 1))).isInstanceOf(SeatOutcome.Done.class);
    }

    @Test
    void releasing_and_booking_make_room_for_further_holds() {
        var clerk = clerk(Map.of(7L, LIMIT), held(1, 7), held(2, 7), free(3), free(4), free(5));
        clerk.serve(release(7, 1));
        clerk.serve(book(7, 2));
        assertThat(clerk.serve(hold(7, 3, 4))).isInstanceOf(SeatOutcome.Done.class);
        assertThat(clerk.serve(hold(7, 5))).isInstanceOf(SeatOutcome.TooManyHolds.class);
    }

    @Test
    void a_hold_that_was_over_was_not_counted_and_is_not_subtracted() {
        var over = new LockedSeat(1, SHOW, BigDecimal.TEN, new Held(7, NOW.minusSeconds(700), NOW.minusSeconds(1)), 1);
        var clerk = clerk(Map.of(7L, LIMIT), over, free(2));
        assertThat(clerk.serve(hold(8, 1))).isInstanceOf(SeatOutcome.Done.class);
        assertThat(clerk.serve(hold(7, 2))).isEqualTo(new SeatOutcome.TooManyHolds(LIMIT));
    }

    private SeatClerk clerk(LockedSeat... seats) {
        return clerk(Map.of(), seats);
    }

    private SeatClerk clerk(Map<Long, Integer> holds, LockedSeat... seats) {
        var byId = Arrays.stream(seats).collect(Collectors.toMap(LockedSeat::id, seat -> seat));
        return new SeatClerk(NOW, byId, holds, TestHolds.atMost(LIMIT), bookingIds::getAndIncrement);
    }

    private static LockedSeat free(long id) {
        return new LockedSeat(id, SHOW, BigDecimal.TEN, new Available(), 0);
    }

    private static LockedSeat held(long id, long by) {
        return new LockedSeat(id, SHOW, BigDecimal.TEN, new Held(by, NOW.minusSeconds(60), NOW.plusSeconds(540)), 1);
    }

    private static SeatOrder hold(long by, int... seats) {
        return order(new Hold(by, Duration.ofMinutes(10), Duration.ofMinutes(30), LATER), seats);
    }

    private static SeatOrder book(long by, int... seats) {
        return order(new Book(by, "REF", "EUR", LATER), seats);
    }

    private static SeatOrder release(long by, int... seats) {
        return order(new Release(by), seats);
    }

    private static SeatOrder order(SeatCommand command, int... seats) {
        return new SeatOrder(SHOW, Arrays.stream(seats).asLongStream().boxed().toList(), command);
    }
}
