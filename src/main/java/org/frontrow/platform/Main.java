package org.frontrow.platform;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts the service, and says in one line why it does not start if whoever runs it can do something about that. */
@QuarkusMain
public final class Main {
    Main() {} // never made, but the framework looks for one that it can reach

    public static void main(String... arguments) {
        Quarkus.run(null, Main::exit, arguments);
    }

    private static void exit(Integer code, @Nullable Throwable failure) {
        if (LaunchMode.current() != LaunchMode.NORMAL) {
            // In development the framework shows what went wrong, and tries again. Only asked here, because the mode is
            // not known before the application has been loaded.
            ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(code, failure);
            return;
        }
        if (failure != null) {
            StartFailure.explain(failure)
                    .ifPresentOrElse(
                            lines -> lines.forEach(System.err::println),
                            () -> Logger.getLogger(Main.class).error("Frontrow did not start", failure));
        }
        System.exit(code);
    }
}
