package org.frontrow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds what would be sent to Kubernetes against rules. Each rule is held twice: all overlays must keep it, and planted
 * mistakes must break it, so that no rule can rot into one that never fails.
 */
class KubernetesTest {
    /** The second folder puts together what no overlay uses. */
    private static final List<Path> OVERLAYS = List.of(Path.of("k8s/overlays"), Path.of("src/test/kustomize"));

    private static final List<Rule> RULES = Stream.of(
                    DataRules.ALL, PodRules.ALL, NetworkRules.ALL, MonitoringRules.ALL)
            .flatMap(List::stream)
            .toList();
    private static final Map<String, String> rendered = new LinkedHashMap<>();

    @BeforeAll
    static void render() throws IOException {
        for (var folder : OVERLAYS) {
            try (var overlays = Files.list(folder)) {
                for (var overlay : overlays.sorted().toList()) {
                    rendered.put(overlay.getFileName().toString(), Kubectl.kustomize(overlay));
                }
            }
        }
    }

    @Test
    void every_component_is_rendered_somewhere() throws IOException {
        try (var components = Files.list(Path.of("k8s/components"));
                var kustomizations = Stream.concat(Files.walk(OVERLAYS.getFirst()), Files.walk(OVERLAYS.getLast()))) {
            var used = new StringBuilder();
            for (var file : kustomizations
                    .filter(it -> it.endsWith("kustomization.yaml"))
                    .toList()) {
                Files.readString(file)
                        .lines()
                        .filter(line -> !line.strip().startsWith("#"))
                        .forEach(used::append);
            }
            assertThat(components)
                    .isNotEmpty()
                    .allSatisfy(component -> assertThat(used).contains("/components/" + component.getFileName()));
        }
    }

    /** A rule about what is not there is kept by itself. */
    @Test
    void production_has_everything() {
        assertThat(new Manifests(rendered.get("prod")).documents)
                .extracting(Manifests::nameOf)
                .contains(
                        "Deployment frontrow",
                        "Job frontrow-migration",
                        "HorizontalPodAutoscaler frontrow",
                        "PodDisruptionBudget frontrow",
                        "Ingress frontrow",
                        "Ingress frontrow-live",
                        "ServiceMonitor frontrow",
                        "PodMonitor frontrow-db",
                        "PrometheusRule frontrow",
                        "PrometheusRule frontrow-database",
                        "ConfigMap frontrow-dashboard",
                        "Cluster frontrow-db",
                        "ObjectStore frontrow-backups",
                        "ScheduledBackup frontrow-db-nightly");
    }

    @TestFactory
    Stream<DynamicTest> all_overlays_keep_every_rule() {
        return rendered.entrySet().stream().flatMap(overlay -> {
            var manifests = new Manifests(overlay.getValue());
            return RULES.stream()
                    .map(rule -> dynamicTest(
                            overlay.getKey() + ": " + rule,
                            () -> assertThat(rule.violations(manifests)).isEmpty()));
        });
    }

    @ParameterizedTest
    @MethodSource("org.frontrow.delivery.PlantedMistakes#all")
    void a_planted_mistake_is_found(PlantedMistakes.Mistake mistake) {
        assertThat(rendered.get(mistake.overlay())).contains(mistake.right());
        var planted = planted(mistake);
        assertThat(RULES.stream()
                        .flatMap(rule -> rule.violations(planted).stream())
                        .collect(Collectors.joining("\n")))
                .contains(mistake.found());
    }

    private static Manifests planted(PlantedMistakes.Mistake mistake) {
        return new Manifests(rendered.get(mistake.overlay()).replace(mistake.right(), mistake.wrong()));
    }

    @Test
    void every_rule_finds_some_planted_mistake() {
        var never = new HashSet<>(RULES);
        for (var mistake : PlantedMistakes.all().toList()) {
            var planted = planted(mistake);
            never.removeIf(rule -> !rule.violations(planted).isEmpty());
        }
        assertThat(never).isEmpty();
    }

    @Test
    void no_secret_is_explained_that_nobody_uses() {
        var used = new HashSet<String>();
        rendered.values().forEach(yaml -> used.addAll(DataRules.usedSecrets(new Manifests(yaml))));
        assertThat(DataRules.explainedSecrets()).isSubsetOf(used);
    }

    @Test
    void no_section_is_left_of_an_alert_that_is_gone() {
        var alerts = rendered.values().stream()
                .flatMap(yaml -> MonitoringRules.alertsOf(new Manifests(yaml)).stream())
                .map(alert -> alert.getAlert().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        assertThat(MonitoringRules.sections().stream()
                        .filter(section -> section.matches("frontrow\\w+"))
                        .toList())
                .isNotEmpty()
                .isSubsetOf(alerts);
    }
}
