package org.frontrow.proof.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
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

    String text() {
        if (header("Content-Encoding").filter("gzip"::equals).isPresent() && body.length > 0) {
            try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return "not gzip: " + e.getMessage();
            }
        }
        return new String(body, StandardCharsets.UTF_8);
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
