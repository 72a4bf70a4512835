package org.frontrow.seating;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.frontrow.seating.SeatCommand.Book;
import org.frontrow.seating.SeatCommand.Hold;
import org.frontrow.seating.SeatCommand.Release;
import org.frontrow.seating.SeatOutcome.Done;
import org.frontrow.seating.SeatState.Booked;
import org.frontrow.seating.SeatState.Held;

/**
 * Mistakes that booking systems really make, each put into the service's own desk, ledger or map, in tests alone. A
 * checker that does not notice them would not notice ours.
 */
public enum PlantedBug {
    NONE("none"),
    CHECK_THEN_ACT("looks first and locks later") {
        @Override
        SeatLedger ledger(Duration holdLength) {
            return new SeatLedger(TestHolds.USUAL) {
                @Override
                Locked lock(
                        Connection transaction,
                        Collection<Long> shows,
                        Collection<Long> seats,
                        Collection<Long> holders)
                        throws SQLException {
                    var seen = super.lock(transaction, shows, seats, holders);
                    transaction.rollback();
                    return seen;
                }

                @Override
                void write(
                        Connection transaction,
                        List<LockedSeat> changed,
                        List<SeatClerk.Entry> entries,
                        List<String> notices,
                        java.time.Instant now)
                        throws SQLException {
                    // As "version = version + 1" would do: the database's constraints have nothing to complain about.
                    var behind = behind(super.lock(transaction, shows(changed), ids(changed), List.of()), entries);
                    super.write(
                            transaction,
                            changed.stream()
                                    .map(seat -> later(seat, behind.get(seat.id())))
                                    .toList(),
                            entries.stream()
                                    .map(entry -> new SeatClerk.Entry(
                                            later(
                                                    entry.seat(),
                                                    behind.get(entry.seat().id())),
                                            entry.step(),
                                            entry.by(),
                                            entry.other()))
                                    .toList(),
                            notices,
                            now);
                }
            };
        }
    },
    CONDITION_OUTSIDE_THE_LOCK(
            "decides by what was there before it had the lock, as a condition in a sub-select does") {
        @Override
        SeatLedger ledger(Duration holdLength) {
            return new SeatLedger(TestHolds.USUAL) {
                @Override
                Locked lock(
                        Connection transaction,
                        Collection<Long> shows,
                        Collection<Long> seats,
                        Collection<Long> holders)
                        throws SQLException {
                    var seen = super.lock(transaction, shows, seats, holders);
                    transaction.rollback();
                    var locked = super.lock(transaction, shows, seats, holders);
                    var mixed = new HashMap<Long, LockedSeat>();
                    locked.seats()
                            .forEach((id, seat) -> mixed.put(
                                    id,
                                    new LockedSeat(
                                            id,
                                            seat.show(),
                                            seat.price(),
                                            seen.seats().get(id).state(),
                                            seat.version())));
                    return new Locked(locked.now(), mixed, locked.holds());
                }
            };
        }
    },
    BOOKS_WHAT_ANYBODY_HOLDS("books without looking who holds it") {
        @Override
        CompletionStage<SeatOutcome> submit(SeatOrder order, Function<SeatOrder, CompletionStage<SeatOutcome>> desk) {
            if (!(order.command() instanceof Book book)) {
                return desk.apply(order);
            }
            return inTheNameOf(order, desk, Release::new)
                    .thenCompose(released -> released
                            ? desk.apply(new SeatOrder(
                                    order.show(),
                                    order.seats(),
                                    new Hold(book.account(), A_MINUTE, A_MINUTE, book.closesAt())))
                            : CompletableFuture.completedStage(null))
                    .thenCompose(_ -> desk.apply(order));
        }
    },
    RELEASES_WHAT_ANYBODY_HOLDS("releases without looking who holds it") {
        @Override
        CompletionStage<SeatOutcome> submit(SeatOrder order, Function<SeatOrder, CompletionStage<SeatOutcome>> desk) {
            return order.command() instanceof Release
                    ? inTheNameOf(order, desk, Release::new).thenCompose(_ -> desk.apply(order))
                    : desk.apply(order);
        }
    },
    SEAT_BY_SEAT("commits seat by seat") {
        @Override
        CompletionStage<SeatOutcome> submit(SeatOrder order, Function<SeatOrder, CompletionStage<SeatOutcome>> desk) {
            if (!(order.command() instanceof Hold)) {
                return desk.apply(order);
            }
            CompletionStage<SeatOutcome> all = CompletableFuture.completedStage(new Done(List.of(), 0));
            for (var seat : order.seats()) {
                all = all.thenCompose(so -> so instanceof Done done
                        ? desk.apply(new SeatOrder(order.show(), List.of(seat), order.command()))
                                .thenApply(next -> next instanceof Done more ? both(done, more) : next)
                        : CompletableFuture.completedStage(so));
            }
            return all;
        }
    },
    CLOCK_AHEAD("goes by a clock of its own, which is a hold's length ahead") {
        @Override
        SeatLedger ledger(Duration holdLength) {
            return new SeatLedger(TestHolds.USUAL) {
                @Override
                Locked lock(
                        Connection transaction,
                        Collection<Long> shows,
                        Collection<Long> seats,
                        Collection<Long> holders)
                        throws SQLException {
                    var locked = super.lock(transaction, shows, seats, holders);
                    return new Locked(locked.now().plus(holdLength), locked.seats(), locked.holds());
                }
            };
        }
    },
    ANSWERS_TOO_EARLY("says yes before the commit, which then fails") {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        CompletionStage<SeatOutcome> submit(SeatOrder order, Function<SeatOrder, CompletionStage<SeatOutcome>> desk) {
            if (!(order.command() instanceof Book) || asked.incrementAndGet() % 3 != 0) {
                return desk.apply(order);
            }
            var holder = ((Book) order.command()).account();
            var fails = new SeatOrder(order.show(), order.seats(), new Release(0)); // is of nobody, so changes nothing
            return desk.apply(fails).thenCompose(looked -> {
                var seats = ((Done) looked).seats();
                var hers = seats.stream().allMatch(seat -> seat.state() instanceof Held held && held.by() == holder);
                return hers
                        ? CompletableFuture.completedStage(new Done(
                                seats.stream()
                                        .map(seat -> new LockedSeat(
                                                seat.id(),
                                                seat.show(),
                                                seat.price(),
                                                new Booked(holder, -1),
                                                seat.version() + 1))
                                        .toList(),
                                seats.size()))
                        : desk.apply(order);
            });
        }
    },
    STALE_MAP("misses what other replicas announce") {
        @Override
        boolean hears(int notice) {
            return notice % 3 != 0;
        }
    };

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final String what;

