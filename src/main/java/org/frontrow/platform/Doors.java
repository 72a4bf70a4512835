package org.frontrow.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.frontrow.platform.PlatformRefusal.TooBusy;
import org.jspecify.annotations.Nullable;

/**
 * While the processor has more to do than it can, requests wait where nobody counts them: in their connections, until
 * one of the server's threads gets to them. So each of these threads has a {@link Door}. What is answered from memory
 * costs no more than sending somebody away, and was answered before it came here.
 */
@ApplicationScoped
class Doors {
    /** After the maps in memory, before anything that takes longer. */
    private static final int PRIORITY = 45;

    private static final long LOOK_EVERY_MILLIS = 50;
    /** Who holds seats loses them by coming later, and who gives some back makes room. */
    private static final Pattern URGENT =
            Pattern.compile("/api/seats/(book|book-batch|release-hold-batch|bookings/[^/]+/cancel)/?");

    private final Vertx vertx;
    private final EarlyRefusal refusal;
    private final DoorConfig config;
    private final Timer lateness;

    @SuppressWarnings("ThreadLocalUsage") // there is one of these as long as the application runs
    private final ThreadLocal<@Nullable Door> doors = new ThreadLocal<>();

    private volatile boolean stopped;

    Doors(Vertx vertx, EarlyRefusal refusal, DoorConfig config, MeterRegistry registry) {
        this.vertx = vertx;
        this.refusal = refusal;
        this.config = config;
        this.lateness =
                Meters.timer(registry, "frontrow.door.late", "How late the server's threads get to those who ask");
    }

    void register(@Observes Filters filters) {
        filters.register(this::letIn, PRIORITY);
    }

    /** The threads live on where the application is loaded anew, and would look for ever. */
    void stop(@Observes ShutdownEvent stop) {
        stopped = true;
    }

    private void letIn(RoutingContext request) {
        var path = request.normalizedPath();
        if (!Context.isOnEventLoopThread() || !path.startsWith("/api/")) {
            request.next();
            return;
        }
        if (doors.get() == null) {
            doors.set(open());
        }
        var no = refusal(path);
        // Who has been let in at the turnstile has been lucky once; that is enough.
        if (no == null || OneAtATime.hasPassedTurnstile(request.request())) {
            request.next();
        } else {
            refusal.refuse(no, request);
        }
    }

    /** Of whoever asks for this now on the present thread; null if they may come in. */
    @Nullable
    TooBusy refusal(String path) {
        var door = doors.get();
        if (door == null) {
            return null;
        }
        door.lookIfLate(System.nanoTime());
        return door.isOpen()
                        || door.admits(
                                ThreadLocalRandom.current().nextDouble(),
                                URGENT.matcher(path).matches())
                ? null
                : new TooBusy(Pause.between(1, door.longestAbsence()));
    }

    /** On the thread it is for, which from then on looks at itself. */
    private Door open() {
        var door = new Door(config.late(), System.nanoTime());
        // Not in the context of the request that happened to come first, which would be kept for ever.
        VertxContext.getRootContext(Vertx.currentContext()).runOnContext(_ -> lookAgain(door));
        return door;
    }

    private void lookAgain(Door door) {
        var due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MILLIS);
        door.lookNextAt(due);
        vertx.setTimer(LOOK_EVERY_MILLIS, _ -> {
            var now = System.nanoTime();
            lateness.record(Math.max(0, now - due), TimeUnit.NANOSECONDS);
            door.look(now);
            if (!stopped) {
                lookAgain(door);
            }
        });
    }
}
