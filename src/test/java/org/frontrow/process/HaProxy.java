package org.frontrow.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** What stands in front of several replicas, as in a cluster: asks each whether it is ready, and sends nobody to others. */
public final class HaProxy implements Door, AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/haproxy");

    private final Process process;
    private final int port;
    private final int statistics;

    /** @param management where its health is */
    public record Replica(int http, int management) {}

    private HaProxy(Process process, int port, int statistics) {
        this.process = process;
        this.port = port;
        this.statistics = statistics;
    }

    /** Without the program the test is skipped, or fails if {@code HAPROXY_TESTS=required}. */
    public static void assumeInstalled() {
        if (!Files.isExecutable(PROGRAM)) {
            var missing = "There is no " + PROGRAM + ". On Debian: apt-get install -y haproxy";
            if ("required".equals(System.getenv("HAPROXY_TESTS"))) {
                throw new IllegalStateException(missing);
            }
            System.err.println(missing);
            Assumptions.abort(missing);
        }
    }

    public static HaProxy before(Path directory, List<Replica> replicas) throws IOException {
        return before(directory, replicas, List.of());
    }

    /** @param further settings of the frontend and the backend, in the program's own words */
    public static HaProxy before(Path directory, List<Replica> replicas, List<String> further) throws IOException {
        var port = PostgresProcess.freePort();
        var statistics = PostgresProcess.freePort();
        var lines = new ArrayList<>(List.of(
                "defaults",
                "  mode http",
                "  maxconn 2000",
                "  timeout connect 2s",
                "  timeout client 30s",
                "  timeout server 30s",
                // A replica on a busy machine answers late that it is ready; one that is not says so at once.
                "  timeout check 10s",
                "  option redispatch",
                // Nothing was sent then, so it is safe for any service.
                "  retry-on conn-failure"));
        further.forEach(line -> lines.add("  " + line));
        lines.addAll(List.of(
                "frontend all",
                "  bind 127.0.0.1:" + port,
                "  default_backend replicas",
                "frontend statistics",
                "  bind 127.0.0.1:" + statistics,
                "  http-request use-service prometheus-exporter",
                "backend replicas",
                "  balance roundrobin",
                "  option httpchk GET /q/health/ready",
                "  default-server check inter 200ms fastinter 200ms fall 2 rise 2"));
        for (var replica : replicas) {
            lines.add("  server r%d 127.0.0.1:%d port %d".formatted(replica.http, replica.http, replica.management));
        }
        var configuration = Files.writeString(directory.resolve("haproxy.cfg"), String.join("\n", lines) + "\n");
        var process = new ProcessBuilder(PROGRAM.toString(), "-db", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("haproxy.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        var proxy = new HaProxy(process, port, statistics);
        await("a proxy that listens").until(proxy::listens);
        return proxy;
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** How many replicas it sends guests to. */
    public int ready() {
        try (var statistics = URI.create("http://127.0.0.1:" + this.statistics + "/metrics?scope=backend")
                .toURL()
                .openStream()) {
            return new String(statistics.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("haproxy_backend_active_servers{proxy=\"replicas\"}"))
                    .mapToInt(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public String endOfLog() {
        return "";
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
