package org.frontrow.delivery;

import static org.frontrow.delivery.Promise.that;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ComposeTest {
    private static final Path FILE = Path.of("compose.yaml");
    /** Must be given: neither known to everybody who reads the file, nor empty. */
    private static final Pattern GIVEN = Pattern.compile("\\$\\{[A-Z_]+:\\?.+}|/run/secrets/.+");

    @TestFactory
    Stream<DynamicTest> the_service_and_its_database() {
        return Promise.tests(
                FILE,
                Json::yaml,
                List.of(
                        that("its images have exact versions", ComposeTest::inexactImages)
                                .brokenBy("image: postgres:.*", "image: postgres:18")
                                .brokenBy("image: postgres:.*", "image: postgres"),
                        that("no secret is in it, and none can be left out", ComposeTest::secrets)
                                .brokenBy("(QUARKUS_DATASOURCE_PASSWORD): .*", "$1: frontrow")
                                .brokenBy("(POSTGRES_PASSWORD): .*", "$1: \\${FRONTROW_DATABASE_PASSWORD:-frontrow}")
                                .brokenBy("(SIGNING_KEY_FILE): .*", "$1: ./signing-key.pem"),
                        that("what holds secrets is not committed", ComposeTest::committable)
                                .brokenBy("\\./signing-key\\.pem", "./signing.key.txt"),
                        that("the service waits for a database that answers", ComposeTest::order)
                                .brokenBy("condition: service_healthy", "condition: service_started")
                                .brokenBy("test: \\[CMD, pg_isready.*", "test: [NONE]")
                                .brokenBy("--host=127.0.0.1, ", ""),
                        that("nobody has rights that he does not need", each(ComposeTest::rights))
                                .brokenBy("read_only: true", "read_only: false")
                                .brokenBy("cap_drop:\n      - ALL", "cap_drop:\n      - MKNOD")
                                .brokenBy("no-new-privileges:true", "seccomp:unconfined")
                                .brokenBy("user: \"999\"", "user: root")
                                .brokenBy("user: \\$\\{FRONTROW_USER:-1001}", "user: \"0\"")
                                .brokenBy("pids_limit: 512", "privileged: true")
                                .brokenBy("pids_limit: 512", "network_mode: host")
                                .brokenBy("pids_limit: 512", "cap_add: [SYS_ADMIN]")
                                .brokenBy("tmpfs:\n      - /tmp", "tmpfs:\n      - /run"),
                        that("only the page can be reached, and only from this machine", ComposeTest::doors)
                                .brokenBy("127\\.0\\.0\\.1:8080:8080", "8080:8080")
                                .brokenBy("127\\.0\\.0\\.1:8080:8080", "127.0.0.1:9000:9000")
                                .brokenBy("internal: true", "internal: false")
                                .brokenBy("shm_size: 128m", "ports: [\"127.0.0.1:5432:5432\"]"),
                        that("the service has time to stop, and a limit of memory", ComposeTest::limits)
                                .brokenBy("stop_grace_period: 30s", "stop_grace_period: 15s")
                                .brokenBy("stop_grace_period: 30s", "")
                                .brokenBy("mem_limit: 512m", ""),
                        that("bookings outlive the containers", ComposeTest::data)
                                .brokenBy("data:/var/lib/postgresql$", "data:/var/lib/postgresql/data")
                                .brokenBy("data:/var/lib/postgresql$", "/var/lib/postgresql")
                                .brokenBy("^volumes:\n  data:$", ""),
                        that("what it builds and mounts is there", ComposeTest::files)
                                .brokenBy("dockerfile: Dockerfile.jvm", "dockerfile: Dockerfile")
                                .brokenBy("\\./src/main/docker/role\\.sh", "./src/main/docker/roles.sh")));
    }

    private static List<String> inexactImages(JsonNode file) {
        return services(file)
                .filter(service -> !service.getValue().has("build"))
                .flatMap(service ->
                        ImageName.complaints(service.getValue().path("image").asText()).stream())
                .toList();
    }

    private static List<String> secrets(JsonNode file) {
        return services(file)
                .flatMap(service -> service.getValue().path("environment").propertyStream())
                .filter(variable -> variable.getKey().matches(".*(PASSWORD|KEY|TOKEN|SECRET).*"))
                .filter(variable -> !GIVEN.matcher(variable.getValue().asText()).matches())
                .map(variable ->
                        variable.getKey() + " is " + variable.getValue().asText())
                .toList();
    }

    private static List<String> committable(JsonNode file) {
        var ignored = new HashSet<>(Promise.read(Path.of(".gitignore")).lines().toList());
        var complaints = new ArrayList<String>();
        if (!ignored.contains(".env")) {
            complaints.add(".env is not in .gitignore");
        }
        file.path("secrets").propertyStream().forEach(secret -> {
            var path = otherwise(secret.getValue().path("file").asText());
            if (!ignored.contains("*" + path.substring(path.lastIndexOf('.')))) {
                complaints.add(path + " is not in .gitignore");
            }
        });
        return complaints;
    }

    /** The b of <code>${A:-b}</code>, which is what holds unless somebody says otherwise. */
    private static String otherwise(String value) {
        return value.replaceFirst("^\\$\\{[A-Z_]+:-(.*)}$", "$1");
    }

    private static List<String> order(JsonNode file) {
        var complaints = new ArrayList<String>();
        var services = file.path("services");
        if (!services.at("/frontrow/depends_on/database/condition").asText().equals("service_healthy")) {
            complaints.add("the service does not wait");
        }
        var check = Json.texts(services.at("/database/healthcheck/test")).toList();
        if (!check.contains("pg_isready") || !check.contains("--host=127.0.0.1")) {
            complaints.add("the database does not say whether it takes connections: " + check);
        }
        return complaints;
    }

    private static List<String> rights(String name, JsonNode service) {
        var complaints = new ArrayList<String>();
        if (!service.path("read_only").asBoolean()) {
            complaints.add(name + " may write");
        }
        if (!Json.texts(service.path("cap_drop")).toList().equals(List.of("ALL")) || service.has("cap_add")) {
            complaints.add(name + " keeps capabilities");
        }
        if (Json.texts(service.path("security_opt")).noneMatch("no-new-privileges:true"::equals)) {
            complaints.add(name + " may gain privileges");
        }
        if (!otherwise(service.path("user").asText()).matches("[1-9]\\d*(:\\d+)?")) {
            complaints.add(name + " runs as " + service.path("user").asText());
        }
        if (Json.texts(service.path("tmpfs")).noneMatch("/tmp"::equals)) {
            complaints.add(name + " has no /tmp");
        }
        for (var forbidden : List.of("privileged", "network_mode", "pid", "ipc", "devices", "userns_mode")) {
            if (service.has(forbidden)) {
                complaints.add(name + " has " + forbidden);
            }
        }
        return complaints;
    }

    private static List<String> doors(JsonNode file) {
        var complaints = new ArrayList<String>();
        services(file).forEach(service -> {
            var allowed = service.getKey().equals("frontrow") ? "127.0.0.1:8080:8080" : "none";
            Json.texts(service.getValue().path("ports"))
                    .filter(port -> !port.equals(allowed))
                    .map(port -> service.getKey() + " is reached at " + port)
                    .forEach(complaints::add);
        });
        var inside = Json.texts(file.at("/services/database/networks")).toList();
        if (inside.isEmpty()
                || !inside.stream()
                        .allMatch(net ->
                                file.path("networks").path(net).path("internal").asBoolean())) {
            complaints.add("the database reaches the world by " + inside);
        }
        return complaints;
    }

    private static List<String> limits(JsonNode file) {
        var service = file.at("/services/frontrow");
        var complaints = new ArrayList<String>();
        var needs = Promise.read(Path.of("src/main/resources/application.properties"))
                .lines()
                .filter(line -> line.startsWith("quarkus.shutdown.timeout="))
                .map(line -> Duration.parse(
                        "PT" + line.substring(line.indexOf('=') + 1).toUpperCase()))
                .findFirst()
                .orElseThrow();
        // Docker kills after 10 seconds unless told otherwise.
        var has = Duration.parse(
                "PT" + service.path("stop_grace_period").asText("10s").toUpperCase());
        if (has.compareTo(needs.plusSeconds(5)) < 0) {
            complaints.add("it has " + has + " to stop and may need " + needs);
        }
        if (!service.has("mem_limit")) {
            complaints.add("it may take all memory");
        }
        return complaints;
    }

    private static List<String> data(JsonNode file) {
        var database = file.at("/services/database");
        // From 18 on the image keeps each major version in a folder of its own below this one.
        var kept = Json.texts(database.path("volumes"))
                .filter(volume -> volume.endsWith(":/var/lib/postgresql"))
                .map(volume -> volume.substring(0, volume.indexOf(':')))
                .toList();
        return kept.size() == 1 && file.path("volumes").has(kept.getFirst())
                ? List.of()
                : List.of("no named volume at the place of PostgreSQL's data: " + kept);
    }

    private static List<String> files(JsonNode file) {
        return services(file)
                .map(Map.Entry::getValue)
                .flatMap(service -> Stream.concat(
                        service.has("build")
                                ? Stream.of(service.at("/build/dockerfile").asText())
                                : Stream.of(),
                        Json.texts(service.path("volumes"))
                                .filter(volume -> volume.startsWith("."))
                                .map(volume -> volume.substring(0, volume.indexOf(':')))))
                .filter(path -> !Files.isRegularFile(Path.of(path)))
                .toList();
    }

    private static Stream<Map.Entry<String, JsonNode>> services(JsonNode file) {
        return file.path("services").propertyStream();
    }

    private static Function<JsonNode, List<String>> each(BiFunction<String, JsonNode, List<String>> complaints) {
        return file -> services(file)
                .flatMap(service -> complaints.apply(service.getKey(), service.getValue()).stream())
                .toList();
    }
}