    PlantedBug(String what) {
        this.what = what;
    }

    SeatLedger ledger(Duration holdLength) {
        return new SeatLedger(TestHolds.USUAL);
    }

    CompletionStage<SeatOutcome> submit(SeatOrder order, Function<SeatOrder, CompletionStage<SeatOutcome>> desk) {
        return desk.apply(order);
    }

    /** @param notice a count of what was announced */
    boolean hears(int notice) {
        return true;
    }

    @Override
    public String toString() {
        return what;
    }

    /** Asks for each account that holds one of the seats; answers whether there was somebody else. */
    private static CompletionStage<Boolean> inTheNameOf(
            SeatOrder order,
            Function<SeatOrder, CompletionStage<SeatOutcome>> desk,
            Function<Long, SeatCommand> command) {
        var look = new SeatOrder(order.show(), order.seats(), new Release(0));
        return desk.apply(look).thenCompose(looked -> {
            CompletionStage<Boolean> all = CompletableFuture.completedStage(false);
            for (var seat : ((Done) looked).seats()) {
                if (seat.state() instanceof Held held && held.by() != accountOf(order.command())) {
                    all = all.thenCompose(_ -> desk.apply(
                                    new SeatOrder(order.show(), List.of(seat.id()), command.apply(held.by()))))
                            .thenApply(_ -> true);
                }
            }
            return all;
        });
    }

    private static long accountOf(SeatCommand command) {
        return switch (command) {
            case Hold hold -> hold.account();
            case Book book -> book.account();
            case Release release -> release.account();
            default -> 0;
        };
    }

    private static SeatOutcome both(Done one, Done more) {
        var seats = new ArrayList<>(one.seats());
        seats.addAll(more.seats());
        return new Done(seats, one.changed() + more.changed());
    }

    private static List<Long> shows(List<LockedSeat> seats) {
        return seats.stream().map(LockedSeat::show).distinct().toList();
    }

    private static List<Long> ids(List<LockedSeat> seats) {
        return seats.stream().map(LockedSeat::id).toList();
    }

    /** By how many versions each seat has moved on since it was looked at. */
    private static Map<Long, Long> behind(SeatLedger.Locked current, List<SeatClerk.Entry> entries) {
        var first = entries.stream()
                .collect(Collectors.toMap(
                        entry -> entry.seat().id(), entry -> entry.seat().version() - 1, Math::min));
        return first.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        seat -> current.seats().get(seat.getKey()).version() - seat.getValue()));
    }

    private static LockedSeat later(LockedSeat seat, long versions) {
        return new LockedSeat(seat.id(), seat.show(), seat.price(), seat.state(), seat.version() + versions);
    }
}
