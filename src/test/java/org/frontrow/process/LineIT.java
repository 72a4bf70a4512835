package org.frontrow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.frontrow.process.Knife.Moment;
import org.frontrow.process.Line.Way;
import org.frontrow.seating.Ledger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/** That a line does to those who talk through it what it says. */
class LineIT {
    private static final Duration LONG = Duration.ofMillis(400);

    private static PostgresProcess postgres;

    private Line line;

    @BeforeAll
    static void start() throws IOException {
        postgres = PostgresProcess.start();
        postgres.execute("create table note (text text primary key)");
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void draw() throws IOException {
        line = Line.to(postgres);
    }

    @AfterEach
    void close() {
        line.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"extended", "simple"})
    void what_was_committed_before_the_cut_is_there(String mode) throws SQLException {
        try (var connection = connect(mode)) {
            // Often enough that the driver has its statements prepared, and sends their names alone.
            for (int i = 1; i <= 10; i++) {
                write(connection, mode + " kept " + i);
                connection.commit();
            }
            line.take(new Knife(Moment.BEFORE_THE_ANSWER, Luck.next(1)));
            write(connection, mode + " lost");

            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        }
        assertThat(notes(mode + " lost")).isEqualTo(1);
        assertThat(line.strikes()).isEqualTo(1);
        try (var connection = connect(mode)) {
            write(connection, mode + " next");
            connection.commit();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"extended", "simple"})
    void what_was_cut_before_its_commit_is_not_there(String mode) throws SQLException {
        line.take(new Knife(Moment.BEFORE_IT_ARRIVES, Luck.next(1)));
        try (var connection = connect(mode)) {
            write(connection, mode + " never");

            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        }
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Ledger.query(
                                postgres.administration(),
                                "select 1 from pg_stat_activity where state = 'idle in transaction'")
                        .isEmpty());
        assertThat(notes(mode + " never")).isZero();
        assertThat(line.strikes()).isEqualTo(1);
    }

    @Test
    void who_only_reads_or_takes_it_back_is_not_cut() throws SQLException {
        line.take(new Knife(Moment.BEFORE_THE_ANSWER, Luck.next(1)));
        try (var connection = connect("extended");
                var statement = connection.createStatement()) {
            statement.executeQuery("select * from note for update").close();
            connection.commit();
            write(connection, "taken back");
            connection.rollback();
            statement.executeQuery("select 1").close();
            connection.commit();
            assertThat(line.strikes()).isZero();

            write(connection, "hit");
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        }
        assertThat(line.strikes()).isEqualTo(1);
    }

    @Test
    void a_commit_that_the_server_refuses_is_told() throws SQLException {
        postgres.execute("create table later (id int, unique (id) deferrable initially deferred)");
        line.take(new Knife(Moment.BEFORE_THE_ANSWER, Luck.next(1)));
        try (var connection = connect("extended");
                var statement = connection.createStatement()) {
            statement.execute("insert into later values (1), (1)");
            assertThatThrownBy(connection::commit).hasMessageContaining("later_id_key");
            assertThat(connection.isValid(5)).isTrue();
        }
        assertThat(line.strikes()).isZero();
    }

    @Test
    void the_same_dice_hit_the_same() {
        assertThat(hits(42)).isEqualTo(hits(42)).isNotEqualTo(hits(43)).contains(true, false);
        assertThat(IntStream.range(0, 3).filter(_ -> Luck.next(0).strikes())).isEmpty();
    }

    private static List<Boolean> hits(long seed) {
        var luck = Luck.dice(0.3, new Random(seed));
        return IntStream.range(0, 100).mapToObj(_ -> luck.strikes()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"THERE", "BACK"})
    void a_delayed_line_is_late_both_ways_and_then_no_more(Way way) throws SQLException {
        try (var connection = connect("extended")) {
            line.delay(way, LONG);
            assertThat(timeOfOneQuestion(connection)).isGreaterThan(LONG);
            line.delay(way, Duration.ZERO);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> timeOfOneQuestion(connection).compareTo(LONG) < 0);
        }
    }

    @Test
    void a_slow_line_carries_only_so_much() throws SQLException {
        try (var connection = connect("extended");
                var statement = connection.createStatement()) {
            line.limit(Way.BACK, 100_000);
            var before = System.nanoTime();
            statement.executeQuery("select repeat('x', 50000)").close();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(490));
            line.limit(Way.BACK, 0);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> timeOfOneQuestion(connection).compareTo(LONG) < 0);
        }
    }

    @Test
    void a_silent_line_answers_nobody_and_later_everybody() throws Exception {
        try (var connection = connect("extended")) {
            line.fallSilent();
            var question = CompletableFuture.supplyAsync(() -> timeOfOneQuestion(connection));
            assertThatThrownBy(() -> question.get(LONG.toMillis(), TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            var newcomer = CompletableFuture.supplyAsync(() -> {
                try {
                    return connect("extended");
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
            line.speakAgain();
            assertThat(question.get(10, TimeUnit.SECONDS)).isGreaterThan(LONG);
            newcomer.get(10, TimeUnit.SECONDS).close();
        }
    }

    @Test
    void while_it_is_cut_nobody_gets_through_and_afterwards_anybody() throws Exception {
        try (var connection = connect("extended")) {
            line.cut();
            assertThatThrownBy(() -> timeOfOneQuestion(connection)).isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> connect("extended")).isInstanceOf(SQLException.class);
        }
        line.mend();
        try (var connection = connect("extended")) {
            line.hangUp();
            assertThatThrownBy(() -> timeOfOneQuestion(connection)).isInstanceOf(AssertionError.class);
        }
        connect("extended").close();
    }

    @Test
    void leads_to_another_and_survives_that_there_is_none() throws Exception {
        try (var other = PostgresProcess.start()) {
            other.execute("create table here (n int)");
            line.leadTo(PostgresProcess.freePort());
            assertThatThrownBy(() -> connect("extended")).isInstanceOf(SQLException.class);
            line.leadTo(other.port());
            try (var connection = connect("extended");
                    var statement = connection.createStatement()) {
                statement.executeQuery("select * from here").close();
            }
        }
    }

    @Test
    void the_answer_to_what_a_service_has_done_is_lost() throws Exception {
        var done = new AtomicInteger();
        var service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            done.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        service.start();
        var address = URI.create("http://127.0.0.1:" + service.getAddress().getPort());
        try (var line = Line.to(address);
                var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            var there = URI.create("http://127.0.0.1:" + line.port());
            var get = HttpRequest.newBuilder(there).build();
            var post = HttpRequest.newBuilder(there)
                    .POST(BodyPublishers.ofString("{}"))
                    .build();
            assertThat(client.send(post, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(204);
            line.take(new Knife(Moment.BEFORE_THE_ANSWER, Luck.next(1)));
            assertThat(client.send(get, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
            assertThatThrownBy(() -> client.send(post, BodyHandlers.discarding()))
                    .isInstanceOf(IOException.class);
            assertThat(done).hasValue(3);
            line.take(new Knife(Moment.BEFORE_IT_ARRIVES, Luck.next(1)));
            assertThatThrownBy(() -> client.send(post, BodyHandlers.discarding()))
                    .isInstanceOf(IOException.class);
            assertThat(done).hasValue(3);
            assertThat(client.send(post, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(204);
            assertThat(line.strikes()).isEqualTo(2);
        } finally {
            service.stop(0);
        }
    }

    private Connection connect(String mode) throws SQLException {
        var source = (PGSimpleDataSource)
                PostgresProcess.dataSource(line.port(), "postgres", "postgres", PostgresProcess.PASSWORD);
        source.setPreferQueryMode(PreferQueryMode.of(mode));
        var connection = source.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void write(Connection connection, String text) throws SQLException {
        try (var statement = connection.prepareStatement("insert into note values (?)")) {
            statement.setString(1, text);
            statement.execute();
        }
    }

    private static long notes(String text) {
        return Ledger.query(postgres.administration(), "select 1 from note where text = ?", text)
                .size();
    }

    private static Duration timeOfOneQuestion(Connection connection) {
        var before = System.nanoTime();
        try (var statement = connection.createStatement()) {
            statement.executeQuery("select 1").close();
            return Duration.ofNanos(System.nanoTime() - before);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
