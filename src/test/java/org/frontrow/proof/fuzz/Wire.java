package org.frontrow.proof.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import org.frontrow.proof.fuzz.Question.Header;

/** One connection, kept as long as the server keeps it. It sends what no client of a library would. */
final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int LONGEST_LINE = 64 * 1024;

    private final Socket socket;
    private final InputStream in;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static Wire to(String host, int port) throws IOException {
        var socket = new Socket(host, port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return new Wire(socket);
    }

    /** @param headOnly whether nothing follows the header, whatever it says */
    Answer ask(byte[] request, boolean headOnly) throws IOException {
        try {
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // It has heard enough; what it says to that is what we want to know.
        }
        while (true) {
            var answer = read(headOnly);
            if (answer.status() >= 200) {
                return answer;
            }
        }
    }

    private Answer read(boolean headOnly) throws IOException {
        var first = line();
        if (!first.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
            throw new IOException("No HTTP: " + first);
        }
        var status = Integer.parseInt(first.substring(9, 12));
        var headers = new ArrayList<Header>();
        for (String line; !(line = line()).isEmpty(); ) {
            var colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("No header: " + line);
            }
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        var head = new Answer(status, headers, new byte[0]);
        var hasBody = !headOnly && status >= 200 && status != 204 && status != 304;
        return hasBody ? head.with(body(head)) : head;
    }

    private byte[] body(Answer head) throws IOException {
        if (head.header("Transfer-Encoding").filter("chunked"::equals).isPresent()) {
            return chunks(head);
        }
        var length = head.header("Content-Length");
        if (length.isPresent()) {
            return exactly(Integer.parseInt(length.get()));
        }
        return in.readAllBytes();
    }

    /** What never ends is read until its first event is complete. */
    private byte[] chunks(Answer head) throws IOException {
        var all = new ByteArrayOutputStream();
        while (true) {
            var size = Integer.parseInt(line().replaceFirst(";.*", "").strip(), 16);
            all.writeBytes(exactly(size));
            if (head.isEndless() && head.with(all.toByteArray()).text().contains("\n\n")) {
                return all.toByteArray();
            }
            line();
            if (size == 0) {
                return all.toByteArray();
            }
        }
    }

    private byte[] exactly(int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("Cut after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b; (b = in.read()) != '\n'; ) {
            if (b < 0) {
                throw new EOFException(line.size() == 0 ? "Hung up" : "Cut after " + line.toString(ISO_8859_1));
            }
            line.write(b);
            if (line.size() > LONGEST_LINE) {
                throw new IOException("An endless line");
            }
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
