package org.frontrow.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * So much a second for everybody who asks, and a burst on top: a bucket each. What is spent here is told to the other
 * replicas in portions, and what was spent there is taken from the bucket here, into debt if need be. So for long nobody
 * gets more than the limit, whichever replicas they ask; only a burst may be had once from each of them, until they have
 * heard of each other. Safe for use by several threads.
 */
// The cache makes nodes of a class that it finds by its name: strong keys and values, expiry after access, a bound.
@RegisterForReflection(classNames = "com.github.benmanes.caffeine.cache.PSAMS")
final class Allowances {
    /** About 350 bytes each: 10 MB at most. Who asks often stays in. */
    private static final int MOST = 30_000;

    private static final Duration KEPT_AT_LEAST = Duration.ofMinutes(2);
    /** Until any bucket is full again, also one that is as deep in debt as it can hold. */
    private static final int TIMES_TO_FILL = 2;

    /** What is told at once; what is less may wait. */
    private static final int PORTIONS = 10;

    private static final Duration SAY_IT_EVERY = Duration.ofMinutes(1);

    private final int perSecond;
    private final int burst;
    private final int portion;
    private final TimeMeter clock;
    private final Cache<String, Allowance> known;
    private final Queue<Allowance> toTell = new ConcurrentLinkedQueue<>();

    /** @param perSecond 0: everybody may do anything */
    Allowances(int perSecond, int burst, TimeMeter clock) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.portion = Math.max(1, burst / PORTIONS);
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(kept(perSecond, burst))
                .executor(Runnable::run)
                .build();
    }

    /** A bucket that is forgotten before it is full again would be filled by forgetting it. */
    static Duration kept(int perSecond, int burst) {
        var toFill = Duration.ofSeconds(1L * TIMES_TO_FILL * burst / Math.max(1, perSecond));
        return toFill.compareTo(KEPT_AT_LEAST) > 0 ? toFill : KEPT_AT_LEAST;
    }

    private static final class Allowance {
        private final String subject;
        private final Bucket bucket;
        private final AtomicInteger untold = new AtomicInteger();
        private volatile long saidAt;

        Allowance(String subject, Bucket bucket, long never) {
            this.subject = subject;
            this.bucket = bucket;
            this.saidAt = never;
        }
    }

    /**
     * How long somebody has to wait.
     *
     * @param isNews whether it was not said about them within the last minute
     */
    record Wait(Duration length, boolean isNews) {}

    /** Takes one; null if there was one to take. */
    @Nullable
    Wait take(String subject) {
        if (perSecond == 0) {
            return null;
        }
        var allowance = known.get(subject, this::full);
        if (!allowance.bucket.tryConsume(1)) {
            var nanos = allowance.bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
            return new Wait(Duration.ofNanos(nanos), isNews(allowance));
        }
        if (allowance.untold.incrementAndGet() == portion) {
            toTell.add(allowance);
        }
        return null;
    }

    private Allowance full(String subject) {
        var bucket = Bucket.builder()
                .withCustomTimePrecision(clock)
                .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
        return new Allowance(subject, bucket, clock.currentTimeNanos() - SAY_IT_EVERY.toNanos());
    }

    private boolean isNews(Allowance allowance) {
        var now = clock.currentTimeNanos();
        if (now - allowance.saidAt < SAY_IT_EVERY.toNanos()) {
            return false;
        }
        allowance.saidAt = now;
        return true;
    }

    /** What was spent here and nobody else knows, by subject. From now on they do. */
    Map<String, Integer> tell() {
        var told = new HashMap<String, Integer>();
        for (var next = toTell.poll(); next != null; next = toTell.poll()) {
            told.merge(next.subject, next.untold.getAndSet(0), Integer::sum);
        }
        return told;
    }

    /** What they had there they cannot have here, and if they had more than there is here, they owe it. */
    void spentElsewhere(String subject, int amount) {
        if (perSecond > 0 && amount > 0) {
            known.get(subject, this::full).bucket.consumeIgnoringRateLimits(amount);
        }
    }
}
