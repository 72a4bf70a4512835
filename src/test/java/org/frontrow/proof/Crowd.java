package org.frontrow.proof;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.frontrow.proof.Operation.Outcome;

/** Patrons who all want the same seats: they look, hold, hold on, book, give back, and try what they must not. */
final class Crowd {
    private Crowd() {}

    /**
     * @param rows of each show, from A
     * @param perRow from 1
     * @param bookOneIn so many of the chances to book what is held are taken; few bookings leave much to fight about
     */
    record House(List<Long> shows, int rows, int perRow, int bookOneIn) {

        List<String> adjacent(Random dice) {
            var row = (char) ('A' + dice.nextInt(rows));
            var count = Math.min(perRow, 1 + dice.nextInt(4));
            var first = 1 + dice.nextInt(perRow - count + 1);
            return IntStream.range(first, first + count)
                    .mapToObj(number -> "" + row + number)
                    .toList();
        }

        long show(Random dice) {
            return shows.get(dice.nextInt(shows.size()));
        }
    }

    private record Lot(long show, List<String> seats, String reference) {}

    /** Returns when all have stopped. What one of them runs into is thrown. */
    static void play(List<? extends Patron> patrons, House house, long seed, BooleanSupplier goesOn)
            throws InterruptedException {
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            var playing = IntStream.range(0, patrons.size())
                    .mapToObj(i -> crowd.submit(() -> {
                        var dice = new Random(seed * 31 + i);
                        var one = new One(patrons.get(i), house, dice);
                        while (goesOn.getAsBoolean()) {
                            one.act();
                        }
                        return i;
                    }))
                    .toList();
            crowd.shutdown();
            if (!crowd.awaitTermination(2, TimeUnit.HOURS)) {
                throw new AssertionError("They never stop");
            }
            for (var one : playing) {
                try {
                    one.get();
                } catch (java.util.concurrent.ExecutionException e) {
                    throw new AssertionError(e.getCause());
                }
            }
        }
    }

    /** What one of them believes to have, and does next. */
    private static final class One {
        private final Patron patron;
        private final House house;
        private final Random dice;
        private final List<Lot> held = new ArrayList<>();
        private final List<Lot> booked = new ArrayList<>();
        private final Set<String> references = new HashSet<>();
        /** Whether there may be a booking whose seats they do not know all of. */
        private boolean unsure;

        One(Patron patron, House house, Random dice) {
            this.patron = patron;
            this.house = house;
            this.dice = dice;
        }

        void act() {
            switch (dice.nextInt(12)) {
                case 0, 1, 2 -> patron.look(house.show(dice));
                case 3 -> tryWhatIsNotTheirs();
                case 4, 5 -> giveBack();
                case 6 -> holdOn();
                case 7, 8 -> decide();
                default -> hold();
            }
        }

        private void hold() {
            var show = house.show(dice);
            var seats = house.adjacent(dice);
            if (patron.hold(show, seats).outcome() == Outcome.OK) {
                held.add(new Lot(show, seats, ""));
            }
        }

        private void holdOn() {
            if (!held.isEmpty()) {
                var lot = held.get(dice.nextInt(held.size()));
                if (patron.hold(lot.show, lot.seats).outcome() == Outcome.REFUSED) {
                    held.remove(lot);
                }
            }
        }

        private void decide() {
            if (held.isEmpty() || dice.nextInt(house.bookOneIn) > 0) {
                return;
            }
            var lot = held.remove(dice.nextInt(held.size()));
            book(lot.show, lot.seats);
        }

        private void book(long show, List<String> seats) {
            var told = patron.book(show, seats);
            unsure |= told.outcome() == Outcome.UNKNOWN;
            var isNew = told.references().size() == 1
                    && !references.contains(told.references().getFirst());
            if (isNew) {
                booked.add(new Lot(show, seats, told.references().getFirst()));
            }
            references.addAll(told.references());
        }

        private void giveBack() {
            if (!booked.isEmpty() && !unsure && dice.nextInt(4) == 0) {
                var lot = booked.remove(dice.nextInt(booked.size()));
                patron.cancel(lot.show, lot.seats, lot.reference);
            } else if (!held.isEmpty()) {
                var lot = held.remove(dice.nextInt(held.size()));
                patron.release(lot.show, lot.seats);
            }
        }

        private void tryWhatIsNotTheirs() {
            var show = house.show(dice);
            var seats = house.adjacent(dice);
            if (dice.nextBoolean()) {
                patron.release(show, seats);
            } else if (dice.nextInt(house.bookOneIn) == 0) {
                book(show, seats);
            }
        }
    }
}
