package org.frontrow.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;

/**
 * One replica: {@code java -jar quarkus-run.jar}, or the native executable, on free ports of 127.0.0.1, with its output in
 * a file.
 */
public final class ServiceProcess implements Door, AutoCloseable {
    /** Set by the Maven profile {@code native}: the executable that is started instead of the jar. */
    public static final String BINARY = "frontrow.binary";

    private static final Path JAR =
            Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();
    private static final Path LOGS = Path.of("target/process-logs").toAbsolutePath();
    private static final Duration TO_START = Duration.ofSeconds(60);
    private static final Duration TO_STOP = Duration.ofSeconds(30);
    private static final int SHOWN_OF_LOG = 8_000;
    private static final Pattern PORTS = Pattern.compile(
            "Listening on: http://127\\.0\\.0\\.1:(\\d+)\\. Management interface listening on http://127\\.0\\.0\\.1:(\\d+)");
    private static final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    /** Ended when the tests end, however they end. */
    private static final Set<Process> running = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> running.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final Path log;
    private @Nullable URI baseUri;

    private ServiceProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Does not wait for anything, so that several can start side by side. */
    public static ServiceProcess launch(String name, Path workingDirectory, Map<String, String> environment) {
        var builder = new ProcessBuilder(command())
                .directory(workingDirectory.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(ServiceProcess::wouldConfigureIt);
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_HOST", "127.0.0.1",
                        "QUARKUS_HTTP_PORT", "0",
                        "QUARKUS_MANAGEMENT_HOST", "127.0.0.1",
                        "QUARKUS_MANAGEMENT_PORT", "0",
                        // All tests are one address, and ask faster than people do, of a machine that may be slow.
                        "FRONTROW_LIMITS_ACCOUNT_PER_SECOND", "0",
                        "FRONTROW_LIMITS_ADDRESS_PER_SECOND", "0",
                        "FRONTROW_DOOR_LATE", "1h"));
        builder.environment().putAll(environment);
        try {
            var log = newLog(name);
            var process = builder.redirectOutput(log.toFile()).start();
            running.add(process);
            process.onExit().thenAccept(ended -> {
                running.remove(ended);
                OwnClock.forget(ended.pid());
            });
            return new ServiceProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file for what a process says, where it is found after the tests. */
    static Path newLog(String name) throws IOException {
        return Files.createTempFile(Files.createDirectories(LOGS), name + "-", ".log");
    }

    private static List<String> command() {
        var binary = System.getProperty(BINARY);
        var program = binary == null ? JAR : Path.of(binary);
        if (!Files.exists(program)) {
            throw new AssertionError("There is no " + program + "; make it with: ./mvnw package -DskipTests"
                    + (binary == null ? "" : " -Pnative"));
        }
        if (binary != null) {
            return List.of(binary, "-Xmx256m");
        }
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // What makes a short life shorter: no optimizing compiler, a simple collector.
        return List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-jar", JAR.toString());
    }

    private static boolean wouldConfigureIt(String variable) {
        return variable.startsWith("QUARKUS_")
                || variable.startsWith("FRONTROW_")
                || variable.startsWith("JAVA_TOOL_OPTIONS")
                || Set.of("DATABASE_URL", "KUBERNETES_SERVICE_HOST").contains(variable);
    }

    public ServiceProcess awaitReady() {
        try {
            await("a service that is ready")
                    .atMost(TO_START)
                    .pollInterval(Duration.ofMillis(50))
                    .failFast("the process ended", () -> !process.isAlive())
                    .until(this::isReady);
            return this;
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            close();
            throw new AssertionError(e.getMessage() + "\n" + endOfLog(), e);
        }
    }

    private boolean isReady() throws InterruptedException {
        var ports = PORTS.matcher(log());
        if (!ports.find()) {
            return false;
        }
        try {
            var question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.group(2) + "/q/health/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            baseUri = URI.create("http://127.0.0.1:" + ports.group(1));
            return http.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public URI baseUri() {
        return Objects.requireNonNull(baseUri, "It is not ready yet");
    }

    /** Where its health and metrics are. */
    public int managementPort() {
        var ports = PORTS.matcher(log());
        if (!ports.find()) {
            throw new IllegalStateException("It is not ready yet");
        }
        return Integer.parseInt(ports.group(2));
    }

    /** For a service that is expected to give up by itself; answers its exit code. */
    public int awaitExit() {
        return awaitExit(TO_START);
    }

    private int awaitExit(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("Still running after " + patience + "\n" + endOfLog());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** SIGKILL: no goodbye. */
    public void kill9() {
        process.destroyForcibly();
        awaitExit(TO_STOP);
    }

    /** SIGSTOP: it stands still and does not know it. Its connections stay, and nothing answers. */
    public void pause() {
        Signals.send("STOP", List.of(process.toHandle()));
    }

    /** SIGCONT: it goes on as if nothing had been. */
    public void resume() {
        Signals.send("CONT", List.of(process.toHandle()));
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM, as an operator stops it; answers the exit code. */
    public int stop() {
        terminate();
        return awaitExit(TO_STOP);
    }

    /** SIGTERM, without waiting for the end; {@link #awaitExit()} does. */
    public void terminate() {
        // Who stands still hears nothing.
        resume();
        process.destroy();
    }

    @Override
    public void close() {
        stop();
    }

    /** All it has said so far, to standard output and error. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String endOfLog() {
        var text = log();
        return log + " ends with:\n" + text.substring(Math.max(0, text.length() - SHOWN_OF_LOG));
    }
}
