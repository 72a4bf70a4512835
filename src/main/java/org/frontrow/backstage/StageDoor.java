package org.frontrow.backstage;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Tells developers where the page is, and keeps it shut to everybody else. */
@ApplicationScoped
@IfBuildProfile("dev")
class StageDoor {
    private static final Logger log = Logger.getLogger(StageDoor.class);

    private final int port;

    StageDoor(@ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") int port) {
        this.port = port;
    }

    void atStart(@Observes StartupEvent start) {
        check(LaunchMode.current());
        log.infof("Developer page: http://localhost:%d%s", port, BackstageResource.PATH);
    }

    /** A profile can be given to any build, also to one that is then put on the internet. */
    static void check(LaunchMode mode) {
        if (mode == LaunchMode.NORMAL) {
            throw new ConfigurationException(
                    "this was built with the profile dev, whose page lets everybody end the holds"
                            + " of others. Build it without a profile.");
        }
    }
}
