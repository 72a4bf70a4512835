package org.frontrow.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A wire to a server, with a knife beside it. While it is cut, whoever knocks is refused. */
public final class Line implements AutoCloseable {
    private final int to;
    private final int port;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket door;

    private Line(int to, ServerSocket door) {
        this.to = to;
        this.port = door.getLocalPort();
        this.door = door;
        serve(door);
    }

    /** To a port of this machine. */
    public static Line to(int port) throws IOException {
        return new Line(port, open(0));
    }

    public int port() {
        return port;
    }

    public void cut() throws IOException {
        var open = door;
        door = null;
        if (open != null) {
            open.close();
        }
        for (var end : ends) {
            end.close();
        }
        ends.clear();
    }

    public void mend() throws IOException {
        var open = open(port);
        door = open;
        serve(open);
    }

    @Override
    public void close() {
        try {
            cut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket open(int port) throws IOException {
        var door = new ServerSocket();
        door.setReuseAddress(true);
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return door;
    }

    private void serve(ServerSocket open) {
        Thread.ofVirtual().start(() -> {
            try (open) {
                while (true) {
                    var near = open.accept();
                    var far = new Socket(InetAddress.getLoopbackAddress(), to);
                    ends.add(near);
                    ends.add(far);
                    carry(near, far);
                    carry(far, near);
                }
            } catch (IOException e) {
                // cut, or the other end is down
            }
        });
    }

    private void carry(Socket from, Socket to) {
        Thread.ofVirtual().start(() -> {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // cut
            } finally {
                ends.remove(from);
                ends.remove(to);
            }
        });
    }
}
