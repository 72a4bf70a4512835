package org.frontrow.account;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.frontrow.account.AccountRefusal.SignInBusy;
import org.frontrow.account.AccountRefusal.WeakPassword;
import org.frontrow.account.AccountRefusal.Weakness;

/**
 * Makes and compares password hashes. Each costs tens of milliseconds and 19 MiB on purpose, so only a few are made at
 * once and only a few may wait: a flood of sign-ins slows down sign-ins, not the sale of seats.
 */
@Singleton
class Passwords {
    static final int SHORTEST = 8;
    static final int LONGEST = 128;
    private static final int NEWCOMERS_SHARE = 4;

    private final PasswordConfig config;
    private final CommonPasswords common;
    private final PasswordHash.Cost cost;
    private final PasswordHash nobody;
    /** Each with memory of its own: 19 MiB for every hash anew would keep the garbage collector busy. */
    private final BlockingQueue<BlockPool> desks;

    private final HashingPace pace = new HashingPace();
    private final Semaphore places;
    /** Newcomers only get a share of the places: whoever registers in masses must not keep anybody from signing in. */
    private final Semaphore newcomers;

    private final LongAdder hashed = new LongAdder();

    Passwords(PasswordConfig config, CommonPasswords common, MeterRegistry registry) {
        this.config = config;
        this.common = common;
        this.cost = new PasswordHash.Cost(config.memoryKib(), config.passes(), 1);
        var atOnce = config.atOnce().orElse(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        this.desks = new ArrayBlockingQueue<>(atOnce, true);
        for (int i = 0; i < atOnce; i++) {
            desks.add(new FixedBlockPool(config.memoryKib()));
        }
        this.places = new Semaphore(atOnce + config.waiting());
        this.newcomers = new Semaphore(Math.max(1, config.waiting() / NEWCOMERS_SHARE));
        Gauge.builder("frontrow.passwords.waiting", this, Passwords::waiting)
                .description("Who waits until there is time to look at their password")
                .register(registry);
        this.nobody = new PasswordHash(cost, random(PasswordHash.SALT_BYTES), random(32));
    }

    /** The policy for new passwords; those made under an older one go on working. */
    void check(Username username, String password) {
        var length = password.codePointCount(0, password.length());
        if (length < SHORTEST) {
            throw new WeakPassword(Weakness.TOO_SHORT).refused();
        }
        if (length > LONGEST) {
            throw new WeakPassword(Weakness.TOO_LONG).refused();
        }
        if (PasswordHash.utf8(password).isEmpty()) {
            throw new WeakPassword(Weakness.NOT_TEXT).refused();
        }
        if (common.contains(password)) {
            throw new WeakPassword(Weakness.COMMON).refused();
        }
        if (Username.read(password).map(Username::key).equals(Optional.of(username.key()))) {
            throw new WeakPassword(Weakness.SAME_AS_USERNAME).refused();
        }
    }

    /** Before anything else is done for a sign-in: in a flood of them even looking who it is would be too much. */
    void refuseIfFull() {
        if (places.availablePermits() == 0) {
            throw new SignInBusy().refused();
        }
    }

    String hash(String password) {
        return atADesk(
                cost,
                memory -> PasswordHash.of(password, cost, random(PasswordHash.SALT_BYTES), memory)
                        .phc());
    }

    String hashForNewcomer(String password) {
        if (!newcomers.tryAcquire()) {
            throw new SignInBusy().refused();
        }
        try {
            return hash(password);
        } finally {
            newcomers.release();
        }
    }

    /** Without an account the same work is done in vain, so that the time taken does not tell whether there is one. */
    boolean matches(String password, Optional<String> phc) {
        var expected = phc.map(PasswordHash::parse).orElse(nobody);
        return atADesk(expected.cost(), memory -> expected.matches(password, memory)) && phc.isPresent();
    }

    boolean isOutdated(String phc) {
        return !PasswordHash.parse(phc).cost().equals(cost);
    }

    /** How many times a hash was computed since the start. */
    long hashed() {
        return hashed.sum();
    }

    private int waiting() {
        return Math.max(0, config.waiting() - places.availablePermits());
    }

    private <T> T atADesk(PasswordHash.Cost cost, Function<BlockPool, T> work) {
        if (!places.tryAcquire()) {
            throw new SignInBusy().refused();
        }
        try {
            var desk = desks.poll(config.longestWait().toNanos(), NANOSECONDS);
            if (desk == null) {
                throw new SignInBusy().refused();
            }
            var begun = System.nanoTime();
            try {
                hashed.increment();
                return work.apply(desk);
            } finally {
                leave(desk, pace.restAfter(System.nanoTime() - begun, cost));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SignInBusy().refused();
        } finally {
            places.release();
        }
    }

    private void leave(BlockPool desk, long restNanos) {
        if (restNanos == 0) {
            desks.add(desk);
        } else {
            CompletableFuture.delayedExecutor(restNanos, NANOSECONDS, Runnable::run)
                    .execute(() -> desks.add(desk));
        }
    }

    // Made at use: a generator kept in a static field would be frozen, seed and all, into a native image.
    private static byte[] random(int length) {
        var bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
