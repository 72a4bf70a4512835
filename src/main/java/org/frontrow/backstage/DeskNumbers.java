package org.frontrow.backstage;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What the desk has done since the start. Read from the meters that operators watch, so the desk counts nothing twice. */
@ApplicationScoped
@IfBuildProfile("dev")
class DeskNumbers {
    private final MeterRegistry registry;

    DeskNumbers(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * @param served orders, in so many transactions
     * @param largest batch of late: meters forget the most after a few minutes
     */
    public record Desk(
            List<Lane> lanes,
            long served,
            long transactions,
            double largest,
            Millis waits,
            Millis commits,
            long retries,
            long unknownOutcomes,
            List<Orders> orders) {}

    public record Lane(String lane, int waiting) {}

    /** @param slowest of late */
    public record Millis(double average, double slowest) {
        static Millis of(Timer timer) {
            return new Millis(timer.mean(MILLISECONDS), timer.max(MILLISECONDS));
        }
    }

    public record Orders(String order, long done, long refused, long failed) {}

    Desk now() {
        var batches = registry.get("frontrow.desk.batch.orders").summary();
        return new Desk(
                lanes(),
                (long) batches.totalAmount(),
                batches.count(),
                batches.max(),
                Millis.of(registry.get("frontrow.desk.wait").timer()),
                Millis.of(registry.get("frontrow.desk.commit").timer()),
                (long) registry.get("frontrow.desk.retries").counter().count(),
                (long) registry.get("frontrow.desk.unknown.outcomes").counter().count(),
                orders());
    }

    private List<Lane> lanes() {
        return registry.get("frontrow.desk.waiting").gauges().stream()
                .map(lane -> new Lane(tag(lane, "lane"), waiting(lane)))
                .sorted(Comparator.comparing(Lane::lane))
                .toList();
    }

    private static int waiting(Gauge lane) {
        return (int) lane.value();
    }

    private List<Orders> orders() {
        return registry.get("frontrow.orders").timers().stream()
                .collect(Collectors.groupingBy(it -> tag(it, "order")))
                .entrySet()
                .stream()
                .map(order -> new Orders(
                        order.getKey(),
                        count(order.getValue(), "done"),
                        count(order.getValue(), "refused"),
                        count(order.getValue(), "failed")))
                .sorted(Comparator.comparing(Orders::order))
                .toList();
    }

    private static long count(Collection<Timer> answers, String outcome) {
        return answers.stream()
                .filter(it -> tag(it, "outcome").equals(outcome))
                .mapToLong(Timer::count)
                .sum();
    }

    private static String tag(Meter meter, String name) {
        return Objects.requireNonNull(meter.getId().getTag(name));
    }
}
