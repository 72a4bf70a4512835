package org.frontrow.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads a service's metrics every few seconds, as a monitoring would: what is measured is measured with that going on. */
final class Scraper implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Service service;
    private final Thread thread;
    private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());
    private volatile int longest;
    private volatile boolean closed;

    Scraper(Service service) {
        this.service = service;
        this.thread = Thread.ofVirtual().start(this::scrape);
    }

    private void scrape() {
        try {
            while (!closed) {
                var begun = System.nanoTime();
                longest = Math.max(longest, service.metrics().length());
                millis.add((System.nanoTime() - begun) / 1e6);
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            if (!closed) {
                millis.add(Double.NaN); // shows in the report
                System.out.println("The metrics could not be read: " + e);
            }
        }
    }

    /** How long half of the readings took at most. */
    double medianMillis() {
        return Contest.median(millis.stream().mapToDouble(it -> it).toArray());
    }

    double kilobytes() {
        return longest / 1024.0;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
