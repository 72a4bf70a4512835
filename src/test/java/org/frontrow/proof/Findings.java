package org.frontrow.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A table of what was tried and what came of it, made by the run itself. The short form leaves it in {@code
 * target/proof}, the long form in {@code docs/proof}, where people read it.
 */
public final class Findings {
    private final String name;
    private final String title;
    private final List<String> lines = new ArrayList<>();

    /** @param name of the file, without ending */
    public Findings(String name, String title, String... columns) {
        this.name = name;
        this.title = title;
        lines.add(line((Object[]) columns));
        lines.add(line(Collections.nCopies(columns.length, "---").toArray()));
    }

    public synchronized void row(Object... cells) {
        lines.add(line(cells));
        System.out.println(name + " " + lines.getLast());
    }

    public synchronized void write() {
        // A part alone is no table to show around.
        var whole = Boolean.getBoolean("proof.publish") && System.getProperty("proof.fault") == null;
        var folder = Path.of(whole ? "docs/proof" : "target/proof");
        var text = "<!-- Written by ./mvnw verify -Pproof; not by hand. -->\n\n# " + title + "\n\n"
                + String.join("\n", lines) + "\n";
        try {
            Files.writeString(Files.createDirectories(folder).resolve(name + ".md"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Object... cells) {
        return "| "
                + String.join(
                        " | ",
                        Arrays.stream(cells)
                                .map(cell ->
                                        String.valueOf(cell).replace("|", "\\|").replaceAll("\\s+", " "))
                                .toList())
                + " |";
    }
}
