package org.frontrow.platform;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/**
 * What the database calls out (LISTEN/NOTIFY), for everybody here who wants to hear it. One connection of its own,
 * outside the pool. Notices that are sent while it is down are lost, so every listener is told when to start afresh,
 * and may ask at any time whether it has missed nothing.
 */
@ApplicationScoped
public class DatabaseNotices {
    private static final Logger log = Logger.getLogger(DatabaseNotices.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);
    /** How long a new subscription may wait for its LISTEN; notices themselves wake the thread at once. */
    private static final Duration WAIT = Duration.ofMillis(250);

    private static final Duration PROVE_LIFE_EVERY = Duration.ofMillis(250);
    /** Without a sign of life for this long, nothing that was heard counts as current: nobody is shown older news. */
    private static final Duration DOUBTFUL_AFTER = Duration.ofSeconds(1);

    private final String url;
    private final Optional<String> username;
    private final Optional<String> password;
    private final Map<String, String> poolProperties;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile long lastSignOfLife;
    private @Nullable Thread thread;

    DatabaseNotices(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> username,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password,
            SmallRyeConfig config,
            MeterRegistry registry) {
        this.url = url;
        this.username = username;
        this.password = password;
        this.poolProperties = config.getOptionalValues(
                        "quarkus.datasource.jdbc.additional-jdbc-properties", String.class, String.class)
                .orElse(Map.of());
        Gauge.builder("frontrow.feed.connected", this, notices -> notices.healthy() ? 1 : 0)
                .description("1 while what happens on other replicas is heard here at once, else 0")
                .register(registry);
    }

    /** All calls come from one thread, so they must be short; an exception counts as a lost connection. */
    public interface Listener {
        /** From now on every notice is heard: the moment to load what happened before. */
        void onConnected();

        void onNotice(String payload);

        /** Notices may get lost from now on, until {@link #onConnected()}. */
        default void onLost() {}
    }

    private static final class Subscription {
        private final String channel;
        private final Listener listener;
        private volatile boolean current;

        Subscription(String channel, Listener listener) {
            this.channel = channel;
            this.listener = listener;
        }
    }

    /** Channels are names in lower case. May be called at any time, before the start or after. */
    public void subscribe(String channel, Listener listener) {
        if (!channel.matches("[a-z_]{1,63}")) {
            throw new IllegalArgumentException("Not a channel: " + channel);
        }
        subscriptions.add(new Subscription(channel, listener));
    }

    /** Connected, and every listener is up to date. */
    public boolean healthy() {
        return isLive() && subscriptions.stream().allMatch(subscription -> subscription.current);
    }

    /** Whether this listener has loaded what there was and has heard everything since. Takes no lock. */
    public boolean isCurrent(Listener listener) {
        if (!isLive()) {
            return false;
        }
        for (var subscription : subscriptions) {
            if (subscription.listener.equals(listener)) {
                return subscription.current;
            }
        }
        return false;
    }

    void start(@Observes @Priority(Integer.MAX_VALUE) StartupEvent event) {
        lastSignOfLife = System.nanoTime();
        var listening = new Thread(this::listenUntilStopped, "database notices");
        listening.setDaemon(true);
        listening.start();
        thread = listening;
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stop.countDown();
        if (thread != null) {
            thread.join(WAIT.multipliedBy(8));
        }
    }

    private boolean isLive() {
        return System.nanoTime() - lastSignOfLife < DOUBTFUL_AFTER.toNanos();
    }

    private void listenUntilStopped() {
        var pause = FIRST_RETRY;
        while (!stopping()) {
            var connectedAt = System.nanoTime();
            try (var connection = connect()) {
                connectedAt = System.nanoTime();
                listen(connection);
            } catch (SQLException | RuntimeException e) {
                if (!stopping()) {
                    log.warnf("Lost the database's notices: %s", e.getMessage());
                }
            } finally {
                lost();
            }
            // A connection that held for a while was fine: start over with short pauses.
            var held = System.nanoTime() - connectedAt > LONGEST_RETRY.toNanos();
            pause = held ? FIRST_RETRY : pause;
            sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? pause.multipliedBy(2) : LONGEST_RETRY;
        }
    }

    private Connection connect() throws SQLException {
        // Whatever the pool was told, such as how to check the server's certificate; our own haste comes on top.
        var properties = new Properties();
        properties.putAll(poolProperties);
        username.ifPresent(value -> properties.setProperty("user", value));
        password.ifPresent(value -> properties.setProperty("password", value));
        properties.setProperty("ApplicationName", "frontrow notices");
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("loginTimeout", "4");
        properties.setProperty("socketTimeout", "5");
        properties.setProperty("tcpKeepAlive", "true");
        // The driver directly: DriverManager cannot see drivers of other class loaders in dev mode.
        var connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("Not a PostgreSQL address: quarkus.datasource.jdbc.url");
        }
        return connection;
    }

    private void listen(Connection connection) throws SQLException {
        var notices = connection.unwrap(PGConnection.class);
        var channels = new HashSet<String>();
        proveLife(connection);
        while (!stopping()) {
            bringUpToDate(connection, channels);
            var heard = notices.getNotifications((int) WAIT.toMillis());
            for (var notice : heard) {
                for (var subscription : subscriptions) {
                    // Before its own onConnected a listener would not know what to do with a notice.
                    if (subscription.current && subscription.channel.equals(notice.getName())) {
                        subscription.listener.onNotice(notice.getParameter());
                    }
                }
            }
            if (heard.length > 0) {
                lastSignOfLife = System.nanoTime();
            } else if (System.nanoTime() - lastSignOfLife > PROVE_LIFE_EVERY.toNanos()) {
                proveLife(connection);
            }
        }
    }

    /** LISTEN first and load afterwards: what happens in between is heard and loaded, never neither. */
    private void bringUpToDate(Connection connection, Set<String> channels) throws SQLException {
        for (var subscription : subscriptions) {
            if (subscription.current) {
                continue;
            }
            if (channels.add(subscription.channel)) {
                try (var statement = connection.createStatement()) {
                    statement.execute("listen " + subscription.channel);
                }
            }
            subscription.listener.onConnected();
            subscription.current = true;
        }
    }

    private void proveLife(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("select 1");
        }
        lastSignOfLife = System.nanoTime();
    }

    private void lost() {
        for (var subscription : subscriptions) {
            if (subscription.current) {
                subscription.current = false;
                try {
                    subscription.listener.onLost();
                } catch (RuntimeException e) {
                    log.errorf(e, "A listener of %s failed", subscription.channel);
                }
            }
        }
    }

    private boolean stopping() {
        return stop.getCount() == 0;
    }

    private void sleep(Duration pause) {
        try {
            var _ = stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stop.countDown();
        }
    }
}
