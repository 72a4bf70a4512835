package org.frontrow.delivery;

import static org.frontrow.delivery.Promise.that;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.frontrow.delivery.Dockerfile.Instruction;
import org.frontrow.delivery.Dockerfile.Stage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class DockerfilesTest {
    private static final Path SETTINGS = Path.of("src/main/resources/application.properties");
    private static final Pattern SECRET = Pattern.compile("(?i).*(password|passwd|secret|token|credential|_key).*");
    private static final Set<String> FRONTROW_BUILDS = Set.of("-Pnative", "-Pcontainer");

    @TestFactory
    Stream<DynamicTest> the_native_image() {
        return Promise.tests(Path.of("Dockerfile.native"), Dockerfile::parse, ofBoth());
    }

    @TestFactory
    Stream<DynamicTest> the_jvm_image() {
        var promises = new ArrayList<>(ofBoth());
        promises.addAll(ofTheJvm());
        return Promise.tests(Path.of("Dockerfile.jvm"), Dockerfile::parse, promises);
    }

    private static List<Promise<Dockerfile>> ofBoth() {
        return List.of(
                that("every base has an exact version", DockerfilesTest::inexactBases)
                        .brokenBy("^(FROM [^\\s:]+):\\S+", "$1:latest")
                        .brokenBy("^(FROM [^\\s:]+):\\S+", "$1")
                        .brokenBy("^(FROM [^\\s:]+):\\S+", "$1:25-jre")
                        .brokenBy("^(FROM [^\\s:]+):\\S+", "$1:1.2.3@sha256:cafe")
                        .brokenBy("^(FROM [^\\s:]+):\\S+", "ARG TAG=1.2\n$1:\\${TAG}"),
                that("it runs as nobody in particular", DockerfilesTest::whoItRunsAs)
                        .brokenBy("^USER 1001$", "USER root")
                        .brokenBy("^USER 1001$", "USER 0")
                        .brokenBy("^USER 1001$", "USER frontrow")
                        .brokenBy("^USER 1001$", "USER 1001\nUSER 00:1001")
                        .brokenBy("^USER 1001$", ""),
                that("nothing in it belongs to who it runs as", DockerfilesTest::owned)
                        .brokenBy("^COPY LICENSE", "COPY --chown=1001:0 LICENSE"),
                that("SIGTERM reaches the service", DockerfilesTest::howItStarts)
                        .brokenBy("^ENTRYPOINT .*", "ENTRYPOINT /app/frontrow")
                        .brokenBy("^ENTRYPOINT .*", "ENTRYPOINT [\"/bin/sh\", \"-c\", \"java -jar app.jar\"]")
                        .brokenBy("^ENTRYPOINT .*", "")
                        .brokenBy("^STOPSIGNAL SIGTERM$", "STOPSIGNAL SIGKILL")
                        .brokenBy("^STOPSIGNAL SIGTERM$", ""),
                that("nothing comes from an address", DockerfilesTest::added)
                        .brokenBy("^USER 1001$", "ADD https://example.org/agent.jar /app/\nUSER 1001"),
                that("no secret is built in", DockerfilesTest::secrets)
                        .brokenBy("^WORKDIR /build$", "ARG REGISTRY_TOKEN\nWORKDIR /build")
                        .brokenBy("^WORKDIR /build$", "ENV MAVEN_PASSWORD geheim\nWORKDIR /build")
                        .brokenBy("^USER 1001$", "ENV A=b QUARKUS_DATASOURCE_PASSWORD=geheim\nUSER 1001"),
                that("no embedded database is built in", DockerfilesTest::whatIsBuilt)
                        .brokenBy("-P(native|container) ", "")
                        .brokenBy("-P(native|container) ", "-Pnative,strict -Pdemo ")
                        .brokenBy("FRONTROW_DATABASE_EMBEDDED=false", "FRONTROW_DATABASE_EMBEDDED=true"),
                that("it has no compiler, and nothing is installed", DockerfilesTest::tools)
                        .brokenBy(
                                "^FROM (\\S+) AS build$([\\s\\S]*)^FROM \\S+([^\\n]*)$", "FROM $1 AS build$2FROM $1$3")
                        .brokenBy("^USER 1001$", "RUN apt-get install -y gcc\nUSER 1001"),
                that("it listens where it says, on every address", DockerfilesTest::ports)
                        .brokenBy("^EXPOSE 8080 9000$", "EXPOSE 8080")
                        .brokenBy("^EXPOSE 8080 9000$", "EXPOSE 80 9000")
                        .brokenBy("QUARKUS_HTTP_HOST=0.0.0.0", "QUARKUS_HTTP_HOST=127.0.0.1")
                        .brokenBy("QUARKUS_MANAGEMENT_HOST=0.0.0.0", "QUARKUS_MANAGEMENT_PORT=9001"),
                that("what is copied is there, and reaches the builder", DockerfilesTest::copied)
                        .brokenBy("^COPY LICENSE NOTICE", "COPY LICENSE NOTICES")
                        .brokenBy("^COPY src/main src/main$", "COPY src src")
                        .brokenBy("--from=build", "--from=builder"),
                that("it says whether it is healthy", DockerfilesTest::health)
                        .brokenBy("^HEALTHCHECK .*", "HEALTHCHECK NONE")
                        .brokenBy("^HEALTHCHECK .*", "HEALTHCHECK CMD curl -f http://localhost:9000/q/health")
                        .brokenBy("^COPY (.*)/healthy /app/healthy", "COPY $1/healthy /app/health")
                        .brokenBy("^HEALTHCHECK .*", ""),
                that("it says what it is", DockerfilesTest::labels)
                        .brokenBy("image.licenses=", "image.license=")
                        .brokenBy("^LABEL ", "LABEL org.opencontainers.image.version=1 "));
    }

    private static List<Promise<Dockerfile>> ofTheJvm() {
        return List.of(
                that("the cache is the one that was made with its very layers", DockerfilesTest::cache)
                        .brokenBy("^FROM app$", "FROM eclipse-temurin:25.0.4.1_1-jre-noble")
                        .brokenBy("^FROM app AS train$", "FROM eclipse-temurin:25.0.4.1_1-jre-noble AS train")
                        .brokenBy("^RUN /train/train /app ", "RUN /train/train /work ")
                        .brokenBy("/app/frontrow.aot$", "/app/other.aot")
                        .brokenBy("^COPY --from=train .*", "")
                        .brokenBy("-XX:AOTCache=/app/frontrow.aot ", ""),
                that("it ends when memory does, and takes options", DockerfilesTest::options)
                        .brokenBy("-XX:\\+ExitOnOutOfMemoryError ", "")
                        .brokenBy("\\$JAVA_OPTS ", "")
                        .brokenBy("^ENV JAVA_OPTS=.*", ""));
    }

    private static List<String> inexactBases(Dockerfile file) {
        var known = new TreeSet<String>();
        var complaints = new ArrayList<String>();
        for (var stage : file.stages()) {
            if (!known.contains(stage.base())) {
                complaints.addAll(ImageName.complaints(stage.base()));
            }
            known.add(stage.name());
        }
        return complaints;
    }

    private static List<String> whoItRunsAs(Dockerfile file) {
        var users = file.imageHas("USER").map(Instruction::text).toList();
        return !users.isEmpty() && users.getLast().matches("[1-9]\\d*(:\\d+)?")
                ? List.of()
                : List.of("it runs as " + (users.isEmpty() ? "whom the base says" : users.getLast()));
    }

    private static List<String> owned(Dockerfile file) {
        return file.imageHas("COPY")
                .filter(copy -> copy.flag("chown").isPresent())
                .map(Instruction::toString)
                .toList();
    }

    private static List<String> added(Dockerfile file) {
        return file.all("ADD").map(Instruction::toString).toList();
    }

    private static List<String> howItStarts(Dockerfile file) {
        var complaints = new ArrayList<String>();
        var starts = file.imageHas("ENTRYPOINT").toList();
        if (starts.size() != 1 || !starts.getFirst().isExecForm()) {
            complaints.add("no entry point in exec form: " + starts);
        } else {
            var words = starts.getFirst().words();
            if (words.contains("-c") && !words.get(words.indexOf("-c") + 1).startsWith("exec ")) {
                complaints.add("the shell stays, and keeps the signal to itself: " + words);
            }
        }
        if (!file.imageHas("STOPSIGNAL").map(Instruction::text).toList().equals(List.of("SIGTERM"))) {
            complaints.add("it is not stopped by SIGTERM");
        }
        return complaints;
    }

    private static List<String> secrets(Dockerfile file) {
        return file.stages().stream()
                .flatMap(stage -> Stream.concat(stage.all("ARG"), stage.all("ENV")))
                .filter(one -> names(one).anyMatch(name -> SECRET.matcher(name).matches()))
                .map(Instruction::toString)
                .toList();
    }

    /** Of {@code ARG name=value}, {@code ENV name=value name=value} and {@code ENV name value}. */
    private static Stream<String> names(Instruction one) {
        var words = Arrays.stream(one.text().split("\\s+(?=[^\"]*(?:\"[^\"]*\"[^\"]*)*$)"));
        return words.limit(one.text().contains("=") ? Long.MAX_VALUE : 1).map(word -> word.replaceFirst("=.*", ""));
    }

    private static List<String> whatIsBuilt(Dockerfile file) {
        var complaints = new ArrayList<String>();
        file.all("RUN").filter(run -> run.text().contains("./mvnw ")).forEach(run -> {
            var profiles = Arrays.stream(run.text().split("\\s+"))
                    .filter(word -> word.startsWith("-P"))
                    .toList();
            if (profiles.size() != 1 || !FRONTROW_BUILDS.contains(profiles.getFirst())) {
                complaints.add(run + ": neither -Pnative nor -Pcontainer alone: " + profiles);
            }
        });
        if (!environment(file).contains("FRONTROW_DATABASE_EMBEDDED=false")) {
            complaints.add("it could look for an embedded database");
        }
        return complaints;
    }

    private static List<String> tools(Dockerfile file) {
        var complaints = new ArrayList<String>();
        file.imageHas("RUN").map(Instruction::toString).forEach(complaints::add);
        var base = file.image().getFirst().base();
        if (base.matches(".*(jdk-noble|builder).*")) {
            complaints.add("it is built upon " + base);
        }
        return complaints;
    }

    private static List<String> ports(Dockerfile file) {
        var complaints = new ArrayList<String>();
        var says = file.imageHas("EXPOSE")
                .flatMap(one -> Arrays.stream(one.text().split("\\s+")))
                .collect(Collectors.toCollection(TreeSet::new));
        var listens =
                new TreeSet<>(Set.of(setting("quarkus.http.port", "8080"), setting("quarkus.management.port", "9000")));
        if (!says.equals(listens)) {
            complaints.add("it says " + says + " and listens on " + listens);
        }
        var environment = environment(file);
        if (!environment.containsAll(List.of("QUARKUS_HTTP_HOST=0.0.0.0", "QUARKUS_MANAGEMENT_HOST=0.0.0.0"))) {
            complaints.add("it does not listen on every address");
        }
        return complaints;
    }

    private static String setting(String key, String otherwise) {
        return Promise.read(SETTINGS)
                .lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .findFirst()
                .orElse(otherwise);
    }

    private static List<String> environment(Dockerfile file) {
        return file.imageHas("ENV")
                .flatMap(one -> Arrays.stream(one.text().split("\\s+")))
                .toList();
    }

    private static List<String> copied(Dockerfile file) {
        var complaints = new ArrayList<String>();
        var context = BuildContext.ours();
        var before = new TreeSet<String>();
        for (var stage : file.stages()) {
            stage.all("COPY").forEach(copy -> {
                var from = copy.flag("from");
                if (from.isPresent()) {
                    if (!before.contains(from.get())) {
                        complaints.add(copy + ": there is no stage " + from.get() + " before");
                    }
                    return;
                }
                var words = List.of(copy.text().split("\\s+"));
                for (var source : words.subList(0, words.size() - 1)) {
                    if (!Files.exists(Path.of(source)) || !context.has(source)) {
                        complaints.add(copy + ": " + source + " does not reach the builder");
                    }
                }
            });
            before.add(stage.name());
        }
        return complaints;
    }

    private static List<String> health(Dockerfile file) {
        var checks = file.imageHas("HEALTHCHECK").toList();
        var asks = checks.size() == 1 ? checks.getFirst().text().replaceFirst("^CMD\\s+", "") : "";
        if (!asks.startsWith("[\"")) {
            return List.of("no health check in exec form: " + checks);
        }
        var program = Json.list(asks).getFirst();
        return file.imageHas("COPY").anyMatch(copy -> copy.text().endsWith(" " + program))
                ? List.of()
                : List.of("nobody copies " + program);
    }

    private static List<String> labels(Dockerfile file) {
        var labels = file.imageHas("LABEL").map(Instruction::text).collect(Collectors.joining(" "));
        var complaints = new ArrayList<String>();
        for (var wanted : List.of("title", "description", "licenses")) {
            if (!labels.contains("org.opencontainers.image." + wanted + "=\"")) {
                complaints.add("no " + wanted);
            }
        }
        // The workflow knows these.
        for (var unwanted : List.of("version", "revision", "created", "source")) {
            if (labels.contains("org.opencontainers.image." + unwanted + "=")) {
                complaints.add("a " + unwanted + " that nobody keeps right");
            }
        }
        return complaints;
    }

    private static List<String> cache(Dockerfile file) {
        var complaints = new ArrayList<String>();
        var train = file.named("train").orElseThrow();
        if (!file.last().base().equals(train.base())
                || file.named(train.base()).map(Stage::name).isEmpty()) {
            complaints.add("what is trained has not the layers of what runs");
        }
        var jar = file.all("COPY")
                .map(copy -> copy.text().replaceFirst(".* ", ""))
                .filter(path -> path.endsWith(".jar"))
                .findFirst()
                .orElseThrow();
        var runs = file.imageHas("ENTRYPOINT").findFirst().orElseThrow().text();
        if (!runs.contains("-jar " + jar + " ")) {
            complaints.add("it does not run " + jar);
        }
        var command = train.all("RUN")
                .map(run -> run.text().split("\\s+"))
                .filter(run -> run[0].equals("/train/train"))
                .findFirst()
                .orElseThrow();
        if (!jar.equals(command[1] + "/quarkus-run.jar")) {
            complaints.add("what is trained lies elsewhere: " + command[1]);
        }
        var caches = file.last()
                .all("COPY")
                .filter(copy -> copy.flag("from").filter("train"::equals).isPresent())
                .map(copy -> copy.text().split("\\s+"))
                .filter(copy -> copy[0].equals(command[2]))
                .map(copy -> copy[1])
                .toList();
        if (caches.size() != 1 || !runs.contains("-XX:AOTCache=" + caches.getFirst() + " ")) {
            complaints.add("it does not run with the cache: " + caches);
        }
        return complaints;
    }

    private static List<String> options(Dockerfile file) {
        var complaints = new ArrayList<String>();
        var runs = file.imageHas("ENTRYPOINT").findFirst().orElseThrow().text();
        for (var wanted : List.of("-XX:+ExitOnOutOfMemoryError", "$JAVA_OPTS")) {
            if (!runs.contains(" " + wanted + " ")) {
                complaints.add("it starts without " + wanted);
            }
        }
        if (environment(file).stream().noneMatch(one -> one.startsWith("JAVA_OPTS=\"-XX:MaxRAMPercentage="))) {
            complaints.add("the heap is not measured by what the container has");
        }
        return complaints;
    }
}
