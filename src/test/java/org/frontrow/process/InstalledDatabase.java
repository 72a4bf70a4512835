package org.frontrow.process;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a packaged service what an operator gives it: a database and a signing key. */
public final class InstalledDatabase implements QuarkusTestResourceLifecycleManager {
    private @Nullable PostgresProcess postgres;
    private int managementPort;

    @Override
    public Map<String, String> start() {
        try {
            var started = PostgresProcess.start();
            postgres = started;
            var settings = new HashMap<String, String>();
            started.environment().forEach((name, value) -> settings.put(key(name), value));
            SigningKeyFile.in(Files.createTempDirectory(Path.of("target"), "key-"))
                    .forEach((name, value) -> settings.put("frontrow.jwt.signing-key-file", value));
            settings.put("frontrow.database.require-fsync", "false");
            settings.put("frontrow.demo", "true");
            managementPort = PostgresProcess.freePort(); // the framework tells tests the other one only
            settings.put("quarkus.management.port", Integer.toString(managementPort));
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(String variable) {
        return variable.toLowerCase(Locale.ROOT).replace('_', '.');
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(InstalledDatabase.class));
    }

    URI management() {
        return URI.create("http://127.0.0.1:" + managementPort);
    }

    @Override
    public void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }
}
