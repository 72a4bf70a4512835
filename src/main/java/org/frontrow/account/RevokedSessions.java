package org.frontrow.account;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.frontrow.platform.DatabaseNotices;
import org.jboss.logging.Logger;

/**
 * Sessions that ended while access tokens of theirs are still about, kept in memory so that the check on every request
 * costs nothing. Fed by the database's notices; while those do not arrive it admits that it does not know.
 */
@ApplicationScoped
class RevokedSessions implements DatabaseNotices.Listener {
    private static final Logger log = Logger.getLogger(RevokedSessions.class);
    /** Longer than any access token lives, with minutes to spare for replicas whose clocks are off. */
    private static final Duration REMEMBERED = Tokens.LONGEST_LIFE.plusMinutes(10);

    private static final Duration PRUNE_EVERY = Duration.ofMinutes(1);

    private final Sessions sessions;
    private final DatabaseNotices notices;
    private final ConcurrentMap<UUID, Long> revokedAt = new ConcurrentHashMap<>();
    private final AtomicLong prunedAt = new AtomicLong(System.nanoTime());

    RevokedSessions(Sessions sessions, DatabaseNotices notices) {
        this.sessions = sessions;
        this.notices = notices;
    }

    void atStart(@Observes StartupEvent start) {
        notices.subscribe(Sessions.REVOKED, this);
    }

    boolean contains(UUID session) {
        return revokedAt.containsKey(session);
    }

    /** Whether a session that is not in here is certainly alive. */
    boolean isComplete() {
        return notices.isCurrent(this);
    }

    void add(UUID session) {
        var now = System.nanoTime();
        revokedAt.put(session, now);
        var pruned = prunedAt.get();
        if (now - pruned > PRUNE_EVERY.toNanos() && prunedAt.compareAndSet(pruned, now)) {
            revokedAt.values().removeIf(at -> now - at > REMEMBERED.toNanos());
        }
    }

    @Override
    public void onConnected() {
        sessions.revokedWithin(REMEMBERED).forEach(this::add);
    }

    @Override
    public void onNotice(String payload) {
        try {
            add(UUID.fromString(payload));
        } catch (IllegalArgumentException e) {
            log.warnf("Not a session: %s", AuditLog.printable(payload));
        }
    }
}
