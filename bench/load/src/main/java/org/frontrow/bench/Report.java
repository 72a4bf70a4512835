package org.frontrow.bench;

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
            String what, double value, String unit, @Nullable Double atLeast, @Nullable Double aim, boolean lessIsMore) {
        boolean reached() {
            return atLeast == null || (lessIsMore ? value <= atLeast : value >= atLeast);
        }
    }

    private final ObjectNode document = json.createObjectNode();
    private final List<Finding> findings = new ArrayList<>();

    Report() throws IOException {
        machine("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        machine("processor", Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(it -> it.startsWith("model name"))
                .map(it -> it.substring(it.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown"));
        machine("memory", Files.readAllLines(Path.of("/proc/meminfo")).getFirst().replaceAll("\\D+", "") + " kB");
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
            rounds.forEach(list::addPOJO);
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
        document.put("date", LocalDate.now().toString());
        document.put("seconds", Math.round(seconds));
        document.putPOJO("findings", findings);
        var text = new StringBuilder();
        System.out.printf("%n%d s in all%n", Math.round(seconds));
        findings.forEach(it -> text.append(line(it)).append('\n'));
        System.out.print(text);
        if (whole) {
            Files.createDirectories(results);
            json.writeValue(results.resolve("latest.json").toFile(), document);
        }
    }
}
