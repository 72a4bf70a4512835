package org.frontrow.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says no to a body that announces itself as too large, before the server cuts it off without a word. */
@ApplicationScoped
class BodyLimit {
    /** Before the server's own check; {@link PageHeaders} come first. */
    private static final int EARLY = 1000;

    private final long most;
    private final ObjectMapper json;

    BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize most, ObjectMapper json) {
        this.most = most.asLongValue();
        this.json = json;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, EARLY);
    }

    private void check(RoutingContext request) {
        var announced = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (announced == null || !isTooLarge(announced)) {
            request.next();
            return;
        }
        var problem = ProblemMapper.problem(request, 413, "too-large", ProblemMapper.TOO_LARGE, Map.of());
        request.response()
                .setStatusCode(413)
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                // The rest of the body is not read, so nothing else can come over this connection.
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(text(problem));
    }

    private boolean isTooLarge(String announced) {
        try {
            return Long.parseLong(announced) > most;
        } catch (NumberFormatException e) {
            return false; // the server refuses it in its own words
        }
    }

    private String text(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem is plain text and numbers", e);
        }
    }
}
