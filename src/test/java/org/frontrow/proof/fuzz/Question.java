package org.frontrow.proof.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.frontrow.proof.fuzz.ApiDocument.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A request, byte for byte, and what is known about it.
 *
 * @param target as it stands in the first line; what is not ASCII is sent as ISO-8859-1
 * @param as whose good token is sent along; null if it is a stranger's
 * @param how what was done to it, in words
 */
record Question(
        Operation about,
        String method,
        String target,
        List<Header> headers,
        byte[] body,
        @Nullable Person as,
        Form form,
        String how) {

    /** How it compares with the description. */
    enum Form {
        /** As described: nobody may call it malformed. */
        RIGHT,
        /** Not as described: it must be refused. */
        WRONG,
        /** Strange, but the description has no opinion. */
        ODD,
        /** Hardly HTTP: it is the server that answers, in its own words. */
        CROOKED
    }

    record Header(String name, String value) {}

    Question with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Question(about, method, target, more, body, as, form, how);
    }

    @Nullable
    String header(String name) {
        return headers.stream()
                .filter(header -> header.name.equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst()
                .orElse(null);
    }

    boolean isDescribedMethod() {
        return method.equals(about.method())
                || (method.equals("HEAD") && about.method().equals("GET"));
    }

    byte[] bytes(String host) {
        var out = new ByteArrayOutputStream();
        var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
        headers.forEach(header ->
                head.append(header.name).append(": ").append(header.value).append("\r\n"));
        var chunked = "chunked".equals(header("Transfer-Encoding"));
        if (!chunked && (body.length > 0 || !List.of("GET", "HEAD").contains(method))) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        out.writeBytes((head + "\r\n").getBytes(ISO_8859_1));
        if (chunked) {
            for (int at = 0; at < body.length; at += 500) {
                var size = Math.min(500, body.length - at);
                out.writeBytes((Integer.toHexString(size) + "\r\n").getBytes(ISO_8859_1));
                out.write(body, at, size);
                out.writeBytes("\r\n".getBytes(ISO_8859_1));
            }
            out.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
        } else {
            out.writeBytes(body);
        }
        return out.toByteArray();
    }

    /** For a shell that asks it again, with the token of its own in {@code TOKEN}. */
    String asCommand(String host) {
        var text = new String(body, ISO_8859_1);
        var all = method + target + text + headers;
        var plain = all.chars().allMatch(c -> c >= ' ' && c < 127);
        if (!plain || form == Form.CROOKED || "chunked".equals(header("Transfer-Encoding"))) {
            var colon = host.lastIndexOf(':');
            return "printf " + quoted(escaped(bytes(host))) + " | nc " + host.substring(0, colon) + " "
                    + host.substring(colon + 1);
        }
        return "curl -i --path-as-is --globoff -X "
                + quoted(method)
                + headers.stream()
                        .map(header ->
                                " -H " + quoted(header.name + (header.value.isEmpty() ? ";" : ": " + header.value)))
                        .collect(Collectors.joining())
                + (body.length == 0 ? "" : " --data-binary " + quoted(text))
                + " " + quoted("http://" + host + target);
    }

    private String quoted(String text) {
        var quoted = "'" + text.replace("'", "'\\''") + "'";
        return as == null ? quoted : quoted.replace(as.accessToken, "'\"$TOKEN\"'");
    }

    private static String escaped(byte[] bytes) {
        var escaped = new StringBuilder();
        for (var b : bytes) {
            escaped.append(
                    switch (b) {
                        case '\r' -> "\\r";
                        case '\n' -> "\\n";
                        case '\\' -> "\\\\";
                        case '%' -> "%%";
                        default -> b >= ' ' && b < 127 ? Character.toString(b) : "\\%03o".formatted(b & 0xff);
                    });
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        return form.name().toLowerCase(Locale.ROOT) + " " + about.id() + " ("
                + how.substring(0, Math.min(60, how.length())) + ")";
    }
}
