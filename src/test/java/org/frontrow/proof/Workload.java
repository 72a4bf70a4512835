package org.frontrow.proof;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.frontrow.client.SeatsClient;
import org.frontrow.process.Door;
import org.frontrow.process.Guest;
import org.frontrow.process.Stage;
import org.frontrow.proof.Crowd.House;
import org.frontrow.proof.History.OwnBooking;
import org.frontrow.proof.History.Seat;
import org.frontrow.proof.Operation.Kind;
import org.frontrow.proof.Operation.Outcome;
import org.frontrow.seating.Ledger;

/**
 * A crowd at some replicas, through HTTP, for as long as one likes. While it is there, anything may be done to the
 * service; afterwards {@link #end} waits for rest and answers what has to be checked.
 */
public final class Workload implements AutoCloseable {
    private static final Duration TO_REST = Duration.ofSeconds(60);
    private static final int PAGE = 100;

    /**
     * @param patrons how many
     * @param perRow seats in each of the four rows of each show: ten make forty seats, fifty two hundred
     * @param bookOneIn how rarely they book what they hold
     * @param holdLength what the replicas are told
     * @param patience how long a patron repeats one request; longer than the fault that is to come
     */
    public record Plan(int shows, int patrons, int perRow, int bookOneIn, Duration holdLength, Duration patience) {}

    private static final int ROWS = 4;

    private final Supplier<DataSource> database;
    private final Plan plan;
    private final List<Long> shows;
    private final List<HttpPatron> patrons = new ArrayList<>();
    private final List<Long> accounts = new ArrayList<>();
    private final List<Watcher> watchers;
    private final HttpPatron inspector;
    private final SharedClock clock;
    private final ClientLog log;
    private final CompletableFuture<Void> playing = new CompletableFuture<>();
    private volatile boolean goesOn = true;

    private Workload(String name, Plan plan, List<URI> replicas, Supplier<DataSource> database, long seed) {
        this.database = database;
        this.plan = plan;
        this.clock = SharedClock.of(database.get());
        this.log = new ClientLog(name);
        var stage = new Stage(database.get());
        this.shows = IntStream.range(0, plan.shows)
                .mapToObj(_ -> stage.show(ROWS, plan.perRow))
                .toList();
        var guests = stage.guests(plan.patrons + 1);
        for (int i = 0; i < guests.size(); i++) {
            var account = accountOf(guests.get(i));
            var patron = new HttpPatron(
                    account,
                    guests.get(i).username() + " may refresh",
                    replicas,
                    log,
                    clock,
                    new Random(seed * 17 + i),
                    plan.patience);
            patron.signIn();
            patrons.add(patron);
            accounts.add(account);
        }
        this.inspector = patrons.removeLast();
        accounts.removeLast();
        this.watchers = IntStream.range(0, replicas.size())
                .mapToObj(i -> new Watcher(i, replicas.get(i), shows.getFirst(), log))
                .toList();
        var house = new House(shows, ROWS, plan.perRow, plan.bookOneIn);
        Thread.ofPlatform().name("workload " + name).start(() -> {
            try {
                Crowd.play(patrons, house, seed, () -> goesOn);
                playing.complete(null);
            } catch (Throwable e) {
                playing.completeExceptionally(e);
            }
        });
    }

    /**
     * @param name of what is tried, for the client log's file
     * @param database where it is by the time it is looked into
     */
    public static Workload start(
            String name, Plan plan, List<? extends Door> replicas, Supplier<DataSource> database, long seed) {
        return new Workload(name, plan, replicas.stream().map(Door::baseUri).toList(), database, seed);
    }

    private long accountOf(Guest guest) {
        return (long) Ledger.query(database.get(), "select id from account where username = ?", guest.username())
                .getFirst()
                .getFirst();
    }

    /** So far. */
    public List<Operation> operations() {
        return log.operations();
    }

    public long unknown() {
        return operations().stream()
                .filter(operation -> operation.kind() != Kind.READ && operation.outcome() == Outcome.UNKNOWN)
                .count();
    }

    /** How many requests about seats were answered with yes that were sent after that {@link System#nanoTime()}. */
    public long successesSince(long moment) {
        return operations().stream()
                .filter(operation -> operation.kind() != Kind.READ && operation.isOk() && operation.start() > moment)
                .count();
    }

    /** Whether so many were granted, among them all that patrons do every day. */
    public boolean hasTried(int granted) {
        var all = operations().stream()
                .filter(operation -> operation.kind() != Kind.READ && operation.isOk())
                .toList();
        return all.size() >= granted
                && all.stream()
                        .map(Operation::kind)
                        .collect(Collectors.toSet())
                        .containsAll(Set.of(Kind.HOLD, Kind.BOOK, Kind.RELEASE));
    }

    /** Whether each replica said yes to somebody who asked after that moment. */
    public boolean allServe(long moment) {
        return operations().stream()
                        .filter(operation -> operation.kind() != Kind.READ
                                && operation.account() >= 0
                                && operation.isOk()
                                && operation.start() > moment)
                        .map(Operation::replica)
                        .distinct()
                        .count()
                == watchers.size();
    }

    SharedClock clock() {
        return clock;
    }

    public ClientLog log() {
        return log;
    }

    public List<Long> shows() {
        return shows;
    }

    /** Sends the crowd home. */
    public void stop() {
        goesOn = false;
        playing.join();
    }

    /**
     * Sends the crowd home, waits until all holds are over, and looks.
     *
     * @param honestClock whether the database's clock was left alone
     */
    public History end(boolean honestClock) {
        stop();
        Awaitility.await("the end of all holds")
                .atMost(TO_REST.plus(plan.holdLength))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> Aftermath.isAtRest(database.get(), shows));
        watchers.forEach(Watcher::close);
        watchers.forEach(Watcher::assertWatched);
        var seats = Aftermath.seats(database.get(), shows);
        var unobtainable = Aftermath.unobtainable(seats, inspector);
        var bookings = IntStream.range(0, patrons.size())
                .boxed()
                .flatMap(i -> told(i).stream())
                .toList();
        return new History(
                log.operations(),
                Aftermath.seats(database.get(), shows),
                Aftermath.events(database.get(), clock, shows),
                bookings,
                unobtainable,
                honestClock);
    }

    private List<OwnBooking> told(int patron) {
        var told = new ArrayList<OwnBooking>();
        try {
            for (int page = 1; ; page++) {
                var answer = patrons.get(patron).bookings(page);
                answer.body()
                        .path("bookings")
                        .forEach(ticket -> told.add(new OwnBooking(
                                new Seat(ticket.path("show_id").asLong(), HttpPatron.label(ticket)),
                                accounts.get(patron),
                                ticket.path("reference").asText())));
                if (answer.body().path("bookings").size() < PAGE) {
                    return told;
                }
            }
        } catch (SeatsClient.GaveUp e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        goesOn = false;
        watchers.forEach(Watcher::close);
        log.close();
    }
}
