package org.frontrow.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.frontrow.account.PasswordHash.Cost;
import org.junit.jupiter.api.Test;

class HashingPaceTest {
    private static final Cost COST = new Cost(19456, 2, 1);

    private final HashingPace pace = new HashingPace();

    @Test
    void nobody_rests_while_the_machine_has_nothing_else_to_do() {
        assertThat(pace.restAfter(millis(30), COST)).isZero();
        assertThat(pace.restAfter(millis(38), COST)).isZero();
        assertThat(pace.restAfter(millis(20), COST)).isZero();
    }

    @Test
    void who_had_to_share_the_processor_rests_for_as_long_as_it_took() {
        pace.restAfter(millis(30), COST);

        assertThat(pace.restAfter(millis(60), COST)).isEqualTo(millis(60));
        assertThat(pace.restAfter(millis(31), COST)).isZero();
    }

    @Test
    void a_hash_that_costs_more_is_no_reason_to_rest() {
        pace.restAfter(millis(30), COST);

        assertThat(pace.restAfter(millis(60), new Cost(19456, 4, 1))).isZero();
        assertThat(pace.restAfter(millis(60), new Cost(2 * 19456, 2, 1))).isZero();
    }

    @Test
    void no_rest_is_endless() {
        pace.restAfter(millis(30), COST);

        assertThat(pace.restAfter(TimeUnit.MINUTES.toNanos(1), COST)).isEqualTo(millis(250));
    }

    private static long millis(long count) {
        return TimeUnit.MILLISECONDS.toNanos(count);
    }
}
