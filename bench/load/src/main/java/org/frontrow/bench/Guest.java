package org.frontrow.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One connection of HTTP/1.1 that asks, waits for the answer, and may ask again. It reads no more of an answer than its
 * status and its length: on a machine that serves and asks, a complete client would take more of it than the service.
 * Only to be used on the event loop it was made on.
 */
final class Guest {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    private final NetSocket socket;
    private Buffer received = Buffer.buffer();
    private @Nullable Promise<Integer> asked;

    private Guest(NetSocket socket) {
        this.socket = socket;
        socket.handler(this::receive);
        socket.exceptionHandler(this::lose);
        socket.closeHandler(_ -> lose(new IOException("The connection was closed")));
    }

    /** So many that are connected already. */
    static Future<List<Guest>> arrive(Vertx vertx, int port, int count) {
        var client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(10_000));
        var arrivals = new ArrayList<Future<Guest>>();
        for (int i = 0; i < count; i++) {
            arrivals.add(client.connect(port, "127.0.0.1").map(Guest::new));
        }
        return Future.all(arrivals).map(all -> all.<Guest>list());
    }

    static Buffer post(String path, String token, String body) {
        return Buffer.buffer("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n") + "Content-Length: "
                + body.length() + "\r\n\r\n" + body);
    }

    /** The answer's status. Nobody may ask again before it is there. */
    Future<Integer> ask(Buffer request) {
        if (asked != null) {
            throw new IllegalStateException("Still waiting for an answer");
        }
        var answer = Promise.<Integer>promise();
        asked = answer;
        socket.write(request).onFailure(this::lose);
        return answer.future();
    }

    private void receive(Buffer part) {
        received.appendBuffer(part);
        var text = received.toString(StandardCharsets.ISO_8859_1);
        var end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        var length = LENGTH.matcher(text.substring(0, end));
        if (!length.find()) {
            lose(new IOException("An answer without a length: " + text));
        } else if (text.length() >= end + 4 + Integer.parseInt(length.group(1))) {
            received = Buffer.buffer();
            answered().complete(Integer.parseInt(text.substring(9, 12)));
        }
    }

    private void lose(Throwable why) {
        if (asked != null) {
            answered().fail(why);
        }
    }

    private Promise<Integer> answered() {
        var answer = asked;
        if (answer == null) {
            throw new IllegalStateException("An answer that nobody asked for");
        }
        asked = null;
        return answer;
    }

    void leave() {
        socket.close();
    }
}
