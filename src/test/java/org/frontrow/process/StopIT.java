package org.frontrow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.frontrow.live.FeedReader;
import org.frontrow.seating.Ledger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that is told to stop finishes what it has begun. */
class StopIT {

    @Test
    void who_is_being_served_when_it_stops_gets_an_answer(@TempDir Path home) throws Exception {
        try (var postgres = PostgresProcess.start()) {
            try (var service = ServiceProcess.launch("stopping", home, postgres.settings(home))
                    .awaitReady()) {
                var show = new Stage(postgres.database()).show(1, 3);
                var ada = Guest.withTokens().settled(service);
                CompletableFuture<Guest.Answer> hold;
                CompletableFuture<Integer> stopped;
                try (var somebody = postgres.database().getConnection();
                        var sits = somebody.createStatement()) {
                    somebody.setAutoCommit(false);
                    sits.execute("select 1 from seat where show_time_id = " + show + " for update");
                    hold = CompletableFuture.supplyAsync(() -> ada.hold(service, show, "A1", "A2"));
                    await().until(() -> !Ledger.query(
                                    postgres.database(),
                                    "select 1 from pg_stat_activity where wait_event_type = 'Lock'")
                            .isEmpty());
                    stopped = CompletableFuture.supplyAsync(service::stop);
                    await().until(() -> service.log().contains("Waiting for HTTP requests to complete"));
                    somebody.rollback();
                }
                assertThat(hold.get(10, TimeUnit.SECONDS).status())
                        .as(service::endOfLog)
                        .isEqualTo(200);
                assertThat(stopped.get(20, TimeUnit.SECONDS)).isIn(0, 143);
                Ledger.assertRebuildsSeats(postgres.database(), show);
                assertThat(Ledger.query(
                                postgres.database(),
                                "select 1 from seat where show_time_id = ? and status = 'HELD'",
                                show))
                        .hasSize(2);
            }
        }
    }

    @Test
    void who_watches_does_not_hold_up_the_stop_and_is_told_when_to_come_back(@TempDir Path home) throws Exception {
        try (var postgres = PostgresProcess.start()) {
            try (var service = ServiceProcess.launch("stopping-feed", home, postgres.settings(home))
                    .awaitReady()) {
                var show = new Stage(postgres.database()).show(1, 3);
                try (var left = FeedReader.open(service.baseUri(), show)) {
                    left.next("snapshot");
                }
                var watchers = Stream.generate(() -> FeedReader.open(service.baseUri(), show))
                        .limit(20)
                        .toList();
                watchers.forEach(watcher -> watcher.next("snapshot"));

                var before = System.nanoTime();
                var exit = service.stop();
                var took = Duration.ofNanos(System.nanoTime() - before);

                assertThat(exit).isIn(0, 143);
                assertThat(took).as(service::endOfLog).isLessThan(Duration.ofSeconds(5));
                for (var watcher : watchers) {
                    assertThat(watcher.awaitEnd(Duration.ofSeconds(1)))
                            .as("what broke it")
                            .isEmpty();
                    assertThat(watcher.retry()).isPresent();
                }
            }
        }
    }
}
