package org.frontrow.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Says no before there is a resource that could, and hangs up: what else comes over this connection may be the rest of a
 * body that nobody reads, or not what it seems.
 */
@Singleton
class EarlyRefusal {
    private final ObjectMapper json;

    EarlyRefusal(ObjectMapper json) {
        this.json = json;
    }

    void answer(RoutingContext request, int status, String type, String detail) {
        var response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        OneAtATime.on(request.request()).ifPresent(connection -> {
            connection.hangUp();
            response.putHeader(HttpHeaders.CONNECTION, "close");
        });
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
