package org.frontrow.seating;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.frontrow.audit.AuditTrail;
import org.frontrow.seating.SeatingRefusal.DeskBusy;
import org.frontrow.seating.SeatingRefusal.OutcomeUnknown;
import org.jspecify.annotations.Nullable;

/**
 * Like one clerk at one counter, a lane takes everybody who is waiting and serves them in one transaction, in the order
 * they came ({@link DeskLane}). A show always belongs to the same lane, so its orders keep their order. With nobody else
 * waiting a batch is one order; under load batches grow by themselves, without timer or delay (group commit).
 *
 * <p>The desk keeps the queues bounded: how many wait, for one show and in all, and for how long ({@link Crowding}).
 */
@ApplicationScoped
public class SeatDesk {
    private static final int MOST_LANES = 4;
    private static final Duration LONGEST_CLOSING = Duration.ofSeconds(20);

    private final DataSource database;
    private final SeatLedger ledger;
    private final BookingWriter bookings;
    private final AuditTrail audit;
    private final SeatMaps maps;
    private final DeskConfig config;
    private final DeskMeters meters;
    private final DeskTraces traces;
    private final HoldConfig holds;
    private final List<DeskLane> lanes = new ArrayList<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean open = true;

    SeatDesk(
            DataSource database,
            SeatLedger ledger,
            BookingWriter bookings,
            AuditTrail audit,
            SeatMaps maps,
            DeskConfig config,
            HoldConfig holds,
            DeskMeters meters,
            DeskTraces traces) {
        this.database = database;
        this.ledger = ledger;
        this.bookings = bookings;
        this.audit = audit;
        this.maps = maps;
        this.config = config;
        this.meters = meters;
        this.traces = traces;
        this.holds = holds;
    }

    /** Before the first order can come: lanes are there from the first request on. */
    void open(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        open();
    }

    void open() {
        var count = config.lanes().orElse(Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MOST_LANES));
        for (int i = 0; i < count; i++) {
            lanes.add(new DeskLane(
                    i,
                    database,
                    ledger,
                    bookings,
                    audit,
                    maps,
                    config,
                    meters,
                    traces,
                    holds,
                    this::leftTheQueue,
                    System::nanoTime));
        }
        lanes.forEach(DeskLane::open);
        Thread.ofPlatform().name("seat desk patience").daemon().start(this::refuseTheImpatient);
    }

    /** Serves who is in the queue, takes nobody new. */
    void close(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent stop) {
        close();
    }

    void close() {
        open = false;
        lanes.forEach(DeskLane::close);
        var until = System.nanoTime() + LONGEST_CLOSING.toNanos();
        lanes.forEach(lane -> lane.awaitClosed(Duration.ofNanos(until - System.nanoTime())));
    }

    /**
     * Queues an order. The stage completes after the transaction that served it was committed, on a thread of the desk,
     * which must not be held up. It fails with {@link DeskBusy} if too many wait, and with {@link OutcomeUnknown} if the
     * commit was sent but not confirmed.
     */
    CompletionStage<SeatOutcome> submit(SeatOrder order) {
        var arrived = WaitingOrder.of(order);
        var _ = arrived.answer().whenComplete((outcome, _) -> meters.answered(arrived, outcome));
        var lane = laneOf(order.show());
        if (waiting.incrementAndGet() > config.waiting() || !open || !lane.add(arrived)) {
            leftTheQueue(arrived);
            arrived.refuse(new DeskBusy(lane.comeBackAfter()));
        } else if (!open && lane.remove(arrived)) {
            refuse(arrived); // closed in between, and perhaps the lane has left already
        }
        return arrived.answer();
    }

    private DeskLane laneOf(long show) {
        return lanes.get(Math.floorMod(Long.hashCode(show), lanes.size()));
    }

    /** What somebody would be told who wanted to hold seats of the show now; null if there is room for them. */
    @Nullable
    DeskBusy noRoomFor(long show) {
        var lane = laneOf(show);
        if (lane.hasRoomFor(show)) {
            return null;
        }
        meters.holdRefusedUnheard();
        return new DeskBusy(lane.comeBackAfter());
    }

    private void refuse(WaitingOrder order) {
        leftTheQueue(order);
        order.refuse(DeskBusy.forAMoment());
    }

    private void leftTheQueue(WaitingOrder order) {
        waiting.decrementAndGet();
    }

    /** While a lane is stuck in the database, nobody behind it waits longer than they were promised. */
    private void refuseTheImpatient() {
        while (open || lanes.stream().anyMatch(DeskLane::isAtWork)) {
            lanes.forEach(lane -> lane.refuseTheImpatient(this::refuse));
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
