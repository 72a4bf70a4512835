package org.frontrow.process;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL of one's own, with an ordinary role that owns an ordinary database. */
public final class PostgresProcess implements AutoCloseable {
    public static final String OWNER = "frontrow";
    /** Has what is awkward in an address, and is found in a log if it gets there. */
    public static final String PASSWORD = "p@ss/of:the%tests";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port;
    private final AutoCloseable server;

    private PostgresProcess(int port, AutoCloseable server) {
        this.port = port;
        this.server = server;
    }

    /** PostgreSQL 18 from the libraries. It never flushes: fast, and nothing that a service should accept unasked. */
    public static PostgresProcess start() throws IOException {
        var home = Files.createDirectories(Path.of("target/postgres").toAbsolutePath());
        var server = EmbeddedPostgres.builder()
                .setDataDirectory(Files.createTempDirectory(home, "throw-away-"))
                .setOverrideWorkingDirectory(home.resolve("binaries").toFile())
                .setPGStartupWait(PATIENCE)
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("encoding", "UTF8")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                // Shorter than the service waits for a lock, or its giving up would hide every deadlock.
                .setServerConfig("deadlock_timeout", "100ms")
                .start();
        return withOwner(new PostgresProcess(server.getPort(), server));
    }

    /** A PostgreSQL of the operating system, with its own defaults: it flushes, and it asks for passwords. */
    public static PostgresProcess installed(Path binaries) throws IOException {
        var home = Files.createTempDirectory("frontrow-installed-");
        var password = Files.writeString(home.resolve("password"), PASSWORD);
        var isRoot = "root".equals(System.getProperty("user.name"));
        if (isRoot) {
            // PostgreSQL refuses to run as root; its package brings this user.
            var users = home.getFileSystem().getUserPrincipalLookupService();
            Files.setOwner(home, users.lookupPrincipalByName("postgres"));
            Files.setOwner(password, users.lookupPrincipalByName("postgres"));
        }
        List<String> asWhom =
                isRoot ? List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups") : List.of();
        var data = home.resolve("data");
        var log = home.resolve("log");
        var made = run(
                log,
                home,
                asWhom,
                binaries.resolve("initdb").toString(),
                "--pgdata=" + data,
                "--username=postgres",
                "--auth=scram-sha-256",
                "--pwfile=" + password,
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync");
        try {
            if (!made.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || made.exitValue() != 0) {
                made.destroyForcibly();
                throw new AssertionError("initdb failed:\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        var port = freePort();
        var server = run(
                log,
                home,
                asWhom,
                binaries.resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=");
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        return withOwner(new PostgresProcess(port, () -> {
            // SIGTERM waits for clients, and the services are gone by now.
            server.destroy();
            if (!server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                server.destroyForcibly();
                throw new AssertionError("PostgreSQL did not stop:\n" + Files.readString(log));
            }
            try (var files = Files.walk(home)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }));
    }

    private static Process run(Path log, Path directory, List<String> asWhom, String... command) throws IOException {
        var line = new ArrayList<>(asWhom);
        line.addAll(List.of(command));
        return new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static PostgresProcess withOwner(PostgresProcess postgres) {
        await("a PostgreSQL that answers")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> {
                    try (var connection =
                            postgres.dataSource("postgres", "postgres").getConnection()) {
                        return connection.isValid(1);
                    }
                });
        try (var connection = postgres.dataSource("postgres", "postgres").getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create role " + OWNER + " login password '" + PASSWORD + "'");
            statement.execute("create database " + OWNER + " owner " + OWNER);
            return postgres;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    public int port() {
        return port;
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + OWNER;
    }

    /** As hosting platforms hand it out. */
    public String databaseUrl() {
        return "postgres://" + OWNER + ":" + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8) + "@127.0.0.1:" + port
                + "/" + OWNER;
    }

    /** What a service has to be told to use it. */
    public Map<String, String> environment() {
        return Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME", OWNER,
                "QUARKUS_DATASOURCE_PASSWORD", PASSWORD);
    }

    /**
     * All that a replica has to be told, and may be told more: this database, though it never flushes, and a key.
     *
     * @param keys where the key is put
     */
    public Map<String, String> settings(Path keys) throws IOException {
        var settings = new HashMap<>(environment());
        settings.putAll(SigningKeyFile.in(keys));
        settings.put("FRONTROW_DATABASE_REQUIRE_FSYNC", "false");
        return settings;
    }

    /** The database of the service, as its owner. */
    public DataSource database() {
        return dataSource(OWNER, OWNER);
    }

    private DataSource dataSource(String database, String user) {
        return dataSource(port, database, user, PASSWORD);
    }

    public static DataSource dataSource(int port, String database, String user, String password) {
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(user);
        source.setPassword(password);
        source.setConnectTimeout(2);
        return source;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
