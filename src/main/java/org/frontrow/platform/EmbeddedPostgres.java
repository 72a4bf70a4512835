package org.frontrow.platform;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.postgresql.Driver;

/** The real PostgreSQL 18 that comes with the jar, for development, tests and a first look. */
public final class EmbeddedPostgres implements LocalPostgres {
    private static final Logger log = Logger.getLogger(EmbeddedPostgres.class);
    private static final String MAJOR = "18";
    /** Where throw-away databases of tests live. */
    private static final Path BUILD = Path.of("target");

    @Override
    public String start(Optional<Path> data, int port) throws IOException {
        var home = data.orElse(BUILD).toAbsolutePath().resolve("postgres");
        Files.createDirectories(home);
        if (data.isEmpty()) {
            return start(home, Files.createTempDirectory(home, "throw-away-"), false, port, () -> {});
        }
        var claim = claim(home);
        try {
            var directory = home.resolve(MAJOR);
            stopLeftover(home, directory);
            return start(home, directory, true, port, claim);
        } catch (IOException | RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    private static String start(Path home, Path directory, boolean lasting, int port, Closeable claim)
            throws IOException {
        var builder = io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(!lasting)
                .setOverrideWorkingDirectory(binaries(home).toFile())
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("encoding", "UTF8")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                // The library switches durability off; what somebody booked must survive here too.
                .setServerConfig("fsync", lasting ? "on" : "off")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", lasting ? "on" : "off")
                .setServerConfig("max_connections", "200");
        if (port != 0) {
            builder.setPort(port);
        }
        var server = builder.start();
        stopWithTheApplication(server, claim);
        try {
            return ownDatabase(server);
        } catch (SQLException e) {
            throw new IOException("The embedded PostgreSQL started but could not be prepared", e);
        }
    }

    private static Path binaries(Path home) {
        return home.resolve("binaries");
    }

    /** Two services on one data directory would fight over one server: the second one has to go elsewhere. */
    private static Closeable claim(Path home) throws IOException {
        var channel = FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new ConfigurationException("Another Frontrow is using the database in " + home
                    + ". Stop it, set frontrow.data-directory to another folder, or set quarkus.datasource.jdbc.url.");
        }
        return channel;
    }

    /** After a kill -9 of the service its PostgreSQL lives on. Nobody else can own it, since we hold the claim. */
    private static void stopLeftover(Path home, Path directory) throws IOException {
        var pidFile = directory.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        var programs = binaries(home).toRealPath();
        var leftover = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(pidFile).getFirst().trim()))
                // By the program, since after a reboot the number may belong to somebody else's.
                .filter(process -> process.info().command().orElse("").startsWith(programs.toString()));
        if (leftover.isEmpty()) {
            return;
        }
        var process = leftover.get();
        log.infof("Stopping the PostgreSQL (process %d) that an earlier run left behind", process.pid());
        try {
            if (System.getProperty("os.name").startsWith("Windows")) {
                process.destroyForcibly();
            } else {
                // SIGINT: disconnect everybody, write a checkpoint, stop.
                new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                        .start()
                        .waitFor();
            }
            process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while stopping an earlier PostgreSQL", e);
        }
    }

    private static String ownDatabase(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server) throws SQLException {
        // The service owns its database but is no superuser, as it would be anywhere else.
        // The driver directly: DriverManager cannot see drivers of other class loaders in dev mode.
        var asSuperuser = server.getJdbcUrl("postgres", "postgres");
        try (var connection = Objects.requireNonNull(new Driver().connect(asSuperuser, new Properties()));
                var statement = connection.createStatement()) {
            try (var row = statement.executeQuery("select 1 from pg_database where datname = '" + OWNER + "'")) {
                if (row.next()) {
                    return jdbcUrl(server);
                }
            }
            statement.execute("create role " + OWNER + " login password '" + OWNER + "'");
            statement.execute("create database " + OWNER + " owner " + OWNER);
            return jdbcUrl(server);
        }
    }

    private static String jdbcUrl(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server) {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + OWNER;
    }

    /** The hook also keeps the claim alive: a lock whose channel nobody refers to ends with the next collection. */
    private static void stopWithTheApplication(
            io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, Closeable claim) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            awaitApplicationStop();
                            try (claim) {
                                server.close();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        "stop embedded PostgreSQL"));
    }

    /** Shutdown hooks run side by side; the application's own must be through before its database goes. */
    private static void awaitApplicationStop() {
        var application = Application.currentApplication();
        if (application == null) {
            return;
        }
        var stopped = Thread.ofVirtual().start(application::awaitShutdown);
        try {
            stopped.join(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
