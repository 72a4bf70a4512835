package org.frontrow.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.frontrow.platform.PlatformRefusal.TooBusy;
import org.jboss.logmanager.LogContext;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UnheardRefusalsTest {
    @Test
    void who_hangs_up_before_a_no_leaves_no_trace_in_the_log_and_a_failure_does() {
        var no = new TooBusy(Duration.ofSeconds(1)).refused();
        assertThat(logOf(() -> Infrastructure.handleDroppedException(no))).isEmpty();
        var failure = new IllegalStateException("as if there were a bug");
        assertThat(logOf(() -> Infrastructure.handleDroppedException(failure)))
                .singleElement()
                .satisfies(record -> assertThat(record.getThrown()).isSameAs(failure));
    }

    private static List<LogRecord> logOf(Runnable what) {
        var records = new ArrayList<LogRecord>();
        var here = Thread.currentThread().threadId();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (record.getLongThreadID() == here) {
                    records.add(record);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        var root = LogContext.getLogContext().getLogger("");
        root.addHandler(handler);
        try {
            what.run();
        } finally {
            root.removeHandler(handler);
        }
        return records;
    }
}
