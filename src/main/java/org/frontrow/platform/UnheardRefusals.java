package org.frontrow.platform;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Whoever hangs up before the no that was to be the answer does not hear it. That is no error, and nothing for the log. */
@Singleton
class UnheardRefusals {
    private static final Logger log = Logger.getLogger(UnheardRefusals.class);

    void atStart(@Observes StartupEvent start) {
        Infrastructure.setDroppedExceptionHandler(failure -> {
            if (!(failure instanceof Refused)) {
                log.error("Nobody was there any more to be told of a failure", failure);
            }
        });
    }
}
