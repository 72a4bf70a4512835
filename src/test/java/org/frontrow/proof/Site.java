package org.frontrow.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.frontrow.process.Door;
import org.frontrow.process.Line;
import org.frontrow.process.OwnClock;
import org.frontrow.process.PostgresCopy;
import org.frontrow.process.PostgresPlan;
import org.frontrow.process.PostgresProcess;
import org.frontrow.process.ServiceProcess;
import org.frontrow.process.SmallDisk;
import org.jspecify.annotations.Nullable;

/** A database and two replicas, each with a line to it and one that its guests reach it by. */
final class Site implements AutoCloseable {
    static final Duration HOLD = Duration.ofSeconds(2);

    private final Path directory;
    private PostgresProcess postgres;
    private final Map<String, String> settings;
    private final List<Replica> replicas = new ArrayList<>();
    private @Nullable OwnClock clock;
    private @Nullable SmallDisk disk;
    private @Nullable PostgresProcess standby;
    private @Nullable Backup backup;

    /** @param begun the {@link System#nanoTime()} before which everything that was confirmed has to be in it */
    record Backup(PostgresCopy copy, long begun) {}

    /** One of them. Whoever takes its place is reached by the same lines. */
    static final class Replica {
        private final Path directory;
        private final Map<String, String> settings;
        private final Line database;
        private final Line guests;
        private final Door door;
        private ServiceProcess process;

        private Replica(
                Path directory, Map<String, String> settings, Line database, Line guests, ServiceProcess process) {
            this.directory = directory;
            this.settings = settings;
            this.database = database;
            this.guests = guests;
            this.process = process;
            this.door = guests.door(process);
        }

        ServiceProcess process() {
            return process;
        }

        /** Its way to the database. */
        Line database() {
            return database;
        }

        /** The way of its guests to it. */
        Line guests() {
            return guests;
        }

        /** After the end of the process: a new one, with the same settings. */
        void startAgain() {
            process = ServiceProcess.launch("again", directory, settings).awaitReady();
            guests.leadTo(process.baseUri().getPort());
        }
    }

    /** @param more than the settings of both, for each replica */
    private Site(Path directory, PostgresProcess postgres, List<Map<String, String>> more) throws IOException {
        this.directory = directory;
        this.postgres = postgres;
        this.settings = new HashMap<>(postgres.settings(directory));
        settings.put("FRONTROW_HOLDS_LENGTH", HOLD.toString());
        // So that a feed that has stopped telling is noticed while its silence still means something.
        settings.put("FRONTROW_LIVE_HEARTBEAT", "500ms");
        var launched = new ArrayList<ServiceProcess>();
        var lines = new ArrayList<Line>();
        var all = new ArrayList<Map<String, String>>();
        for (var one : more) {
            var line = Line.to(postgres);
            var its = new HashMap<>(settings);
            its.put("QUARKUS_DATASOURCE_JDBC_URL", line.jdbcUrl());
            its.putAll(one);
            all.add(its);
            lines.add(line);
            launched.add(ServiceProcess.launch("replica", directory, its));
        }
        for (int i = 0; i < launched.size(); i++) {
            var process = launched.get(i).awaitReady();
            replicas.add(new Replica(directory, all.get(i), lines.get(i), Line.to(process.baseUri()), process));
        }
    }

    static Site ordinary(Path directory) throws IOException {
        return on(directory, PostgresPlan.throwAway().start());
    }

    static Site on(Path directory, PostgresProcess postgres) throws IOException {
        return new Site(directory, postgres, List.of(Map.of(), Map.of()));
    }

    static Site withClocksApart(Path directory) throws IOException {
        var clock = OwnClock.in(directory, Duration.ofMinutes(5));
        return new Site(directory, PostgresPlan.throwAway().start(), List.of(Map.of(), clock.forService()));
    }

    static Site withDatabaseClock(Path directory) throws IOException {
        var clock = OwnClock.in(directory, Duration.ZERO);
        var site = on(directory, PostgresPlan.throwAway().by(clock).start());
        site.clock = clock;
        return site;
    }

    static Site onSmallDisk(Path directory) throws IOException {
        var disk = SmallDisk.of(200);
        var data = disk.path().resolve("data");
        var site =
                on(directory, PostgresPlan.throwAway().withSmallFiles().on(data).start());
        site.disk = disk;
        return site;
    }

    static Site onSmallLogDisk(Path directory) throws IOException {
        var disk = SmallDisk.of(40);
        var site = on(
                directory,
                PostgresPlan.throwAway()
                        .withLogOfWritesOn(disk.path().resolve("log"))
                        .start());
        site.disk = disk;
        return site;
    }

    /** No commit is answered before the standby has it. */
    static Site withStandby(Path directory) throws IOException {
        var primary = PostgresPlan.careful().start();
        var standby =
                primary.copyTo(directory.resolve("standby")).standby("second").start();
        primary.commitOnlyWith("second");
        var site = on(directory, primary);
        site.standby = standby;
        return site;
    }

    /** The database's, and nobody else's. */
    OwnClock clock() {
        return Objects.requireNonNull(clock);
    }

    SmallDisk disk() {
        return Objects.requireNonNull(disk);
    }

    PostgresProcess standby() {
        return Objects.requireNonNull(standby);
    }

    /** The one that was taken since this was asked last. */
    Optional<Backup> newBackup() {
        var taken = Optional.ofNullable(backup);
        backup = null;
        return taken;
    }

    /** The standby takes the place of a database that is gone. */
    void failOver() {
        var former = postgres;
        var next = standby();
        next.promote();
        replicas.forEach(replica -> {
            replica.database.leadTo(next.port());
            replica.database.hangUp();
        });
        postgres = next;
        standby = former;
    }

    void backUp() throws IOException {
        var begun = System.nanoTime();
        backup = new Backup(postgres.copyTo(directory.resolve("backup")), begun);
    }

    PostgresProcess postgres() {
        return postgres;
    }

    DataSource database() {
        return postgres.database();
    }

    Replica replica(int number) {
        return replicas.get(number);
    }

    List<Replica> replicas() {
        return replicas;
    }

    List<Door> doors() {
        return replicas.stream().map(replica -> replica.door).toList();
    }

    /** One more replica, for a while, on this or another database. */
    ServiceProcess launchAnother(PostgresProcess database) throws IOException {
        var its = new HashMap<>(settings);
        its.putAll(database.environment());
        return ServiceProcess.launch("another", directory, its);
    }

    String endOfLogs() {
        return replicas.stream().map(replica -> replica.process.endOfLog()).reduce("", (a, b) -> a + "\n\n" + b)
                + "\n\n" + postgres.log();
    }

    @Override
    public void close() {
        try (var _ = postgres) {
            replicas.forEach(replica -> {
                replica.process.resume();
                replica.process.close();
                replica.guests.close();
                replica.database.close();
            });
        }
        if (standby != null) {
            standby.close();
        }
        if (disk != null) {
            disk.close();
        }
    }
}
