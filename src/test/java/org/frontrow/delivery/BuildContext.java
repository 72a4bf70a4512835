package org.frontrow.delivery;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** What a {@code .dockerignore} lets through to the builder: the last line that fits a file, or a folder of it, decides. */
record BuildContext(List<String> lines) {
    static final Path FILE = Path.of(".dockerignore");

    static BuildContext parse(String text) {
        return new BuildContext(text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList());
    }

    static BuildContext ours() {
        return parse(Promise.read(FILE));
    }

    boolean has(String file) {
        var included = true;
        for (var line : lines) {
            var brings = line.startsWith("!");
            if (fits(brings ? line.substring(1) : line, Path.of(file))) {
                included = brings;
            }
        }
        return included;
    }

    private static boolean fits(String pattern, Path file) {
        var files = FileSystems.getDefault();
        var exact = files.getPathMatcher("glob:" + pattern);
        // ** stands for no folder, too.
        var atTheTop = files.getPathMatcher("glob:" + pattern.replaceFirst("^\\*\\*/", ""));
        return IntStream.rangeClosed(1, file.getNameCount())
                .mapToObj(length -> file.subpath(0, length))
                .anyMatch(part -> exact.matches(part) || atTheTop.matches(part));
    }
}
