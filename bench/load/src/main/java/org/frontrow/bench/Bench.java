package org.frontrow.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Starts the database, runs the workloads that are asked for, or all, and reports. Started by {@code bench/run}. */
public final class Bench {
    private Bench() {}

    /** @param arguments names of workloads; none means a whole run */
    public static void main(String[] arguments) throws Exception {
        var bench = Path.of(System.getProperty("bench.home")).toAbsolutePath();
        var known = Workloads.all();
        var unknown =
                Arrays.stream(arguments).filter(it -> !known.containsKey(it)).toList();
        if (!unknown.isEmpty()) {
            System.err.println("Unknown: " + unknown + ". Workloads are: " + String.join(", ", known.keySet()));
            System.exit(2);
        }
        var wanted = arguments.length == 0 ? Workloads.ofAWholeRun() : List.of(arguments);
        var started = System.nanoTime();
        var report = new Report();
        try (var house = House.open(bench.resolve("target/work"))) {
            report.machine("PostgreSQL", house.facts());
            try (var workloads = new Workloads(bench, house, report)) {
                for (var name : wanted) {
                    known.get(name).run(workloads);
                    System.out.printf("  (%s done after %.0f s)%n", name, secondsSince(started));
                }
                workloads.memory();
            }
        }
        report.finish(bench.resolve("results"), arguments.length == 0, secondsSince(started));
        System.exit(0);
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }
}
