package org.frontrow.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.persistence.OptimisticLockException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.CharConversionException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The only place that knows which HTTP status a "no" has, and what an error looks like on the wire. */
public class ProblemMapper {
    private static final Logger log = Logger.getLogger(ProblemMapper.class);
    private static final String NOT_JSON = "The request body is not valid JSON";
    static final String TOO_LARGE = "The request body is larger than it may be";

    private final CurrentIdentityAssociation identity;
    private final Pattern publicPaths;
    private final MeterProvider<Counter> refusals;

    ProblemMapper(
            CurrentIdentityAssociation identity,
            @ConfigProperty(name = "frontrow.http.public-paths") Set<String> publicPaths,
            MeterRegistry registry) {
        this.identity = identity;
        this.publicPaths = Pattern.compile(publicPaths.stream()
                .map(path -> Pattern.quote(path).replaceAll("\\{[^}]+}", "\\\\E[^/]+\\\\Q"))
                .collect(Collectors.joining("|")));
        this.refusals = refusals(registry);
    }

    static MeterProvider<Counter> refusals(MeterRegistry registry) {
        return Counter.builder("frontrow.refusals")
                .description("Answers that say no, by the problem's type")
                .withRegistry(registry);
    }

    @ServerExceptionMapper
    Response refused(Refused refused, RoutingContext request) {
        var refusal = refused.refusal();
        var status = statusOf(refusal);
        return answer(
                request,
                status,
                typeOf(refusal),
                refusal.detail(),
                refusal.members(),
                status == 429 || status == 503 ? refusal.retryAfter() : null);
    }

    static int statusOf(Refusal refusal) {
        return switch (refusal.kind()) {
            case INVALID -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case OUTDATED -> 412;
            case UNCONDITIONAL -> 428;
            case TOO_MANY -> 429;
            case UNAVAILABLE -> 503;
        };
    }

