package org.frontrow.seating;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * A span of its own for each transaction of the desk, linked to all the requests that it serves: none of them is its
 * parent. While nobody traces it costs next to nothing.
 */
@Singleton
class DeskTraces {
    private final Tracer tracer;

    DeskTraces(Tracer tracer) {
        this.tracer = tracer;
    }

    Span begin(List<WaitingOrder> batch) {
        var span = tracer.spanBuilder("seat desk transaction").setNoParent();
        for (var order : batch) {
            if (order.asked().isValid()) {
                span.addLink(order.asked());
            }
        }
        return span.setAttribute("frontrow.orders", batch.size()).startSpan();
    }

    static void fail(Span span, Exception why) {
        span.setStatus(StatusCode.ERROR, String.valueOf(why.getMessage()));
    }
}
