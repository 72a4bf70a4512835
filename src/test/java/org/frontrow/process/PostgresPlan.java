package org.frontrow.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** On which files a PostgreSQL is started, with which settings, and what it takes for the time. */
public final class PostgresPlan {
    private final PostgresPrograms programs;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> atInit = new ArrayList<>();
    private Map<String, String> environment = Map.of();
    private @Nullable Path data;
    private boolean hasPasswords;

    private PostgresPlan(PostgresPrograms programs) {
        this.programs = programs;
    }

    /** PostgreSQL 18 from the libraries. It never flushes: fast, and nothing that a service should accept unasked. */
    public static PostgresPlan throwAway() throws IOException {
        return new PostgresPlan(PostgresPrograms.unpacked())
                .with("fsync", "off")
                .with("full_page_writes", "off")
                .with("synchronous_commit", "on")
                .with("max_connections", "100")
                // What a copy of its files needs to go on from.
                .with("wal_keep_size", "512MB")
                // Shorter than the service waits for a lock, or its giving up would hide every deadlock.
                .with("deadlock_timeout", "100ms");
    }

    /** PostgreSQL 18 from the libraries, as careful as it is when nobody configures it. */
    public static PostgresPlan careful() throws IOException {
        return throwAway().with("fsync", "on").with("full_page_writes", "on");
    }

    /** A PostgreSQL of the operating system, with its own defaults: it flushes, and it asks for passwords. */
    static PostgresPlan installed(Path programs) {
        var plan = new PostgresPlan(new PostgresPrograms(programs));
        plan.hasPasswords = true;
        return plan;
    }

    public PostgresPlan with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /**
     * On these files, which stay when it is closed; they are made if there are none. Otherwise it has files of its own and
     * throws them away.
     */
    public PostgresPlan on(Path directory) {
        data = directory;
        return this;
    }

    /** Its log of writes elsewhere, and in small files, so that a small disk is enough. */
    public PostgresPlan withLogOfWritesOn(Path directory) {
        atInit.add("--waldir=" + directory);
        return withSmallFiles();
    }

    /** One megabyte for each file of the log of writes, no more of them than needed. */
    public PostgresPlan withSmallFiles() {
        atInit.add("--wal-segsize=1");
        return with("min_wal_size", "2MB").with("max_wal_size", "8MB").with("wal_keep_size", "0");
    }

    /** It takes the time from there. */
    public PostgresPlan by(OwnClock clock) {
        environment = clock.forDatabase();
        return this;
    }

    public PostgresProcess start() throws IOException {
        var files = data == null ? Files.createTempDirectory(home(), "throw-away-") : data;
        var isNew = !Files.exists(files.resolve("PG_VERSION"));
        var log = ServiceProcess.newLog("postgres");
        if (isNew) {
            init(files, log);
        }
        var postgres = new PostgresProcess(programs, files, data == null, Map.copyOf(settings), environment, log);
        postgres.launch();
        if (isNew) {
            postgres.createOwner();
        }
        return postgres;
    }

    private static Path home() throws IOException {
        return Files.createDirectories(Path.of("target/postgres").toAbsolutePath());
    }

    private void init(Path files, Path log) throws IOException {
        var arguments = new ArrayList<>(
                List.of("--pgdata=" + files, "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"));
        arguments.addAll(atInit);
        var password = Files.createTempFile("password", "");
        if (hasPasswords) {
            Files.writeString(password, PostgresProcess.PASSWORD);
            arguments.addAll(List.of("--auth=scram-sha-256", "--pwfile=" + password));
        } else {
            arguments.add("--auth=trust");
        }
        try {
            var init = new ProcessBuilder(programs.command("initdb", arguments))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            if (init.waitFor() != 0) {
                throw new AssertionError("initdb failed:\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            Files.delete(password);
        }
    }
}
