package org.frontrow.platform;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.common.utils.StringUtil;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Says at start what was set in vain: whoever misspells a setting should not believe that it works. */
@ApplicationScoped
class UnknownSettings {
    private static final Logger log = Logger.getLogger(UnknownSettings.class);

    /** What Kubernetes tells every container about a service whose name begins like ours; its host is always there. */
    private static final Pattern SERVICE_LINK = Pattern.compile("(FRONTROW\\w*?)_(SERVICE_(HOST|PORT)|PORT)(_\\w+)?");

    void onStart(@Observes @Priority(1) StartupEvent start) {
        unknown(Stream.concat(System.getenv().keySet().stream(), System.getProperties().stringPropertyNames().stream()))
                .forEach(name -> log.warnf("%s is not a setting of this version and has no effect", name));
    }

    /** @param names of environment variables and system properties, ours and others' */
    static List<String> unknown(Stream<String> names) {
        var all = names.collect(Collectors.toSet());
        var known = known().stream().map(UnknownSettings::asVariable).collect(Collectors.toSet());
        return all.stream()
                .filter(name -> name.startsWith("FRONTROW_") || name.startsWith("frontrow."))
                .filter(name -> !isServiceLink(name, all))
                .filter(name -> !name.startsWith(DatabaseSource.MEMORY))
                .filter(name -> !known.contains(asVariable(name)))
                .sorted()
                .toList();
    }

    private static boolean isServiceLink(String name, Set<String> all) {
        var link = SERVICE_LINK.matcher(name);
        return link.matches() && all.contains(link.group(1) + "_SERVICE_HOST");
    }

    static Set<String> known() {
        try (var in = Objects.requireNonNull(
                Thread.currentThread().getContextClassLoader().getResourceAsStream("settings.txt"))) {
            return Set.copyOf(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String asVariable(String key) {
        return StringUtil.replaceNonAlphanumericByUnderscores(key).toUpperCase(Locale.ROOT);
    }
}
