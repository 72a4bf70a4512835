package org.frontrow.platform;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jboss.logging.Logger;

/**
 * Decides at start which database to use: the configured one, else that of {@code DATABASE_URL}, else an embedded
 * PostgreSQL, else none and a sentence that says what to do.
 */
public final class DatabaseSource extends DecidedAtStart {
    private static final Logger log = Logger.getLogger(DatabaseSource.class);
    /** Set to false, the embedded server is never started; images do so. */
    private static final String EMBEDDED = "frontrow.database.embedded";

    static final String MEMORY = "frontrow.embedded.";

    private static final String URL = "quarkus.datasource.jdbc.url";
    private static final String USERNAME = "quarkus.datasource.username";
    private static final String PASSWORD = "quarkus.datasource.password";

    @Override
    Map<String, String> decide(Given given) {
        if (Boolean.getBoolean("quarkus.appcds.generate")) {
            return Map.of(); // the class list is made without a database
        }
        var configured = given.value(URL);
        if (configured.isPresent()) {
            if (!configured.get().startsWith("jdbc:postgresql:")) {
                throw new ConfigurationException(URL + " has to begin with jdbc:postgresql:");
            }
            return Map.of();
        }
        return given.value("DATABASE_URL").map(DatabaseSource::parse).orElseGet(() -> embedded(given));
    }

    private static Map<String, String> embedded(Given given) {
        var running = System.getProperty(memory());
        if (running == null) {
            running = startEmbedded(given);
            System.setProperty(memory(), running);
        }
        return Map.of(URL, running, USERNAME, LocalPostgres.OWNER, PASSWORD, LocalPostgres.OWNER);
    }

    /** Whether this process brought its own database along: then it is a first look, not an installation. */
    public static boolean isEmbedded() {
        return System.getProperty(memory()) != null;
    }

    /** Where the process remembers its server, so that live reload, which drops all classes, keeps it. */
    private static String memory() {
        return MEMORY + LaunchMode.current().name().toLowerCase(Locale.ROOT);
    }

    private static String startEmbedded(Given given) {
        var directory = given.value("frontrow.data-directory").orElse("data");
        var data = LaunchMode.current() == LaunchMode.TEST ? Optional.<Path>empty() : Optional.of(Path.of(directory));
        try {
            var port = given.value("frontrow.database.embedded-port").map(Integer::valueOf);
            var url = localPostgres(given).start(data, port.orElse(0));
            log.warnf(
                    "No database is configured: using an embedded PostgreSQL at %s (%s). Fine for development and a"
                            + " first look; for anything else set %s.",
                    url, data.map(path -> "data in " + path.toAbsolutePath()).orElse("thrown away"), URL);
            return url;
        } catch (IOException | RuntimeException e) {
            if (e instanceof ConfigurationException known) {
                throw known;
            }
            throw new ConfigurationException("The embedded PostgreSQL did not start: " + e.getMessage(), e);
        }
    }

    private static LocalPostgres localPostgres(Given given) {
        var forbidden = given.value(EMBEDDED).filter("false"::equals).isPresent()
                || System.getenv("KUBERNETES_SERVICE_HOST") != null
                || System.getProperty("org.graalvm.nativeimage.imagecode") != null;
        if (!forbidden) {
            try {
                var found = ServiceLoader.load(LocalPostgres.class, DatabaseSource.class.getClassLoader())
                        .findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
            } catch (ServiceConfigurationError | NoClassDefFoundError e) {
                log.debug("The embedded PostgreSQL is not part of this build", e);
            }
        }
        throw new ConfigurationException("No database is configured, and this build has no embedded one. Set"
                + " QUARKUS_DATASOURCE_JDBC_URL (jdbc:postgresql://host:5432/database), QUARKUS_DATASOURCE_USERNAME and"
                + " QUARKUS_DATASOURCE_PASSWORD, or DATABASE_URL (postgres://user:password@host:5432/database). Any"
                + " PostgreSQL from 15 on will do.");
    }

    /** {@code postgres://user:password@host:port/database?options}, as many platforms hand it out. */
    static Map<String, String> parse(String databaseUrl) {
        URI uri;
        try {
            uri = URI.create(databaseUrl);
        } catch (IllegalArgumentException e) {
            // Without the cause: it repeats the text, and the text holds a password.
            throw new ConfigurationException("DATABASE_URL is no postgres://user:password@host:5432/database");
        }
        if (uri.getScheme() == null || !uri.getScheme().matches("postgres(ql)?") || uri.getHost() == null) {
            throw new ConfigurationException("DATABASE_URL is no postgres://user:password@host:5432/database");
        }
        var result = new HashMap<String, String>();
        result.put(
                URL,
                "jdbc:postgresql://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getRawPath()
                        + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
        if (uri.getRawUserInfo() != null) {
            // Apart first and decoded then: either may hold a colon.
            var user = uri.getRawUserInfo().split(":", 2);
            result.put(USERNAME, decoded(user[0]));
            if (user.length == 2) {
                result.put(PASSWORD, decoded(user[1]));
            }
        }
        return result;
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
