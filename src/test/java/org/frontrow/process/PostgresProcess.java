package org.frontrow.process;

import static org.awaitility.Awaitility.await;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.frontrow.seating.Ledger;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL of one's own, with an ordinary role that owns an ordinary database. */
public final class PostgresProcess implements AutoCloseable {
    public static final String OWNER = "frontrow";
    /** Has what is awkward in an address, and is found in a log if it gets there. */
    public static final String PASSWORD = "p@ss/of:the%tests";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Ended when the tests end, however they end. */
    private static final Set<PostgresProcess> running = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> running.forEach(PostgresProcess::kill9)));
    }

    private final PostgresPrograms programs;
    private final Path data;
    private final boolean throwsAway;
    private final Map<String, String> settings;
    private final Map<String, String> environment;
    private final Path log;
    private final int port;
    private @Nullable Process server;

    PostgresProcess(
            PostgresPrograms programs,
            Path data,
            boolean throwsAway,
            Map<String, String> settings,
            Map<String, String> environment,
            Path log)
            throws IOException {
        this.programs = programs;
        this.data = data;
        this.throwsAway = throwsAway;
        this.settings = settings;
        this.environment = environment;
        this.log = log;
        this.port = freePort();
    }

    /** PostgreSQL 18 from the libraries. It never flushes: fast, and nothing that a service should accept unasked. */
    public static PostgresProcess start() throws IOException {
        return PostgresPlan.throwAway().start();
    }

    /** A PostgreSQL of the operating system, with its own defaults: it flushes, and it asks for passwords. */
    public static PostgresProcess installed(Path programs) throws IOException {
        return PostgresPlan.installed(programs).start();
    }

    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** On its files and its port, as after {@link #stop()} or {@link #kill9()}. */
    public void startAgain() {
        launch();
    }

    void launch() {
        spawn();
        try {
            await("a PostgreSQL that answers")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .failFast("it ended", () -> !isAlive())
                    .ignoreExceptionsInstanceOf(SQLException.class)
                    .until(this::answers);
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            kill9();
            throw new AssertionError(e.getMessage() + "\n" + log(), e);
        }
    }

    private void spawn() {
        var arguments = new ArrayList<>(List.of(
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories="));
        settings.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        var builder = new ProcessBuilder(programs.command("postgres", arguments))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            var started = builder.start();
            server = started;
            running.add(this);
            started.onExit().thenAccept(ended -> OwnClock.forget(ended.pid()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() throws SQLException {
        try (var connection = administration().getConnection()) {
            return connection.isValid(1);
        }
    }

    void createOwner() {
        execute("create role " + OWNER + " login password '" + PASSWORD + "'");
        execute("create database " + OWNER + " owner " + OWNER);
    }

    /** As the administrator. */
    public void execute(String sql) {
        try (var connection = administration().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The administrator's way in. */
    public DataSource administration() {
        return dataSource("postgres", "postgres");
    }

    public boolean isAlive() {
        return server != null && server.isAlive();
    }

    /** SIGKILL for the server and all of its processes: no goodbye, and nothing written that was not written yet. */
    public void kill9() {
        // Stopped first, so that it makes no new ones meanwhile.
        pause();
        var all = processes();
        Signals.send("KILL", all);
        awaitEnd(all);
    }

    /** SIGSTOP for all of its processes: connections stay, and nothing answers. */
    public void pause() {
        if (server != null) {
            Signals.send("STOP", List.of(server.toHandle()));
            Signals.send("STOP", processes());
        }
    }

    /** SIGCONT for all of its processes. */
    public void resume() {
        Signals.send("CONT", processes());
    }

    /** SIGINT, as an operator stops it: it disconnects everybody, writes down what it has, and ends. */
    public void stop() {
        if (server != null) {
            var all = processes();
            resume();
            Signals.send("INT", List.of(server.toHandle()));
            awaitEnd(all);
        }
    }

    private List<ProcessHandle> processes() {
        return server == null
                ? List.of()
                : Stream.concat(Stream.of(server.toHandle()), server.descendants())
                        .toList();
    }

    private void awaitEnd(List<ProcessHandle> processes) {
        try {
            await("the end of a PostgreSQL")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
            server = null;
            running.remove(this);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "\n" + log(), e);
        }
    }

    /**
     * Copies its files while it runs, as {@code pg_basebackup} would.
     *
     * @param directory that does not exist yet
     */
    public PostgresCopy copyTo(Path directory) throws IOException {
        return PostgresCopy.of(this, data, directory);
    }

    /** From now on no commit is answered before that standby has it. */
    public void commitOnlyWith(String standby) {
        execute("alter system set synchronous_standby_names = 'ANY 1 (\"" + standby + "\")'");
        execute("select pg_reload_conf()");
        await("a standby that commits wait for")
                .atMost(PATIENCE)
                .until(() -> Ledger.query(
                                        administration(),
                                        "select 1 from pg_stat_replication where application_name = ? and sync_state = 'quorum'",
                                        standby)
                                .size()
                        == 1);
    }

    /** What an operator does when the standby is gone for long. */
    public void commitAlone() {
        execute("alter system reset synchronous_standby_names");
        execute("select pg_reload_conf()");
    }

    /** A standby becomes a server in its own right. */
    public void promote() {
        execute("select pg_promote(true, 30)");
        await("a server that is no standby any more")
                .atMost(PATIENCE)
                .until(() -> Ledger.query(administration(), "select pg_is_in_recovery()")
                        .equals(List.of(List.of(false))));
    }

    /** All it has said so far. */
    public String log() {
        try {
            return log + ":\n" + Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String jdbcUrl() {
        return jdbcUrl(port);
    }

    static String jdbcUrl(int port) {
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

    /** The same for a replica that reaches it through that line. */
    public Map<String, String> settings(Path keys, Line line) throws IOException {
        var settings = settings(keys);
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", line.jdbcUrl());
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
        stop();
        if (throwsAway) {
            try {
                PostgresPrograms.delete(data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
