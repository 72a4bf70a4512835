package org.frontrow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.frontrow.catalog.TestShows;
import org.frontrow.live.FeedReader;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.Test;

/** What an operator is told about the work of the service. */
@QuarkusTest
class MetricsTest {
    private static final Pattern LINE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    @TestHTTPResource(value = "metrics", management = true)
    URI metrics;

    @TestHTTPResource("/")
    URI service;

    private final long show = TestShows.tomorrow(1, 4);
    private final SeatClient anna = SeatClient.customer();

    private record Sample(String name, Map<String, String> labels) {
        static Sample of(String name, String... labels) {
            var map = new TreeMap<String, String>();
            for (int i = 0; i < labels.length; i += 2) {
                map.put(labels[i], labels[i + 1]);
            }
            return new Sample(name, map);
        }
    }

    @Test
    void orders_seats_and_refusals_are_counted() {
        var before = scrape();

        anna.buy(show, "A1", "A2");
        SeatClient.customer().hold(show, "A2", "A3").statusCode(409);

        var after = scrape();
        assertGrew(before, after, 2, Sample.of("frontrow_seats_changed_total", "change", "held"));
        assertGrew(before, after, 2, Sample.of("frontrow_seats_changed_total", "change", "booked"));
        assertGrew(before, after, 1, orders("hold", "done"));
        assertGrew(before, after, 1, orders("hold", "refused"));
        assertGrew(before, after, 1, orders("book", "done"));
        assertGrew(before, after, 1, Sample.of("frontrow_refusals_total", "kind", "seats-taken", "status", "409"));
        assertGrew(before, after, 2, Sample.of("frontrow_desk_commit_seconds_count"));
        assertGrew(before, after, 3, Sample.of("frontrow_desk_wait_seconds_count"));
        assertGrew(before, after, 3, Sample.of("frontrow_desk_batch_orders_sum"));
    }

    @Test
    void sign_ins_are_counted_by_what_became_of_them() {
        var before = scrape();

        // All tests come from one address; if others have guessed as well, it has to wait.
        var status = RestAssured.given()
                .contentType("application/json")
                .body(Map.of("username", "nobody-of-that-name", "password", "not the right one"))
                .post("/api/seats/login/")
                .statusCode();

        assertThat(status).isIn(401, 429);
        assertGrew(
                before,
                scrape(),
                1,
                Sample.of("frontrow_sign_ins_total", "outcome", status == 401 ? "refused" : "delayed"));
    }

    @Test
    void everything_that_alerts_and_dashboard_ask_for_is_there() {
        try (var watcher = FeedReader.open(service, show)) {
            watcher.next("snapshot");
            anna.buy(show, "A1");
            SeatClient.customer().hold(show, "A1").statusCode(409);
            var wanted = MetricNames.OF_THE_SERVICE; // for which all of the code is read once, outside of the wait
            // The seats are counted a few seconds after the start; everything else is there at once.
            await().untilAsserted(() -> {
                var said = new HashSet<String>();
                var found = scrape().keySet();
                found.forEach(sample -> said.add(sample.name));
                for (var metric : wanted) {
                    assertThat(said).contains(metric.name());
                    for (var sample : found) {
                        if (sample.name.equals(metric.name())) {
                            assertThat(metric.labels().keySet())
                                    .as(metric.name())
                                    .containsAll(sample.labels.keySet());
                            sample.labels.forEach((label, value) -> assertKnown(metric, label, value));
                        }
                    }
                }
            });
        }
    }

    private static void assertKnown(MetricNames.Metric metric, String label, String value) {
        Set<String> values = metric.labels().get(label);
        if (!values.isEmpty() && !metric.name().equals("frontrow_refusals_total")) {
            assertThat(values).as("%s of %s", label, metric.name()).contains(value);
        }
    }

    private static Sample orders(String order, String outcome) {
        return Sample.of("frontrow_orders_seconds_count", "order", order, "outcome", outcome);
    }

    /** Other tests may be at work too, so at least. */
    private static void assertGrew(Map<Sample, Double> before, Map<Sample, Double> after, double by, Sample sample) {
        assertThat(after).containsKey(sample);
        assertThat(after.get(sample) - before.getOrDefault(sample, 0.0))
                .as(sample.toString())
                .isGreaterThanOrEqualTo(by);
    }

    private Map<Sample, Double> scrape() {
        var text = RestAssured.given()
                .accept("text/plain")
                .get(metrics)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        var samples = new HashMap<Sample, Double>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            var parts = LINE.matcher(line);
            assertThat(parts.matches()).as(line).isTrue();
            var labels = new TreeMap<String, String>();
            if (parts.group(2) != null) {
                var label = LABEL.matcher(parts.group(2));
                while (label.find()) {
                    labels.put(label.group(1), label.group(2));
                }
            }
            samples.put(new Sample(parts.group(1), labels), Double.parseDouble(parts.group(3)));
        });
        return samples;
    }
}
