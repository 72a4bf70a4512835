package org.frontrow.platform;

import io.quarkus.runtime.ExecutionMode;
import io.quarkus.runtime.ExecutionModeManager;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Decides at start whether requests are traced: only if somebody says where the traces go, under Quarkus's name for it or
 * under the one that OpenTelemetry gives it in every language.
 */
public final class TracingSource implements ConfigSourceFactory {
    private static final String DISABLED = "quarkus.otel.sdk.disabled";
    private static final String ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";
    private static final String ENDPOINT_OF_TRACES = "quarkus.otel.exporter.otlp.traces.endpoint";
    private static final String PROTOCOL = "quarkus.otel.exporter.otlp.protocol";
    private static final int ORDINAL = 260;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (ExecutionModeManager.getExecutionMode() != ExecutionMode.RUNTIME_INIT) {
            return List.of();
        }
        return List.of(new PropertiesConfigSource(decide(name -> set(context, name)), "frontrow-tracing", ORDINAL));
    }

    static Map<String, String> decide(Function<String, Optional<String>> set) {
        var decided = new HashMap<String, String>();
        var elsewhere = set.apply("OTEL_EXPORTER_OTLP_ENDPOINT");
        var known = set.apply(ENDPOINT).or(() -> set.apply(ENDPOINT_OF_TRACES)).isPresent();
        if (!known && elsewhere.isPresent()) {
            decided.put(ENDPOINT, elsewhere.get());
            // Where nothing is said OpenTelemetry means HTTP, and Quarkus gRPC, whose port is always the same.
            decided.put(
                    PROTOCOL,
                    set.apply("OTEL_EXPORTER_OTLP_PROTOCOL")
                            .orElse(elsewhere.get().endsWith(":4317") ? "grpc" : "http/protobuf"));
        }
        var off =
                set.apply("OTEL_SDK_DISABLED").filter("true"::equalsIgnoreCase).isPresent();
        decided.put(DISABLED, Boolean.toString(off || (!known && elsewhere.isEmpty())));
        return decided;
    }

    /** Not by default: what the framework would take is no place that anybody has named. */
    private static Optional<String> set(ConfigSourceContext context, String name) {
        return Optional.ofNullable(context.getValue(name))
                .filter(it -> it.getConfigSourceOrdinal() > Integer.MIN_VALUE)
                .map(it -> it.getValue())
                .filter(it -> !it.isBlank());
    }
}
