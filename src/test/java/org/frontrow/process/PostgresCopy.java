package org.frontrow.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Set;

/** The files of a server, copied while it ran: a backup to go back to, or what a standby begins with. */
public final class PostgresCopy {
    /** Whose content a server makes anew; the log of writes is copied at the end. */
    private static final Set<String> LEFT_EMPTY = Set.of(
            "pg_wal",
            "pg_dynshmem",
            "pg_notify",
            "pg_replslot",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    private static final Set<String> LEFT_OUT =
            Set.of("postmaster.pid", "postmaster.opts", "backup_manifest", "ballast", "pg_internal.init");

    private final int source;
    private final Path files;

    private PostgresCopy(int source, Path files) {
        this.source = source;
        this.files = files;
    }

    static PostgresCopy of(PostgresProcess source, Path data, Path into) throws IOException {
        try (var connection = source.administration().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("select pg_backup_start('a copy', true)");
            copy(data, into);
            try (var row = statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
                row.next();
                Files.writeString(into.resolve("backup_label"), row.getString(1));
            }
            // Only now is all in there that the copied files need to make sense together.
            copy(data.resolve("pg_wal").toRealPath(), into.resolve("pg_wal"));
            return new PostgresCopy(source.port(), into);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                var copy = to.resolve(from.relativize(directory));
                if (!Files.exists(copy)) {
                    Files.createDirectory(
                            copy, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                }
                var name = directory.getFileName().toString();
                return LEFT_EMPTY.contains(name) && !directory.equals(from)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                var name = file.getFileName().toString();
                if (attributes.isSymbolicLink()) {
                    // The log of writes, elsewhere.
                    Files.createDirectory(to.resolve(from.relativize(file)));
                } else if (!LEFT_OUT.contains(name)) {
                    try {
                        Files.copy(file, to.resolve(from.relativize(file)));
                    } catch (NoSuchFileException e) {
                        // A server removes files at any time, and notes it in its log of writes.
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }

    /** A server that knows what the other one knew at the end of the copying. */
    public PostgresPlan restored() throws IOException {
        return PostgresPlan.throwAway().on(files);
    }

    /**
     * A server that follows the one it was copied from, and answers questions meanwhile.
     *
     * @param name by which the other one knows it
     */
    public PostgresPlan standby(String name) throws IOException {
        Files.createFile(files.resolve("standby.signal"));
        return PostgresPlan.throwAway()
                .on(files)
                .with("primary_conninfo", "host=127.0.0.1 port=" + source + " user=postgres application_name=" + name)
                // As soon as there is somebody to follow again.
                .with("wal_retrieve_retry_interval", "200ms");
    }
}
