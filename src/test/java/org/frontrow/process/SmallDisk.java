package org.frontrow.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A disk with little room, which can be filled to the last byte: a mounted piece of memory. */
public final class SmallDisk implements AutoCloseable {
    private final Path path;
    private final Path ballast;
    private final Thread atTheEnd = new Thread(this::unmount);
    private boolean mounted = true;

    private SmallDisk(Path path) {
        this.path = path;
        this.ballast = path.resolve("ballast");
        Runtime.getRuntime().addShutdownHook(atTheEnd);
    }

    /** Only root may mount. For others the test is skipped, or tried with {@code sudo} if {@code FAULT_TESTS=required}. */
    public static SmallDisk of(int megabytes) throws IOException {
        var path = Files.createTempDirectory("frontrow-disk-");
        var refusal = asRoot(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=" + megabytes + "m,mode=0700,uid=" + Files.getAttribute(path, "unix:uid"),
                "tmpfs",
                path.toString());
        if (refusal.isEmpty()) {
            return new SmallDisk(path);
        }
        Files.delete(path);
        throw Required.missing("No small disk can be mounted (" + refusal + "). It takes Linux, and root.");
    }

    /** Answers what was wrong; empty if nothing was. */
    private static String asRoot(String... command) {
        var line = new ArrayList<String>();
        if (!"root".equals(System.getProperty("user.name"))) {
            if (!Required.demanded()) {
                return "not root";
            }
            line.addAll(List.of("sudo", "-n"));
        }
        line.addAll(List.of(command));
        try {
            var process = new ProcessBuilder(line).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : "exit code " + process.exitValue() + " " + said.trim();
        } catch (IOException e) {
            return e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public Path path() {
        return path;
    }

    /** Whoever needs one more byte now does not get it. */
    public void fill() {
        for (int size : new int[] {1 << 20, 1 << 12, 1}) {
            try (var file = FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (true) {
                    file.write(ByteBuffer.allocate(size));
                }
            } catch (FileSystemException e) {
                throw new UncheckedIOException(e);
            } catch (IOException e) {
                // full
            }
        }
    }

    public void free() {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long freeBytes() {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
        unmount();
    }

    private synchronized void unmount() {
        if (!mounted) {
            return;
        }
        // Lazily: who still has a file open there keeps it, and nobody else finds it.
        var refusal = asRoot("umount", "-l", path.toString());
        if (!refusal.isEmpty()) {
            throw new AssertionError(path + " stays mounted: " + refusal);
        }
        mounted = false;
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
