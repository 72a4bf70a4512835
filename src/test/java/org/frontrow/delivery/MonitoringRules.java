package org.frontrow.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an operator is told and shown. */
final class MonitoringRules {
    static final List<Rule> ALL = List.of(alerts(), runbooks(), alertMetrics(), dashboardMetrics());

    static final Path OPERATIONS = Path.of("docs/operations.md");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
    private static final Set<String> SEVERITIES = Set.of("critical", "warning");

    private MonitoringRules() {}

    static List<io.fabric8.openshift.api.model.monitoring.v1.Rule> alertsOf(Manifests manifests) {
        return manifests.all(PrometheusRule.class).stream()
                .flatMap(it -> it.getSpec().getGroups().stream())
                .flatMap(group -> group.getRules().stream())
                .toList();
    }

    private static Rule alerts() {
        return new Rule("an alert says how bad it is, what it means and what to do", manifests -> {
            var complaints = new ArrayList<String>();
            var names = new HashSet<String>();
            for (var alert : alertsOf(manifests)) {
                var name = alert.getAlert();
                if (name == null || !name.matches("Frontrow[A-Za-z]+") || !names.add(name)) {
                    complaints.add(name + " is no name, or there twice");
                    continue;
                }
                if (alert.getFor() == null) {
                    complaints.add(name + " does not say how long");
                }
                if (alert.getLabels() == null
                        || !SEVERITIES.contains(alert.getLabels().get("severity"))) {
                    complaints.add(name + " does not say how bad");
                }
                for (var wanted : List.of("summary", "description", "runbook_url")) {
                    if (alert.getAnnotations() == null
                            || alert.getAnnotations().getOrDefault(wanted, "").isBlank()) {
                        complaints.add(name + " has no " + wanted);
                    }
                }
            }
            return complaints;
        });
    }

    private static Rule runbooks() {
        return new Rule("every alert has its section in " + OPERATIONS, manifests -> {
            var complaints = new ArrayList<String>();
            var sections = sections();
            for (var alert : alertsOf(manifests)) {
                var anchor = String.valueOf(alert.getAlert()).toLowerCase(Locale.ROOT);
                if (!sections.contains(anchor)) {
                    complaints.add("there is no section " + alert.getAlert());
                }
                var link = alert.getAnnotations().getOrDefault("runbook_url", "");
                if (!link.endsWith("/" + OPERATIONS.toString().replace('\\', '/') + "#" + anchor)) {
                    complaints.add(alert.getAlert() + " leads to " + link);
                }
            }
            return complaints;
        });
    }

    /** As anchors: in lower case. Only headings of one word matter here. */
    static Set<String> sections() {
        try {
            return HEADING.matcher(Files.readString(OPERATIONS))
                    .results()
                    .map(heading -> heading.group(1).strip().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Rule alertMetrics() {
        return new Rule(
                "alerts ask for metrics that exist",
                manifests -> alertsOf(manifests).stream()
                        .flatMap(alert -> PromQl.complaints(alert.getExpr().getStrVal()).stream()
                                .map(complaint -> alert.getAlert() + ": " + complaint))
                        .toList());
    }

    private static Rule dashboardMetrics() {
        return new Rule("the dashboard shows metrics that exist", manifests -> {
            var complaints = new ArrayList<String>();
            for (var map : manifests.all(ConfigMap.class)) {
                if (!Manifests.labelsOf(map.getMetadata()).containsKey("grafana_dashboard")) {
                    continue;
                }
                for (var file : map.getData().values()) {
                    try {
                        complaints.addAll(complaints(new ObjectMapper().readTree(file)));
                    } catch (JsonProcessingException e) {
                        complaints.add("it is no JSON: " + e.getOriginalMessage());
                    }
                }
            }
            return complaints;
        });
    }

    private static List<String> complaints(JsonNode dashboard) {
        var complaints = new ArrayList<String>();
        var numbers = new HashSet<Integer>();
        var queries = 0;
        for (var panel : dashboard.path("panels")) {
            if (!numbers.add(panel.path("id").asInt())) {
                complaints.add("two panels have the number " + panel.path("id"));
            }
            for (var target : panel.path("targets")) {
                queries++;
                for (var complaint : PromQl.complaints(target.path("expr").asText())) {
                    complaints.add(panel.path("title").asText() + ": " + complaint);
                }
            }
        }
        for (var variable : dashboard.at("/templating/list")) {
            if (variable.path("type").asText().equals("query")) {
                PromQl.complaints(variable.path("definition").asText())
                        .forEach(complaint ->
                                complaints.add(variable.path("name").asText() + ": " + complaint));
            }
        }
        if (queries == 0) {
            complaints.add("it shows nothing");
        }
        return complaints;
    }
}
