package org.frontrow.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class GzipTest {
    static Stream<byte[]> contents() {
        var hall = "{\"row\":\"C\",\"number\":4},".repeat(30_000).getBytes(StandardCharsets.UTF_8);
        return Stream.concat(
                Stream.of(hall), Stream.of(0, 1, 255, 256, 257, 16_384, 100_000).map(GzipTest::chance));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void what_is_compressed_can_be_read(byte[] content) throws IOException {
        assertThat(new GZIPInputStream(new ByteArrayInputStream(Gzip.of(content))).readAllBytes())
                .isEqualTo(content);
    }

    @ParameterizedTest
    @MethodSource("contents")
    void a_part_follows_any_other(byte[] content) throws IOException {
        var part = Gzip.part(content);
        var between = Gzip.part("between".getBytes(StandardCharsets.UTF_8));

        var read = read(List.of(Gzip.head(), between, part, between, part, part));

        for (var expected : List.of("between".getBytes(StandardCharsets.UTF_8), content)) {
            assertThat(read.readNBytes(expected.length)).isEqualTo(expected);
        }
        assertThat(read.readNBytes(7)).asString().isEqualTo("between");
        assertThat(read.readNBytes(2 * content.length)).startsWith(content).endsWith(content);
    }

    /** Somebody waits for each word; the next part is written when this one has been read. */
    @Test
    void a_part_is_complete_without_the_next() throws IOException {
        try (var end = new PipedOutputStream();
                var pipe = new PipedInputStream(end)) {
            end.write(Gzip.head());
            var read = new GZIPInputStream(pipe);
            for (var word : List.of("one", "two", "three")) {
                end.write(Gzip.part(word.getBytes(StandardCharsets.UTF_8)));
                assertThat(read.readNBytes(word.length())).asString().isEqualTo(word);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8, *;q=0.1", "deflate, gzip;q=0.01"})
    void is_taken_by_who_says_so(String encodings) {
        assertThat(Gzip.isAcceptedBy(encodings)).isTrue();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"identity", "br", "gzip;q=0", "br, gzip; q=0.0, deflate", "notgzip"})
    void is_not_taken_by_others(String encodings) {
        assertThat(Gzip.isAcceptedBy(encodings)).isFalse();
    }

    private static byte[] chance(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static InputStream read(List<byte[]> parts) throws IOException {
        return new GZIPInputStream(new SequenceInputStream(Collections.enumeration(
                parts.stream().map(ByteArrayInputStream::new).toList())));
    }
}
