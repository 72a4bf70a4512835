package org.frontrow.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A wire to a server, with a knife beside it. It can be cut, be slow, fall silent, or be cut at the worst of moments; all
 * of that while it is in use. While it is cut, whoever knocks is refused.
 */
public final class Line implements AutoCloseable {
    public enum Way {
        THERE,
        BACK
    }

    private static final int PIECE = 8192;
    /** How often a slow line carries a little. */
    private static final int A_SECOND_HAS = 50;

    private final int port;
    private final BiFunction<Supplier<Knife>, Runnable, Talk> language;
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private final Map<Way, Pace> paces = Map.of(Way.THERE, new Pace(), Way.BACK, new Pace());
    private final AtomicInteger strikes = new AtomicInteger();
    private final Object silence = new Object();
    private volatile int to;
    private volatile Knife knife = Knife.NONE;
    private volatile boolean silent;
    private volatile @Nullable ServerSocket door;

    private static final class Pace {
        volatile Duration delay = Duration.ZERO;
        /** None if it is 0. */
        volatile int bytesPerSecond;
    }

    private Line(int to, ServerSocket door, BiFunction<Supplier<Knife>, Runnable, Talk> language) {
        this.to = to;
        this.port = door.getLocalPort();
        this.door = door;
        this.language = language;
        serve(door);
    }

    /** To a port of this machine. */
    public static Line to(int port) throws IOException {
        return new Line(port, open(0), (_, _) -> Talk.FOREIGN);
    }

    /** To a database, which also can be cut at a {@code COMMIT}. */
    public static Line to(PostgresProcess postgres) throws IOException {
        return new Line(postgres.port(), open(0), PostgresTalk::new);
    }

    /** To a service, which also can be cut at a {@code POST}. */
    public static Line to(URI service) throws IOException {
        return new Line(service.getPort(), open(0), HttpTalk::new);
    }

    public int port() {
        return port;
    }

    /** Whom a service reaches through this line, in words that it understands. */
    public String jdbcUrl() {
        return PostgresProcess.jdbcUrl(port);
    }

    /** The service behind this line, for guests who are not to know that there is one. */
    public Door door(Door service) {
        return new Door() {
            @Override
            public URI baseUri() {
                return URI.create("http://127.0.0.1:" + port);
            }

            @Override
            public String endOfLog() {
                return service.endOfLog();
            }
        };
    }

    public void cut() throws IOException {
        var open = door;
        door = null;
        if (open != null) {
            open.close();
        }
        hangUp();
    }

    public void mend() throws IOException {
        var open = open(port);
        door = open;
        serve(open);
    }

    /** Whoever talks is cut off, and may call again at once. */
    public void hangUp() {
        calls.forEach(Call::end);
    }

    /** Who calls from now on gets somebody else. */
    public void leadTo(int port) {
        to = port;
    }

    /** From now on, until the next one. */
    public void take(Knife next) {
        knife = next;
    }

    public void takeNoKnife() {
        knife = Knife.NONE;
    }

    /** How often the knife has fallen. */
    public int strikes() {
        return strikes.get();
    }

    /** All connections stay, and new ones are taken, but nothing gets through: a network that swallows everything. */
    public void fallSilent() {
        silent = true;
    }

    /** What was sent meanwhile arrives late. */
    public void speakAgain() {
        silent = false;
        synchronized (silence) {
            silence.notifyAll();
        }
    }

    /** Everything on that way takes so much longer. */
    public void delay(Way way, Duration by) {
        pace(way).delay = by;
    }

    /** Each connection carries no more than this on that way; 0: as much as it can. */
    public void limit(Way way, int bytesPerSecond) {
        pace(way).bytesPerSecond = bytesPerSecond;
    }

    private Pace pace(Way way) {
        return Objects.requireNonNull(paces.get(way));
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
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return door;
    }

    private void serve(ServerSocket open) {
        Thread.ofVirtual().start(() -> {
            try (open) {
                while (true) {
                    connect(open, open.accept());
                }
            } catch (IOException e) {
                // cut
            }
        });
    }

