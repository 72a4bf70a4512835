package org.frontrow.platform;

import java.util.HashMap;
import java.util.Map;

/**
 * Decides at start whether requests are traced: only if somebody says where the traces go, under Quarkus's name for it or
 * under the one that OpenTelemetry gives it in every language.
 */
public final class TracingSource extends DecidedAtStart {
    private static final String DISABLED = "quarkus.otel.sdk.disabled";
    private static final String ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";
    private static final String ENDPOINT_OF_TRACES = "quarkus.otel.exporter.otlp.traces.endpoint";
    private static final String PROTOCOL = "quarkus.otel.exporter.otlp.protocol";

    @Override
    Map<String, String> decide(Given given) {
        var decided = new HashMap<String, String>();
        var elsewhere = given.value("OTEL_EXPORTER_OTLP_ENDPOINT");
        var known =
                given.value(ENDPOINT).or(() -> given.value(ENDPOINT_OF_TRACES)).isPresent();
        if (!known && elsewhere.isPresent()) {
            decided.put(ENDPOINT, elsewhere.get());
            // Where nothing is said OpenTelemetry means HTTP, and Quarkus gRPC, whose port is always the same.
            decided.put(
                    PROTOCOL,
                    given.value("OTEL_EXPORTER_OTLP_PROTOCOL")
                            .orElse(elsewhere.get().endsWith(":4317") ? "grpc" : "http/protobuf"));
        }
        var off = given.value("OTEL_SDK_DISABLED")
                .filter("true"::equalsIgnoreCase)
                .isPresent();
        decided.put(DISABLED, Boolean.toString(off || (!known && elsewhere.isEmpty())));
        return decided;
    }
}
