package org.frontrow.backstage;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The build that {@code quarkus:dev} makes, with the modesty of the others: free ports, cheap passwords. */
public class DevelopersBuild implements QuarkusTestProfile {
    @Override
    public String getConfigProfile() {
        return "dev";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.http.test-port", "0",
                "quarkus.management.test-port", "0",
                // As in the builds of the other tests: all of them write to the same place.
                "quarkus.web-bundler.bundling.splitting", "true",
                "frontrow.database.require-fsync", "false",
                "frontrow.passwords.memory-kib", "1024",
                "frontrow.passwords.passes", "1");
    }
}
