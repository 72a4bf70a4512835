package org.frontrow.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs TypeScript outside of any browser: the Deno that the bundler brings along. */
final class Deno {
    private static final Path NODE_MODULES = Path.of("node_modules");

    private Deno() {}

    /**
     * Wants it to end well; if it does not, what it wrote says why.
     *
     * @param report where it is kept, below {@code target}
     */
    static void run(String report, String... arguments) throws IOException, InterruptedException {
        var output = Path.of("target", report + ".txt");
        var command = new ArrayList<>(List.of(executable().toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment()
                .put("DENO_DIR", Path.of("target", "deno").toAbsolutePath().toString());
        builder.environment().put("DENO_NO_UPDATE_CHECK", "1");
        builder.environment().put("NO_COLOR", "1");
        var process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }

    private static Path executable() throws IOException {
        try (var files = Files.walk(NODE_MODULES.resolve("@deno"), 2)) {
            return files.filter(
                            file -> file.getFileName().toString().matches("deno(\\.exe)?") && Files.isRegularFile(file))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
