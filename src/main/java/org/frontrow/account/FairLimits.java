package org.frontrow.account;

import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.frontrow.account.AccountRefusal.TooManyRequests;
import org.frontrow.account.AccountRefusal.TooManyRequests.Of;
import org.frontrow.platform.DatabaseNotices;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Nobody gets so much that there is nothing left for others: neither an account that orders nor an address that asks.
 * Counted in memory, so it costs a request nothing; once a second the replicas tell each other who has spent how much
 * ({@link Allowances}).
 */
@ApplicationScoped
public class FairLimits implements DatabaseNotices.Listener {
    private static final Logger log = Logger.getLogger(FairLimits.class);
    private static final String CHANNEL = "fair_limits";
    /** People who share an address should not come back together. */
    private static final int SPREAD_MILLIS = 3_000;

    private final DataSource database;
    private final DatabaseNotices notices;
    private final AuditLog audit;
    private final Allowances accounts;
    private final Allowances addresses;
    private final Counter accountsStopped;
    private final Counter addressesStopped;
    private final String replica = UUID.randomUUID().toString();

    FairLimits(
            DataSource database, DatabaseNotices notices, AuditLog audit, LimitConfig config, MeterRegistry registry) {
        this.database = database;
        this.notices = notices;
        this.audit = audit;
        this.accounts = new Allowances(config.accountPerSecond(), config.accountBurst(), Monotonic.CLOCK);
        this.addresses = new Allowances(config.addressPerSecond(), config.addressBurst(), Monotonic.CLOCK);
        this.accountsStopped = stopped(registry, "account");
        this.addressesStopped = stopped(registry, "address");
    }

    private static Counter stopped(MeterRegistry registry, String of) {
        return Counter.builder("frontrow.limits.reached")
                .description("Requests that were one too many for their account or address")
                .tag("of", of)
                .register(registry);
    }

    void atStart(@Observes StartupEvent start) {
        notices.subscribe(CHANNEL, this);
    }

    /** Before an order: refused if this account has ordered too often. */
    public void count(Caller caller) {
        var wait = accounts.take("a" + caller.accountId());
        if (wait != null) {
            accountsStopped.increment();
            if (wait.isNews()) {
                audit.accountStopped(caller.accountId());
            }
            throw new TooManyRequests(Of.ACCOUNT, wait.length()).refused();
        }
    }

    /** Null if it may. */
    @Nullable
    TooManyRequests count(CallerAddress from) {
        var wait = addresses.take("n" + from.text());
        if (wait == null) {
            return null;
        }
        addressesStopped.increment();
        if (wait.isNews()) {
            audit.addressStopped(from);
        }
        var spread = Duration.ofMillis(ThreadLocalRandom.current().nextInt(SPREAD_MILLIS));
        return new TooManyRequests(Of.ADDRESS, wait.length().plus(spread));
    }

    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tell() {
        Map<String, Integer> spent = new HashMap<>(accounts.tell());
        spent.putAll(addresses.tell());
        if (spent.isEmpty()) {
            return;
        }
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("select pg_notify('" + CHANNEL + "', ?)")) {
            for (var notice : new Spending(replica, spent).notices()) {
                statement.setString(1, notice);
                statement.execute();
            }
        } catch (SQLException e) {
            // The others let through what they do not know of; nobody is refused for that.
            log.debugf("What was spent here could not be told: %s", e.getMessage());
        }
    }

    @Override
    public void onConnected() {
        // What was spent while nobody listened is forgiven: a bucket is full again after some seconds anyway.
    }

    @Override
    public void onNotice(String payload) {
        var spending = Spending.read(payload);
        if (!spending.by().equals(replica)) {
            spending.amounts()
                    .forEach((subject, amount) -> kind(subject).ifPresent(it -> it.spentElsewhere(subject, amount)));
        }
    }

    private Optional<Allowances> kind(String subject) {
        return switch (subject.charAt(0)) {
            case 'a' -> Optional.of(accounts);
            case 'n' -> Optional.of(addresses);
            default -> Optional.empty();
        };
    }

    /** Never goes back, as the clock on the wall may. */
    private enum Monotonic implements TimeMeter {
        CLOCK;

        @Override
        public long currentTimeNanos() {
            return System.nanoTime();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