    /** All that {@code Retry-After} knows, and never at once. */
    static long wholeSeconds(Duration pause) {
        return Math.max(1, pause.plusMillis(999).toSeconds());
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthenticated(RoutingContext request) {
        return answer(request, 401, "authentication-required", "Authentication required");
    }

    @ServerExceptionMapper(ForbiddenException.class)
    Response forbidden(RoutingContext request) {
        return answer(request, 403, "not-allowed", "You are not allowed to do this");
    }

    @ServerExceptionMapper
    Uni<Response> methodNotAllowed(NotAllowedException e, RoutingContext request) {
        var wrongMethod = answer(request, 405, "method-not-allowed", "This address does not know that method");
        return unlessStranger(
                request,
                Response.fromResponse(wrongMethod)
                        .header(HttpHeaders.ALLOW, AllowedMethods.here())
                        .build());
    }

    @ServerExceptionMapper
    Uni<Response> notJson(NotSupportedException e, RoutingContext request) {
        return unlessStranger(
                request, answer(request, 415, "unsupported-media-type", "This address takes another type of content"));
    }

    @ServerExceptionMapper
    Uni<Response> jsonUnwanted(NotAcceptableException e, RoutingContext request) {
        return unlessStranger(request, answer(request, 406, "not-acceptable", "Only JSON is spoken here"));
    }

    /** Who is not signed in learns nothing about a protected route, not even its methods. */
    private Uni<Response> unlessStranger(RoutingContext request, Response answer) {
        if (publicPaths.matcher(request.normalizedPath().replaceAll("/+$", "")).matches()) {
            return Uni.createFrom().item(answer);
        }
        return identity.getDeferredIdentity()
                .map(who -> who.isAnonymous() ? unauthenticated(request) : answer)
                .onFailure()
                .recoverWithItem(() -> unauthenticated(request));
    }

    @ServerExceptionMapper
    Response invalid(ConstraintViolationException e, RoutingContext request) {
        var violations = e.getConstraintViolations().stream()
                .map(violation -> new Violation(fieldOf(violation), violation.getMessage()))
                .sorted(Comparator.comparing(Violation::field).thenComparing(Violation::message))
                .toList();
        var detail = violations.stream()
                .map(violation -> violation.field + " " + violation.message)
                .collect(Collectors.joining("; "));
        return answer(request, 400, "invalid-request", detail, Map.of("violations", violations), null);
    }

    @ServerExceptionMapper
    Response unreadable(MismatchedInputException e, RoutingContext request) {
        return answer(request, 400, "invalid-request", describe(e));
    }

    /** JSON may come as UTF-32 too, and then the bytes can be no text at all. */
    @ServerExceptionMapper
    Response noText(CharConversionException e, RoutingContext request) {
        return answer(request, 400, "invalid-request", NOT_JSON);
    }

    @ServerExceptionMapper
    Response http(WebApplicationException e, RoutingContext request) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return answer(request, 400, "invalid-request", describe(json));
        }
        var status = e.getResponse().getStatus();
        if (status >= 500) {
            return broken(e, request);
        }
        return switch (status) {
            case 400 -> answer(request, 400, "invalid-request", "The request cannot be understood");
            case 404 -> answer(request, 404, "not-found", "There is nothing at this address");
            case 413 -> answer(request, 413, "too-large", TOO_LARGE);
            default -> answer(request, status, "http-" + status, titleOf(status));
        };
    }

    /** Two changed it at the same moment, and both had seen the latest edition. */
    @ServerExceptionMapper
    Response changedMeanwhile(OptimisticLockException e, RoutingContext request) {
        return refused(new PlatformRefusal.ChangedMeanwhile().refused(), request);
    }

    @ServerExceptionMapper
    Response databaseUnreachable(DatabaseUnreachable e, RoutingContext request) {
        log.warnf("%s [%s]: %s", e.getMessage(), TraceId.of(request), e.getCause());
        return answer(
                request,
                503,
                "unavailable",
                "Frontrow cannot reach its database right now, please try again",
                Map.of(),
                Pause.between(1, 3));
    }

    @ServerExceptionMapper
    Response broken(Throwable e, RoutingContext request) {
        if (request.response().ended() || request.response().closed()) {
            // The server has cut off a body without length that grew too large, or the client has gone. Neither is a
            // fault of ours, and nobody may fill the log with them.
            log.debugf("No answer to %s %s: %s", request.request().method(), path(request), e.getMessage());
            return Response.status(413).build();
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && DatabaseUnreachable.isTheReasonFor(sql)) {
                return databaseUnreachable(new DatabaseUnreachable(sql), request);
            }
            if (cause instanceof SQLException sql && PlatformRefusal.BusyElsewhere.isTheReasonFor(sql)) {
                return refused(PlatformRefusal.BusyElsewhere.forAMoment().refused(), request);
            }
        }
        log.errorf(
                e, "Unexpected failure of %s %s [%s]", request.request().method(), path(request), TraceId.of(request));
        return answer(request, 500, "internal-error", "Something went wrong on our side");
    }

    /** What is wrong with one field of a request. */
    @RegisterForReflection // reached only through the members of a problem
    record Violation(String field, String message) {}

    private static String describe(JsonProcessingException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown -> "Unknown field " + pathOf(unknown);
            case StreamConstraintsException _ ->
                "The JSON is nested too deeply or holds a number or text that is too long";
            case MismatchedInputException mismatch
            when !mismatch.getPath().isEmpty() -> "The value of " + pathOf(mismatch) + " has the wrong type or form";
            case MismatchedInputException _ -> "The request body is missing or not of the expected form";
            default -> NOT_JSON;
        };
    }

    private static String pathOf(JsonMappingException e) {
        var path = new StringBuilder();
        for (var step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(printable(step.getFieldName()));
            }
        }
        return path.toString();
    }

    /** A field name comes from the request; it is shown, but short and without control characters. */
    private static String printable(String name) {
        var clean = name.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE)
                .limit(64)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return clean.toString();
    }

    private static String fieldOf(ConstraintViolation<?> violation) {
        var path = violation.getPropertyPath().toString();
        // The first two steps are the Java method and its parameter, which are nobody's business.
        var field = path.replaceFirst("^[^.]+\\.(request\\.)?", "").replace(".<list element>", "");
        return field.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    /** {@code SeatsTaken} becomes {@code seats-taken}. */
    static String typeOf(Refusal refusal) {
        return refusal.getClass()
                .getSimpleName()
                .replaceAll("([a-z])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT);
    }

    private static String path(RoutingContext request) {
        return printable(request.normalizedPath());
    }

    private Response answer(RoutingContext request, int status, String type, String detail) {
        return answer(request, status, type, detail, Map.of(), null);
    }

    private Response answer(
            RoutingContext request,
            int status,
            String type,
            String detail,
            Map<String, Object> members,
            @Nullable Duration retryAfter) {
        refusals.withTags("kind", type, "status", Integer.toString(status)).increment();
        var problem = problem(request, status, type, detail, members);
        var response = Response.status(status).type(Problem.MEDIA_TYPE).entity(problem);
        if (status == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (retryAfter != null) {
            response.header(HttpHeaders.RETRY_AFTER, wholeSeconds(retryAfter));
        }
        return response.build();
    }

    static Problem problem(
            RoutingContext request, int status, String type, String detail, Map<String, Object> members) {
        return problem(request.normalizedPath(), TraceId.of(request), status, type, detail, members);
    }

    static Problem problem(
            String path, String traceId, int status, String type, String detail, Map<String, Object> members) {
        return new Problem(
                "urn:frontrow:problem:" + type, titleOf(status), status, detail, path, traceId, detail, members);
    }

    private static String titleOf(int status) {
        var known = Response.Status.fromStatusCode(status);
        return known == null ? "HTTP " + status : known.getReasonPhrase();
    }
}
