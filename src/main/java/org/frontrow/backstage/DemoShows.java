package org.frontrow.backstage;

import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.frontrow.catalog.Movie;
import org.frontrow.catalog.Screen;
import org.frontrow.catalog.Shows;
import org.frontrow.platform.DatabaseClock;

/** Plans a show as whoever runs a cinema would, each in a screen of its own so that no other is in its way. */
@ApplicationScoped
@IfBuildProfile("dev")
class DemoShows {
    static final int MOST_ROWS = 26;
    private static final int MINUTES = 120;
    private static final int NAMES = 36 * 36 * 36 * 36 * 36;

    private final Shows shows;
    private final DatabaseClock clock;

    DemoShows(Shows shows, DatabaseClock clock) {
        this.shows = shows;
        this.clock = clock;
    }

    /** Answers the show's id. */
    @Transactional
    long plan(String title, int rows, int seatsPerRow, Duration from) {
        var movie = Movie.titled(title).orElseGet(() -> {
            var fresh = new Movie(title, MINUTES);
            fresh.persist();
            return fresh;
        });
        var show =
                shows.plan(movie, screen(rows, seatsPerRow), clock.now().plus(from), "EUR", new BigDecimal("100.00"));
        return Objects.requireNonNull(show.id);
    }

    private static Screen screen(int rows, int seatsPerRow) {
        var screen = new Screen(
                "Demo screen " + Integer.toString(ThreadLocalRandom.current().nextInt(NAMES), 36));
        for (int row = 0; row < rows; row++) {
            for (int number = 1; number <= seatsPerRow; number++) {
                screen.addPlace(String.valueOf((char) ('A' + row)), number, number, row * 1.2);
            }
        }
        screen.persist();
        return screen;
    }
}
