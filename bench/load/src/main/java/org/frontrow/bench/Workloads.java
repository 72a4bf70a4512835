package org.frontrow.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What is measured, each workload by a name of its own, in the order in which they run. */
final class Workloads implements AutoCloseable {
    interface Workload {
        void run(Workloads workloads) throws Exception;
    }

    private static final String FRONTROW = "Frontrow over HTTP";
    private static final String ONE_TRANSACTION = "pgbench, one transaction";
    private static final String[] HOLD = {"pair.sql", "hold.sql"};

    private static final ObjectMapper json = new ObjectMapper();
    /** The JVM compiles what is used; until it has, it is many times slower. */
    private static final Duration TRAINING = Duration.ofSeconds(10);

    private static final Duration WARMING = Duration.ofSeconds(20);
    private static final Duration WARMING_OF_OTHERS = Duration.ofSeconds(4);
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final int ROUNDS = 3;
    /** Of what is longer or has no target, so that a whole run stays below ten minutes. */
    private static final int FEWER_ROUNDS = 2;

    private static final int CLIENTS = 64;
    /** More pairs than anybody takes. */
    private static final int MOST_PER_SECOND = 6_000;

    private final Path bench;
    private final House house;
    private final Report report;
    private final Tools tools;
    private final Path jar;
    private final Path entitiesJar;
    private final House.Database database;
    private final Path cache;
    private final Path tokens;
    private final Service service;
    private final Crowd crowd;
    private final Scraper scraper;

    Workloads(Path bench, House house, Report report) throws Exception {
        this.bench = bench;
        this.house = house;
        this.report = report;
        this.tools = new Tools(bench);
        this.jar = bench.resolve("../target/quarkus-app/quarkus-run.jar").normalize();
        this.entitiesJar = bench.resolve("entities/target/quarkus-app/quarkus-run.jar");
        this.database = house.database("cinema");
        this.cache = house.work().resolve("frontrow.aot");
        System.out.println("Training: what is learnt about the program goes into the cache that later starts use");
        try (var training = start(List.of("-XX:AOTCacheOutput=" + cache), database, Map.of())) {
            database.accounts();
            this.tokens = database.tokens(keyId(training));
            this.crowd = new Crowd(tokens);
            warm(training, TRAINING);
        }
        this.service = start(database, Map.of());
        this.scraper = new Scraper(service);
        warm(service, WARMING);
    }

    static Map<String, Workload> all() {
        var all = new LinkedHashMap<String, Workload>();
        all.put("busy", Workloads::busy);
        all.put("quiet", Workloads::quiet);
        all.put("on-sale", Workloads::onSale);
        all.put("cycle", Workloads::cycle);
        all.put("reads", Workloads::reads);
        all.put("rush", Workloads::rush);
        all.put("mixed", Workloads::mixed);
        all.put("maps", Workloads::maps);
        all.put("watchers", Workloads::watchers);
        all.put("open-loop", Workloads::openLoop);
        all.put("sign-ins", Workloads::signIns);
        all.put("lanes", Workloads::lanes);
        all.put("replicas", Workloads::replicas);
        all.put("start", Workloads::starting);
        all.put("size", Workloads::size);
        all.put("storm", Workloads::storm);
        all.put("numbers", Workloads::numbers);
        return all;
    }

    /** All but what takes so long by itself that a whole run would take more than ten minutes. */
    static List<String> ofAWholeRun() {
        return all().keySet().stream()
                .filter(it -> !List.of("storm", "numbers").contains(it))
                .toList();
    }

    private Service start(House.Database on, Map<String, String> settings) throws Exception {
        return start(List.of("-XX:AOTCache=" + cache), on, settings);
    }

    private Service start(List<String> jvm, House.Database on, Map<String, String> settings) throws Exception {
        var flags = new ArrayList<>(Service.JVM);
        flags.addAll(jvm);
        return Service.start(jar, house, on, flags, settings);
    }

