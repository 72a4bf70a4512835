package org.frontrow.booking;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.frontrow.booking.BookingLedger.Round;
import org.frontrow.seating.BookingWriter.Deal;
import org.frontrow.seating.BookingWriter.Move;
import org.frontrow.seating.BookingWriter.Return;
import org.frontrow.seating.BookingWriter.Sale;
import org.frontrow.seating.BookingWriter.Terms;
import org.frontrow.seating.LockedSeat;
import org.frontrow.seating.Payment;
import org.frontrow.seating.SeatState.Available;
import org.junit.jupiter.api.Test;

/** In which order bookings are written. Numbers from 100 on are bookings, smaller ones seats. */
class BookingRoundsTest {
    private static final long SHOW = 5;
    private static final Terms ONLINE = new Terms(Payment.ONLINE, null, null);

    @Test
    void nothing_takes_no_round() {
        assertThat(Round.of(List.of())).isEmpty();
    }

    @Test
    void what_has_nothing_to_do_with_each_other_is_written_together() {
        assertThat(told(sale(100, 1, 2), back(101, 3), move(102, 4, 5), sale(103, 6), back(104, 7)))
                .containsExactly("Return 101, Return 104, Move 102, Sale 100, Sale 103");
    }

    @Test
    void a_seat_that_comes_back_or_is_left_can_be_sold_in_the_same_round() {
        assertThat(told(back(100, 1), sale(101, 1), move(102, 2, 3), sale(103, 2)))
                .containsExactly("Return 100, Move 102, Sale 101, Sale 103");
    }

    @Test
    void what_is_sold_and_comes_back_is_written_first_and_then_taken_back() {
        assertThat(told(sale(100, 1), back(100, 1), sale(101, 1), sale(102, 2)))
                .containsExactly("Sale 100, Sale 102", "Return 100, Sale 101");
    }

    @Test
    void where_a_ticket_came_from_another_may_go() {
        assertThat(told(move(100, 1, 2), move(101, 3, 1), move(100, 2, 4), back(100, 4)))
                .containsExactly("Move 100, Move 101, Move 100", "Return 100");
    }

    /** Whatever happens: of two deals about one seat or one booking the earlier one is written earlier. */
    @Test
    void the_order_is_kept_where_it_matters() {
        for (int seed = 0; seed < 2000; seed++) {
            var chance = new Random(seed);
            var deals = Stream.generate(() -> any(chance)).limit(12).toList();

            var written =
                    Round.of(deals).stream().flatMap(BookingRoundsTest::inOrder).toList();

            assertThat(written).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(deals);
            for (int i = 0; i < written.size(); i++) {
                for (int j = i + 1; j < written.size(); j++) {
                    if (concernsTheSame(written.get(i), written.get(j))) {
                        assertThat(at(deals, written.get(i)))
                                .as("seed %d", seed)
                                .isLessThan(at(deals, written.get(j)));
                    }
                }
            }
            assertThat(Round.of(deals)).as("seed %d", seed).noneMatch(BookingRoundsTest::sellsTwice);
        }
    }

    private static Deal any(Random chance) {
        var booking = 100 + chance.nextInt(6);
        var seat = 1 + chance.nextInt(6);
        return switch (chance.nextInt(3)) {
            case 0 -> sale(booking, seat);
            case 1 -> back(booking, seat);
            default -> move(booking, seat, seat % 6 + 1);
        };
    }

    /** The very same, because equal ones may come again. */
    private static int at(List<Deal> deals, Deal deal) {
        for (int i = 0; i < deals.size(); i++) {
            if (deals.get(i) == deal) {
                return i;
            }
        }
        throw new AssertionError(deal);
    }

    private static boolean concernsTheSame(Deal one, Deal other) {
        return one.booking() == other.booking() || one.seatIds().stream().anyMatch(other.seatIds()::contains);
    }

    private static boolean sellsTwice(Round round) {
        Set<Long> seats = new HashSet<>();
        return round.sales().stream().flatMap(sale -> sale.seatIds().stream()).anyMatch(seat -> !seats.add(seat));
    }

    private static Stream<Deal> inOrder(Round round) {
        var all = new ArrayList<Deal>(round.returns());
        all.addAll(round.moves());
        all.addAll(round.sales());
        return all.stream();
    }

    private static List<String> told(Deal... deals) {
        return Round.of(Arrays.asList(deals)).stream()
                .map(round -> String.join(
                        ", ",
                        inOrder(round)
                                .map(deal -> deal.getClass().getSimpleName() + " " + deal.booking())
                                .toList()))
                .toList();
    }

    private static Sale sale(long booking, long... seats) {
        var sold = Arrays.stream(seats)
                .mapToObj(seat -> new LockedSeat(seat, SHOW, BigDecimal.TEN, new Available(), 1))
                .toList();
        return new Sale(booking, "R" + booking, SHOW, 7, "EUR", Instant.EPOCH, sold, ONLINE);
    }

    private static Return back(long booking, long seat) {
        return new Return(SHOW, booking, List.of(seat), false);
    }

    private static Move move(long booking, long from, long to) {
        return new Move(SHOW, booking, Map.of(from, to));
    }
}
