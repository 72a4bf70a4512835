package org.frontrow.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is measured, each workload by a name of its own. They share one PostgreSQL and, where they can, one service. */
final class Workloads {
    interface Workload {
        void run(Workloads workloads) throws Exception;
    }

    private static final ObjectMapper json = new ObjectMapper();
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration ROUND = Duration.ofSeconds(4);
    private static final int ROUNDS = 3;
    private static final int CLIENTS = 64;

    private final Path bench;
    private final House house;
    private final Report report;
    private final Tools tools;

    Workloads(Path bench, House house, Report report) throws Exception {
        this.bench = bench;
        this.house = house;
        this.report = report;
        this.tools = new Tools(bench);
    }

    static Map<String, Workload> all() {
        var all = new LinkedHashMap<String, Workload>();
        all.put("try", Workloads::tryIt);
        all.put("busy", Workloads::busy);
        all.put("quiet", Workloads::quiet);
        all.put("on-sale", Workloads::onSale);
        all.put("cycle", Workloads::cycle);
        return all;
    }

    /** A database with customers, and a service that runs on it. */
    private record Cinema(House.Database database, Service service, Path tokens) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            service.close();
        }
    }

    private Cinema cinema(String name, Map<String, String> settings) throws Exception {
        var database = house.database(name);
        var service = Service.start(
                bench.resolve("../target/quarkus-app/quarkus-run.jar").normalize(), house, database, settings);
        database.accounts();
        return new Cinema(database, service, database.tokens(keyId(service)));
    }

    private static String keyId(Service service) throws Exception {
        return json.readTree(service.get("/.well-known/jwks.json"))
                .path("keys")
                .path(0)
                .path("kid")
                .asText();
    }

    private Service entities(Cinema cinema) throws Exception {
        return Service.start(
                bench.resolve("entities/target/quarkus-app/quarkus-run.jar"),
                house,
                cinema.database,
                Map.of("MP_JWT_VERIFY_PUBLICKEY_LOCATION", house.publicKey().toUri().toString()));
    }

    /** Each round takes the seats of shows of its own, so nobody is ever refused and all do the same. */
    private Contest.Round holds(Cinema cinema, Service service, int clients, int shows, String mode) {
        return length -> {
            var stage = cinema.database.shows(shows, seats(shows, length));
            var measured = tools.ask(service, clients, length, cinema.tokens, mode, stage);
            cinema.database.free(stage);
            return measured;
        };
    }

    private Contest.Round transactions(Cinema cinema, int clients, int shows, String script) {
        return length -> {
            var stage = cinema.database.shows(shows, seats(shows, length));
            var measured = tools.transact(house, cinema.database, clients, length, script, stage);
            cinema.database.free(stage);
            return measured;
        };
    }

    /** Enough for 8,000 pairs a second. */
    private static int seats(int shows, Duration length) {
        return (int) Math.max(400, (16_000 * length.toSeconds() / shows + 99) / 100 * 100);
    }

    private void tryIt() throws Exception {
        try (var cinema = cinema("try", Map.of())) {
            var round = holds(cinema, cinema.service, CLIENTS, 10, "hold");
            for (int i = 0; i < 10; i++) {
                var cpu = cinema.service.cpu();
                var m = round.run(Duration.ofSeconds(6));
                System.out.printf("%.0f/s p50 %.1f p99 %.1f cpu %.1f s %s %s%n", m.perSecond(), m.p50(), m.p99(), cinema.service.cpu() - cpu, cinema.service.memory(), cinema.service.pauses());
            }
        }
    }

    private void busy() throws Exception {
        try (var cinema = cinema("busy", Map.of());
                var entities = entities(cinema)) {
            var contest = new Contest("Holds of two seats, 10 busy shows, " + CLIENTS + " clients")
                    .with("Frontrow over HTTP", holds(cinema, cinema.service, CLIENTS, 10, "hold"))
                    .with("pgbench, one transaction", transactions(cinema, CLIENTS, 10, "hold.sql"))
                    .with("pgbench, pipelined", transactions(cinema, CLIENTS, 10, "hold-pipelined.sql"))
                    .with("entities, one transaction", holds(cinema, entities, CLIENTS, 10, "hold"))
                    .run(ROUNDS, WARM_UP, ROUND);
            report.add(contest);
            report.ratio(contest, "Frontrow over HTTP", "pgbench, one transaction", 1.0, 1.5);
            report.ratio(contest, "Frontrow over HTTP", "pgbench, pipelined", null, null);
            report.ratio(contest, "Frontrow over HTTP", "entities, one transaction", 6.0, null);
        }
    }

    private void quiet() throws Exception {
        try (var cinema = cinema("quiet", Map.of())) {
            var contest = new Contest("Holds of two seats, 1,000 quiet shows, " + CLIENTS + " clients")
                    .with("Frontrow over HTTP", holds(cinema, cinema.service, CLIENTS, 1000, "hold"))
                    .with("pgbench, one transaction", transactions(cinema, CLIENTS, 1000, "hold.sql"))
                    .run(ROUNDS, WARM_UP, ROUND);
            report.add(contest);
            report.ratio(contest, "Frontrow over HTTP", "pgbench, one transaction", 0.8, 1.2);
        }
    }

    private void onSale() throws Exception {
        try (var cinema = cinema("on_sale", Map.of())) {
            for (var clients : new int[] {256, 500}) {
                var contest = new Contest("Holds of two seats, one on-sale show, " + clients + " clients")
                        .with("Frontrow over HTTP", holds(cinema, cinema.service, clients, 1, "hold"))
                        .with("pgbench, one transaction", transactions(cinema, clients, 1, "hold.sql"))
                        .run(ROUNDS, WARM_UP, ROUND);
                report.add(contest);
                report.ratio(contest, "Frontrow over HTTP", "pgbench, one transaction", 1.3, 2.0);
            }
        }
    }

    private void cycle() throws Exception {
        try (var cinema = cinema("cycle", Map.of())) {
            var contest = new Contest("Hold, then book, 10 busy shows, " + CLIENTS + " clients")
                    .with("Frontrow over HTTP", length -> {
                        var asked = holds(cinema, cinema.service, CLIENTS, 10, "cycle").run(length);
                        // Two requests make one cycle.
                        return new Measured(
                                asked.perSecond() / 2,
                                asked.p50(),
                                asked.p99(),
                                asked.p999(),
                                asked.longest(),
                                asked.refused(),
                                asked.lost());
                    })
                    .with("pgbench, two transactions", transactions(cinema, CLIENTS, 10, "hold-and-book.sql"))
                    .run(ROUNDS, WARM_UP, ROUND);
            report.add(contest);
            report.ratio(contest, "Frontrow over HTTP", "pgbench, two transactions", 1.0, 1.5);
        }
    }
}