    private static String keyId(Service service) throws Exception {
        return json.readTree(service.get("/.well-known/jwks.json"))
                .path("keys")
                .path(0)
                .path("kid")
                .asText();
    }

    /** Everything a guest does or is told, for so long. */
    private void warm(Service which, Duration length) throws Exception {
        var part = length.dividedBy(4);
        holds(which, CLIENTS, 10).run(part);
        inFreshShows(10, asking(which, CLIENTS, "cycle")).run(part);
        inFreshShows(100, asking(which, CLIENTS, "mixed")).run(part);
        var end = System.nanoTime() + part.toNanos();
        while (System.nanoTime() < end) {
            crowd.atOnce(which, database.shows(1, 400), 500);
        }
    }

    private interface Part {
        Measured run(House.Shows stage, long firstPair, Duration length) throws Exception;
    }

    /** Each round takes the seats of shows of its own, so nobody is ever refused and all do the same. */
    private Contest.Round inFreshShows(int shows, Part part) {
        return new Contest.Round() {
            private double fastest;

            @Override
            public Measured run(Duration length) throws Exception {
                // Twice what this contestant could do so far: to stage more takes longer than to measure.
                var most = fastest == 0 ? MOST_PER_SECOND : Math.min(MOST_PER_SECOND, 2 * fastest);
                var stage = database.shows(shows, seats(shows, most, length));
                var measured = part.run(stage, 0, length);
                database.free(stage);
                fastest = Math.max(fastest, measured.perSecond());
                return measured;
            }
        };
    }

    /** The shows were on sale before, so their seat plans are known; each round goes on where the last one ended. */
    private Contest.Round inTheSameShows(Part part) throws Exception {
        var stage = database.shows(1000, 400);
        var next = new AtomicLong();
        return length -> part.run(stage, next.getAndAdd(MOST_PER_SECOND * length.toSeconds()), length);
    }

    private Part asking(Service which, int clients, String mode) {
        return (stage, firstPair, length) -> tools.ask(which, clients, length, tokens, mode, stage, firstPair);
    }

    private Part transacting(int clients, String... scripts) {
        return (stage, firstPair, length) ->
                tools.transact(house, database, clients, length, List.of(scripts), stage, firstPair);
    }

    private Contest.Round holds(Service which, int clients, int shows) {
        return inFreshShows(shows, asking(which, clients, "hold"));
    }

    private Contest.Round transactions(int clients, int shows, String... scripts) {
        return inFreshShows(shows, transacting(clients, scripts));
    }

    /** Enough pairs, and at least those of a screen. */
    private static int seats(int shows, double pairsPerSecond, Duration length) {
        return (int) Math.max(400, Math.ceil(2 * pairsPerSecond * length.toSeconds() / shows / 100) * 100);
    }

    private Contest compare(Contest contest) throws Exception {
        return run(contest, ROUNDS, WARM_UP, ROUND);
    }

    private Contest run(Contest contest, int rounds, Duration warmUp, Duration length) throws Exception {
        contest.run(rounds, warmUp, length);
        report.add(contest);
        return contest;
    }

