package org.frontrow.seating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.frontrow.account.TestAccounts;
import org.frontrow.catalog.TestShows;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HoldExpiryTest {
    private static final List<SeatLabel> SEATS = List.of(new SeatLabel("A", 1), new SeatLabel("A", 2));

    @Inject
    Seating seating;

    @Inject
    HoldExpiry expiry;

    @Test
    void a_hold_whose_time_is_over_is_tidied_up_without_anybody_asking() {
        var show = TestShows.tomorrow(1, 3);
        seating.hold(TestAccounts.customer().caller(), show, SEATS).await().indefinitely();
        Ledger.letTimePass(show, 11);
        await().until(() -> statuses(show).equals(List.of("AVAILABLE", "AVAILABLE", "AVAILABLE")));
        assertThat(Ledger.eventsOf(show, "A", 1)).containsExactly("HELD", "EXPIRED");
    }

    @Test
    void a_hold_that_is_not_over_is_left_alone() {
        var show = TestShows.tomorrow(1, 3);
        seating.hold(TestAccounts.customer().caller(), show, SEATS).await().indefinitely();
        expiry.sweep();
        assertThat(statuses(show)).containsExactly("HELD", "HELD", "AVAILABLE");
    }

    @Test
    void an_expired_hold_does_not_stop_the_next_buyer() {
        var show = TestShows.tomorrow(1, 3);
        seating.hold(TestAccounts.customer().caller(), show, SEATS).await().indefinitely();
        Ledger.letTimePass(show, 11);
        var next = TestAccounts.customer();
        seating.hold(next.caller(), show, SEATS).await().indefinitely();
        assertThat(Ledger.query(
                        "select distinct account_id from seat where show_time_id = ? and status = 'HELD'", show))
                .containsExactly(List.of(next.accountId()));
        assertThat(Ledger.eventsOf(show, "A", 2)).containsExactly("HELD", "EXPIRED", "HELD");
    }

    @Test
    void however_many_sweep_at_once_each_hold_expires_once() {
        var show = TestShows.tomorrow(1, 3);
        seating.hold(TestAccounts.customer().caller(), show, SEATS).await().indefinitely();
        Ledger.letTimePass(show, 11);
        CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(expiry::sweep))
                        .limit(8)
                        .toArray(CompletableFuture[]::new))
                .join();
        await().until(() -> !statuses(show).contains("HELD"));
        assertThat(Ledger.eventsOf(show, "A", 1)).containsExactly("HELD", "EXPIRED");
    }

    private static List<Object> statuses(long show) {
        return Ledger.query("select status from seat where show_time_id = ? order by number", show).stream()
                .map(List::getFirst)
                .toList();
    }
}