    private void connect(ServerSocket open, Socket near) throws IOException {
        try {
            var call = new Call(near, new Socket(InetAddress.getLoopbackAddress(), to));
            calls.add(call);
            call.begin();
            if (open.isClosed()) {
                // Cut between its knocking and now.
                call.end();
            }
        } catch (IOException e) {
            // The other end is down, which may change.
            near.close();
        }
    }

    /** One connection: from each side, one thread takes what comes, and another brings it when it is time. */
    private final class Call {
        private final Socket near;
        private final Socket far;
        private final Talk talk = language.apply(() -> knife, strikes::incrementAndGet);

        private Call(Socket near, Socket far) throws IOException {
            this.near = near;
            this.far = far;
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
        }

        void begin() {
            carry(near, far, Way.THERE);
            carry(far, near, Way.BACK);
        }

        void end() {
            calls.remove(this);
            try (near;
                    far) {
                synchronized (silence) {
                    silence.notifyAll();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void carry(Socket from, Socket to, Way way) {
            var underway = new ArrayBlockingQueue<Parcel>(1000);
            Thread.ofVirtual().start(() -> take(from, way, underway));
            Thread.ofVirtual().start(() -> bring(to, way, underway));
        }

        private void take(Socket from, Way way, BlockingQueue<Parcel> underway) {
            var buffer = new byte[PIECE];
            try {
                for (int n = from.getInputStream().read(buffer);
                        n >= 0;
                        n = from.getInputStream().read(buffer)) {
                    underway.put(parcel(way, Arrays.copyOf(buffer, n)));
                }
            } catch (IOException e) {
                // cut
            } catch (InterruptedException e) {
                throw new AssertionError("Nobody does that", e);
            }
            try {
                underway.put(parcel(way, Parcel.LAST));
            } catch (InterruptedException e) {
                throw new AssertionError("Nobody does that", e);
            }
        }

        private Parcel parcel(Way way, byte[] bytes) {
            return new Parcel(bytes, System.nanoTime() + pace(way).delay.toNanos());
        }

        private void bring(Socket to, Way way, BlockingQueue<Parcel> underway) {
            try {
                while (true) {
                    var parcel = underway.take();
                    waitUntil(parcel.due);
                    awaitSpeech();
                    if (parcel.bytes == Parcel.LAST) {
                        break;
                    }
                    var bytes = way == Way.THERE ? talk.there(parcel.bytes) : talk.back(parcel.bytes);
                    if (bytes.isEmpty()) {
                        break;
                    }
                    write(to, bytes.get(), pace(way));
                }
            } catch (IOException e) {
                // cut
            } catch (InterruptedException e) {
                throw new AssertionError("Nobody does that", e);
            } finally {
                end();
                // Whoever takes must not wait for room.
                underway.clear();
            }
        }

        private void write(Socket to, byte[] bytes, Pace pace) throws IOException, InterruptedException {
            var stream = to.getOutputStream();
            for (int from = 0; from < bytes.length; ) {
                var limit = pace.bytesPerSecond;
                var piece = limit == 0 ? bytes.length : Math.max(1, limit / A_SECOND_HAS);
                var until = Math.min(bytes.length, from + piece);
                if (limit > 0) {
                    Thread.sleep(Duration.ofNanos(1_000_000_000L * (until - from) / limit));
                }
                stream.write(bytes, from, until - from);
                from = until;
            }
        }

        private void awaitSpeech() throws InterruptedException {
            synchronized (silence) {
                while (silent && !near.isClosed()) {
                    silence.wait();
                }
            }
        }
    }

    private static void waitUntil(long due) throws InterruptedException {
        var left = due - System.nanoTime();
        if (left > 0) {
            Thread.sleep(Duration.ofNanos(left));
        }
    }

    /** @param due when it is to arrive, by the clock of {@link System#nanoTime()} */
    private record Parcel(byte[] bytes, long due) {
        static final byte[] LAST = {};
    }
}
