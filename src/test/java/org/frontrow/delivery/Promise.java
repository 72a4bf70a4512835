package org.frontrow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Something that holds for a file, and mistakes in that very file that it catches.
 *
 * @param complaints what is wrong with the file; nothing if the promise is kept
 */
record Promise<T>(String text, Function<T, List<String>> complaints, List<Mistake> mistakes) {
    /** In the file's text, the first match of {@code where} (over lines) becomes {@code instead}. */
    private record Mistake(Pattern where, String instead) {
        String in(String text) {
            var found = where.matcher(text);
            assertThat(found.find()).as("a place for the mistake: %s", where).isTrue();
            return found.replaceFirst(instead);
        }

        @Override
        public String toString() {
            return where + " → " + instead.replace("\n", "⏎");
        }
    }

    static <T> Promise<T> that(String text, Function<T, List<String>> complaints) {
        return new Promise<>(text, complaints, List.of());
    }

    Promise<T> brokenBy(String where, String instead) {
        var all = new ArrayList<>(mistakes);
        all.add(new Mistake(Pattern.compile(where, Pattern.MULTILINE), instead));
        return new Promise<>(text, complaints, List.copyOf(all));
    }

    /** That the file keeps every promise, and that every mistake breaks the promise it is planted for. */
    static <T> Stream<DynamicTest> tests(Path file, Function<String, T> reader, List<Promise<T>> promises) {
        return promises.stream().flatMap(promise -> promise.tests(file, reader));
    }

    private Stream<DynamicTest> tests(Path file, Function<String, T> reader) {
        assertThat(mistakes).as("planted mistakes against: %s", text).isNotEmpty();
        var kept = dynamicTest(
                file + ": " + text,
                () -> assertThat(complaints.apply(reader.apply(read(file))))
                        .as(text)
                        .isEmpty());
        var broken = mistakes.stream()
                .map(mistake -> dynamicTest(
                        file + ": not " + text + ", by " + mistake,
                        () -> assertThat(complaints.apply(reader.apply(mistake.in(read(file)))))
                                .as("complaints about the planted mistake")
                                .isNotEmpty()));
        return Stream.concat(Stream.of(kept), broken);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
