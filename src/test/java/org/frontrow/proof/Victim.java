package org.frontrow.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.frontrow.proof.Api.Operation;

/** The service as an attacker sees it. Whatever it answers is looked at for faults and for what it should keep to itself. */
final class Victim {
    /** What runs inside, and where; none of it is anybody's business. */
    private static final Pattern LEAK = Pattern.compile(
            "(?i)exception|org\\.frontrow|java\\.|\\.java|jackson|hibernate|\\bsql|stack|quarkus|vert\\.?x|netty|postgres|resteasy"
                    + "|/tmp/|/home/|/deployments|error id|3\\.33|\\bline \\d");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final URI service;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int attempts;

    Victim(URI service) {
        this.service = service;
    }

    int attempts() {
        return attempts;
    }

    HttpResponse<String> send(
            Operation operation, Map<String, String> parameters, String body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(service.resolve(operation.url(parameters)))
                .timeout(PATIENCE)
                .method(operation.method(), body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::setHeader);
        var answer = send(request.build());
        assertDecent(operation + " " + parameters + " " + body + " " + headers, answer);
        return answer;
    }

    private HttpResponse<String> send(HttpRequest request) {
        attempts++;
        try {
            // A stream of events never ends; its head says all.
            return http.send(
                    request,
                    head -> head.headers().firstValue("content-type").orElse("").startsWith("text/event-stream")
                            ? HttpResponse.BodySubscribers.replacing("")
                            : HttpResponse.BodySubscribers.ofString(java.nio.charset.StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(request + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void assertDecent(String what, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(what).isLessThan(500);
        if (answer.statusCode() >= 400) {
            assertThat(answer.headers().firstValue("content-type")).as(what).contains("application/problem+json");
            assertProblem(what, answer.statusCode(), answer.body());
        }
    }

    static void assertProblem(String what, int status, String body) {
        try {
            var problem = (com.fasterxml.jackson.databind.node.ObjectNode) Api.json.readTree(body);
            assertThat(problem.path("type").asText()).as(what).matches("urn:frontrow:problem:[a-z0-9-]+");
            assertThat(problem.path("title").asText()).as(what).isNotBlank();
            assertThat(problem.path("status").asInt()).as(what).isEqualTo(status);
            assertThat(problem.path("detail").asText()).as(what).isNotBlank();
            assertThat(problem.path("trace_id").asText()).as(what).matches("[0-9a-f]{32}");
            problem.remove("instance"); // that is only what was asked for
            assertThat(LEAK.matcher(problem.toString()).find())
                    .as("%s tells %s", what, problem)
                    .isFalse();
        } catch (JsonProcessingException | ClassCastException e) {
            throw new AssertionError(what + ": no problem document but " + body, e);
        }
    }
}
