package org.frontrow.platform;

import java.time.Duration;

/**
 * Whom one of the server's threads lets in. It looks at how late that thread is: as late as that, whoever asks now is
 * heard. A crowd that comes at once makes it late for a moment and is served; when it stays late, an ever larger part of
 * those who come is sent away before they cost more than that, until the rest is heard in time.
 *
 * <p>Times are in nanoseconds, given by the caller. Only for the thread it belongs to.
 */
final class Door {
    /** Of being late, before anybody is sent away. */
    private static final long GRACE = Duration.ofMillis(500).toNanos();
    /** Somebody is always let in, or it would never turn out that there is room. */
    private static final double MOST = 0.95;

    private static final double SECOND = Duration.ofSeconds(1).toNanos();
    private static final double CLOSING = 2.0;
    private static final double CLOSING_FASTEST = 4.0;
    private static final double OPENING = 0.5;
    /** The storm is over. */
    private static final double OPENING_AT_ONCE = 4.0;

    private final long target;

    private boolean late;
    private long lateSince;
    private long lateLast;
    private long lookedAt;
    private long nextLook;
    /** The part of those who come that is sent away. */
    private double closed;

    /** @param target how late is no harm */
    Door(Duration target, long now) {
        this.target = target.toNanos();
        this.lookedAt = now;
        this.nextLook = now;
    }

    /** When it will be looked at again. Who is still let in long after that is late, and so are all behind them. */
    void lookNextAt(long due) {
        nextLook = due;
    }

    /** To be called at the time that was said, or as soon after it as the thread gets to it. */
    void look(long now) {
        var lateness = Math.max(0, now - nextLook);
        var seconds = (now - lookedAt) / SECOND;
        lookedAt = now;
        if (lateness > target) {
            lateSince = late ? lateSince : now;
            late = true;
            lateLast = now;
            if (now - lateSince >= GRACE) {
                var excess = (double) lateness / target - 1;
                closed = Math.min(MOST, closed + seconds * Math.clamp(CLOSING * excess, 0, CLOSING_FASTEST));
            }
        } else {
            late = late && now - lateLast < GRACE;
            if (lateness < target / 2) {
                closed = Math.max(0, closed - seconds * (lateness < target / 10 ? OPENING_AT_ONCE : OPENING));
            }
        }
    }

    /** Whether nobody at all is sent away, as mostly. */
    boolean isOpen() {
        return closed == 0;
    }

    /** Whoever comes sees how late it is, too: in one round of the thread there may be thousands of them. */
    void lookIfLate(long now) {
        if (now - nextLook > target) {
            look(now);
        }
    }

    /**
     * @param dice from 0 up to 1
     * @param urgent has something to lose: is sent away only when more than half of the others are
     */
    boolean admits(double dice, boolean urgent) {
        return dice >= (urgent ? 2 * closed - 1 : closed);
    }

    /** In whole seconds: the more are sent away, the longer they are spread over time. */
    int longestAbsence() {
        return (int) Math.min(30, 2 + 2 * closed / (1 - closed));
    }
}
