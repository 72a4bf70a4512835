package org.frontrow.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The bundler only strips types; here they are checked, by the Deno that the bundler brings along. A Quarkus test,
 * because it is Quarkus's build that unpacks it into node_modules.
 */
@QuarkusTest
class PageTypesTest {
    private static final Path NODE_MODULES = Path.of("node_modules");
    private static final Path REPORT = Path.of("target", "page-types.txt");

    @Test
    void the_types_of_the_page_are_right() throws IOException, InterruptedException {
        var command = new ProcessBuilder(
                        deno().toString(),
                        "check",
                        "--quiet",
                        "--no-remote",
                        "--node-modules-dir=manual",
                        "--unstable-sloppy-imports",
                        "--config",
                        "tsconfig.json",
                        "src/main/resources/web/app/index.ts")
                .redirectErrorStream(true)
                .redirectOutput(REPORT.toFile());
        command.environment()
                .put("DENO_DIR", Path.of("target", "deno").toAbsolutePath().toString());
        command.environment().put("DENO_NO_UPDATE_CHECK", "1");
        command.environment().put("NO_COLOR", "1");
        var check = command.start();
        assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(check.exitValue()).as(Files.readString(REPORT)).isZero();
    }

    private static Path deno() throws IOException {
        try (var files = Files.walk(NODE_MODULES.resolve("@deno"), 2)) {
            return files.filter(
                            file -> file.getFileName().toString().matches("deno(\\.exe)?") && Files.isRegularFile(file))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
