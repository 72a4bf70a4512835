package org.frontrow.seating;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.frontrow.audit.Deed;
import org.frontrow.seating.SeatCommand.Block;
import org.frontrow.seating.SeatCommand.Cancel;
import org.frontrow.seating.SeatCommand.Free;
import org.frontrow.seating.SeatCommand.Move;
import org.frontrow.seating.SeatCommand.Reserve;
import org.frontrow.seating.SeatCommand.Sell;
import org.frontrow.seating.SeatCommand.Unblock;
import org.frontrow.seating.SeatCommand.Withdraw;
import org.frontrow.seating.SeatOutcome.Done;
import org.frontrow.seating.SeatState.Booked;

/**
 * Somebody of the staff, who works beside the guests: blocks, reserves, sells, moves, and sometimes takes back a whole
 * show. Asks once; whoever stands at the counter sees what became of it.
 */
final class SimulatedClerk {
    private static final long HOUSE = 800;

    /** A booking of the counter, and where it sits. */
    private record Sold(long show, long booking, List<Long> seats) {}

    private final Simulation simulation;
    private final Schedule schedule;
    private final SimulatedTime time;
    private final ByHouse by = new ByHouse(HOUSE, "clerk", Deed.of("SEATS_SOLD", "show", 1), null);
    private final List<Sold> sold = new ArrayList<>();

    SimulatedClerk(Simulation simulation, Schedule schedule, SimulatedTime time) {
        this.simulation = simulation;
        this.schedule = schedule;
        this.time = time;
        rest();
    }

    private void rest() {
        time.after(schedule.moment(SimulatedTime.SECOND), this::act);
    }

    private void act() {
        if (schedule.isCalm()) {
            return;
        }
        var show = 1L + schedule.chance(schedule.shows);
        var seats = simulation.someSeats(show);
        switch (schedule.chance(12)) {
            case 0 -> submit(show, seats, new Block());
            case 1 -> submit(show, seats, new Unblock());
            case 2 -> submit(show, seats, new Free());
            case 3 -> {
                var reserve = new Reserve(
                        HOUSE,
                        simulation.now().plus(Duration.ofMillis(500 + schedule.chance(5_000))),
                        simulation.closesAt());
                submit(show, seats, reserve);
                if (schedule.chance(3) == 0) {
                    submit(show, seats, reserve); // pressed twice
                }
            }
            case 4 -> submit(show, simulation.allSeats(show), new Withdraw());
            case 5, 6, 7 -> move();
            case 8 -> takeBack();
            default ->
                submit(
                        show,
                        seats,
                        new Sell(
                                HOUSE,
                                HOUSE,
                                simulation.nextReference(),
                                "EUR",
                                Payment.CASH,
                                null,
                                simulation.closesAt()));
        }
        rest();
    }

    private void move() {
        if (sold.isEmpty()) {
            return;
        }
        var booking = sold.remove(schedule.chance(sold.size()));
        var goals = simulation.someSeats(booking.show).stream()
                .filter(seat -> !booking.seats.contains(seat))
                .toList();
        Map<Long, Long> seats = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(goals.size(), booking.seats.size()); i++) {
            seats.put(booking.seats.get(i), goals.get(i));
        }
        if (!seats.isEmpty()) {
            var all = new ArrayList<>(seats.keySet());
            all.addAll(seats.values());
            submit(booking.show, all, new Move(HOUSE, booking.booking, seats));
            if (schedule.oneIn(4)) {
                // Somebody else, who has not seen yet that it goes elsewhere.
                submit(booking.show, booking.seats, new Cancel(booking.booking, simulation.closesAt()));
            }
        }
    }

    private void takeBack() {
        if (!sold.isEmpty()) {
            var booking = sold.removeLast();
            submit(booking.show, booking.seats, new Cancel(booking.booking, simulation.closesAt()));
        }
    }

    private void submit(long show, List<Long> seats, SeatCommand command) {
        var replica = simulation.anyReplica();
        time.at(replica, time.now(), () -> {
            var submission = simulation.submit(replica, new SeatOrder(show, seats, command, by));
            var _ = submission.waiting.answer().thenAccept(outcome -> {
                if (outcome instanceof Done done && command instanceof Sell && !replica.isGone()) {
                    remember(show, done);
                }
            });
        });
    }

    private void remember(long show, Done done) {
        var booking = ((Booked) done.seats().getFirst().state()).booking();
        sold.add(new Sold(
                show, booking, done.seats().stream().map(LockedSeat::id).toList()));
    }
}
