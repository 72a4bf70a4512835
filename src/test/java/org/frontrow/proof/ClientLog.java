package org.frontrow.proof;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What all clients were told, in memory and as one JSON line for each try in a file. */
public final class ClientLog implements AutoCloseable {
    private static final ObjectMapper json = new ObjectMapper();

    private final Path file;
    private final BufferedWriter writer;
    private final List<Operation> operations = new ArrayList<>();
    private final AtomicLong requests = new AtomicLong();

    /** @param name what is tried, for the name of the file */
    public ClientLog(String name) {
        try {
            var folder = Files.createDirectories(Path.of("target/proof/histories"));
            this.file = Files.createTempFile(folder, name + "-", ".jsonl");
            this.writer = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long nextRequest() {
        return requests.incrementAndGet();
    }

    synchronized void add(Operation operation) {
        operations.add(operation);
        try {
            writer.write(json.writeValueAsString(operation));
            writer.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized int size() {
        return operations.size();
    }

    synchronized List<Operation> operations() {
        return List.copyOf(operations);
    }

    @Override
    public synchronized void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
