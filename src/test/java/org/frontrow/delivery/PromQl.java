package org.frontrow.delivery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** As much of Prometheus' query language as it takes to see which metrics and labels a query names. */
final class PromQl {
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    private static final Pattern SELECTOR =
            Pattern.compile("(?<![\\w.$])([a-zA-Z_:][\\w:]*)(?!\\s*\\()\\b\\s*(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+),\\s*(\\w+)\\)");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

    private PromQl() {}

    /** What is wrong with the names in it; nothing, if all is well. */
    static List<String> complaints(String query) {
        var values = LABEL_VALUES.matcher(query);
        if (values.matches()) {
            return complaints("sum by (" + values.group(2) + ") (" + values.group(1) + ")");
        }
        var complaints = new ArrayList<String>();
        var grouped = new HashSet<String>();
        GROUPING.matcher(query)
                .results()
                .forEach(by -> Arrays.stream(by.group(1).split(","))
                        .map(String::strip)
                        .filter(label -> !label.isEmpty())
                        .forEach(grouped::add));
        var known = new HashSet<>(MetricNames.OF_THE_TARGET);
        var metrics = 0;
        for (var found : SELECTOR.matcher(
                        RANGE.matcher(GROUPING.matcher(query).replaceAll(" ")).replaceAll(" "))
                .results()
                .toList()) {
            if (WORDS.contains(found.group(1))) {
                continue;
            }
            metrics++;
            var metric = MetricNames.find(found.group(1));
            if (metric.isEmpty()) {
                complaints.add("there is no metric " + found.group(1));
                continue;
            }
            known.addAll(metric.get().labels().keySet());
            if (found.group(2) != null) {
                complaints.addAll(complaints(metric.get(), found.group(2)));
            }
        }
        if (metrics == 0) {
            complaints.add("it names no metric");
        }
        if (!known.containsAll(grouped)) {
            grouped.removeAll(known);
            complaints.add("it groups by " + grouped + ", which none of its metrics has");
        }
        return complaints;
    }

    private static List<String> complaints(MetricNames.Metric metric, String matchers) {
        var complaints = new ArrayList<String>();
        for (var matcher : MATCHER.matcher(matchers).results().toList()) {
            var label = matcher.group(1);
            if (MetricNames.OF_THE_TARGET.contains(label)) {
                continue;
            }
            if (!metric.labels().containsKey(label)) {
                complaints.add(metric.name() + " has no label " + label);
                continue;
            }
            var values = metric.labels().get(label);
            for (var value : matcher.group(3).split("\\|")) {
                if (!values.isEmpty() && !values.contains(value)) {
                    complaints.add(label + " of " + metric.name() + " is never " + value);
                }
            }
        }
        return complaints;
    }
}
