package org.frontrow.proof.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.frontrow.proof.fuzz.Question.Header;

/** @param body without chunks, else as it came */
record Answer(int status, List<Header> headers, byte[] body) {
    private static final ObjectMapper mapper = new ObjectMapper();

    Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    List<String> headers(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }

    boolean saysGoodbye() {
        return header("Connection").filter("close"::equalsIgnoreCase).isPresent();
    }

    /** Without parameters such as a charset. */
    String mediaType() {
        return header("Content-Type").orElse("").replaceFirst(";.*", "").strip();
    }

    boolean isEndless() {
        return mediaType().equals("text/event-stream");
    }

    Answer with(byte[] body) {
        return new Answer(status, headers, body);
    }

    /** Of what never ends as much as there is. */
    String text() {
        if (header("Content-Encoding").filter("gzip"::equals).isEmpty() || body.length == 0) {
            return new String(body, StandardCharsets.UTF_8);
        }
        var text = new ByteArrayOutputStream();
        try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            for (int b; (b = in.read()) >= 0; ) {
                text.write(b);
            }
        } catch (EOFException e) {
            if (!isEndless()) {
                return "not gzip: " + e.getMessage();
            }
        } catch (IOException e) {
            return "not gzip: " + e.getMessage();
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /** A missing node if it is none. */
    JsonNode json() {
        try {
            return mapper.readTree(text());
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
