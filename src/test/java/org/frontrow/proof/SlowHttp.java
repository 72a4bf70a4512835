package org.frontrow.proof;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** Hundreds of clients who take their time, by the program {@code slowhttptest}. */
final class SlowHttp implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/slowhttptest");
    private static final Pattern EXIT = Pattern.compile("Exit status:(?:\\u001b\\[[\\d;]*m)?\\s*([^\\u001b\\n]+)");

    private final Process process;
    private final Path log;

    private SlowHttp(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Without the program the test is skipped, or fails if {@code SLOWHTTP_TESTS=required}. */
    static void assumeInstalled() {
        if (!Files.isExecutable(PROGRAM)) {
            var missing = "There is no " + PROGRAM + ". On Debian: apt-get install -y slowhttptest";
            if ("required".equals(System.getenv("SLOWHTTP_TESTS"))) {
                throw new IllegalStateException(missing);
            }
            System.err.println(missing);
            Assumptions.abort(missing);
        }
    }

    /**
     * Comes with so many connections, and gives up when none of them is left, or after that time.
     *
     * @param options what they are slow at, in the program's own words
     */
    static SlowHttp against(URI target, Path home, String name, int connections, int seconds, List<String> options)
            throws IOException {
        var command = new ArrayList<>(List.of(
                PROGRAM.toString(),
                "-u",
                target.toString(),
                "-c",
                Integer.toString(connections),
                "-r",
                Integer.toString(connections),
                "-l",
                Integer.toString(seconds),
                "-p",
                "30"));
        command.addAll(options);
        var log = home.resolve(name + ".log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new SlowHttp(process, log);
    }

    /** How it ended, in its own words, such as {@code No open connections left}. */
    String outcome() throws IOException, InterruptedException {
        process.waitFor();
        var exit = EXIT.matcher(Files.readString(log));
        return exit.results()
                .map(it -> it.group(1).strip())
                .reduce((_, last) -> last)
                .orElse("no word");
    }

    boolean isRunning() {
        return process.isAlive();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
