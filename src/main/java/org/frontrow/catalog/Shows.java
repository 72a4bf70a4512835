package org.frontrow.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.frontrow.platform.DatabaseClock;
import org.hibernate.exception.ConstraintViolationException;

/** Planning shows and finding them. */
@ApplicationScoped
public class Shows {
    private static final String EXCLUSION_VIOLATION = "23P01";

    /** Twice as long as anybody keeps what they know of a show without hearing of it. */
    private static final Duration NEWS_TAKES_AT_MOST = Duration.ofMinutes(2);

    private final Places places;
    private final ShowSeats seats;
    private final DatabaseClock clock;
    private final ZoneId venue;

    Shows(
            Places places,
            ShowSeats seats,
            DatabaseClock clock,
            @ConfigProperty(name = "frontrow.time-zone") ZoneId venue) {
        this.places = places;
        this.seats = seats;
        this.clock = clock;
        this.venue = venue;
    }

    /**
     * Puts a movie on; the show takes the movie's length and gets one seat for every place of the screen.
     *
     * @param currency ISO 4217, for example EUR
     * @param price for each seat
     */
    @Transactional
    public ShowTime plan(Movie movie, Screen screen, Instant startsAt, String currency, BigDecimal price) {
        var endsAt = startsAt.plus(Duration.ofMinutes(movie.durationMinutes));
        var spots = places.layout(screen.id == null ? 0 : screen.id).spots();
        if (spots.isEmpty()) {
            throw new CatalogRefusal.ScreenWithoutPlaces(screen.name).refused();
        }
        var show = new ShowTime(movie, screen, startsAt, endsAt, currency, price);
        put(show);
        seats.createFor(show.id == null ? 0 : show.id, price, Planning.seats(spots));
        return show;
    }

    /** In the transaction that is open; refused if another show runs there, also one that was put there this moment. */
    static void put(ShowTime show) {
        try {
            show.persistAndFlush();
        } catch (ConstraintViolationException e) {
            if (EXCLUSION_VIOLATION.equals(e.getSQLState())) {
                throw new CatalogRefusal.ScreenOccupied(show.screen.name, show.startsAt, show.endsAt).refused();
            }
            throw e;
        }
    }

    /** Also a draft, and one that is over or cancelled. */
    @Transactional
    public boolean exists(long show) {
        return ShowTime.count("id", show) > 0;
    }

    /** Shows that have not ended, by start. */
    @Transactional
    public List<ShowTime> upcoming() {
        return ShowTime.notEnded(clock.now());
    }

    /** Shows that have not ended and start on that local day of the venue, by start. */
    @Transactional
    public List<ShowTime> upcomingOn(LocalDate day) {
        return ShowTime.notEndedStartingIn(
                clock.now(),
                day.atStartOfDay(venue).toInstant(),
                day.plusDays(1).atStartOfDay(venue).toInstant());
    }

    /** Ids of cancelled shows of which somebody may still have seats. */
    @Transactional
    public List<Long> toWithdraw() {
        return ShowTime.<ShowTime>list("status = CANCELLED and withdrawn = false order by id").stream()
                .map(show -> Objects.requireNonNull(show.id))
                .toList();
    }

    /**
     * Nobody has a seat of this cancelled show any more, and nobody can get one: wherever it was still sold for a moment
     * because the news had not arrived, it has by now.
     */
    @Transactional
    public void withdrawn(long show) {
        ShowTime.update(
                "withdrawn = true where id = ?1 and status = CANCELLED and cancelledAt < ?2",
                show,
                clock.now().minus(NEWS_TAKES_AT_MOST));
    }

    /** The show that starts next; if none is to come, the one that is running. Answers its id. */
    @Transactional
    public Optional<Long> next() {
        return ShowTime.next(clock.now()).map(show -> show.id);
    }
}
