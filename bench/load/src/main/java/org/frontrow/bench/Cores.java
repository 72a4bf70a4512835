package org.frontrow.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Who may use which of the processors. Whoever asks for five times what can be done has much to do itself; on the same
 * processors it would take from the service what the service is then found to lack.
 */
final class Cores {
    private static final int ALL = Runtime.getRuntime().availableProcessors();

    /** The load's generators. */
    private static final String ASKING = Integer.toString(ALL - 1);
    /** What is measured, and its database. */
    private static final String SERVING = ALL == 2 ? "0" : "0-" + (ALL - 2);

    private Cores() {}

    /** From now on this process and those it starts ask, and the database serves. Closing it ends that. */
    static AutoCloseable apart(House house, Service... services) throws Exception {
        if (ALL < 2) {
            throw new IOException("A storm needs two processors, one for those who ask");
        }
        move(house, services, SERVING, ASKING);
        return () -> move(house, services, "0-" + (ALL - 1), "0-" + (ALL - 1));
    }

    private static void move(House house, Service[] services, String serving, String asking) throws Exception {
        var postmaster = ProcessHandle.of(house.pid()).orElseThrow();
        for (var process :
                Stream.concat(Stream.of(postmaster), postmaster.children()).toList()) {
            move(process.pid(), serving);
        }
        for (var service : services) {
            move(service.pid(), serving);
        }
        move(ProcessHandle.current().pid(), asking);
    }

    private static void move(long pid, String cores) throws Exception {
        // A connection of the database may have gone in the meantime.
        new ProcessBuilder("taskset", "-a", "-c", "-p", cores, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(Path.of("/dev/null").toFile())
                .start()
                .waitFor();
    }
}
