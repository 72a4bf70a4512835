package org.frontrow.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartFailureTest {
    @ParameterizedTest
    @CsvSource({
        "28P01, the database refuses the user (no.). Check QUARKUS_DATASOURCE_USERNAME and QUARKUS_DATASOURCE_PASSWORD.",
        "3D000, the database is not there (no.). Check QUARKUS_DATASOURCE_JDBC_URL.",
        "08001, 'the database does not answer (no.). Check QUARKUS_DATASOURCE_JDBC_URL, and whether it runs.'",
        "42501, the database does not let the user do this (no.). The user has to own the database.",
        "53300, the database takes nobody at present (no.)."
    })
    void the_database_says_no_in_one_line(String state, String line) {
        assertExplained(new RuntimeException("Failed to start", new SQLException("no.\n  Detail: many", state)), line);
    }

    @Test
    void every_value_that_cannot_be_used_gets_a_line() {
        assertExplained(
                new ConfigValidationException(new ConfigValidationException.Problem[] {
                    new ConfigValidationException.Problem(
                            "java.lang.IllegalArgumentException: SRCFG00039: The config property frontrow.holds.length with"
                                    + " the config value \"ten\" threw an Exception whilst being converted Invalid duration:"
                                    + " ten"),
                    new ConfigValidationException.Problem("frontrow.desk.lanes must be greater than or equal to 1")
                }),
                "frontrow.holds.length cannot be \"ten\": Invalid duration: ten",
                "frontrow.desk.lanes must be greater than or equal to 1");
    }

    @Test
    void a_value_that_no_type_knows_is_explained_by_its_cause() {
        assertExplained(
                new ConfigurationException(
                        "Failed to load config value of type class java.time.ZoneId for: frontrow.time-zone",
                        new IllegalArgumentException("Unknown time-zone ID: Mars")),
                "frontrow.time-zone cannot be used: Unknown time-zone ID: Mars");
    }

    @Test
    void a_port_that_is_taken_is_named() {
        assertExplained(
                new RuntimeException(new QuarkusBindException("0.0.0.0", 8080, new java.net.BindException())),
                "port 8080 of 0.0.0.0 is in use or not allowed.");
    }

    @Test
    void a_migration_that_failed_is_told_with_what_it_was() {
        assertExplained(
                new FlywayException(
                        "Script V6__x.sql failed\n-----\nMessage : ERROR: canceling statement due to lock timeout\nLine : 3",
                        new SQLException("ERROR: canceling statement due to lock timeout", "55P03")),
                "the database could not be migrated: Script V6__x.sql failed Message : ERROR: canceling statement due to"
                        + " lock timeout Line : 3");
    }

    @Test
    void without_a_connection_it_does_not_matter_who_wanted_one() {
        assertExplained(
                new FlywayException("Unable to obtain connection", new SQLException("Connection refused.", "08001")),
                "the database does not answer (Connection refused.). Check QUARKUS_DATASOURCE_JDBC_URL, and whether it"
                        + " runs.");
    }

    @Test
    void no_secret_is_repeated() {
        assertExplained(
                new ConfigurationException("Not an address: jdbc:postgresql://db/x?user=f&password=s3cret&ssl=true"),
                "Not an address: jdbc:postgresql://db/x?user=f&password=…&ssl=true");
        assertExplained(
                new ConfigurationException("Cannot read -----BEGIN PRIVATE KEY-----\nMII"), "Cannot read (a key)");
        assertExplained(
                new ConfigurationException("Not an address: postgres://f:s3cret@db/x"),
                "Not an address: postgres://f:…@db/x");
    }

    @Test
    void a_fault_of_our_own_keeps_its_stack_trace() {
        assertThat(StartFailure.explain(new IllegalStateException("a fault"))).isEmpty();
        assertThat(StartFailure.explain(new SQLException("ERROR: syntax error", "42601")))
                .isEmpty();
    }

    private static void assertExplained(Throwable failure, String... lines) {
        assertThat(StartFailure.explain(failure).orElse(List.of()))
                .containsExactly(java.util.Arrays.stream(lines)
                        .map(line -> "Frontrow cannot start: " + line)
                        .toArray(String[]::new));
    }
}
