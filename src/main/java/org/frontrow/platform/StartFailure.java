package org.frontrow.platform;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.jspecify.annotations.Nullable;

/** What a failed start means to whoever runs the service. */
final class StartFailure {
    private static final Pattern NOT_CONVERTED = Pattern.compile(
            "The config property (\\S+) with the config value \"(.*)\" threw an Exception whilst being converted ?(.*)",
            Pattern.DOTALL);
    private static final Pattern NOT_LOADED =
            Pattern.compile("Failed to load config value of type .* for: (\\S+)", Pattern.DOTALL);

    private static final Pattern TECHNICAL = Pattern.compile("^(?:[a-z]\\w*\\.)+\\w+: |SRCFG\\d+: ");

    private StartFailure() {}

    /** A line for each thing that is wrong; nothing if it is a fault of the service itself, which needs its stack trace. */
    static Optional<List<String>> explain(Throwable failure) {
        return Stream.iterate(failure, it -> it != null, Throwable::getCause)
                .map(StartFailure::lines)
                .filter(lines -> !lines.isEmpty())
                .reduce((_, innermost) -> innermost)
                .map(lines -> lines.stream()
                        .map(line -> "Frontrow cannot start: " + line)
                        .toList());
    }

    private static List<String> lines(Throwable one) {
        return switch (one) {
            case ConfigurationException wrong -> List.of(clean(wrong.getMessage(), wrong));
            case ConfigValidationException wrong ->
                IntStream.range(0, wrong.getProblemCount())
                        .mapToObj(i -> clean(wrong.getProblem(i).getMessage(), wrong))
                        .toList();
            case QuarkusBindException taken ->
                List.of("port " + taken.getPort() + " of " + taken.getHost() + " is in use or not allowed.");
            case SchemaManagementException other ->
                List.of("the database's tables are not those of this version (" + firstLine(other) + ")."
                        + DatabaseCheck.MIGRATE);
            case SQLException sql
            when sql.getCause() == null || !(sql.getCause() instanceof SQLException) -> List.of(database(sql));
            case FlywayException flyway
            when !(flyway.getCause() instanceof SQLException) ->
                List.of("the database could not be migrated: " + firstLine(flyway));
            case PreventFurtherStepsException wanted when wanted.getMessage() != null -> List.of(wanted.getMessage());
            default -> List.of();
        };
    }

    private static String database(SQLException e) {
        var said = firstLine(e);
        return switch (Optional.ofNullable(e.getSQLState()).orElse("")) {
            case "28P01", "28000" ->
                "the database refuses the user (" + said
                        + "). Check QUARKUS_DATASOURCE_USERNAME and QUARKUS_DATASOURCE_PASSWORD.";
            case "3D000" -> "the database is not there (" + said + "). Check QUARKUS_DATASOURCE_JDBC_URL.";
            case "08001", "08004", "08006" ->
                "the database does not answer (" + said + "). Check QUARKUS_DATASOURCE_JDBC_URL, and whether it runs.";
            case "42501" ->
                "the database does not let the user do this (" + said + "). The user has to own the database.";
            case "" -> "the database cannot be used (" + said + "). Check QUARKUS_DATASOURCE_JDBC_URL.";
            default -> "the database says no (" + said + ").";
        };
    }

    private static String clean(@Nullable String message, Throwable origin) {
        var text = TECHNICAL.matcher(message == null ? "" : message.strip()).replaceAll("");
        var converted = NOT_CONVERTED.matcher(text);
        if (converted.matches()) {
            var why = converted.group(3).isBlank()
                    ? ""
                    : ": " + converted.group(3).strip();
            text = converted.group(1) + " cannot be \"" + converted.group(2) + "\"" + why;
        }
        var notLoaded = NOT_LOADED.matcher(text);
        if (notLoaded.matches()) {
            text = notLoaded.group(1) + " cannot be used: " + firstLine(innermost(origin));
        }
        return text.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse("the configuration is not valid");
    }

    private static Throwable innermost(Throwable e) {
        return e.getCause() == null ? e : innermost(e.getCause());
    }

    private static String firstLine(Throwable e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getMessage()
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .findFirst()
                        .orElse("");
    }
}
