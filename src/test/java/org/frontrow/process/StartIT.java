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

    @Test
    void does_not_start_as_somebody_the_database_does_not_know() throws IOException {
        assumeTrue(Files.isExecutable(INSTALLED.resolve("initdb")), "There is no PostgreSQL 15 in " + INSTALLED);
        try (var installed = PostgresProcess.installed(INSTALLED)) {
            assertRefusesToStart(
                    "Frontrow cannot start: the database refuses the user (FATAL: password authentication failed for user"
                            + " \"frontrow\").",
                    installed.environment(),
                    Map.of("QUARKUS_DATASOURCE_PASSWORD", "not this one"),
                    signingKey);
        }
    }

    @Test
    void does_not_start_with_what_it_cannot_use() {
        assertRefusesToStart(
                "Frontrow cannot start: frontrow.holds.length cannot be \"ten\": Invalid duration: ten",
                postgres.environment(),
                ANY_DURABILITY,
                Map.of("FRONTROW_HOLDS_LENGTH", "ten"),
                signingKey);
    }

    @Test
    void migrates_and_ends_when_that_is_all_it_is_told_to_do() throws IOException {
        try (var fresh = PostgresProcess.start()) {
            var replica = merged(
                    fresh.environment(),
                    ANY_DURABILITY,
                    signingKey,
                    Map.of("QUARKUS_FLYWAY_MIGRATE_AT_START", "false"));
            assertRefusesToStart("Start this version once with QUARKUS_INIT_AND_EXIT=true", replica);

            // As a Kubernetes Job does it: it needs no key to sign with.
            var migration = ServiceProcess.launch(
                    "migrating", home, merged(fresh.environment(), Map.of("QUARKUS_INIT_AND_EXIT", "true")));
            assertThat(migration.awaitExit()).as(migration::endOfLog).isZero();
            assertThat(migration.log()).doesNotContain("cannot start");

            assertSellsFrom(fresh, replica);
        }
    }

    @Test
    void says_what_was_set_in_vain() {
        try (var service = ServiceProcess.launch(
                        "misspelt",
                        home,
                        merged(
                                postgres.environment(),
                                ANY_DURABILITY,
                                signingKey,
                                Map.of("FRONTROW_HOLD_LENGTH", "5m")))
                .awaitReady()) {
            assertThat(service.log())
                    .contains("FRONTROW_HOLD_LENGTH is not a setting of this version and has no effect");
        }
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
