package org.frontrow.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TracingSourceTest {
    private static final String DISABLED = "quarkus.otel.sdk.disabled";
    private static final String ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";
    private static final String PROTOCOL = "quarkus.otel.exporter.otlp.protocol";

    @Test
    void nothing_is_traced_until_somebody_says_where_to() {
        assertThat(decide(Map.of())).isEqualTo(Map.of(DISABLED, "true"));
    }

    @Test
    void the_frameworks_own_names_are_left_alone() {
        assertThat(decide(Map.of(ENDPOINT, "http://collector:4317"))).isEqualTo(Map.of(DISABLED, "false"));
        assertThat(decide(Map.of("quarkus.otel.exporter.otlp.traces.endpoint", "http://collector:4317")))
                .isEqualTo(Map.of(DISABLED, "false"));
    }

    @Test
    void what_every_language_calls_it_is_understood() {
        assertThat(decide(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317")))
                .isEqualTo(Map.of(DISABLED, "false", ENDPOINT, "http://collector:4317", PROTOCOL, "grpc"));
        assertThat(decide(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318")))
                .isEqualTo(Map.of(DISABLED, "false", ENDPOINT, "http://collector:4318", PROTOCOL, "http/protobuf"));
        assertThat(decide(Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:9", "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")))
                .containsEntry(PROTOCOL, "grpc");
    }

    @Test
    void who_switches_it_off_means_it() {
        assertThat(decide(Map.of(ENDPOINT, "http://collector:4317", "OTEL_SDK_DISABLED", "true")))
                .containsEntry(DISABLED, "true");
    }

    private static Map<String, String> decide(Map<String, String> set) {
        return new TracingSource().decide(name -> Optional.ofNullable(set.get(name)));
    }
}
