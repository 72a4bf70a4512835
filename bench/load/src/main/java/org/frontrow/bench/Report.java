package org.frontrow.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Everything that was found, as a table, as JSON and as a picture. */
final class Report {
    private static final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * A figure that has a target, or is worth telling.
     *
     * @param atLeast the target, or null if there is none
     * @param aim what one would like to see
     */
    record Finding(
            String what,
            double value,
            String unit,
            @Nullable Double atLeast,
            @Nullable Double aim,
            boolean lessIsMore) {
        boolean reached() {
            return atLeast == null || (lessIsMore ? value <= atLeast : value >= atLeast);
        }
    }

    private final ObjectNode document = json.createObjectNode();
    private final List<Finding> findings = new ArrayList<>();

    Report() throws IOException {
        machine("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        machine(
                "processor",
                Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                        .filter(it -> it.startsWith("model name"))
                        .map(it -> it.substring(it.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("unknown"));
        machine(
                "memory",
                Files.readAllLines(Path.of("/proc/meminfo")).getFirst().replaceAll("\\D+", "") + " kB");
        machine("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        machine("load before", Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    void machine(String what, String value) {
        document.withObject("/machine").put(what, value);
    }

    void add(Contest contest) {
        var into = document.withObject("/rounds").putObject(contest.name());
        contest.rounds().forEach((contestant, rounds) -> {
            var list = into.putArray(contestant);
            rounds.forEach(it -> list.add(json.valueToTree(it)));
        });
    }

    void ratio(Contest contest, String ours, String reference, @Nullable Double atLeast, @Nullable Double aim) {
        find(new Finding(
                contest.name() + ": " + ours + " / " + reference,
                contest.ratio(ours, reference),
                "",
                atLeast,
                aim,
                false));
    }

    void atMost(String what, double value, String unit, @Nullable Double most) {
        find(new Finding(what, value, unit, most, null, true));
    }

    private void find(Finding finding) {
        findings.add(finding);
        System.out.println("  " + line(finding));
    }

    private static String line(Finding finding) {
        return String.format(
                Locale.ROOT,
                "%s: %.2f%s%s",
                finding.what,
                finding.value,
                finding.unit.isEmpty() ? "" : " " + finding.unit,
                finding.atLeast == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " (target %s %.2f: %s)",
                                finding.lessIsMore ? "at most" : "at least",
                                finding.atLeast,
                                finding.reached() ? "reached" : "MISSED"));
    }

    /** @param whole whether all workloads ran; only then are the kept results replaced */
    void finish(Path results, boolean whole, double seconds) throws IOException {
        var date = LocalDate.now().toString();
        document.put("date", date);
        document.put("seconds", Math.round(seconds));
        document.set("findings", json.valueToTree(findings));
        System.out.printf("%n%d s in all%n", Math.round(seconds));
        findings.forEach(it -> System.out.println(line(it)));
        if (whole) {
            Files.createDirectories(results);
            json.writeValue(results.resolve("latest.json").toFile(), document);
            Files.writeString(results.resolve("latest.md"), table(date));
            var ratios = findings.stream()
                    .filter(it -> it.atLeast != null && !it.lessIsMore)
                    .toList();
            Files.writeString(results.resolve("latest.svg"), Picture.of(ratios, date));
        }
    }

    private String table(String date) {
        var text = new StringBuilder("# Measured on " + date + "\n\n");
        document.path("machine")
                .properties()
                .forEach(it ->
                        text.append("- " + it.getKey() + ": " + it.getValue().asText() + "\n"));
        text.append("\n| | measured | target | |\n|---|---|---|---|\n");
        for (var it : findings) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.2f%s | %s | %s |\n",
                    it.what,
                    it.value,
                    it.unit.isEmpty() ? "" : " " + it.unit,
                    it.atLeast == null
                            ? ""
                            : (it.lessIsMore ? "at most " : "at least ")
                                    + it.atLeast
                                    + (it.aim == null ? "" : ", aim " + it.aim),
                    it.atLeast == null ? "" : it.reached() ? "reached" : "**missed**"));
        }
        text.append("\nMedians of the rounds; latencies in milliseconds.\n");
        document.path("rounds").properties().forEach(contest -> {
            text.append("\n## " + contest.getKey()
                    + "\n\n| | per second | p50 | p99 | p99.9 | refused | lost |\n|---|---|---|---|---|---|---|\n");
            contest.getValue()
                    .properties()
                    .forEach(contestant -> text.append(String.format(
                            Locale.ROOT,
                            "| %s | %.0f | %.2f | %.2f | %.2f | %d | %d |\n",
                            contestant.getKey(),
                            median(contestant.getValue(), "perSecond"),
                            median(contestant.getValue(), "p50"),
                            median(contestant.getValue(), "p99"),
                            median(contestant.getValue(), "p999"),
                            (long) median(contestant.getValue(), "refused"),
                            (long) median(contestant.getValue(), "lost"))));
        });
        return text.toString();
    }

    private static double median(JsonNode rounds, String field) {
        return Contest.median(rounds.valueStream()
                .mapToDouble(it -> it.path(field).asDouble())
                .toArray());
    }
}
