package org.frontrow.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts that images and workflows run. */
class ScriptsTest {
    private static final Path HEALTHY = Path.of("src/main/docker/healthy");
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    static Stream<Path> scripts() throws IOException {
        try (var images = Files.list(HEALTHY.getParent());
                var workflows = Files.list(Path.of(".ci"))) {
            return Stream.concat(images, workflows).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void a_script_can_be_run_and_stops_at_its_first_failure(Path script) throws Exception {
        assertThat(script).isExecutable();
        assertThat(Files.readString(script)).startsWith("#!").contains("\nset -euo pipefail\n");
        assertThat(exitOf("bash", "-n", script.toString())).isZero();
    }

    @ParameterizedTest
    @CsvSource({"200, true", "503, false", "404, false", "500, false"})
    void healthy_is_what_answers_200(int status, boolean expected) throws Exception {
        var service = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
        service.createContext("/", exchange -> {
            assertThat(exchange.getRequestURI().getPath()).isEqualTo("/q/health/ready");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        service.start();
        try {
            assertThat(healthy(service.getAddress().getPort())).isEqualTo(expected);
        } finally {
            service.stop(0);
        }
    }

    @Test
    void who_does_not_listen_is_not_healthy() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, HERE)) {
            port = socket.getLocalPort();
        }
        assertThat(healthy(port)).isFalse();
    }

    @Test
    void who_does_not_answer_is_not_healthy() throws Exception {
        try (var socket = new ServerSocket(0, 1, HERE)) {
            assertThat(healthy(socket.getLocalPort())).isFalse();
        }
    }

    private static boolean healthy(int port) throws Exception {
        var builder = new ProcessBuilder(HEALTHY.toString());
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(port));
        return exitOf(builder) == 0;
    }

    private static int exitOf(String... command) throws Exception {
        return exitOf(new ProcessBuilder(List.of(command)));
    }

    private static int exitOf(ProcessBuilder builder) throws Exception {
        var process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("It does not end: " + builder.command());
        }
        return process.exitValue();
    }
}
