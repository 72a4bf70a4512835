package org.frontrow.account;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.frontrow.platform.Refused;
import org.jboss.logging.Logger;

/**
 * Makes the first administrator, who can then appoint others, if there is none yet and an operator has said who it is to
 * be. There is no password by default, none in the log, and the one that was set is good for choosing another one only.
 */
@ApplicationScoped
class FirstAdministrator {
    private static final Logger log = Logger.getLogger(FirstAdministrator.class);

    private final Optional<String> username;
    private final Optional<String> password;
    private final Accounts accounts;

    FirstAdministrator(
            @ConfigProperty(name = "frontrow.first-administrator.username") Optional<String> username,
            @ConfigProperty(name = "frontrow.first-administrator.password") Optional<String> password,
            Accounts accounts) {
        this.username = username;
        this.password = password;
        this.accounts = accounts;
    }

    void atStart(@Observes StartupEvent start) {
        if (username.isPresent() != password.isPresent()) {
            throw new ConfigurationException(
                    "frontrow.first-administrator.username and frontrow.first-administrator.password go together.");
        }
        if (accounts.hasAdministrator()) {
            return; // whoever that is appoints the others
        }
        if (username.isEmpty() || password.isEmpty()) {
            log.info("There is no administrator yet; frontrow.first-administrator.username and .password make one");
            return;
        }
        try {
            accounts.appointFirst(username.get(), password.get());
            log.infof("%s is the first administrator, and has to choose another password first", username.get());
        } catch (Refused e) {
            throw new ConfigurationException("The first administrator cannot be made: " + e.getMessage());
        }
    }
}
