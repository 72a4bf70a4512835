package org.frontrow.delivery;

import static org.frontrow.delivery.Promise.that;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class DependabotTest {
    private static final Path FILE = Path.of(".github/dependabot.yml");
    /** Everything that is pinned somewhere, or it would stay as it is for ever. */
    private static final Set<String> PINNED = Set.of("maven", "github-actions", "docker", "docker-compose");

    @TestFactory
    Stream<DynamicTest> what_is_pinned_is_raised() {
        return Promise.tests(
                FILE,
                Json::yaml,
                List.of(
                        that("everything pinned is looked after", DependabotTest::forgotten)
                                .brokenBy("package-ecosystem: docker$", "package-ecosystem: npm"),
                        that("it is looked at every week", DependabotTest::rarely)
                                .brokenBy("interval: weekly", "interval: monthly"),
                        that("nothing is taken on its first days", DependabotTest::hastily)
                                .brokenBy("cooldown: .*", ""),
                        that("it looks where something is", DependabotTest::nowhere)
                                .brokenBy("/bench/load", "/bench/loads")));
    }

    private static List<String> forgotten(JsonNode file) {
        var looked = new TreeSet<String>();
        updates(file).forEach(one -> looked.add(one.path("package-ecosystem").asText()));
        return PINNED.stream().filter(one -> !looked.contains(one)).toList();
    }

    private static List<String> rarely(JsonNode file) {
        return updates(file)
                .filter(one -> !one.at("/schedule/interval").asText().equals("weekly"))
                .map(JsonNode::toString)
                .toList();
    }

    private static List<String> hastily(JsonNode file) {
        return updates(file)
                .filter(one -> one.at("/cooldown/default-days").asInt() < 3)
                .map(JsonNode::toString)
                .toList();
    }

    private static List<String> nowhere(JsonNode file) {
        return updates(file)
                .flatMap(one -> Stream.concat(
                        Json.texts(one.path("directories")),
                        Stream.of(one.path("directory").asText("/"))))
                .filter(folder -> !Files.isDirectory(Path.of("." + folder)))
                .toList();
    }

    private static Stream<JsonNode> updates(JsonNode file) {
        return file.path("updates").valueStream();
    }
}
