package org.frontrow.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import org.frontrow.account.Caller;
import org.frontrow.audit.AuditTrail;
import org.frontrow.audit.Deed;
import org.frontrow.platform.Edition;
import org.frontrow.platform.LikePattern;
import org.frontrow.platform.Page;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** The movies of the house. Who changes one says which edition of it they have seen. */
@ApplicationScoped
class Movies {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String SUBJECT = "movie";

    private final AuditTrail audit;

    Movies(AuditTrail audit) {
        this.audit = audit;
    }

    /** What is known of a movie. */
    record About(
            String title,
            @Nullable String description,
            int durationMinutes,
            @Nullable String posterUrl) {}

    enum Order {
        TITLE("lower(title), id"),
        TITLE_DESCENDING("lower(title) desc, id desc"),
        NEWEST("id desc");

        private final String clause;

        Order(String clause) {
            this.clause = clause;
        }
    }

    /** @param search a part of the title, in upper or lower case; empty for all. What is called exactly so comes first */
    @Transactional
    Page<Movie> list(String search, Order order, int page, int size) {
        var pattern = LikePattern.containing(search);
        // One more than a page holds tells whether there is another.
        var found = Movie.<Movie>find(
                        "title ilike ?1 escape '\\' order by case when lower(title) = lower(?2) then 0 else 1 end, "
                                + order.clause,
                        pattern,
                        search)
                .range(page * size, page * size + size)
                .list();
        return Page.of(found, size);
    }

    @Transactional
    Movie get(long id) {
        return find(id, LockModeType.NONE);
    }

    /** Refused if there is none. */
    static Movie find(long id, LockModeType lock) {
        return Movie.<Movie>findByIdOptional(id, lock).orElseThrow(() -> new CatalogRefusal.UnknownMovie().refused());
    }

    @Transactional
    Movie add(Caller caller, About about) {
        var movie = new Movie(about.title, about.durationMinutes);
        movie.description = about.description;
        movie.posterUrl = about.posterUrl;
        save(movie);
        record(caller, Deed.of("MOVIE_ADDED", SUBJECT, movie.id).with("title", about.title));
        return movie;
    }

    /** Shows that are planned already keep their times. */
    @Transactional
    Movie change(Caller caller, long id, @Nullable String ifMatch, About about) {
        var movie = get(id);
        Edition.require(ifMatch, movie.version);
        var deed = Deed.of("MOVIE_CHANGED", SUBJECT, id)
                .changed("title", movie.title, about.title)
                .changed("description", movie.description, about.description)
                .changed("duration_minutes", movie.durationMinutes, about.durationMinutes)
                .changed("poster_url", movie.posterUrl, about.posterUrl);
        movie.title = about.title;
        movie.description = about.description;
        movie.durationMinutes = about.durationMinutes;
        movie.posterUrl = about.posterUrl;
        save(movie);
        if (!deed.details().isEmpty()) {
            record(caller, deed);
        }
        return movie;
    }

    @Transactional
    Movie show(Caller caller, long id, @Nullable String ifMatch, Picture picture) {
        var movie = get(id);
        Edition.require(ifMatch, movie.version);
        var poster = new Poster(picture);
        poster.keep();
        var deed = Deed.of("MOVIE_POSTER_CHANGED", SUBJECT, id).changed("poster_url", movie.posterUrl, poster.url());
        movie.posterUrl = poster.url();
        save(movie);
        record(caller, deed);
        return movie;
    }

    @Transactional
    void remove(Caller caller, long id, @Nullable String ifMatch) {
        var movie = find(id, LockModeType.PESSIMISTIC_WRITE);
        Edition.require(ifMatch, movie.version);
        var shows = ShowTime.count("movie", movie);
        if (shows > 0) {
            throw new CatalogRefusal.MovieInUse(shows).refused();
        }
        movie.delete();
        movie.flush();
        record(caller, Deed.of("MOVIE_REMOVED", SUBJECT, id).with("title", movie.title));
    }

    private static void save(Movie movie) {
        try {
            movie.persistAndFlush();
        } catch (ConstraintViolationException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw new CatalogRefusal.MovieTitleTaken().refused();
            }
            throw e;
        }
    }

    private void record(Caller caller, Deed deed) {
        audit.write(caller.accountId(), caller.username(), deed);
    }
}
