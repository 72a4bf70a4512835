package org.frontrow.seating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.frontrow.catalog.TestShows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody sees who has requests traced. */
@QuarkusTest
@TestProfile(DeskTracesTest.Traced.class)
class DeskTracesTest {
    public static class Traced implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.otel.sdk.disabled", "false", "quarkus.otel.simple", "true");
        }
    }

    @Singleton
    static class Memory {
        @Produces
        @Singleton
        InMemorySpanExporter spans() {
            return InMemorySpanExporter.create();
        }
    }

    @Inject
    InMemorySpanExporter spans;

    private final String trace = UUID.randomUUID().toString().replace("-", "");
    private final SeatClient anna = SeatClient.customer();
    private final long show = TestShows.tomorrow(1, 3);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_desks_transaction_is_linked_to_the_requests_it_serves(boolean planIsKnown) {
        if (planIsKnown) {
            anna.hold(show, "A1").statusCode(200);
        }
        spans.reset();
        anna.asks()
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .contentType(ContentType.JSON)
                .body(SeatClient.some(show, "A2", "A3"))
                .post("/api/seats/hold-batch/")
                .then()
                .statusCode(200);

        await().untilAsserted(() -> {
            var request = named("POST /api/seats/hold-batch").stream()
                    .filter(span -> span.getTraceId().equals(trace))
                    .toList();
            assertThat(request).hasSize(1);
            assertThat(named("seat desk transaction"))
                    .flatExtracting(SpanData::getLinks)
                    .extracting(LinkData::getSpanContext)
                    .contains(request.getFirst().getSpanContext());
        });
    }

    @Test
    void a_problem_names_the_trace_it_belongs_to() {
        anna.hold(show, "A1").statusCode(200);
        var traced = SeatClient.customer()
                .asks()
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .contentType(ContentType.JSON)
                .body(SeatClient.some(show, "A1"))
                .post("/api/seats/hold-batch/")
                .then()
                .statusCode(409);

        assertThat(traced.extract().<String>path("trace_id")).isEqualTo(trace);
    }

    private List<SpanData> named(String name) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }
}
