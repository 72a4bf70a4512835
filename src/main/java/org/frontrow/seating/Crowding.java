package org.frontrow.seating;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who may still join the queue of a lane. What counts is not how many wait but how long it takes to serve them: the queue
 * may be as long as the lane serves it within the longest wait that is worth offering, and whoever would wait longer is
 * told so at once, while being told is still worth something. Among those who wait, shows share: one that everybody wants
 * fills what the others leave, and no more.
 *
 * <p>How fast the lane is, it tells itself, each time that a queue builds up anew: until a transaction has left somebody
 * waiting nothing is known and everybody is let in, so a crowd that comes at once is no overload yet.
 *
 * <p>Times are {@link System#nanoTime()}, given by the caller. Safe for use by several threads; only one may take.
 */
final class Crowding {
    /**
     * Always served, however slow the lane is: a thousand who want the same two seats are answered in four transactions,
     * nearly all of them with a no that helps them more than a "come back later".
     */
    private static final int TRANSACTIONS = 4;
    /** Of what was just measured counts a quarter: one slow transaction is no slow lane. */
    private static final int SMOOTHING = 4;

    private static final int MOST_SECONDS_AWAY = 30;

    private final long targetNanos;
    private final int atLeast;

    /** How long the lane needs for each order; 0: not known, and nobody has to wait long. */
    private volatile double nanosPerOrder;

    /** Since the queue has been standing. */
    private final AtomicLong served = new AtomicLong();

    private final AtomicLong refused = new AtomicLong();

    // Only who takes touches these.
    private long takenAt;
    private int taken;
    private boolean leftSome;

    /**
     * @param target the longest wait that is worth offering
     * @param perTransaction how many orders the lane serves at once at most
     */
    Crowding(Duration target, int perTransaction) {
        this.targetNanos = target.toNanos();
        this.atLeast = TRANSACTIONS * perTransaction;
    }

    /**
     * The lane begins to serve some of those who wait, and has served those it took before.
     *
     * @param orders how many
     * @param left how many go on waiting
     */
    void take(int orders, int left, long now) {
        if (leftSome) {
            // It has done nothing else since, and could not have done more.
            var last = (double) (now - takenAt) / taken;
            nanosPerOrder = nanosPerOrder == 0 ? last : nanosPerOrder + (last - nanosPerOrder) / SMOOTHING;
            served.addAndGet(taken);
        }
        takenAt = now;
        taken = orders;
        leftSome = left > 0;
        if (!leftSome) {
            forget();
        }
    }

    /** Also those who were left waiting have gone, or were sent away for waiting too long. */
    void nobodyWaits() {
        if (leftSome) {
            leftSome = false;
            forget();
        }
    }

    private void forget() {
        nanosPerOrder = 0;
        served.set(0);
        refused.set(0);
    }

    /**
     * @param waiting how many wait in this lane already
     * @param forTheSameShow how many of them for the same show
     * @param shows how many shows all of them are for, the new one's included
     * @param mayWait in multiples of the target; those who have something to lose may wait longer
     */
    boolean admits(int waiting, int forTheSameShow, int shows, int mayWait) {
        var room = mayWait * room();
        return waiting < room || forTheSameShow < room / shows;
    }

    /** How many may wait, so that the last of them is served in time. */
    private int room() {
        var pace = nanosPerOrder;
        return pace == 0 ? Integer.MAX_VALUE / 2 : Math.max(atLeast, (int) Math.min(1 << 20, targetNanos / pace));
    }

    /** How long somebody who came now would wait; nothing while the lane keeps up. */
    Duration expectedWait(int waiting) {
        return Duration.ofNanos((long) (waiting * nanosPerOrder));
    }

    /**
     * When somebody who is not let in should come back. The more are sent away for each one that is served, the longer
     * they are spread over time, so that they do not come back together as the next storm.
     *
     * @param dice from 0 up to 1
     */
    Duration comeBackAfter(double dice) {
        var soFar = served.get();
        var forEachServed = refused.incrementAndGet() / Math.max(1, soFar);
        var seconds = soFar == 0 ? 2 : Math.clamp(2 * forEachServed, 2, MOST_SECONDS_AWAY);
        return Duration.ofSeconds(1 + (long) (dice * seconds));
    }
}
