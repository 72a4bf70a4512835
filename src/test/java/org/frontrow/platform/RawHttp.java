package org.frontrow.platform;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Sends requests that no decent client would send. */
public final class RawHttp {
    private static final int PATIENCE_MILLIS = 10_000;

    private final URI server;

    public RawHttp(URI server) {
        this.server = server;
    }

    /** @param body everything after the header, as it arrived */
    public record Answer(int status, String head, String body) {}

    /** @param head the request line and header lines, without Host and Connection */
    public Answer send(List<String> head, byte[] body) throws IOException {
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            var lines =
                    String.join("\r\n", head) + "\r\nHost: " + server.getAuthority() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(lines.getBytes(StandardCharsets.ISO_8859_1));
            try {
                socket.getOutputStream().write(body);
                socket.getOutputStream().flush();
            } catch (IOException e) {
                // It has heard enough; what it says to that is what we want to know.
            }
            return answer(readAll(socket));
        }
    }

    private static String readAll(Socket socket) throws IOException {
        var read = new ByteArrayOutputStream();
        var buffer = new byte[8192];
        try {
            for (int n; (n = socket.getInputStream().read(buffer)) >= 0; ) {
                read.write(buffer, 0, n);
            }
        } catch (IOException e) {
            if (read.size() == 0) {
                throw e;
            }
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    private static Answer answer(String text) {
        var head = text.indexOf("\r\n\r\n");
        return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(0, head), text.substring(head + 4));
    }
}
