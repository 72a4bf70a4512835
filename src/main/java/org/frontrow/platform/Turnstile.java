package org.frontrow.platform;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends people away at their connection, for a fraction of what it costs to find out who they are and what they want.
 * Whatever is not quite plain is let in, and looked at properly.
 */
@Singleton
class Turnstile {
    /** Of the body's length: less than ten thousand bytes. An order for a whole row is smaller. */
    private static final int DIGITS = 4;

    private final List<Foresight> foresights;
    private final Doors doors;
    private final EarlyRefusal refusal;

    Turnstile(@Any Instance<Foresight> foresights, Doors doors, EarlyRefusal refusal) {
        this.foresights = foresights.stream().toList();
        this.doors = doors;
        this.refusal = refusal;
    }

    /** Who has been stopped, and who may know something about them. */
    record Visitor(HttpRequest head, Foresight foresight) {}

    /** Null if nobody could know anything about a request that begins like this. */
    @Nullable
    Visitor stop(HttpRequest head) {
        if (!HttpMethod.POST.equals(head.method())) {
            return null;
        }
        for (var foresight : foresights) {
            if (foresight.concerns(head.uri())) {
                return isPlain(head) ? new Visitor(head, foresight) : null;
            }
        }
        return null;
    }

    private static boolean isPlain(HttpRequest head) {
        var headers = head.headers();
        return head.decoderResult().isSuccess()
                && HttpVersion.HTTP_1_1.equals(head.protocolVersion())
                && headers.getAll(HttpHeaderNames.HOST).size() == 1
                && headers.getAll(HttpHeaderNames.CONTENT_LENGTH).size() == 1
                && headers.get(HttpHeaderNames.CONTENT_LENGTH).length() <= DIGITS
                && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                && !headers.contains(HttpHeaderNames.EXPECT)
                && !headers.contains(HttpHeaderNames.UPGRADE)
                && !headers.containsValue(HttpHeaderNames.CONNECTION, "close", true);
    }

    /** The answer for whoever is sent away; null for those who may come in. */
    @Nullable
    FullHttpResponse sendAway(Visitor visitor, ByteBuf body) {
        var uri = visitor.head().uri();
        Refusal no = visitor.foresight().refusal(body.toString(StandardCharsets.UTF_8));
        if (no == null) {
            no = doors.refusal(uri);
        }
        return no == null ? null : refusal.answer(no, uri);
    }
}
