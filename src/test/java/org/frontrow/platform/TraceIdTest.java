package org.frontrow.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has an answer in hand finds what the log says about it. */
@QuarkusTest
class TraceIdTest {
    private final String trace = UUID.randomUUID().toString().replace("-", "");
    private final List<ExtLogRecord> lines = new CopyOnWriteArrayList<>();
    private final ExtHandler notes = new ExtHandler() {
        @Override
        protected void doPublish(ExtLogRecord line) {
            line.copyMdc();
            lines.add(line);
        }
    };

    @BeforeEach
    void listen() {
        LogContext.getLogContext().getLogger("frontrow.audit").addHandler(notes);
    }

    @AfterEach
    void leave() {
        LogContext.getLogContext().getLogger("frontrow.audit").removeHandler(notes);
    }

    @Test
    void the_log_and_the_answer_have_the_id_of_the_client() {
        var answered = fromAnotherSite(Map.of("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));

        assertThat(answered.extract().<String>path("trace_id")).isEqualTo(trace);
        assertThat(lines).anyMatch(line -> trace.equals(line.getMdc("traceId")));
    }

    @Test
    void or_one_that_is_made_up_for_this_request_alone() {
        var one = fromAnotherSite(Map.of()).extract().<String>path("trace_id");
        var other = fromAnotherSite(Map.of()).extract().<String>path("trace_id");

        assertThat(one).matches("[0-9a-f]{32}").isNotEqualTo(other);
        assertThat(lines.stream().map(line -> line.getMdc("traceId"))).contains(one, other);
    }

    private static ValidatableResponse fromAnotherSite(Map<String, String> headers) {
        return RestAssured.given()
                .headers(headers)
                .contentType("application/json")
                .header("Origin", "https://elsewhere.example")
                .body(Map.of())
                .post("/api/seats/logout/")
                .then()
                .statusCode(403);
    }
}
