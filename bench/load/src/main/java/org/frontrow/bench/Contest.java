package org.frontrow.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Contestants who take turns: A B C, A B C, …, so that whatever else the machine does meets all of them alike. */
final class Contest {
    interface Round {
        Measured run(Duration length) throws Exception;
    }

    private final String name;
    private final Map<String, Round> contestants = new LinkedHashMap<>();
    private final Map<String, List<Measured>> rounds = new LinkedHashMap<>();

    Contest(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    Contest with(String contestant, Round round) {
        contestants.put(contestant, round);
        return this;
    }

    /** @param warmUp everybody's, once, unmeasured; zero for those who shall begin cold */
    Contest run(int count, Duration warmUp, Duration length) throws Exception {
        System.out.printf("%n%s%n", name);
        for (var round : contestants.values()) {
            if (warmUp.isPositive()) {
                round.run(warmUp);
            }
        }
        for (int i = 0; i < count; i++) {
            for (var contestant : contestants.entrySet()) {
                var measured = contestant.getValue().run(length);
                rounds.computeIfAbsent(contestant.getKey(), _ -> new ArrayList<>())
                        .add(measured);
                System.out.printf(
                        "  %-34s %9.0f /s   p50 %7.2f   p99 %7.2f   p99.9 %7.2f ms%s%s%n",
                        contestant.getKey(),
                        measured.perSecond(),
                        measured.p50(),
                        measured.p99(),
                        measured.p999(),
                        measured.refused() > 0 ? "   refused " + measured.refused() : "",
                        measured.lost() > 0 ? "   LOST " + measured.lost() : "");
            }
        }
        return this;
    }

    Map<String, List<Measured>> rounds() {
        return rounds;
    }

    double median(String contestant, ToDoubleFunction<Measured> of) {
        return median(rounds.get(contestant).stream().mapToDouble(of).toArray());
    }

    /** The median of what the two had in the same round. */
    double ratio(String ours, String reference) {
        var a = rounds.get(ours);
        var b = rounds.get(reference);
        var ratios = new double[a.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = a.get(i).perSecond() / b.get(i).perSecond();
        }
        return median(ratios);
    }

    static double median(double... values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        var middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
