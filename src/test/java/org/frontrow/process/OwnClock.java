package org.frontrow.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A clock that goes wrong for those processes that are given its environment, and only for them. What measures how long
 * something takes is left alone, as it is when an administrator sets a clock.
 */
public final class OwnClock {
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"));
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Path library;
    private final Path file;
    private Duration ahead;

    private OwnClock(Path library, Path file, Duration ahead) {
        this.library = library;
        this.file = file;
        this.ahead = ahead;
        write();
    }

    /**
     * @param directory where it keeps its state
     * @param ahead of the real time; negative: behind
     */
    public static OwnClock in(Path directory, Duration ahead) throws IOException {
        return new OwnClock(library(), Files.createTempFile(directory, "clock-", ""), ahead);
    }

    /** Without the library the test is skipped, or fails if {@code FAULT_TESTS=required}. */
    public static void assumeInstalled() {
        library();
    }

    private static Path library() {
        for (var library : LIBRARIES) {
            if (Files.exists(library)) {
                return library;
            }
        }
        throw Required.missing("There is none of " + LIBRARIES + ". On Debian: apt-get install -y libfaketime");
    }

    /** For those who run already, too: a database sees it at once, a service after a second. */
    public void step(Duration by) {
        ahead = ahead.plus(by);
        write();
    }

    public Duration ahead() {
        return ahead;
    }

    /** With what a PostgreSQL is started, so that this is its clock. All of its processes see the same time. */
    Map<String, String> forDatabase() {
        var environment = environment();
        environment.put("FAKETIME_NO_CACHE", "1");
        return environment;
    }

    /** With what a service is started, so that this is its clock. */
    public Map<String, String> forService() {
        var environment = environment();
        // A Java asks for the time very often, and reading a file each time is too slow for it.
        environment.put("FAKETIME_CACHE_DURATION", "1");
        // The library is wrong about how long a wait is by the clock that it was told to leave alone: with a clock that
        // is
        // ahead, none waits at all. So each ends after some milliseconds, and Java looks itself whether it is time.
        environment.put("FAKETIME_WAIT_MS", "20");
        return environment;
    }

    private Map<String, String> environment() {
        return new HashMap<>(Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "NO_FAKE_STAT",
                "1"));
    }

    /** What the library leaves behind of a process that ended; whoever gets that number next would stumble over it. */
    static void forget(long process) {
        for (var name : List.of("faketime_shm_" + process, "sem.faketime_sem_" + process)) {
            try {
                Files.deleteIfExists(SHARED_MEMORY.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void write() {
        var seconds = BigDecimal.valueOf(ahead.toMillis(), 3).toPlainString();
        try {
            var next = Files.writeString(
                    file.resolveSibling(file.getFileName() + ".next"),
                    (seconds.startsWith("-") ? seconds : "+" + seconds) + "\n");
            // Read at every look at the clock, so never half written.
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
