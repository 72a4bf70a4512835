package org.frontrow.platform;

import io.quarkus.runtime.ExecutionMode;
import io.quarkus.runtime.ExecutionModeManager;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Decides at start whether requests are traced: only if somebody says where the traces go, under Quarkus's name for it or
 * under the one that OpenTelemetry gives it in every language.
 */
public final class TracingSource implements ConfigSourceFactory {
    private static final String ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";
    private static final String ENDPOINT_OF_TRACES = "quarkus.otel.exporter.otlp.traces.endpoint";
    private static final String ENDPOINT_ANYWHERE = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String DISABLED = "quarkus.otel.sdk.disabled";
    /** Below the environment, above application.properties. */
    private static final int ORDINAL = 260;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (ExecutionModeManager.getExecutionMode() != ExecutionMode.RUNTIME_INIT) {
            return List.of();
        }
        return List.of(new PropertiesConfigSource(
                decide(
                        Stream.of(ENDPOINT, ENDPOINT_OF_TRACES).anyMatch(name -> isSet(context, name)),
                        isSet(context, ENDPOINT_ANYWHERE)
                                ? context.getValue(ENDPOINT_ANYWHERE).getValue()
                                : ""),
                "frontrow-tracing",
                ORDINAL));
    }

    static Map<String, String> decide(boolean endpointKnown, String endpointAnywhere) {
        var decided = new HashMap<String, String>();
        if (!endpointKnown && !endpointAnywhere.isBlank()) {
            decided.put(ENDPOINT, endpointAnywhere);
        }
        decided.put(DISABLED, Boolean.toString(!endpointKnown && endpointAnywhere.isBlank()));
        return decided;
    }

    /** Not by default: what the framework would take is no place that anybody has named. */
    private static boolean isSet(ConfigSourceContext context, String name) {
        var value = context.getValue(name);
        return value != null
                && value.getValue() != null
                && !value.getValue().isBlank()
                && value.getConfigSourceOrdinal() > Integer.MIN_VALUE;
    }
}
