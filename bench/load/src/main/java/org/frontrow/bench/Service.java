package org.frontrow.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A service process that is measured, as an operator starts it: {@code java -jar}, on free ports of 127.0.0.1. */
final class Service implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("Listening on: http://127\\.0\\.0\\.1:(\\d+)"
            + "(?:\\. Management interface listening on http://127\\.0\\.0\\.1:(\\d+))?");
    private static final Duration TO_START = Duration.ofSeconds(90);
    static final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Process process;
    private final Path log;
    private final Path collections;
    private final Ports ports;

    /** @param management null if it has no such port */
    private record Ports(int http, Integer management) {}

    private Service(Process process, Path log, Path collections, Ports ports) {
        this.process = process;
        this.log = log;
        this.collections = collections;
        this.ports = ports;
    }

    /** So that the process stays within 512 MB. */
    static final List<String> JVM = List.of("-Xmx224m");

    static Service start(Path jar, House house, House.Database database, List<String> jvm, Map<String, String> settings)
            throws Exception {
        var log = Files.createTempFile(house.work(), "service-", ".log");
        var collections = Files.createTempFile(house.work(), "gc-", ".log");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:gc:file=" + collections + ":uptime"));
        command.addAll(jvm);
        command.addAll(List.of("-jar", jar.toString()));
        var builder = new ProcessBuilder(command)
                .directory(house.work().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_HOST", "127.0.0.1",
                        "QUARKUS_HTTP_PORT", "0",
                        "QUARKUS_MANAGEMENT_HOST", "127.0.0.1",
                        "QUARKUS_MANAGEMENT_PORT", "0",
                        "QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl(),
                        "QUARKUS_DATASOURCE_USERNAME", "postgres",
                        "QUARKUS_DATASOURCE_PASSWORD", "postgres",
                        "FRONTROW_JWT_SIGNING_KEY_FILE", house.signingKey().toString(),
                        // These limits are still looked after, but nobody runs into them.
                        "FRONTROW_HOLDS_SEATS_PER_ACCOUNT", "100000"));
        for (var of : List.of("ACCOUNT", "ADDRESS")) {
            builder.environment().put("FRONTROW_LIMITS_" + of + "_PER_SECOND", "1000000");
            builder.environment().put("FRONTROW_LIMITS_" + of + "_BURST", "1000000");
        }
        builder.environment().putAll(settings);
        var process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new Service(process, log, collections, awaitPorts(process, log));
    }

    private static Ports awaitPorts(Process process, Path log) throws IOException, InterruptedException {
        var until = Instant.now().plus(TO_START);
        while (process.isAlive() && Instant.now().isBefore(until)) {
            var port = PORT.matcher(Files.readString(log));
            if (port.find()) {
                var management = port.group(2);
                return new Ports(
                        Integer.parseInt(port.group(1)), management == null ? null : Integer.valueOf(management));
            }
            Thread.sleep(20);
        }
        process.destroyForcibly();
        throw new IOException("The service did not start:\n" + Files.readString(log));
    }

    int port() {
        return ports.http;
    }

    String url(String path) {
        return "http://127.0.0.1:" + ports.http + path;
    }

    String metrics() throws IOException, InterruptedException {
        return body("http://127.0.0.1:" + ports.management + "/q/metrics");
    }

    String get(String path) throws IOException, InterruptedException {
        return body(url(path));
    }

    private static String body(String url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** What the process has in memory now, and had at most, in MB. */
    record Memory(double now, double most) {}

    Memory memory() throws IOException {
        var status = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
        return new Memory(kilobytes(status, "VmRSS") / 1024, kilobytes(status, "VmHWM") / 1024);
    }

    /** What is alive of the heap, in kB: after collecting, which takes a moment. */
    double heap() throws IOException, InterruptedException {
        jcmd("GC.run");
        var used = Pattern.compile("used (\\d+)K").matcher(jcmd("GC.heap_info"));
        return used.find() ? Double.parseDouble(used.group(1)) : Double.NaN;
    }

    private String jcmd(String what) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var asked = new ProcessBuilder(jcmd, Long.toString(process.pid()), what).start();
        var said = new String(asked.getInputStream().readAllBytes());
        asked.waitFor();
        return said;
    }

    private static double kilobytes(String status, String name) {
        var found = Pattern.compile(name + ":\\s+(\\d+) kB").matcher(status);
        return found.find() ? Double.parseDouble(found.group(1)) : Double.NaN;
    }

    /** The longest pauses for collecting garbage, in milliseconds: of a full collection, and of any. */
    record Pauses(double full, double any) {}

    Pauses pauses() throws IOException {
        var pause = Pattern.compile("Pause (\\w+).* ([0-9.]+)ms");
        var full = 0.0;
        var any = 0.0;
        for (var line : Files.readAllLines(collections)) {
            var found = pause.matcher(line);
            // Not those that were asked for, to see what is alive.
            if (found.find() && !line.contains("Diagnostic Command")) {
                var millis = Double.parseDouble(found.group(2));
                any = Math.max(any, millis);
                full = found.group(1).equals("Full") ? Math.max(full, millis) : full;
            }
        }
        return new Pauses(full, any);
    }

    @Override
    public void close() throws InterruptedException, IOException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("The service did not stop; see " + log);
        }
    }
}
