package org.frontrow.process;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Where {@code initdb} and {@code postgres} are. */
record PostgresPrograms(Path directory) {
    /** PostgreSQL 18 from the libraries, unpacked where {@code clean} takes it away again. */
    static PostgresPrograms unpacked() throws IOException {
        var all = Files.createDirectories(Path.of("target/postgres").toAbsolutePath());
        var ready = all.resolve("programs");
        if (!Files.exists(ready)) {
            // Tests run in several processes: whoever is first is right.
            var mine = Files.createTempDirectory(all, "unpacking-");
            unpack(mine);
            try {
                Files.move(mine, ready, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                delete(mine);
                if (!Files.exists(ready)) {
                    throw e;
                }
            }
        }
        return new PostgresPrograms(ready.resolve("bin"));
    }

    private static void unpack(Path into) throws IOException {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        try (var packed = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                        system.startsWith("mac") ? "Darwin" : system.startsWith("windows") ? "Windows" : "Linux",
                        machine);
                var files = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
            for (var entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
                var file = into.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(files, file);
                    if ((entry.getMode() & 0100) != 0 && !file.toFile().setExecutable(true)) {
                        throw new IOException(file + " cannot be made executable");
                    }
                }
            }
        }
    }

    /** PostgreSQL refuses to run as root; within a user namespace nobody is root. */
    List<String> command(String program, List<String> arguments) {
        var line = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) {
            line.addAll(List.of("unshare", "--user"));
        }
        line.add(directory.resolve(program).toString());
        line.addAll(arguments);
        return line;
    }

    static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
