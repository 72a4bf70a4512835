package org.frontrow.demo;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.frontrow.account.Accounts;
import org.frontrow.catalog.Movie;
import org.frontrow.catalog.Place;
import org.frontrow.catalog.Screen;
import org.frontrow.catalog.ShowTime;
import org.frontrow.catalog.Shows;
import org.frontrow.platform.DatabaseClock;
import org.jboss.logging.Logger;

/**
 * Adds what is missing and changes nothing that is there, so it may run at every start, on every replica, and again
 * every hour, which keeps a week of shows ahead of the present.
 */
@ApplicationScoped
class DemoData {
    private static final Logger log = Logger.getLogger(DemoData.class);
    private static final int DAYS_AHEAD = 7;
    private static final List<LocalTime> TIMES =
            List.of(LocalTime.of(14, 0), LocalTime.of(17, 30), LocalTime.of(20, 30));
    private static final String CURRENCY = "EUR";
    private static final BigDecimal PRICE = new BigDecimal("100.00");
    /** Any number that nothing else in this database uses as an advisory lock. */
    private static final long ONE_SEEDER = 7_246_002;

    private final boolean wanted;
    private final ZoneId venue;
    private final Accounts accounts;
    private final Shows shows;
    private final DatabaseClock clock;

    DemoData(
            @ConfigProperty(name = "frontrow.demo", defaultValue = "false") boolean wanted,
            @ConfigProperty(name = "frontrow.time-zone") ZoneId venue,
            Accounts accounts,
            Shows shows,
            DatabaseClock clock) {
        this.wanted = wanted;
        this.venue = venue;
        this.accounts = accounts;
        this.shows = shows;
        this.clock = clock;
    }

    void atStart(@Observes StartupEvent start) {
        if (wanted) {
            for (var account : DemoAccount.values()) {
                accounts.ensure(account.username(), DemoAccount.PASSWORD, account.role());
            }
            fill();
        } else if (accounts.exists(DemoAccount.STAFF.username())) {
            log.warnf(
                    "The account %s of the demo is still there, and everybody knows its password",
                    DemoAccount.STAFF.username());
        }
    }

    @Scheduled(every = "1h", delayed = "1h")
    void everyHour() {
        if (wanted) {
            fill();
        }
    }

    @Transactional
    void fill() {
        if (!amTheSeeder()) {
            return; // another replica is at it
        }
        var movies = List.of(
                movie(
                        "Avatar",
                        162,
                        "/posters/avatar.svg",
                        "A marine on a moon whose people he comes to call his own."),
                movie("Inception", 148, "/posters/inception.svg", "A thief of secrets plants one, four dreams deep."),
                movie("Top Gun", 110, "/posters/top-gun.svg", "The best pilots of the navy, and the best of them."),
                movie("The Matrix", 136, "/posters/the-matrix.svg", "A programmer learns what his world is made of."));
        var screens = List.of(smallScreen("Screen 1"), smallScreen("Screen 2"), grandHall());
        var now = clock.now();
        var today = now.atZone(venue).toLocalDate();
        var planned = 0;
        for (int day = 0; day <= DAYS_AHEAD; day++) {
            for (int screen = 0; screen < screens.size(); screen++) {
                for (int slot = 0; slot < TIMES.size(); slot++) {
                    var startsAt = today.plusDays(day)
                            .atTime(TIMES.get(slot))
                            .atZone(venue)
                            .toInstant();
                    // By the date, so that a later run finds the same movie at the same time.
                    var epochDay = Math.toIntExact(today.plusDays(day).toEpochDay());
                    var movie = movies.get(Math.floorMod(epochDay + screen + slot, movies.size()));
                    planned += plan(movie, screens.get(screen), startsAt, now);
                }
            }
        }
        if (planned > 0) {
            log.infof("Demo data: %d shows planned", planned);
        }
    }

    private static boolean amTheSeeder() {
        return (Boolean) Movie.getEntityManager()
                .createNativeQuery("select pg_try_advisory_xact_lock(?1)", Boolean.class)
                .setParameter(1, ONE_SEEDER)
                .getSingleResult();
    }

    private int plan(Movie movie, Screen screen, Instant startsAt, Instant now) {
        var endsAt = startsAt.plusSeconds(60L * movie.durationMinutes);
        var occupied = ShowTime.count("screen = ?1 and startsAt < ?2 and endsAt > ?3", screen, endsAt, startsAt) > 0;
        // An administrator may have made or left a screen of that name without places.
        if (occupied || !startsAt.isAfter(now) || screen.places.isEmpty()) {
            return 0;
        }
        shows.plan(movie, screen, startsAt, CURRENCY, PRICE);
        return 1;
    }

    private static Movie movie(String title, int minutes, String poster, String description) {
        return Movie.titled(title).orElseGet(() -> {
            var movie = new Movie(title, minutes);
            movie.posterUrl = poster;
            movie.description = description;
            movie.persist();
            return movie;
        });
    }

    /** Four rows of ten. */
    private static Screen smallScreen(String name) {
        return Screen.named(name).orElseGet(() -> {
            var screen = new Screen(name);
            for (int row = 0; row < 4; row++) {
                for (int number = 1; number <= 10; number++) {
                    screen.addPlace(rowLabel(row), number, number, row * 1.2);
                }
            }
            screen.persist();
            return screen;
        });
    }

    /** Twenty curved rows that grow from 16 to 24 places, 400 in all, with two aisles and four wheelchair places. */
    private static Screen grandHall() {
        return Screen.named("Grand Hall").orElseGet(() -> {
            var screen = new Screen("Grand Hall");
            for (int row = 0; row < 20; row++) {
                var width = 16 + 2 * (row / 4);
                for (int number = 1; number <= width; number++) {
                    var aisles = (number > width / 4 ? 1 : 0) + (number > width - width / 4 ? 1 : 0);
                    var x = number - (width + 1) / 2.0 + (aisles - 1);
                    var y = row * 1.2 - 0.012 * x * x;
                    var place = screen.addPlace(rowLabel(row), number, 14 + x, Math.round(y * 100) / 100.0);
                    if (row == 19 && (number <= 2 || number > width - 2)) {
                        place.kind = Place.Kind.WHEELCHAIR;
                    }
                }
            }
            screen.persist();
            return screen;
        });
    }

    private static String rowLabel(int row) {
        return String.valueOf((char) ('A' + row));
    }
}
