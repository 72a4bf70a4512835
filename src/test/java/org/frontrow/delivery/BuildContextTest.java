package org.frontrow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.frontrow.delivery.Promise.that;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BuildContextTest {
    private static final List<String> SECRET = List.of(
            ".env",
            "signing-key.pem",
            "data/signing-key.pem",
            "src/main/resources/signing-key.pem",
            "src/main/docker/tls.key",
            "src/main/.env");
    private static final List<String> OTHER_MACHINES = List.of(
            ".git/config",
            "target/quarkus-app/quarkus-run.jar",
            "data/postgres/18/PG_VERSION",
            "node_modules/lit/index.js",
            "src/main/resources/web/node_modules/lit/index.js",
            "bench/load/target/classes/Bench.class",
            "src/test/java/org/frontrow/ArchitectureTest.java",
            "anything-that-will-lie-there-one-day");
    private static final List<String> NEEDED = List.of(
            "mvnw",
            "pom.xml",
            ".mvn/maven.config",
            ".mvn/wrapper/maven-wrapper.properties",
            "src/main/java/org/frontrow/seating/SeatState.java",
            "src/main/resources/web/index.html",
            "src/main/docker/train",
            "LICENSE",
            "NOTICE");

    @TestFactory
    Stream<DynamicTest> what_reaches_the_builder() {
        return Promise.tests(
                BuildContext.FILE,
                BuildContext::parse,
                List.of(
                        that(
                                        "no secret does",
                                        (BuildContext context) -> SECRET.stream()
                                                .filter(context::has)
                                                .toList())
                                .brokenBy("^\\*\\*/\\*\\.pem$", "")
                                .brokenBy("^\\*\\*/\\*\\.pem$", "*.pem")
                                .brokenBy("^\\*\\*/\\*\\.key$", "")
                                .brokenBy("^\\*\\*/\\.env$", "!.env"),
                        that(
                                        "nothing does that was built or kept on another machine",
                                        (BuildContext context) -> OTHER_MACHINES.stream()
                                                .filter(context::has)
                                                .toList())
                                .brokenBy("^\\*$", "")
                                .brokenBy("^\\*$", "target\ndata\n.git")
                                .brokenBy("^!src/main$", "!src")
                                .brokenBy("^\\*\\*/node_modules$", "node_modules"),
                        that(
                                        "what is needed does",
                                        (BuildContext context) -> NEEDED.stream()
                                                .filter(file -> !context.has(file))
                                                .toList())
                                .brokenBy("^!\\.mvn$", "")
                                .brokenBy("^!mvnw$", "")
                                .brokenBy("^!src/main$", "!src/main/java")));
    }

    @Test
    void the_last_line_that_fits_decides() {
        var context = BuildContext.parse("*\n!a\na/b\n!a/b/c\n**/*.key\n");

        assertThat(context.has("x")).isFalse();
        assertThat(context.has("a/x")).isTrue();
        assertThat(context.has("a/b/x")).isFalse();
        assertThat(context.has("a/b/c/x")).isTrue();
        assertThat(context.has("a/b/c/x.key")).isFalse();
        assertThat(context.has("a.key")).isFalse();
    }
}
