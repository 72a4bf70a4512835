package org.frontrow.live;

import io.vertx.core.buffer.Buffer;
import org.frontrow.platform.Gzip;
import org.jspecify.annotations.Nullable;

/** What many are told: written once, and compressed once if anybody wants it so. Only {@link SeatFeed}'s own thread uses it. */
final class Message {
    private final Buffer plain;
    private @Nullable Buffer compressed;

    Message(Buffer plain) {
        this.plain = plain;
    }

    Message(String plain) {
        this(Buffer.buffer(plain));
    }

    Buffer plain() {
        return plain;
    }

    /** To follow {@link Gzip#head()} and any other. */
    Buffer compressed() {
        var known = compressed;
        if (known == null) {
            known = Buffer.buffer(Gzip.part(plain.getBytes()));
            compressed = known;
        }
        return known;
    }
}
