package org.frontrow.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Map;

/** Says no before there is a resource that could. It looks like any other no, and costs next to nothing. */
@Singleton
public class EarlyRefusal {
    /** Paths that somebody has made up are no names for what is measured. */
    private static final String NAME = "REFUSED_EARLY";

    private final ObjectMapper json;
    private final MeterProvider<Counter> refusals;

    EarlyRefusal(ObjectMapper json, MeterRegistry registry) {
        this.json = json;
        this.refusals = ProblemMapper.refusals(registry);
    }

    /** To a whole request, so that the next one may come over the same connection. */
    public void refuse(Refusal refusal, RoutingContext request) {
        var response = request.response();
        if (!response.ended() && !response.closed()) {
            response.putHeader(
                    HttpHeaders.RETRY_AFTER, Long.toString(ProblemMapper.wholeSeconds(refusal.retryAfter())));
            end(request, ProblemMapper.statusOf(refusal), ProblemMapper.typeOf(refusal), refusal.detail());
        }
    }

    /**
     * And hangs up: what else comes over this connection may be the rest of a body that nobody reads, or not what it seems.
     */
    void answer(RoutingContext request, int status, String type, String detail) {
        var response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        OneAtATime.on(request.request()).ifPresent(connection -> {
            connection.hangUp();
            response.putHeader(HttpHeaders.CONNECTION, "close");
        });
        end(request, status, type, detail);
    }

    private void end(RoutingContext request, int status, String type, String detail) {
        var here = Vertx.currentContext();
        if (here != null && VertxContext.isDuplicatedContext(here)) {
            here.putLocal("UrlPathTemplate", NAME);
        }
        refusals.withTags("kind", type, "status", Integer.toString(status)).increment();
        var response = request.response();
        PageHeaders.protect(response.headers());
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(text(ProblemMapper.problem(request, status, type, detail, Map.of())));
    }

    private String text(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem is plain text and numbers", e);
        }
    }
}
