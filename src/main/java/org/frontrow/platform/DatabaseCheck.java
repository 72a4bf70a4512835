package org.frontrow.platform;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;

/**
 * Looks once, before the first request, whether the database can keep our promises. A server that may forget what it
 * confirmed, or wait for ever, must not sell seats.
 */
@ApplicationScoped
class DatabaseCheck {
    /** What to do about tables of an older version. */
    static final String MIGRATE = " Start this version once with QUARKUS_INIT_AND_EXIT=true and"
            + " QUARKUS_FLYWAY_MIGRATE_AT_START=true: it migrates and ends.";

    private static final int OLDEST = 15;
    private static final Set<String> DURABLE = Set.of("on", "remote_apply");
    private static final List<String> TIMEOUTS =
            List.of("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "transaction_timeout");

    private final DataSource database;
    private final Flyway migrations;
    private final boolean migrated;
    private final boolean needsFsync;

    DatabaseCheck(
            DataSource database,
            Flyway migrations,
            @ConfigProperty(name = "quarkus.flyway.migrate-at-start") boolean migrated,
            @ConfigProperty(name = "frontrow.database.require-fsync", defaultValue = "true") boolean needsFsync) {
        this.database = database;
        this.migrations = migrations;
        this.migrated = migrated;
        this.needsFsync = needsFsync;
    }

    void onStart(@Observes @Priority(1) StartupEvent start) {
        if (!migrated) {
            refuseOlderTables();
        }
        var complaints = complaints(settings());
        if (!complaints.isEmpty()) {
            throw new ConfigurationException(
                    "The database cannot keep Frontrow's promises: " + String.join("; ", complaints) + ".");
        }
    }

    private void refuseOlderTables() {
        var missing = migrations.info().pending();
        if (missing.length > 0) {
            throw new ConfigurationException("The database lacks migration " + missing[0].getVersion() + " ("
                    + missing[0].getDescription() + ")." + MIGRATE);
        }
    }

    List<String> complaints(Map<String, String> settings) {
        var complaints = new ArrayList<String>();
        var version = Integer.parseInt(settings.getOrDefault("server_version_num", "0")) / 10000;
        if (version < OLDEST) {
            complaints.add("it is PostgreSQL " + version + ", " + OLDEST + " or newer is needed");
        }
        var commit = settings.getOrDefault("synchronous_commit", "unknown");
        if (!DURABLE.contains(commit)) {
            complaints.add(
                    "synchronous_commit is " + commit + ", so a crash could lose confirmed bookings; set it to on");
        }
        if (needsFsync && !"on".equals(settings.get("fsync"))) {
            complaints.add("fsync is off, so a power cut could lose everything; set it to on");
        }
        for (var timeout : TIMEOUTS) {
            if ("0".equals(settings.get(timeout))) {
                complaints.add(timeout + " is off, so a stuck transaction could stop all sales; something overrides"
                        + " what the service sets on its connections");
            }
        }
        if (!"off".equals(settings.get("default_transaction_read_only"))
                || "on".equals(settings.get("in_hot_standby"))) {
            complaints.add("it is read-only, perhaps a standby");
        }
        return complaints;
    }

    private Map<String, String> settings() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        select name, setting from pg_settings where name in ('server_version_num', 'synchronous_commit',
                            'fsync', 'lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout',
                            'transaction_timeout', 'default_transaction_read_only', 'in_hot_standby')""")) {
            var settings = new LinkedHashMap<String, String>();
            while (rows.next()) {
                settings.put(rows.getString(1), rows.getString(2));
            }
            return settings;
        } catch (SQLException e) {
            throw new DatabaseUnreachable(e);
        }
    }
}
