package org.frontrow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.frontrow.seating.Ledger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That what is done to a database here is what it is called. */
class PostgresProcessIT {
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    @Test
    void after_a_kill_it_has_what_was_committed_and_nothing_else(@TempDir Path home) throws Exception {
        var data = home.resolve("data");
        try (var postgres = PostgresPlan.careful().on(data).start();
                var connection = postgres.database().getConnection();
                var statement = connection.createStatement()) {
            assertThat(all(postgres, "show fsync")).containsExactly("on");
            statement.execute("create table note (text text)");
            statement.execute("insert into note values ('kept')");
            connection.setAutoCommit(false);
            statement.execute("insert into note values ('lost')");

            postgres.kill9();
            assertThat(postgres.isAlive()).isFalse();
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            postgres.startAgain();

            assertThat(postgres.log()).contains("was interrupted");
            assertThat(all(postgres, "select text from note")).containsExactly("kept");
        }
        try (var postgres = PostgresPlan.careful().on(data).start()) {
            assertThat(all(postgres, "select text from note")).containsExactly("kept");
            assertThat(postgres.log()).doesNotContain("was interrupted");
        }
    }

    @Test
    void stands_still_and_goes_on() throws Exception {
        try (var postgres = PostgresProcess.start()) {
            postgres.pause();
            var question = CompletableFuture.supplyAsync(() -> all(postgres, "select 1"));
            assertThatThrownBy(() -> question.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

            postgres.resume();
            await().atMost(AT_MOST)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(all(postgres, "select 1")).containsExactly(1));

            // Who stands still can be ended all the same.
            postgres.pause();
        }
    }

    @Test
    void its_clock_is_wrong_and_jumps(@TempDir Path home) throws Exception {
        var clock = OwnClock.in(home, Duration.ofMinutes(5));
        try (var postgres = PostgresPlan.throwAway().by(clock).start()) {
            assertThat(ahead(postgres)).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
            clock.step(Duration.ofMinutes(-10));
            assertThat(ahead(postgres)).isBetween(Duration.ofMinutes(-5), Duration.ofMinutes(-4));
        }
    }

    private static Duration ahead(PostgresProcess postgres) throws SQLException {
        var before = Instant.now();
        try (var connection = postgres.database().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return Duration.between(
                    before, row.getObject(1, OffsetDateTime.class).toInstant());
        }
    }

    @Test
    void says_that_its_disk_is_full_and_writes_again_when_there_is_room() throws Exception {
        try (var disk = SmallDisk.of(96);
                var logOfWrites = SmallDisk.of(64);
                var postgres = PostgresPlan.careful()
                        .on(disk.path().resolve("data"))
                        .withLogOfWritesOn(logOfWrites.path().resolve("log"))
                        .start()) {
            postgres.execute("create table note as select repeat('x', 1000) from generate_series(1, 100)");
            disk.fill();
            assertThat(disk.freeBytes()).isZero();

            assertThatThrownBy(() -> postgres.execute(
                            "insert into note select repeat('y', 1000) from generate_series(1, 10000)"))
                    .hasMessageContaining("No space left on device");
            assertThat(postgres.isAlive()).isTrue();
            assertThat(postgres.log()).doesNotContain("PANIC");

            disk.free();
            postgres.execute("insert into note select repeat('y', 1000) from generate_series(1, 10000)");
        }
    }

    @Test
    void ends_when_it_cannot_log_what_it_writes_and_starts_when_there_is_room() throws Exception {
        try (var logOfWrites = SmallDisk.of(64);
                var postgres = PostgresPlan.careful()
                        .withLogOfWritesOn(logOfWrites.path().resolve("log"))
                        .start()) {
            postgres.execute("create table note (text text)");
            postgres.execute("insert into note values ('kept')");
            logOfWrites.fill();

            assertThatThrownBy(() -> postgres.execute(
                            "insert into note select repeat('y', 1000) from generate_series(1, 100000)"))
                    .isInstanceOf(AssertionError.class);
            await().atMost(AT_MOST).until(() -> !postgres.isAlive());
            assertThat(postgres.log()).contains("PANIC").contains("No space left on device");

            logOfWrites.free();
            postgres.startAgain();
            assertThat(Ledger.query(postgres.administration(), "select text from note"))
                    .isEqualTo(List.of(List.of("kept")));
        }
    }

    @Test
    void a_backup_has_what_was_there_when_it_was_made(@TempDir Path home) throws Exception {
        try (var postgres = PostgresProcess.start()) {
            postgres.execute("create table note as select n from generate_series(1, 1000) as n");
            var writing = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 200; i++) {
                    postgres.execute("insert into note select n from generate_series(1001, 2000) as n");
                }
            });
            var copy = postgres.copyTo(home.resolve("copy"));
            writing.join();
            postgres.execute("drop table note");

            try (var restored = copy.restored().start()) {
                assertThat(restored.log()).contains("completed backup recovery");
                var found = Ledger.query(restored.administration(), "select count(*), count(*) % 1000 from note")
                        .getFirst();
                assertThat((Long) found.getFirst()).isBetween(1000L, 201_000L);
                assertThat(found.getLast()).as("a part of a transaction").isEqualTo(0L);
            }
        }
    }

    @Test
    void commits_wait_for_a_standby_which_then_takes_over(@TempDir Path home) throws Exception {
        try (var postgres = PostgresProcess.start();
                var standby =
                        postgres.copyTo(home.resolve("copy")).standby("second").start()) {
            postgres.execute("create table note (text text)");
            postgres.commitOnlyWith("second");
            postgres.execute("insert into note values ('both have it')");

            standby.kill9();
            var alone = CompletableFuture.runAsync(() -> postgres.execute("insert into note values ('one has it')"));
            assertThatThrownBy(() -> alone.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            standby.startAgain();
            alone.get(AT_MOST.toSeconds(), TimeUnit.SECONDS);

            standby.kill9();
            var forever = CompletableFuture.runAsync(() -> postgres.execute("insert into note values ('only one')"));
            assertThatThrownBy(() -> forever.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            postgres.commitAlone();
            forever.get(AT_MOST.toSeconds(), TimeUnit.SECONDS);

            postgres.kill9();
            standby.startAgain();
            standby.promote();
            standby.execute("insert into note values ('after it')");
            assertThat(Ledger.query(standby.administration(), "select text from note"))
                    .extracting(List::getFirst)
                    .containsExactly("both have it", "one has it", "after it");
        }
    }

    private static List<Object> all(PostgresProcess postgres, String sql) {
        return Ledger.query(postgres.database(), sql).stream()
                .map(List::getFirst)
                .toList();
    }
}
