package org.frontrow.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The load generators that others keep well: wrk for HTTP, pgbench for PostgreSQL. Both are closed loops. */
final class Tools {
    private static final ObjectMapper json = new ObjectMapper();
    private static final Pattern TRANSACTIONS = Pattern.compile("tps = ([0-9.]+)");
    private static final Pattern DONE = Pattern.compile("transactions actually processed: (\\d+)");

    private final Path bench;
    private final Path pgbench;

    Tools(Path bench) throws IOException {
        this.bench = bench;
        this.pgbench = find("pgbench", "postgresql-contrib or postgresql-15");
        find("wrk", "wrk");
    }

    private static Path find(String tool, String debianPackage) throws IOException {
        var places = new ArrayList<>(
                Arrays.stream(System.getenv("PATH").split(":")).map(Path::of).toList());
        var debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (var versions = Files.list(debian)) {
                versions.map(it -> it.resolve("bin")).sorted().forEach(places::add);
            }
        }
        return places.stream()
                .map(it -> it.resolve(tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new IOException("There is no " + tool + ". On Debian: apt-get install " + debianPackage));
    }

    /** Everybody asks, waits for the answer, and asks again. */
    Measured ask(
            Service service,
            int connections,
            Duration length,
            Path tokens,
            String mode,
            House.Shows shows,
            long firstPair)
            throws Exception {
        return wrk(
                service.url("/"),
                connections,
                length,
                "seats.lua",
                List.of(),
                List.of(
                        mode,
                        "1",
                        Integer.toString(connections),
                        Long.toString(shows.first()),
                        Integer.toString(shows.count()),
                        Integer.toString(shows.seatsPerShow()),
                        Long.toString(firstPair),
                        tokens.toString()));
    }

    Measured get(String url, int connections, Duration length, String... headers) throws Exception {
        return wrk(url, connections, length, "get.lua", List.of(headers), List.of());
    }

    private Measured wrk(
            String url, int connections, Duration length, String script, List<String> headers, List<String> arguments)
            throws Exception {
        var command = new ArrayList<>(List.of(
                "wrk",
                "--threads",
                "1",
                "--connections",
                Integer.toString(connections),
                "--duration",
                length.toSeconds() + "s",
                "--timeout",
                "10s",
                "--script",
                bench.resolve("lua").resolve(script).toString()));
        headers.forEach(it -> command.addAll(List.of("--header", it)));
        command.add(url);
        if (!arguments.isEmpty()) {
            command.add("--");
            command.addAll(arguments);
        }
        var output = run(command, Map.of());
        var at = output.indexOf("RESULT ");
        if (at < 0) {
            throw new IOException("wrk said:\n" + output);
        }
        var result = json.readTree(output.substring(at + 7));
        var seconds = result.path("microseconds").asDouble() / 1e6;
        var refused = result.path("refused").asLong();
        return new Measured(
                (result.path("requests").asLong() - refused) / seconds,
                result.path("p50").asDouble() / 1000,
                result.path("p99").asDouble() / 1000,
                result.path("p999").asDouble() / 1000,
                result.path("longest").asDouble() / 1000,
                refused,
                result.path("lost").asLong());
    }

    /** The same seats taken by prepared transactions, straight in the database; the scripts are run one after another. */
    Measured transact(
            House house,
            House.Database database,
            int clients,
            Duration length,
            List<String> scripts,
            House.Shows shows,
            long firstPair)
            throws Exception {
        var logs = Files.createTempDirectory(house.work(), "pgbench-");
        // pgbench knows no include, and of several files it would choose one by lot.
        var script = new StringBuilder();
        for (var part : scripts) {
            script.append(Files.readString(bench.resolve("sql").resolve(part)));
        }
        var file = Files.writeString(logs.resolve("script.sql"), script);
        var command = new ArrayList<>(List.of(
                pgbench.toString(),
                "--host=127.0.0.1",
                "--port=" + house.port(),
                "--username=postgres",
                "--no-vacuum",
                "--protocol=prepared",
                "--client=" + clients,
                "--jobs=1",
                "--time=" + length.toSeconds(),
                "--log",
                "--log-prefix=" + logs.resolve("log"),
                "--file=" + file));
        Map.of(
                        "n",
                        0L,
                        "clients",
                        (long) clients,
                        "first_show",
                        shows.first(),
                        "shows",
                        (long) shows.count(),
                        "first_seat",
                        shows.firstSeat(),
                        "seats",
                        (long) shows.seatsPerShow(),
                        "first_pair",
                        firstPair,
                        "first_account",
                        database.firstAccount(),
                        "accounts",
                        (long) House.ACCOUNTS)
                .forEach((name, value) -> command.add("--define=" + name + "=" + value));
        command.add(database.name());
        var output = run(command, Map.of("PGPASSWORD", "postgres"));
        var perSecond = TRANSACTIONS.matcher(output);
        var done = DONE.matcher(output);
        if (!perSecond.find() || !done.find() || output.contains("aborted")) {
            throw new IOException("pgbench said:\n" + output);
        }
        if (firstPair + Long.parseLong(done.group(1)) > shows.pairs()) {
            throw new IOException("pgbench ran out of seats: " + output);
        }
        var micros = new ArrayList<Long>();
        try (var files = Files.list(logs)) {
            for (var log : files.filter(it -> !it.equals(file)).toList()) {
                for (var line : Files.readAllLines(log)) {
                    micros.add(Long.parseLong(line.split(" ")[2]));
                }
            }
        }
        var sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Measured(
                Double.parseDouble(perSecond.group(1)),
                at(sorted, 0.5),
                at(sorted, 0.99),
                at(sorted, 0.999),
                at(sorted, 1),
                0,
                0);
    }

    private static double at(long[] sortedMicros, double quantile) {
        return sortedMicros[(int) Math.min(sortedMicros.length - 1, (long) (sortedMicros.length * quantile))] / 1000.0;
    }

    private static String run(List<String> command, Map<String, String> environment) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + output);
        }
        return output;
    }
}
