package org.frontrow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.frontrow.seating.Ledger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica that stands still for a while, and one with a wrong clock. */
class PausedServiceIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void what_was_asked_of_it_meanwhile_is_answered_when_it_goes_on(@TempDir Path home) throws Exception {
        try (var postgres = PostgresProcess.start();
                var service = ServiceProcess.launch("paused", home, postgres.settings(home))
                        .awaitReady()) {
            var show = new Stage(postgres.database()).show(1, 1);
            assertThat(Guest.map(service, show).statusOf("A1")).isEqualTo("AVAILABLE");

            service.pause();
            var question = CompletableFuture.supplyAsync(() -> Guest.map(service, show));
            assertThatThrownBy(() -> question.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            service.resume();

            assertThat(question.get(SOON.toSeconds(), TimeUnit.SECONDS).status())
                    .isEqualTo(200);
            // Who stands still can be stopped all the same.
            service.pause();
        }
    }

    @Test
    void the_database_says_when_a_hold_ends_and_not_a_clock_that_jumps(@TempDir Path home) throws Exception {
        var clock = OwnClock.in(home, Duration.ofMinutes(5));
        try (var postgres = PostgresProcess.start()) {
            var settings = postgres.settings(home);
            settings.putAll(clock.forService());
            try (var service =
                    ServiceProcess.launch("wrong-clock", home, settings).awaitReady()) {
                var show = new Stage(postgres.database()).show(1, 2);
                var guest = Guest.withTokens().settled(service);
                assertThat(ahead(guest, service)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
                assertThat(guest.hold(service, show, "A1").status()).isEqualTo(200);

                clock.step(Duration.ofMinutes(-4));

                await().atMost(SOON)
                        .untilAsserted(() ->
                                assertThat(ahead(guest, service)).isBetween(Duration.ZERO, Duration.ofMinutes(2)));
                assertThat(guest.hold(service, show, "A2").status()).isEqualTo(200);
                assertThat(Ledger.query(
                                postgres.database(),
                                "select held_until between now() + interval '9 minutes' and now() + interval '10 minutes'"
                                        + " from seat where show_time_id = ?",
                                show))
                        .allMatch(row -> row.getFirst().equals(true))
                        .hasSize(2);
            }
        }
    }

    /** By the moment that a service writes into the tokens that it makes. */
    private static Duration ahead(Guest guest, ServiceProcess service) throws IOException {
        var token = guest.signIn(service).body().path("access_token").asText();
        var claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
        return Duration.between(
                Instant.now(), Instant.ofEpochSecond(claims.path("iat").asLong()));
    }
}
