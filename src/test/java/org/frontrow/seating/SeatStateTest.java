package org.frontrow.seating;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.frontrow.seating.Decision.Change;
import org.frontrow.seating.Decision.Keep;
import org.frontrow.seating.Decision.Reason;
import org.frontrow.seating.Decision.Refuse;
import org.frontrow.seating.SeatCommand.Book;
import org.frontrow.seating.SeatCommand.Expire;
import org.frontrow.seating.SeatCommand.Hold;
import org.frontrow.seating.SeatRuleCases.Case;
import org.frontrow.seating.SeatRuleCases.Expected;
import org.frontrow.seating.SeatRuleCases.World;
import org.frontrow.seating.SeatState.Available;
import org.frontrow.seating.SeatState.Held;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeatStateTest {
    private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
    private static final World WORLD = new World(NOW, 1, 2, 71, 72, 99);

    static List<Case> cases() {
        return SeatRuleCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_rule_holds(Case rule) {
        var decision = rule.seat().apply(WORLD).decide(rule.asked().apply(WORLD), NOW, WORLD.nextBooking());
        switch (rule.expected()) {
            case Expected.Becomes becomes -> {
                assertThat(decision).isInstanceOf(Change.class);
                var steps = ((Change) decision).steps();
                assertThat(steps).extracting(Decision.Step::kind).isEqualTo(becomes.events());
                assertThat(steps.getLast().next()).isEqualTo(becomes.next().at(WORLD, NOW));
            }
            case Expected.Stays _ -> assertThat(decision).isEqualTo(Keep.AS_IT_IS);
            case Expected.Refused refused -> assertThat(decision).isEqualTo(new Refuse(refused.reason()));
        }
    }

    @Test
    void a_hold_ends_in_the_very_instant_it_was_promised_to_last_until() {
        var held = new Held(1, NOW.minusSeconds(600), NOW);
        var book = new Book(1, "REF", "EUR", NOW.plusSeconds(60));
        assertThat(held.decide(book, NOW.minusNanos(1000), 99)).isInstanceOf(Change.class);
        assertThat(held.decide(book, NOW, 99)).isEqualTo(new Refuse(Reason.EXPIRED));
        assertThat(held.decide(new Expire(), NOW.minusNanos(1000), 99)).isEqualTo(Keep.AS_IT_IS);
        assertThat(held.decide(new Expire(), NOW, 99)).isInstanceOf(Change.class);
    }

    @Test
    void the_sale_closes_in_the_very_instant_it_was_announced_for() {
        var closesAt = NOW;
        var hold = new Hold(1, Duration.ofMinutes(10), Duration.ofMinutes(30), closesAt);
        assertThat(new Available().decide(hold, NOW.minusNanos(1000), 99)).isInstanceOf(Change.class);
        assertThat(new Available().decide(hold, NOW, 99)).isEqualTo(new Refuse(Reason.CLOSED));
    }

    @Test
    void a_longest_total_below_the_length_wins() {
        var hold = new Hold(1, Duration.ofMinutes(10), Duration.ofMinutes(2), NOW.plusSeconds(3600));
        var change = (Change) new Available().decide(hold, NOW, 99);
        assertThat(change.steps().getLast().next()).isEqualTo(new Held(1, NOW, NOW.plusSeconds(120)));
    }
}
