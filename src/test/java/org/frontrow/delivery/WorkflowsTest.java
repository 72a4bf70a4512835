package org.frontrow.delivery;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.frontrow.delivery.Promise.that;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WorkflowsTest {
    private static final Path FOLDER = Path.of(".github/workflows");
    private static final Pattern USES = Pattern.compile("^ *(?:- )?uses: *(.*)$", Pattern.MULTILINE);
    private static final Pattern PINNED =
            Pattern.compile("([A-Za-z0-9-]+/[A-Za-z0-9_-]+)(/[A-Za-z0-9_-]+)?@([0-9a-f]{40}) # (v\\d+\\.\\d+\\.\\d+)");
    /** Begun by somebody whose code must not meet the rights of this repository. */
    private static final Set<String> DANGEROUS = Set.of("pull_request_target", "workflow_run", "issue_comment");
    /** What a job may ever be allowed to write, and where. */
    private static final Map<String, Set<String>> MAY_WRITE = Map.of(
            "scan.yml code", Set.of("security-events"),
            "scan.yml libraries", Set.of("security-events"),
            "scan.yml image", Set.of("security-events"),
            "release.yml image", Set.of("packages"),
            "release.yml sign", Set.of("packages", "id-token", "attestations"),
            "release.yml publish", Set.of("contents", "id-token", "attestations"));

    private static final Pattern PROGRAM = Pattern.compile("(?:^|[\\s(])((?:\\./|\\.ci/|bench/|src/)[A-Za-z0-9./_-]+)");
    private static final Pattern PROFILE = Pattern.compile("\\s-P([A-Za-z0-9,_-]+)");

    @TestFactory
    Stream<DynamicTest> every_workflow() throws IOException {
        return files().stream()
                .flatMap(file -> Promise.tests(
                        file, Workflow::parse, ofAll(file.getFileName().toString())));
    }

    private static List<Path> files() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    private static List<Promise<Workflow>> ofAll(String name) {
        return List.of(
                that("what others wrote is taken by its commit", WorkflowsTest::unpinned)
                        .brokenBy(
                                "actions/checkout@[0-9a-f]{40} # v6.0.2|actions/checkout@\\S+.*", "actions/checkout@v6")
                        .brokenBy("actions/checkout@([0-9a-f]{40}).*", "actions/checkout@$1")
                        .brokenBy("actions/checkout@[0-9a-f]{33}", "actions/checkout@")
                        .brokenBy("actions/checkout@([0-9a-f]{40}).*", "docker://alpine:3"),
                that("it may read, and no more unless a job says why", rights(name))
                        .brokenBy("^permissions:\n  contents: read\n", "")
                        .brokenBy("^permissions:\n  contents: read\n", "permissions: write-all\n")
                        .brokenBy("^permissions:\n  contents: read\n", "permissions:\n  contents: write\n")
                        .brokenBy("^    runs-on:", "    permissions: {actions: write}\n    runs-on:")
                        .brokenBy("^    runs-on:", "    permissions: write-all\n    runs-on:"),
                that("no stranger's change begins it with our rights", WorkflowsTest::triggers)
                        .brokenBy("^on:\n", "on:\n  pull_request_target:\n")
                        .brokenBy("^on:\n", "on:\n  workflow_run: {workflows: [build]}\n"),
                that("it ends in good time", WorkflowsTest::endless)
                        .brokenBy("^    timeout-minutes: \\d+\n", "")
                        .brokenBy("^    timeout-minutes: \\d+\n", "    timeout-minutes: 360\n"),
                that("nothing is pasted into a script", WorkflowsTest::pasted)
                        .brokenBy(
                                "^    steps:\n",
                                "    steps:\n      - run: echo \"\\${{ github.event.pull_request.title }}\"\n")
                        .brokenBy(
                                "^    steps:\n", "    steps:\n      - run: |\n          echo \\${{github.head_ref}}\n"),
                that("a script fails when a part of it does", WorkflowsTest::shells)
                        .brokenBy("shell: bash", "shell: sh")
                        .brokenBy("^defaults:\n  run:\n    shell: bash.*\n", "")
                        .brokenBy("^    steps:\n", "    steps:\n      - run: false | true\n        shell: sh\n"),
                that("it has no secrets but the one it is lent", WorkflowsTest::secrets)
                        .brokenBy(
                                "^    steps:\n",
                                "    steps:\n      - run: a\n        env: {A: \"\\${{ secrets.KEY }}\"}\n"),
                that("a checkout leaves no key behind", WorkflowsTest::keys)
                        .brokenBy(
                                "^    steps:\n",
                                "    steps:\n      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2\n"),
                that("machines have a version", WorkflowsTest::machines)
                        .brokenBy("ubuntu-24\\.04$", "ubuntu-latest")
                        .brokenBy("^    runs-on: .*", "    runs-on: self-hosted"),
                that("what it runs is there", WorkflowsTest::missing)
                        .brokenBy("^    steps:\n", "    steps:\n      - run: .ci/deploy now\n")
                        .brokenBy("^    steps:\n", "    steps:\n      - run: ./gradlew build\n")
                        .brokenBy("^    steps:\n", "    steps:\n      - run: ./mvnw verify -Pproduction\n")
                        .brokenBy("^    steps:\n", "    steps:\n      - uses: ./.github/actions/none\n"));
    }

    @Test
    void all_take_the_same_of_what_others_wrote() throws IOException {
        var taken = new ArrayList<MatchResult>();
        for (var file : files()) {
            USES.matcher(Promise.read(file)).results().forEach(use -> {
                var pinned = PINNED.matcher(use.group(1));
                assertThat(pinned.matches()).as(use.group()).isTrue();
                taken.add(pinned.toMatchResult());
            });
        }
        var versions = taken.stream()
                .collect(groupingBy(one -> one.group(1), mapping(one -> one.group(3) + " " + one.group(4), toSet())));
        assertThat(versions)
                .hasSizeGreaterThan(5)
                .allSatisfy((action, pins) -> assertThat(pins).as(action).hasSize(1));
    }

    @Test
    void nothing_is_released_but_by_a_tag_and_nothing_is_published_unsigned() {
        var release =
                Workflow.parse(Promise.read(FOLDER.resolve("release.yml"))).says();

        assertThat(release.path("on").propertyStream().map(Map.Entry::getKey)).containsExactly("push");
        assertThat(Json.texts(release.at("/on/push/tags"))).containsExactly("v*");
        assertThat(release.path("on").path("push").size()).isEqualTo(1);
        assertThat(Json.texts(release.at("/jobs/publish/needs"))).contains("sign");
        assertThat(Json.texts(release.at("/jobs/sign/needs"))).contains("image");
        assertThat(release.at("/jobs/image/needs").asText()).isEqualTo("jar");
        assertThat(release.at("/jobs/sign").toString())
                .contains("cosign sign --yes")
                .contains("attest-build-provenance@");
    }

    @Test
    void the_build_is_what_everybody_runs() {
        var build = Workflow.parse(Promise.read(FOLDER.resolve("build.yml")));

        assertThat(build.scripts()).containsExactly(".ci/run");
        assertThat(build.says().path("on").has("pull_request")).isTrue();
    }

    private static List<String> unpinned(Workflow workflow) {
        var said =
                USES.matcher(workflow.text()).results().map(use -> use.group(1)).toList();
        var complaints = new ArrayList<>(said.stream()
                .filter(use -> !use.startsWith("./"))
                .filter(use -> !PINNED.matcher(use).matches())
                .toList());
        if (said.size() != workflow.steps().filter(step -> step.has("uses")).count()) {
            complaints.add("not all of them were found: " + said);
        }
        return complaints;
    }

    private static Function<Workflow, List<String>> rights(String file) {
        return workflow -> {
            var complaints = new ArrayList<String>();
            if (!workflow.says().path("permissions").toString().equals("{\"contents\":\"read\"}")) {
                complaints.add("the workflow may " + workflow.says().path("permissions"));
            }
            workflow.jobs().filter(job -> job.getValue().has("permissions")).forEach(job -> {
                var may = job.getValue().path("permissions");
                var written = may.propertyStream()
                        .filter(right -> !right.getValue().asText().equals("read"))
                        .map(Map.Entry::getKey)
                        .toList();
                if (!may.isObject()
                        || !MAY_WRITE
                                .getOrDefault(file + " " + job.getKey(), Set.of())
                                .containsAll(written)) {
                    complaints.add(job.getKey() + " may " + may);
                }
            });
            return complaints;
        };
    }

    private static List<String> triggers(Workflow workflow) {
        return workflow.says()
                .path("on")
                .propertyStream()
                .map(Map.Entry::getKey)
                .filter(DANGEROUS::contains)
                .toList();
    }

    private static List<String> endless(Workflow workflow) {
        return workflow.jobs()
                .filter(job -> job.getValue().path("timeout-minutes").asInt(360) > 60)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Not even what seems harmless: a script gets everything by its environment. */
    private static List<String> pasted(Workflow workflow) {
        return workflow.scripts().filter(script -> script.contains("${{")).toList();
    }

    private static List<String> shells(Workflow workflow) {
        var complaints = new ArrayList<String>();
        if (!workflow.says().at("/defaults/run/shell").asText().equals("bash")) {
            complaints.add("the shell is not said, so pipes hide failures");
        }
        workflow.steps()
                .filter(step -> step.has("shell"))
                .map(JsonNode::toString)
                .forEach(complaints::add);
        return complaints;
    }

    private static List<String> secrets(Workflow workflow) {
        return workflow.text()
                .lines()
                .filter(line -> line.matches(".*\\$\\{\\{.*\\bsecrets\\b.*|\\s*secrets:.*"))
                .toList();
    }

    private static List<String> keys(Workflow workflow) {
        return workflow.steps()
                .filter(step -> step.path("uses").asText().startsWith("actions/checkout@"))
                .filter(step -> step.path("with").path("persist-credentials").asBoolean(true))
                .map(JsonNode::toString)
                .toList();
    }

    private static List<String> machines(Workflow workflow) {
        return workflow.jobs()
                .flatMap(job -> {
                    var says = job.getValue().path("runs-on").asText();
                    return says.equals("${{ matrix.runner }}")
                            ? job.getValue().at("/strategy/matrix/include").findValuesAsText("runner").stream()
                            : Stream.of(says);
                })
                .filter(machine -> !machine.matches("ubuntu-\\d+\\.\\d+(-arm)?"))
                .toList();
    }

    private static List<String> missing(Workflow workflow) {
        var complaints = new ArrayList<String>();
        var pom = Promise.read(Path.of("pom.xml"));
        workflow.scripts().forEach(script -> {
            PROGRAM.matcher(script).results().map(program -> program.group(1)).forEach(program -> {
                if (!Files.isExecutable(Path.of(program))) {
                    complaints.add(program + " cannot be run");
                }
            });
            PROFILE.matcher(script)
                    .results()
                    .flatMap(found -> Stream.of(found.group(1).split(",")))
                    .forEach(profile -> {
                        if (!pom.contains("<id>" + profile + "</id>")) {
                            complaints.add("pom.xml has no profile " + profile);
                        }
                    });
        });
        workflow.steps()
                .map(step -> step.path("uses").asText())
                .filter(use -> use.startsWith("./"))
                .forEach(action -> {
                    if (!Files.isDirectory(Path.of(action))) {
                        complaints.add("there is no action " + action);
                    }
                });
        workflow.jobs().forEach(job -> {
            var kinds = Json.texts(job.getValue().at("/strategy/matrix/kind")).toList();
            job.getValue().path("steps").findValuesAsText("file").stream()
                    .flatMap(file -> kinds.isEmpty()
                            ? Stream.of(file)
                            : kinds.stream().map(kind -> file.replace("${{ matrix.kind }}", kind)))
                    .filter(file -> !Files.isRegularFile(Path.of(file)))
                    .forEach(file -> complaints.add("there is no " + file));
        });
        return complaints;
    }
}