    private void busy() throws Exception {
        var key = Map.of(
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION", house.publicKey().toUri().toString());
        try (var entities = Service.start(entitiesJar, house, database, Service.JVM, key)) {
            holds(entities, CLIENTS, 10).run(WARMING_OF_OTHERS);
            var contest = compare(new Contest("Holds of two seats, 10 busy shows, " + CLIENTS + " clients")
                    .with(FRONTROW, holds(service, CLIENTS, 10))
                    .with(ONE_TRANSACTION, transactions(CLIENTS, 10, HOLD))
                    .with("pgbench, pipelined", transactions(CLIENTS, 10, "pair.sql", "hold-pipelined.sql"))
                    .with("entities, one transaction", holds(entities, CLIENTS, 10)));
            report.ratio(contest, FRONTROW, ONE_TRANSACTION, 1.0, 1.5);
            report.ratio(contest, FRONTROW, "pgbench, pipelined", null, null);
            report.ratio(contest, FRONTROW, "entities, one transaction", 6.0, null);
        }
    }

    private void quiet() throws Exception {
        var contest = compare(new Contest("Holds of two seats, 1,000 quiet shows, " + CLIENTS + " clients")
                .with(FRONTROW, inTheSameShows(asking(service, CLIENTS, "hold")))
                .with(ONE_TRANSACTION, inTheSameShows(transacting(CLIENTS, HOLD))));
        report.ratio(contest, FRONTROW, ONE_TRANSACTION, 0.8, 1.2);
    }

    private void onSale() throws Exception {
        for (var clients : new int[] {256, 500}) {
            // Longer than elsewhere: it takes seconds until hundreds of connections have planned their statements once.
            var length = Duration.ofSeconds(clients > 256 ? 4 : 3);
            var contest = run(
                    new Contest("Holds of two seats, one on-sale show, " + clients + " clients")
                            .with(FRONTROW, holds(service, clients, 1))
                            .with(ONE_TRANSACTION, transactions(clients, 1, HOLD)),
                    FEWER_ROUNDS,
                    length,
                    length);
            report.ratio(contest, FRONTROW, ONE_TRANSACTION, 1.3, 2.0);
        }
    }

    private void cycle() throws Exception {
        var contest = compare(new Contest("Hold, then book, 10 busy shows, " + CLIENTS + " clients")
                // Two requests make one cycle.
                .with(
                        FRONTROW,
                        length -> inFreshShows(10, asking(service, CLIENTS, "cycle"))
                                .run(length)
                                .times(0.5))
                .with("pgbench, two transactions", transactions(CLIENTS, 10, "pair.sql", "hold.sql", "book.sql")));
        report.ratio(contest, FRONTROW, "pgbench, two transactions", 1.0, 1.5);
    }

    private void reads() throws Exception {
        var contest = new Contest("Reading, " + CLIENTS + " clients")
                .with("hello", reading("/api/seats/venue/"))
                .with("seat map of 40, full", reading(map(40)))
                .with("seat map of 40, 304", reading(map(40), "If-None-Match"))
                .with("seat map of 400, full", reading(map(400)))
                .with("seat map of 400, gzip", reading(map(400), "Accept-Encoding"))
                .with("seat map of 400, 304", reading(map(400), "If-None-Match"));
        run(contest, ROUNDS, WARM_UP, Duration.ofSeconds(1));
        report.ratio(contest, "seat map of 40, full", "hello", 0.8, null);
        report.ratio(contest, "seat map of 40, 304", "hello", 0.95, null);
        report.ratio(contest, "seat map of 400, full", "hello", null, null);
        report.ratio(contest, "seat map of 400, 304", "hello", null, null);
    }

    private String map(int seats) throws Exception {
        return "/api/seats/?show_id=" + database.shows(1, seats).first();
    }

    private Contest.Round reading(String path) {
        return length -> tools.get(service.url(path), CLIENTS, length);
    }

    private Contest.Round reading(String path, String header) {
        return length -> {
            var value = header.equals("If-None-Match") ? tag(path) : "gzip";
            return tools.get(service.url(path), CLIENTS, length, header + ": " + value);
        };
    }

    private String tag(String path) throws Exception {
        var question = HttpRequest.newBuilder(URI.create(service.url(path))).build();
        return Service.http
                .send(question, HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("ETag")
                .orElseThrow();
    }

    private void rush() throws Exception {
        var clients = 1000;
        var contest = new Contest(clients + " clients want the same two seats at once")
                .with(FRONTROW, _ -> crowd.atOnce(service, database.shows(1, 400), clients));
        for (int i = 0; i < 20; i++) { // refusals are what the process has been asked for least
            crowd.atOnce(service, database.shows(1, 400), clients);
        }
        run(contest, 5, WARM_UP, ROUND);
        report.atMost(contest.name() + ": p99", contest.median(FRONTROW, Measured::p99), "ms", 150.0);
    }

    private void mixed() throws Exception {
        var contest = run(
                new Contest("On-sale traffic: 95 % maps, 4 % holds, 1 % bookings, 100 shows of 400")
                        .with(FRONTROW, inFreshShows(100, asking(service, 256, "mixed")))
                        .with("hello", length -> tools.get(service.url("/api/seats/venue/"), 256, length)),
                FEWER_ROUNDS,
                WARM_UP,
                ROUND);
        report.ratio(contest, FRONTROW, "hello", null, null);
    }

    private void watchers() throws Exception {
        var watchers = 1000;
        var show = database.shows(1, 400);
        service.get("/api/seats/?show_id=" + show.first());
        var before = service.heap();
        var audience = crowd.audience(service, show, watchers);
        report.atMost("Heap for each of " + watchers + " watchers", (service.heap() - before) / watchers, "kB", null);
        var next = new AtomicLong();
        var contest = new Contest(
                        watchers + " watchers of a show, two seats held ten times a second: until they hear of it")
                .with(
                        FRONTROW,
                        length -> crowd.watched(
                                service, audience, show, next.getAndAdd(10 * length.toSeconds()), 10, length))
                .run(FEWER_ROUNDS, ROUND, ROUND);
        audience.leave();
        report.add(contest);
        report.atMost(contest.name() + ": p99", contest.median(FRONTROW, Measured::p99), "ms", null);
    }

    private void openLoop() throws Exception {
        var peak = new Contest("Peak of holds")
                .with(FRONTROW, holds(service, CLIENTS, 10))
                .run(FEWER_ROUNDS, WARM_UP, ROUND);
        var rate = peak.median(FRONTROW, Measured::perSecond) / 2;
        var contest = compare(new Contest("Holds at half the peak rate, open loop: %.0f a second".formatted(rate))
                .with(
                        FRONTROW,
                        inFreshShows(10, (stage, _, length) -> crowd.constantly(service, stage, rate, length))));
        report.atMost(
                "Holds at half the peak rate, open loop: p99", contest.median(FRONTROW, Measured::p99), "ms", 20.0);
    }

    private void signIns() throws Exception {
        var username = "storm";
        var password = "nine green bicycles";
        var register = HttpRequest.newBuilder(URI.create(service.url("/api/seats/register/")))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password)))
                .build();
        Service.http.send(register, HttpResponse.BodyHandlers.discarding());
        var done = new AtomicLong();
        var contest = compare(new Contest("Holds beside 50 sign-ins a second, " + CLIENTS + " clients")
                .with("undisturbed", holds(service, CLIENTS, 10))
                .with("with sign-ins", length -> {
                    try (var storm = crowd.signIns(service, username, password, 50, done)) {
                        return holds(service, CLIENTS, 10).run(length);
                    }
                }));
        System.out.println("  of the sign-ins " + done + " went through, the others were told to come back");
        report.ratio(contest, "with sign-ins", "undisturbed", 0.7, null);
    }

    private void lanes() throws Exception {
        var services = together(Stream.of("1", "2", "4")
                .<Callable<Service>>map(lanes -> () -> start(database, Map.of("FRONTROW_DESK_LANES", lanes)))
                .toList());
        try (var one = services.get(0);
                var two = services.get(1);
                var four = services.get(2)) {
            for (var it : services) {
                holds(it, CLIENTS, 10).run(WARMING_OF_OTHERS);
            }
            var contest = run(
                    new Contest("Lanes of the desk, holds, 10 busy shows, " + CLIENTS + " clients")
                            .with("1 lane", holds(one, CLIENTS, 10))
                            .with("2 lanes", holds(two, CLIENTS, 10))
                            .with("4 lanes", holds(four, CLIENTS, 10)),
                    FEWER_ROUNDS,
                    Duration.ZERO,
                    ROUND);
            report.ratio(contest, "1 lane", "2 lanes", null, null);
            report.ratio(contest, "4 lanes", "2 lanes", null, null);
        }
    }

    private void replicas() throws Exception {
        try (var other = start(database, Map.of())) {
            holds(other, CLIENTS, 10).run(WARMING_OF_OTHERS);
            var half = CLIENTS / 2;
            var contest = run(
                    new Contest("Replicas on one database, holds, 10 busy shows, " + CLIENTS + " clients")
                            .with("one replica", holds(service, CLIENTS, 10))
                            // Both sell the same shows; the second one begins in the middle of the house.
                            .with("two replicas", inFreshShows(10, (stage, _, length) -> {
                                List<Measured> both = together(List.of(
                                        () -> asking(service, half, "hold").run(stage, 0, length),
                                        () -> asking(other, half, "hold").run(stage, stage.pairs() / 2, length)));
                                return both.getFirst().and(both.getLast());
                            })),
                    FEWER_ROUNDS,
                    WARM_UP,
                    ROUND);
            report.ratio(contest, "two replicas", "one replica", null, null);
        }
    }

    /** Five times what can be done, with and without sending people away, and what comes before and after it. */
    private void storm() throws Exception {
        var everybodyWaits = Map.of("FRONTROW_DESK_TARGET_WAIT", "1h", "FRONTROW_DOOR_LATE", "1h");
        try (var patient = start(database, everybodyWaits)) {
            warm(patient, WARMING);
            var contestants = new LinkedHashMap<String, Service>();
            contestants.put("the others are sent away", service);
            contestants.put("everybody waits", patient);
            // Sending people away is what a process has never done before its first storm.
            for (var contestant : contestants.values()) {
                var _ = storm("a rehearsal", contestant);
            }
            var storms = new LinkedHashMap<String, List<Storm.Course>>();
            for (int i = 0; i < ROUNDS; i++) {
                for (var contestant : contestants.entrySet()) {
                    storms.computeIfAbsent(contestant.getKey(), _ -> new ArrayList<>())
                            .add(storm(contestant.getKey(), contestant.getValue()));
                }
            }
            storms.forEach((how, courses) -> {
                var name = "Five times as much as can be held, " + how + ": ";
                report.atMost(
                        name + "held, p99",
                        median(courses, it -> it.during().accepted().p99()),
                        "ms",
                        null);
                report.atMost(
                        name + "refused, p99",
                        median(courses, it -> it.during().refused().p99()),
                        "ms",
                        null);
                report.atMost(
                        name + "held a second, of what can be held",
                        median(courses, it -> it.during().accepted().perSecond() / it.capacity()),
                        "",
                        null);
                report.atMost(
                        name + "of the quiet shows' guests, served",
                        median(courses, it -> it.during().quietServed()),
                        "",
                        null);
                report.atMost(name + "until throughput is back", median(courses, Storm.Course::millisBack), "ms", null);
            });
        }
    }

    private static double median(List<Storm.Course> courses, ToDoubleFunction<Storm.Course> of) {
        return Contest.median(courses.stream().mapToDouble(of).toArray());
    }

    private Storm.Course storm(String how, Service which) throws Exception {
        // Measured anew each time: the machine is another one a minute later.
        var capacity = holds(which, 256, 1).run(ROUND).perSecond();
        var length = Duration.ofSeconds(5);
        System.out.printf("%nA storm, %s; %.0f a second can be held%n", how, capacity);
        try (var storm = new Storm(
                tokens,
                which,
                database.shows(1, seats(1, 3 * capacity, length.multipliedBy(3))),
                database.shows(10, seats(10, capacity, length.multipliedBy(3))))) {
            storm.blow(capacity / 2, Duration.ofSeconds(2)); // so that the seat plans are read
            var course = new Storm.Course(
                    capacity,
                    storm.blow(capacity / 2, length),
                    storm.blow(5 * capacity, length),
                    storm.blow(capacity / 2, length));
            print("before, half of it", course.before());
            print("five times as much", course.during());
            print("after, half of it", course.after());
            System.out.printf("  throughput was back after %.0f ms%n", course.millisBack());
            return course;
        }
    }

    private static void print(String when, Storm.Weather weather) {
        var accepted = weather.accepted();
        var refused = weather.refused();
        System.out.printf(
                "  %-20s %6.0f /s (%.0f %% unheard)   held %6.0f /s p50 %7.2f p99 %7.2f ms"
                        + "   refused %6.0f /s p50 %7.2f p99 %7.2f ms   quiet shows served %.0f %%%s%n",
                when,
                weather.offeredPerSecond(),
                weather.unheard() * 100,
                accepted.perSecond(),
                accepted.p50(),
                accepted.p99(),
                refused.perSecond(),
                refused.p50(),
                refused.p99(),
                weather.quietServed() * 100,
                accepted.lost() > 0 ? "   LOST " + accepted.lost() : "");
    }

    private static <T> List<T> together(List<Callable<T>> work) throws Exception {
        try (var threads = Executors.newFixedThreadPool(work.size())) {
            var results = new ArrayList<T>();
            for (var one : threads.invokeAll(work)) {
                results.add(one.get());
            }
            return results;
        }
    }

    /** How long from the start of the process to its first answer from the database, and what a new process can do. */
    private void starting() throws Exception {
        var contest = new Contest("Starting, and the first seconds of holds after that, " + CLIENTS + " clients");
        var millis = new LinkedHashMap<String, List<Double>>();
        var flags = new LinkedHashMap<String, List<String>>();
        flags.put("plain", List.of());
        flags.put("with the AOT cache", List.of("-XX:AOTCache=" + cache));
        flags.forEach((how, jvm) -> contest.with(how, length -> {
            var begun = System.nanoTime();
            try (var fresh = start(jvm, database, Map.of())) {
                fresh.get("/api/seats/shows/");
                millis.computeIfAbsent(how, _ -> new ArrayList<>()).add((System.nanoTime() - begun) / 1e6);
                return holds(fresh, CLIENTS, 10).run(length);
            }
        }));
        run(contest, FEWER_ROUNDS, Duration.ZERO, ROUND);
        millis.forEach((how, times) -> report.atMost(
                "Start to the first answer from the database, " + how,
                times.stream().min(Double::compare).orElseThrow(),
                "ms",
                null));
        report.ratio(contest, "with the AOT cache", "plain", null, null);
    }

    /** The same 10 busy shows of 1,000 seats, alone and among very many others. */
    private void size() throws Exception {
        var names = List.of("10 thousand seats", "1 million seats", "10 million seats");
        var others = List.of(0, 1_000_000, 10_000_000);
        var databases = new ArrayList<House.Database>();
        for (var size : others) {
            databases.add(house.database("size_" + size));
        }
        var services = together(databases.stream()
                .<Callable<Service>>map(where -> () -> start(where, Map.of()))
                .toList());
        try {
            var contest = new Contest("Holds again and again in 10 busy shows of 1,000 seats, by size of the table");
            for (int i = 0; i < services.size(); i++) {
                var where = databases.get(i);
                var one = services.get(i);
                where.accounts();
                var begun = System.nanoTime();
                where.fill(others.get(i));
                System.out.printf("  %s took %.0f s%n", names.get(i), (System.nanoTime() - begun) / 1e9);
                var stage = where.shows(10, 1000);
                // The accounts of every database have the same numbers, so the same tokens are good for all.
                contest.with(names.get(i), length -> tools.ask(one, CLIENTS, length, tokens, "extend", stage, 0));
                tools.ask(one, CLIENTS, WARMING_OF_OTHERS, tokens, "extend", stage, 0);
            }
            run(contest, ROUNDS, WARM_UP, ROUND);
            report.ratio(contest, "1 million seats", "10 thousand seats", null, null);
            report.ratio(contest, "10 million seats", "10 thousand seats", 0.9, null);
        } finally {
            for (var it : services) {
                it.close();
            }
        }
    }

    /** What the office asks about ten million events, and what it costs to count them ahead. */
    private void numbers() throws Exception {
        System.out.printf("%nNumbers of eighteen months%n");
        var where = house.database("numbers");
        try (var _ = start(where, Map.of("FRONTROW_NUMBERS_TALLY_EVERY", "off"))) {
            where.accounts();
            Office.fill(where, bench.resolve("sql/numbers.sql"));
        }
        var countable = """
                select count(*) from show_time t where not exists (
                    select from seat s where s.show_time_id = t.id and s.status = 'HELD')""";
        var all = where.number(countable) * 99 / 100;
        var begun = System.nanoTime();
        try (var taking = start(where, Map.of("FRONTROW_NUMBERS_TALLY_EVERY", "1s"))) {
            while (where.number("select count(*) from show_tally") < all) {
                Thread.sleep(200);
            }
            var seconds = (System.nanoTime() - begun) / 1e9;
            report.atMost("Counting all shows ahead", seconds, "s", null);
            report.atMost("Counting one show ahead", seconds * 1000 / all, "ms", null);
        }
        where.execute("vacuum analyze");
        report.atMost("Size of all tallies", where.number("""
                        select sum(pg_total_relation_size(name::regclass)) from unnest(
                            array['show_tally', 'payment_tally', 'sale_tally', 'seat_tally']) as name""") / 1e6, "MB", null);
        report.atMost(
                "Size of the events", where.number("select pg_total_relation_size('seat_event')") / 1e6, "MB", null);
        try (var one = start(where, Map.of())) {
            var office = new Office(where, one, where.staffToken(keyId(one)), report);
            var questions = Office.questions(where);
            office.ask(questions);
            var contest = new Contest("Holds again and again in 10 busy shows of 1,000 seats, beside the office");
            var stage = where.shows(10, 1000);
            // Those of the beginning may be over by now.
            var fresh = where.tokens(keyId(one));
            contest.with("nobody asks", length -> tools.ask(one, CLIENTS, length, fresh, "extend", stage, 0));
            contest.with("somebody asks for a year again and again", length -> {
                try (var _ = office.askingOn(questions)) {
                    return tools.ask(one, CLIENTS, length, fresh, "extend", stage, 0);
                }
            });
            run(contest, ROUNDS, WARM_UP, ROUND);
            report.ratio(contest, "somebody asks for a year again and again", "nobody asks", null, null);
        }
    }

    /** What the maps that people look at take in memory. */
    private void maps() throws Exception {
        var shows = database.shows(200, 400);
        // Of a process that keeps no other maps.
        try (var fresh = start(database, Map.of())) {
            var before = fresh.heap();
            for (int i = 0; i < shows.count(); i++) {
                fresh.get("/api/seats/?show_id=" + (shows.first() + i));
            }
            report.atMost(
                    "Heap for each seat of a map in memory",
                    (fresh.heap() - before) * 1024 / (shows.count() * shows.seatsPerShow()),
                    "bytes",
                    null);
        }
    }

    /** What all of it did to the process that served most of it. */
    void memory() throws Exception {
        var memory = service.memory();
        report.atMost("Resident memory after the runs", memory.now(), "MB", 512.0);
        report.atMost("Resident memory at most", memory.most(), "MB", 512.0);
        report.atMost("Scraping the metrics", scraper.medianMillis(), "ms", null);
        report.atMost("Size of the metrics", scraper.kilobytes(), "kB", null);
        report.atMost("Longest full collection", service.pauses().full(), "ms", 100.0);
        report.atMost("Longest pause for collecting garbage", service.pauses().any(), "ms", null);
    }

    @Override
    public void close() throws Exception {
        scraper.close();
        crowd.close();
        service.close();
        Files.deleteIfExists(cache);
    }
}
