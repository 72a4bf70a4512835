package org.frontrow.seating;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.frontrow.platform.Meters;
import org.jspecify.annotations.Nullable;

/** What the desk does, in numbers that an operator can watch. Safe for use by all lanes. */
@Singleton
class DeskMeters {
    private static final String HOLD = "hold";
    private static final List<String> NAMES = List.of(
            HOLD,
            "book",
            "release",
            "expire",
            "cancel",
            "withdraw",
            "block",
            "unblock",
            "reserve",
            "free",
            "sell",
            "move");

    private final MeterRegistry registry;
    private final Map<SeatEvent, Counter> changes = new EnumMap<>(SeatEvent.class);
    private final Map<String, Answers> orders = new HashMap<>();
    private final Timer waits;
    private final Timer commits;
    private final DistributionSummary batches;
    private final Counter retries;
    private final Counter unknown;

    DeskMeters(MeterRegistry registry) {
        this.registry = registry;
        for (var kind : SeatEvent.values()) {
            changes.put(
                    kind,
                    Counter.builder("frontrow.seats.changed")
                            .description("Seats that were held, booked, released and so on")
                            .tag("change", kind.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        for (var name : NAMES) {
            orders.put(name, new Answers(registry, name));
        }
        this.waits = Meters.timer(registry, "frontrow.desk.wait", "How long orders wait until their lane takes them");
        this.commits = Meters.timer(registry, "frontrow.desk.commit", "From sending COMMIT to its confirmation");
        this.batches = DistributionSummary.builder("frontrow.desk.batch.orders")
                .description("Orders that were served in one transaction")
                .register(registry);
        this.retries = Counter.builder("frontrow.desk.retries")
                .description("Transactions that failed before COMMIT and were begun anew")
                .register(registry);
        this.unknown = Counter.builder("frontrow.desk.unknown.outcomes")
                .description(
                        "Orders whose COMMIT was sent but not confirmed, so that their clients have to repeat them")
                .register(registry);
    }

    private static final class Answers {
        private final Timer done;
        private final Timer refused;
        private final Timer failed;

        Answers(MeterRegistry registry, String order) {
            this.done = timer(registry, order, "done");
            this.refused = timer(registry, order, "refused");
            this.failed = timer(registry, order, "failed");
        }

        private static Timer timer(MeterRegistry registry, String order, String outcome) {
            return Meters.timer(
                    registry,
                    "frontrow.orders",
                    "From an order's arrival at the desk to its answer; failed ones may be repeated",
                    "order",
                    order,
                    "outcome",
                    outcome);
        }

        Timer of(@Nullable SeatOutcome outcome) {
            return switch (outcome) {
                case null -> failed;
                case SeatOutcome.Done _ -> done;
                case SeatOutcome.No _, SeatOutcome.TooManyHolds _ -> refused;
            };
        }
    }

    void opened(String lane, Collection<?> queue, Supplier<Duration> expectedWait) {
        Gauge.builder("frontrow.desk.waiting", queue, Collection::size)
                .description("Orders in the queue of a lane")
                .tag("lane", lane)
                .register(registry);
        Gauge.builder(
                        "frontrow.desk.expected.wait",
                        expectedWait,
                        wait -> wait.get().toNanos() / 1e9)
                .description("How long somebody who comes now would wait for a lane; nothing while it keeps up")
                .baseUnit("seconds")
                .tag("lane", lane)
                .strongReference(true)
                .register(registry);
    }

    void taken(WaitingOrder order) {
        waits.record(order.age(), NANOSECONDS);
    }

    /** @param outcome null if it could not be served */
    void answered(WaitingOrder order, @Nullable SeatOutcome outcome) {
        of(name(order.order().command())).of(outcome).record(order.age(), NANOSECONDS);
    }

    private Answers of(String name) {
        return Objects.requireNonNull(orders.get(name));
    }

    private static String name(SeatCommand command) {
        return switch (command) {
            case SeatCommand.Hold _ -> HOLD;
            case SeatCommand.Book _ -> "book";
            case SeatCommand.Release _ -> "release";
            case SeatCommand.Expire _ -> "expire";
            case SeatCommand.Cancel _ -> "cancel";
            case SeatCommand.Withdraw _ -> "withdraw";
            case SeatCommand.Block _ -> "block";
            case SeatCommand.Unblock _ -> "unblock";
            case SeatCommand.Reserve _ -> "reserve";
            case SeatCommand.Free _ -> "free";
            case SeatCommand.Sell _ -> "sell";
            case SeatCommand.Move _, SeatCommand.Leave _, SeatCommand.Arrive _ -> "move";
        };
    }

    /** Without an order that could be timed. */
    void holdRefusedUnheard() {
        of(HOLD).failed.record(0, NANOSECONDS);
    }

    /** @param orders in one transaction */
    void served(int orders) {
        batches.record(orders);
    }

    /** @param nanos from sending COMMIT to its confirmation */
    void committed(List<SeatClerk.Entry> entries, long nanos) {
        commits.record(nanos, NANOSECONDS);
        for (var entry : entries) {
            Objects.requireNonNull(changes.get(entry.step().kind())).increment();
        }
    }

    void retried() {
        retries.increment();
    }

    /** @param orders whose COMMIT was not confirmed */
    void leftUnknown(int orders) {
        unknown.increment(orders);
    }
}
