package org.frontrow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.frontrow.process.Guest.Answer;
import org.frontrow.seating.Ledger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A first look: no setting at all, so the service brings its database along and keeps it in its working directory. */
@DisabledIfSystemProperty(
        named = ServiceProcess.BINARY,
        matches = ".+",
        disabledReason = "A native executable brings no database along")
class CrashIT {
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    @TempDir
    private static Path home;

    private static ServiceProcess service;

    @BeforeAll
    static void start() {
        service = ServiceProcess.launch("first", home, Map.of()).awaitReady();
    }

    @AfterAll
    static void nothing_is_left_behind() throws IOException {
        var postgres = Postmaster.in(home).process();
        try {
            service.stop();
            await("the end of the database")
                    .atMost(AT_MOST)
                    .untilAsserted(() -> assertThat(postgres.isAlive()).isFalse());
        } finally {
            postgres.destroyForcibly();
        }
    }

    @Test
    void what_was_confirmed_is_there_after_a_kill() throws IOException {
        var stage = new Stage(Postmaster.in(home).database());
        var show = stage.show(1, 4);
        assertAnswer(demoGuest().signIn(service, "demo123"), 401);
        var ada = Guest.withTokens().settled(service);
        assertAnswer(ada.hold(service, show, "A1", "A2"), 200);
        assertAnswer(ada.book(service, show, "A2"), 200);
        var orphan = Postmaster.in(home).process();

        service.kill9();
        service = ServiceProcess.launch("second", home, Map.of("FRONTROW_HOLDS_LENGTH", "2s", "FRONTROW_DEMO", "true"))
                .awaitReady();

        assertThat(orphan.isAlive()).as("the database of the killed one").isFalse();
        // The token of before: the key it was signed with was kept.
        var bookings = ada.bookings(service);
        assertAnswer(bookings, 200);
        assertThat(bookings.body().path("bookings")).hasSize(1);
        assertThat(bookings.body().at("/bookings/0/number").asInt()).isEqualTo(2);
        var map = Guest.map(service, show);
        assertThat(map.statusOf("A1")).isEqualTo("HELD");
        assertThat(map.statusOf("A2")).isEqualTo("BOOKED");
        assertAnswer(ada.book(service, show, "A1"), 200);
        assertAnswer(demoGuest().signIn(service, "demo123"), 200);

        assertAnswer(ada.hold(service, show, "A3"), 200);
        await("the end of a hold")
                .atMost(AT_MOST)
                .untilAsserted(() ->
                        assertThat(Guest.map(service, show).statusOf("A3")).isEqualTo("AVAILABLE"));
        var database = Postmaster.in(home).database();
        assertThat(Ledger.eventsOf(database, show, "A", 3)).containsExactly("HELD", "EXPIRED");
        Ledger.assertRebuildsSeats(database, show);
    }

    @Test
    void a_second_one_on_the_same_data_is_turned_away() throws IOException {
        var postgres = Postmaster.in(home).process();
        var second = ServiceProcess.launch("turned-away", home, Map.of());

        assertThat(second.awaitExit()).as(second::endOfLog).isNotZero();
        assertThat(second.log())
                .contains("Another Frontrow is using the database in")
                .contains("Stop it, set frontrow.data-directory to another folder")
                .doesNotContain("\tat ");
        assertThat(postgres.isAlive()).isTrue();
        assertAnswer(Guest.withTokens().settled(service).bookings(service), 200);
    }

    private static Guest demoGuest() {
        return Guest.named("demo_user_123");
    }

    private static void assertAnswer(Answer answer, int status) {
        assertThat(answer.status()).as(() -> answer + "\n" + service.endOfLog()).isEqualTo(status);
    }

    /** The database that came along, as it describes itself in its file. */
    private record Postmaster(ProcessHandle process, int port) {
        static Postmaster in(Path home) throws IOException {
            var lines = Files.readAllLines(home.resolve("data/postgres/18/postmaster.pid"));
            return new Postmaster(
                    ProcessHandle.of(Long.parseLong(lines.getFirst().trim())).orElseThrow(),
                    Integer.parseInt(lines.get(3).trim()));
        }

        DataSource database() {
            return PostgresProcess.dataSource(port, "frontrow", "frontrow", "frontrow");
        }
    }
}
