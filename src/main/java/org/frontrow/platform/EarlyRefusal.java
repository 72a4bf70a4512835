package org.frontrow.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
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
        if (OneAtATime.hangUpAfter(request.request())) {
            response.putHeader(HttpHeaders.CONNECTION, "close");
        }
        end(request, status, type, detail);
    }

    private void end(RoutingContext request, int status, String type, String detail) {
        var here = Vertx.currentContext();
        if (here != null && VertxContext.isDuplicatedContext(here)) {
            here.putLocal("UrlPathTemplate", NAME);
        }
        count(status, type);
        var response = request.response();
        PageHeaders.PROTECTION.forEach(response::putHeader);
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(text(ProblemMapper.problem(request, status, type, detail, Map.of())));
    }

    /** For whoever is not let in as far as that, with nothing but a "come back later". */
    FullHttpResponse answer(Refusal refusal, String path) {
        var status = ProblemMapper.statusOf(refusal);
        var type = ProblemMapper.typeOf(refusal);
        count(status, type);
        var text =
                text(ProblemMapper.problem(path, TraceId.newOne(), status, type, refusal.detail(), refusal.members()));
        var body = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
        PageHeaders.PROTECTION.forEach(response.headers()::set);
        response.headers()
                .set(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .set(HttpHeaders.CACHE_CONTROL, "no-store")
                .set(HttpHeaders.RETRY_AFTER, ProblemMapper.wholeSeconds(refusal.retryAfter()))
                .set(HttpHeaders.CONTENT_LENGTH, body.readableBytes());
        return response;
    }

    private void count(int status, String type) {
        refusals.withTags("kind", type, "status", Integer.toString(status)).increment();
    }

    private String text(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem is plain text and numbers", e);
        }
    }
}
