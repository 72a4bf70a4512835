package org.frontrow.delivery;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.frontrow.platform.Refusal;

/** What can be set from outside, and what the service can refuse; both read from the code. */
final class Settings {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.frontrow");
    private static final Pattern KEY =
            Pattern.compile("(?:name = \"|\\$\\{|value\\(\"|EMBEDDED = \")(frontrow(?:\\.[a-z][a-z-]*)+)");

    private static final Map<String, String> OF_QUARKUS = ofQuarkus();
    private static final Set<String> OUR_OWN = asVariables(listed());

    private Settings() {}

    /** Why setting this variable would do nothing, or nothing at all if it does something. */
    static String complaint(String variable) {
        if (variable.startsWith("FRONTROW_")) {
            return OUR_OWN.contains(variable) ? "" : variable + " is no setting of the service";
        }
        var phase = OF_QUARKUS.get(variable);
        if (phase == null) {
            return variable + " is no setting of a Quarkus extension we have";
        }
        return phase.equals("RUN_TIME") ? "" : variable + " is settled when the image is built";
    }

    /** The types of all problems that are refusals, such as {@code seats-taken}. */
    static Set<String> refusals() {
        return CODE.stream()
                .filter(type -> type.isAssignableTo(Refusal.class) && !INTERFACES.test(type))
                .map(type -> kebab(type.getSimpleName()))
                .collect(Collectors.toSet());
    }

    /** Each extension's jar says which keys it has, their variables, and when they are read. */
    private static Map<String, String> ofQuarkus() {
        try {
            var phases = new HashMap<String, String>();
            var models = Settings.class
                    .getClassLoader()
                    .getResources("META-INF/quarkus-config-doc/quarkus-config-model.json");
            while (models.hasMoreElements()) {
                try (var in = models.nextElement().openStream()) {
                    collect(new ObjectMapper().readTree(in), phases);
                }
            }
            return phases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(JsonNode node, Map<String, String> phases) {
        var variable = node.path("path").path("environmentVariable");
        if (variable.isTextual()) {
            phases.put(variable.asText(), node.path("phase").asText());
        }
        node.forEach(child -> collect(child, phases));
    }

    /** What the service itself believes to have. */
    static Set<String> listed() {
        try {
            return Set.copyOf(Files.readAllLines(Path.of("src/main/resources/settings.txt")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the code reads: in groups, or one by one. */
    static Set<String> read() {
        var keys = new HashSet<String>();
        var prefixes = new HashSet<String>();
        for (var mapping : CODE.stream()
                .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                .toList()) {
            var prefix = prefixOf(mapping);
            prefixes.add(prefix);
            mapping.getMethods().forEach(method -> keys.add(prefix + "." + kebab(method.getName())));
        }
        try (var sources = Files.walk(Path.of("src/main/java"))) {
            for (var source : sources.filter(Files::isRegularFile).toList()) {
                KEY.matcher(Files.readString(source)).results().forEach(key -> keys.add(key.group(1)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        keys.removeAll(prefixes);
        return keys;
    }

    private static Set<String> asVariables(Set<String> keys) {
        return keys.stream()
                .map(key -> key.replaceAll("[^a-z]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static String prefixOf(JavaClass mapping) {
        return mapping.getAnnotationOfType(ConfigMapping.class).prefix();
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
