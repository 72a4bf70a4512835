package org.frontrow.platform;

import io.quarkus.security.AuthenticationException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Answers what the server itself gives up on before, or outside of, any resource: a host or a path that is none, and our
 * own faults in what looks at requests early. Its own answers tell nobody anything, or more than they should, and each of
 * them would be a stack trace in the log, for whoever likes to fill it.
 */
@Singleton
class Unrouted {
    private static final Logger log = Logger.getLogger(Unrouted.class);

    private final EarlyRefusal refusal;

    Unrouted(EarlyRefusal refusal) {
        this.refusal = refusal;
    }

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::failed);
        router.errorHandler(400, this::unreadable);
        router.errorHandler(
                404, request -> refusal.answer(request, 404, "not-found", "There is nothing at this address"));
    }

    private void failed(RoutingContext request) {
        var failure = request.failure();
        if (failure instanceof SecurityException || failure instanceof AuthenticationException) {
            request.next(); // whoever asks for a sign-in answers that
        } else if (request.statusCode() == 400) {
            unreadable(request);
        } else if (request.statusCode() >= 400 && request.statusCode() < 500) {
            request.next();
        } else if (!request.response().ended() && !request.response().closed()) {
            log.errorf(
                    failure, "Unexpected failure of %s [%s]", request.request().method(), TraceId.of(request));
            if (request.response().headWritten()) {
                // Part of another answer is out already; an end that is none is all that can be said.
                var _ = request.request().connection().close();
                return;
            }
            refusal.answer(request, 500, "internal-error", "Something went wrong on our side");
        }
    }

    private void unreadable(RoutingContext request) {
        refusal.answer(request, 400, "invalid-request", "The request cannot be understood");
    }
}
