package org.frontrow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.frontrow.catalog.Screen;
import org.frontrow.catalog.ShowTime;
import org.frontrow.catalog.TestShows;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DemoDataTest {
    @Inject
    DemoData demo;

    /** What is planned here is rolled back: other tests share the database. */
    @Test
    void a_hall_that_an_administrator_has_emptied_is_left_alone() {
        QuarkusTransaction.begin();
        try {
            Screen.named("Grand Hall").ifPresent(hall -> {
                hall.name = TestShows.freshName();
                hall.flush();
            });
            var empty = new Screen("Grand Hall");
            empty.persist();

            demo.fill();

            assertThat(ShowTime.count("screen", empty)).isZero();
            assertThat(ShowTime.count("screen", Screen.named("Screen 1").orElseThrow()))
                    .isPositive();
        } finally {
            QuarkusTransaction.rollback();
        }
    }
}
