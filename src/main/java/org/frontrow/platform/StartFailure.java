package org.frontrow.platform;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ExceptionUtil;
import io.smallrye.config.ConfigValidationException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** An address of a database may hold one, and messages like to repeat it. */
    private static final Pattern PASSWORD = Pattern.compile("(?i)(password=|://[^\\s/:@]+:)[^&\\s@)]+");

    private static final Pattern PEM = Pattern.compile("-----BEGIN.*", Pattern.DOTALL);

    private StartFailure() {}

    /** A line for each thing that is wrong; nothing if it is a fault of the service itself, which needs its stack trace. */
    static Optional<List<String>> explain(Throwable failure) {
        var chain = Stream.iterate(failure, it -> it != null, Throwable::getCause)
                .toList()
                .reversed();
        return Stream.<Function<Throwable, List<String>>>of(
                        StartFailure::noConnection, StartFailure::migration, StartFailure::anythingElse)
                .flatMap(explanation -> chain.stream().map(explanation))
                .filter(lines -> !lines.isEmpty())
                .findFirst()
                .map(lines -> lines.stream()
                        .map(line -> "Frontrow cannot start: " + withoutSecrets(line))
                        .toList());
    }

    /** Whatever was about to be done: without the database nothing can be. */
    private static List<String> noConnection(Throwable one) {
        if (!(one instanceof SQLException sql)) {
            return List.of();
        }
        var said = firstLine(sql);
        var state = Optional.ofNullable(sql.getSQLState()).orElse("");
        if (state.startsWith("28")) {
            return List.of("the database refuses the user (" + said
                    + "). Check QUARKUS_DATASOURCE_USERNAME and QUARKUS_DATASOURCE_PASSWORD.");
        }
        if (state.equals("3D000")) {
            return List.of("the database is not there (" + said + "). Check QUARKUS_DATASOURCE_JDBC_URL.");
        }
        if (state.startsWith("08")) {
            return List.of("the database does not answer (" + said
                    + "). Check QUARKUS_DATASOURCE_JDBC_URL, and whether it runs.");
        }
        if (state.startsWith("53") || state.startsWith("57P")) {
            return List.of("the database takes nobody at present (" + said + ").");
        }
        return List.of();
    }

    /** Flyway says which script it was, which line, and what the database said. */
    private static List<String> migration(Throwable one) {
        return one instanceof FlywayException flyway && flyway.getMessage() != null
                ? List.of("the database could not be migrated: " + inOneLine(flyway.getMessage()))
                : List.of();
    }

    private static List<String> anythingElse(Throwable one) {
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
            when "42501".equals(sql.getSQLState()) ->
                List.of("the database does not let the user do this (" + firstLine(sql)
                        + "). The user has to own the database.");
            default -> List.of();
        };
    }

    private static String withoutSecrets(String line) {
        return PEM.matcher(PASSWORD.matcher(line).replaceAll("$1…")).replaceAll("(a key)");
    }

    private static String inOneLine(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.matches("-*"))
                .collect(Collectors.joining(" "));
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
            text = notLoaded.group(1) + " cannot be used: " + firstLine(ExceptionUtil.getRootCause(origin));
        }
        return text.isBlank() ? "the configuration is not valid" : inOneLine(text);
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
