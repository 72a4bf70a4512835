package org.frontrow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.frontrow.process.Guest.Answer;
import org.frontrow.seating.Ledger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to give it a database, and how it says no when it was given nothing, or nothing that it can trust. */
class StartIT {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql/15/bin");
    private static final Map<String, String> ANY_DURABILITY = Map.of("FRONTROW_DATABASE_REQUIRE_FSYNC", "false");

    private static PostgresProcess postgres;
    private static Map<String, String> signingKey;

    @TempDir
    private Path home;

    @BeforeAll
    static void start(@TempDir Path keys) throws IOException {
        postgres = PostgresProcess.start();
        signingKey = SigningKeyFile.in(keys);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void uses_the_database_it_is_told() {
        assertSellsFrom(postgres, postgres.environment(), ANY_DURABILITY, signingKey);
    }

    @Test
    void uses_the_database_of_a_platform() {
        assertSellsFrom(postgres, Map.of("DATABASE_URL", postgres.databaseUrl()), ANY_DURABILITY, signingKey);
    }

    @Test
    void sells_from_the_oldest_postgres_that_will_do() throws IOException {
        assumeTrue(Files.isExecutable(INSTALLED.resolve("initdb")), "There is no PostgreSQL 15 in " + INSTALLED);
        // This one asks for the password, which has letters that an address has to escape, and flushes.
        try (var installed = PostgresProcess.installed(INSTALLED)) {
            assertSellsFrom(installed, Map.of("DATABASE_URL", installed.databaseUrl()), signingKey);
        }
    }

    @Test
    void does_not_start_without_any_database() {
        assertRefusesToStart(
                "No database is configured, and this build has no embedded one. Set QUARKUS_DATASOURCE_JDBC_URL",
                Map.of("FRONTROW_DATABASE_EMBEDDED", "false"),
                signingKey);
    }

    @Test
    void does_not_start_without_a_key_of_its_own() {
        assertRefusesToStart(
                "Frontrow needs a key to sign access tokens with. Make one with",
                postgres.environment(),
                ANY_DURABILITY);
    }

    @Test
    void does_not_start_on_a_database_that_may_forget() {
        assertRefusesToStart(
                "The database cannot keep Frontrow's promises: fsync is off, so a power cut could lose everything;"
                        + " set it to on.",
                postgres.environment(),
                signingKey);
    }

    @SafeVarargs
    private void assertSellsFrom(PostgresProcess postgres, Map<String, String>... settings) {
        try (var service =
                ServiceProcess.launch("selling", home, merged(settings)).awaitReady()) {
            var show = new Stage(postgres.database()).show(1, 3);
            var ada = Guest.withTokens().settled(service);

            assertAnswer(service, ada.hold(service, show, "A1", "A2"));
            assertAnswer(service, ada.book(service, show, "A1", "A2"));

            assertThat(ada.bookings(service).body().path("bookings")).hasSize(2);
            Ledger.assertRebuildsSeats(postgres.database(), show);
            assertThat(home).as("no database of its own was made").isEmptyDirectory();
            assertThat(service.log()).doesNotContain(PostgresProcess.PASSWORD);
        }
    }

    @SafeVarargs
    private void assertRefusesToStart(String because, Map<String, String>... settings) {
        var service = ServiceProcess.launch("refusing", home, merged(settings));

        assertThat(service.awaitExit()).as(service::endOfLog).isNotZero();
        assertThat(service.log())
                .containsOnlyOnce(because)
                .as("nothing but the reason")
                .doesNotContain("\tat ")
                .doesNotContain("Exception")
                .doesNotContain(PostgresProcess.PASSWORD);
    }

    @SafeVarargs
    private static Map<String, String> merged(Map<String, String>... settings) {
        var all = new HashMap<String, String>();
        for (var some : settings) {
            all.putAll(some);
        }
        return all;
    }

    private static void assertAnswer(ServiceProcess service, Answer answer) {
        assertThat(answer.status()).as(() -> answer + "\n" + service.endOfLog()).isEqualTo(200);
    }
}
