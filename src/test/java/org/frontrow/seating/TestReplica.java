package org.frontrow.seating;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.arc.Arc;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.frontrow.audit.AuditTrail;
import org.frontrow.platform.DatabaseClock;
import org.frontrow.platform.DatabaseNotices;
import org.frontrow.platform.Refused;
import org.frontrow.seating.SeatCommand.Book;
import org.frontrow.seating.SeatCommand.Cancel;
import org.frontrow.seating.SeatCommand.Hold;
import org.frontrow.seating.SeatCommand.Release;
import org.frontrow.seating.SeatOutcome.Done;
import org.frontrow.seating.SeatOutcome.No;
import org.frontrow.seating.SeatOutcome.TooManyHolds;
import org.frontrow.seating.SeatState.Booked;
import org.frontrow.seating.SeatState.Held;
import org.jspecify.annotations.Nullable;

/** A desk and maps of one's own beside the service's, in this process and on the same database; with a bug, if asked for. */
public final class TestReplica implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Instant LATER = Instant.now().plus(Duration.ofHours(12));

    private final Duration holdLength;
    private final SeatDesk desk;
    private final SeatMaps maps;
    private final Map<Long, Map<String, Long>> ids = new HashMap<>();

    /**
     * @param until of a hold
     * @param bookings the ids of the bookings that the seats belong to
     */
    public record Reply(
            boolean isYes,
            String reason,
            List<String> named,
            @Nullable Instant until,
            List<String> bookings) {}

    /** The desk cannot say whether it happened. */
    public static final class Unknown extends Exception {
        private static final long serialVersionUID = 1L;

        Unknown(Throwable cause) {
            super(cause);
        }
    }

    public TestReplica(PlantedBug bug, Duration holdLength) {
        this.holdLength = holdLength;
        var database = bean(DataSource.class);
        var notices = bean(DatabaseNotices.class);
        var notice = new AtomicInteger();
        this.maps =
                new SeatMaps(
                        database,
                        bean(DatabaseClock.class),
                        notices,
                        bean(ObjectMapper.class),
                        bean(MapConfig.class),
                        new SimpleMeterRegistry()) {
                    @Override
                    public void onNotice(String payload) {
                        if (bug.hears(notice.incrementAndGet())) {
                            super.onNotice(payload);
                        }
                    }
                };
        notices.subscribe(SeatMaps.CHANNEL, maps);
        this.desk =
                new SeatDesk(
                        database,
                        bug.ledger(holdLength),
                        bean(BookingWriter.class),
                        bean(AuditTrail.class),
                        maps,
                        bean(DeskConfig.class),
                        bean(HoldConfig.class),
                        bean(DeskMeters.class),
                        bean(DeskTraces.class)) {
                    @Override
                    CompletionStage<SeatOutcome> submit(SeatOrder order) {
                        return bug.submit(order, super::submit);
                    }
                };
        desk.open();
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }

    /** Looks up once what the seats are called. */
    public void knows(long show) {
        var labels = new HashMap<String, Long>();
        Ledger.query("select row_label || number, id from seat where show_time_id = ?", show)
                .forEach(row -> labels.put((String) row.get(0), (Long) row.get(1)));
        ids.put(show, labels);
    }

    public Reply hold(long account, long show, List<String> seats) throws Unknown {
        return ask(show, seats, new Hold(account, holdLength, holdLength.multipliedBy(3), LATER));
    }

    public Reply book(long account, long show, List<String> seats) throws Unknown {
        return ask(show, seats, new Book(account, BookingReference.next(), "EUR", LATER));
    }

    public Reply release(long account, long show, List<String> seats) throws Unknown {
        return ask(show, seats, new Release(account));
    }

    /** @param seats all those of the booking */
    public Reply cancel(String booking, long show, List<String> seats) throws Unknown {
        return ask(show, seats, new Cancel(Long.parseLong(booking), LATER));
    }

    public Map<String, String> look(long show) {
        var view = new HashMap<String, String>();
        maps.of(show)
                .await()
                .atMost(PATIENCE)
                .view()
                .seats()
                .forEach(line -> view.put(
                        line.label().toString(),
                        line.holdExpired() ? "AVAILABLE" : line.status().name()));
        return view;
    }

    private Reply ask(long show, List<String> seats, SeatCommand command) throws Unknown {
        var known = ids.get(show);
        var order = new SeatOrder(show, seats.stream().map(known::get).toList(), command);
        try {
            return switch (desk.submit(order)
                    .toCompletableFuture()
                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join()) {
                case Done done -> new Reply(true, "", List.of(), until(done, command), bookings(done, command));
                case TooManyHolds _ -> new Reply(false, "too-many-holds", List.of(), null, List.of());
                case No no -> new Reply(false, word(no.reason()), named(known, no), null, List.of());
            };
        } catch (CompletionException e) {
            if (e.getCause() instanceof Refused refused && refused.refusal() instanceof SeatingRefusal.DeskBusy) {
                return new Reply(false, "desk-busy", List.of(), null, List.of());
            }
            throw new Unknown(e);
        }
    }

    private static @Nullable Instant until(Done done, SeatCommand command) {
        return command instanceof Hold
                ? done.seats().stream()
                        .map(seat -> ((Held) seat.state()).until())
                        .min(Instant::compareTo)
                        .orElseThrow()
                : null;
    }

    private static List<String> bookings(Done done, SeatCommand command) {
        return command instanceof Book
                ? done.seats().stream()
                        .map(seat -> Long.toString(((Booked) seat.state()).booking()))
                        .distinct()
                        .toList()
                : List.of();
    }

    private static List<String> named(Map<String, Long> known, No no) {
        var obstacles = no.seats().stream().map(LockedSeat::id).toList();
        return known.entrySet().stream()
                .filter(seat -> obstacles.contains(seat.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String word(Decision.Reason reason) {
        return switch (reason) {
            case TAKEN -> "seats-taken";
            case EXPIRED -> "hold-expired";
            case NOT_HELD -> "not-held";
            case CLOSED, TOO_LATE -> "closed";
            case NOT_THIS_BOOKING -> throw new IllegalArgumentException("No guest moves a booking");
        };
    }

    @Override
    public void close() {
        desk.close();
    }
}
