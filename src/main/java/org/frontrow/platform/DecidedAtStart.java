package org.frontrow.platform;

import io.quarkus.runtime.ExecutionMode;
import io.quarkus.runtime.ExecutionModeManager;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Settings that follow from others, decided once when the service starts. */
abstract class DecidedAtStart implements ConfigSourceFactory {
    /** Below the environment, above application.properties. */
    private static final int ORDINAL = 260;

    /** What somebody has set. */
    @FunctionalInterface
    interface Given {
        Optional<String> value(String name);
    }

    @Override
    public final Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        // Also called while building and by the test launcher, where nothing may start.
        if (ExecutionModeManager.getExecutionMode() != ExecutionMode.RUNTIME_INIT) {
            return List.of();
        }
        return List.of(new PropertiesConfigSource(
                decide(name -> given(context, name)), getClass().getSimpleName(), ORDINAL));
    }

    abstract Map<String, String> decide(Given given);

    /** Not by default: what the framework would take is nothing that anybody has set. */
    private static Optional<String> given(ConfigSourceContext context, String name) {
        return Optional.ofNullable(context.getValue(name))
                .filter(it -> it.getConfigSourceOrdinal() > Integer.MIN_VALUE)
                .map(it -> it.getValue())
                .filter(it -> !it.isBlank());
    }
}
