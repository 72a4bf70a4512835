package org.frontrow.delivery;

import static org.frontrow.delivery.Promise.that;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The list of what is inside, which the build writes. */
class SbomIT {
    private static final Path FILE = Path.of("target/frontrow-sbom.json");
    private static final List<String> INSIDE = List.of(
            "io.quarkus:quarkus-rest", "org.postgresql:postgresql", "org.mvnpm:lit", "org.bouncycastle:bcprov-jdk18on");
    private static final List<String> NOT_INSIDE = List.of("junit", "assertj", "playwright", "awaitility", "archunit");
    /** A library may be under several; one of them has to be here. Whatever is not has to be read by somebody first. */
    private static final Set<String> FINE = Set.of(
            "0BSD",
            "Apache-2.0",
            "CC0-1.0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "Bouncy Castle Licence",
            "EPL-2.0",
            "MIT",
            "MIT-0",
            "Public Domain");

    @TestFactory
    Stream<DynamicTest> what_is_inside() {
        return Promise.tests(
                FILE,
                Json::read,
                List.of(
                        that("what the service stands on is in the list", SbomIT::missing)
                                .brokenBy("\"name\" : \"postgresql\"", "\"name\" : \"mysql\""),
                        that("what only tests need is not", SbomIT::tooMuch)
                                .brokenBy("\"group\" : \"org.postgresql\"", "\"group\" : \"org.assertj\""),
                        that("everything has a licence that lets it be passed on", SbomIT::unlicensed)
                                .brokenBy("\"id\" : \"MIT-0\"", "\"id\" : \"GPL-3.0-only\"")
                                .brokenBy("\"id\" : \"MIT-0\"", "\"id\" : \"AGPL-3.0-or-later\"")
                                .brokenBy("\"name\" : \"Bouncy Castle Licence\"", "\"name\" : \"Ask us\"")
                                .brokenBy(
                                        "\"licenses\" : \\[\\s*\\{\\s*\"license\" : \\{\\s*\"id\" : \"MIT-0\"[^]]*],",
                                        ""),
                        that("everything can be looked up and compared", SbomIT::unknown)
                                .brokenBy("\"purl\" : \"pkg:maven/org.postgresql/[^\"]*\"", "\"purl\" : \"\"")
                                .brokenBy("(^  \"components\" : \\[[\\s\\S]*?)\"SHA-256\"", "$1\"SHA-1\""),
                        that("two builds of the same make the same list", SbomIT::ofThisMoment)
                                .brokenBy(
                                        "\"metadata\" : \\{",
                                        "\"metadata\" : {\"timestamp\" : \"2026-11-25T18:00:00Z\",")));
    }

    private static List<String> missing(JsonNode list) {
        var names = components(list).map(SbomIT::name).collect(Collectors.toSet());
        return INSIDE.stream().filter(name -> !names.contains(name)).toList();
    }

    private static List<String> tooMuch(JsonNode list) {
        return components(list)
                .map(SbomIT::name)
                .filter(name -> NOT_INSIDE.stream().anyMatch(name::contains))
                .toList();
    }

    private static List<String> unlicensed(JsonNode list) {
        return components(list)
                .filter(one -> licences(one).noneMatch(FINE::contains))
                .map(one -> name(one) + " is under " + licences(one).toList())
                .toList();
    }

    private static Stream<String> licences(JsonNode component) {
        return component
                .path("licenses")
                .valueStream()
                .map(one -> one.path("license"))
                .map(licence -> licence.path("id").asText(licence.path("name").asText()));
    }

    private static List<String> unknown(JsonNode list) {
        return components(list)
                .filter(one -> !one.path("purl").asText().startsWith("pkg:maven/")
                        || one.path("hashes")
                                .valueStream()
                                .noneMatch(hash -> hash.path("alg").asText().equals("SHA-256")))
                .map(SbomIT::name)
                .toList();
    }

    private static List<String> ofThisMoment(JsonNode list) {
        return list.path("metadata").has("timestamp")
                ? List.of("it says when it was made: "
                        + list.at("/metadata/timestamp").asText())
                : List.of();
    }

    private static Stream<JsonNode> components(JsonNode list) {
        return list.path("components").valueStream();
    }

    private static String name(JsonNode component) {
        return component.path("group").asText() + ":" + component.path("name").asText();
    }
}
