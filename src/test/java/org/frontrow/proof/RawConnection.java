package org.frontrow.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** A connection on which one says what one likes. */
final class RawConnection implements AutoCloseable {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})[ \\r]");

    private final Socket socket;

    RawConnection(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
    }

    RawConnection say(String text) throws IOException {
        try {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (SocketException e) {
            // It has hung up; what it said before that can still be read.
        }
        return this;
    }

    /** All that comes until the other side hangs up, or says nothing for so long. */
    String hear(int silenceMillis) throws IOException {
        socket.setSoTimeout(silenceMillis);
        var heard = new ByteArrayOutputStream();
        var buffer = new byte[16_384];
        try {
            for (int n; (n = socket.getInputStream().read(buffer)) >= 0; ) {
                heard.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException | SocketException e) {
            // that was all
        }
        return heard.toString(ISO_8859_1);
    }

    /** The first that comes, or nothing if nothing does for so long. */
    String hearOnce(int patienceMillis) throws IOException {
        socket.setSoTimeout(patienceMillis);
        var buffer = new byte[16_384];
        try {
            var n = socket.getInputStream().read(buffer);
            return new String(buffer, 0, Math.max(0, n), ISO_8859_1);
        } catch (SocketTimeoutException | SocketException e) {
            return "";
        }
    }

    /** Whether the other side hangs up within that time. */
    boolean isCutWithin(int millis) throws IOException {
        var end = System.nanoTime() + millis * 1_000_000L;
        var buffer = new byte[16_384];
        try {
            while (true) {
                var left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                socket.setSoTimeout((int) left);
                if (socket.getInputStream().read(buffer) < 0) {
                    return true;
                }
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    static List<Integer> statuses(String heard) {
        return STATUS.matcher(heard)
                .results()
                .map(it -> Integer.parseInt(it.group(1)))
                .toList();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
