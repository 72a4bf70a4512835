package org.frontrow.process;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** One request after the other, and each is answered before the next is sent. */
final class HttpTalk implements Talk {
    private final Supplier<Knife> knife;
    private final Runnable onCut;
    private boolean asking;
    private boolean doomed;

    HttpTalk(Supplier<Knife> knife, Runnable onCut) {
        this.knife = knife;
        this.onCut = onCut;
    }

    @Override
    public synchronized Optional<byte[]> there(byte[] bytes) {
        var begins = !asking;
        asking = true;
        if (begins && new String(bytes, StandardCharsets.ISO_8859_1).startsWith("POST ")) {
            var now = knife.get();
            doomed = now.luck().strikes();
            if (doomed && now.moment() == Knife.Moment.BEFORE_IT_ARRIVES) {
                return cut();
            }
        }
        return Optional.of(bytes);
    }

    @Override
    public synchronized Optional<byte[]> back(byte[] bytes) {
        asking = false;
        return doomed ? cut() : Optional.of(bytes);
    }

    private Optional<byte[]> cut() {
        onCut.run();
        return Optional.empty();
    }
}
