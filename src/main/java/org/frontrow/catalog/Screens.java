package org.frontrow.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.frontrow.account.Caller;
import org.frontrow.audit.AuditTrail;
import org.frontrow.audit.Deed;
import org.frontrow.platform.DatabaseClock;
import org.frontrow.platform.Edition;
import org.frontrow.platform.LikePattern;
import org.frontrow.platform.Page;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** The screens of the house and where their places are. */
@ApplicationScoped
class Screens {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String SUBJECT = "screen";
    /** Of the shows that keep the seats they have, so many are named. */
    private static final int SHOWS_NAMED = 20;
    /** Those that have seats: a draft gets them when it is put on sale. */
    private static final String KEEPING = "screen = ?1 and endsAt > ?2 and status in (ON_SALE, CLOSED)";

    private final Places places;
    private final ShowSeats seats;
    private final AuditTrail audit;
    private final DatabaseClock clock;

    Screens(Places places, ShowSeats seats, AuditTrail audit, DatabaseClock clock) {
        this.places = places;
        this.seats = seats;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param places how many */
    record Listed(long id, String name, long version, long places) {}

    /** @param version of the screen, see {@link Edition} */
    record Drawn(long version, Layout layout) {}

    record Upcoming(long id, String movie, Instant startsAt) {}

    /**
     * What a new layout does, or would do.
     *
     * @param keeping shows to come that keep the seats they have, because they were planned before; the first of them
     * @param allKeeping how many such shows there are
     */
    record Redrawn(long version, Layout.Difference difference, List<Upcoming> keeping, long allKeeping) {}

    /** By name; what is called exactly as searched for comes first. */
    @Transactional
    Page<Listed> list(String search, int page, int size) {
        var found = Screen.getEntityManager()
                .createQuery("""
                        select s.id, s.name, s.version, (select count(*) from Place p where p.screen = s)
                        from Screen s where s.name ilike ?1 escape '\\'
                        order by case when lower(s.name) = lower(?2) then 0 else 1 end, lower(s.name), s.id""", Object[].class)
                .setParameter(1, LikePattern.containing(search))
                .setParameter(2, search)
                .setFirstResult(page * size)
                .setMaxResults(size + 1)
                .getResultStream()
                .map(row -> new Listed((Long) row[0], (String) row[1], (Long) row[2], (Long) row[3]))
                .toList();
        return Page.of(found, size);
    }

    @Transactional
    Listed get(long id) {
        var screen = find(id);
        return new Listed(id, screen.name, screen.version, Place.count("screen", screen));
    }

    private static Screen find(long id) {
        return find(id, LockModeType.NONE);
    }

    /** Refused if there is none. */
    static Screen find(long id, LockModeType lock) {
        return Screen.<Screen>findByIdOptional(id, lock)
                .orElseThrow(() -> new CatalogRefusal.UnknownScreen().refused());
    }

    @Transactional
    Listed add(Caller caller, String name) {
        var screen = new Screen(name);
        save(screen);
        var id = screen.id == null ? 0 : screen.id;
        record(caller, Deed.of("SCREEN_ADDED", SUBJECT, id).with("name", name));
        return new Listed(id, name, screen.version, 0);
    }

    @Transactional
    Listed rename(Caller caller, long id, @Nullable String ifMatch, String name) {
        var screen = find(id, LockModeType.PESSIMISTIC_WRITE);
        Edition.require(ifMatch, screen.version);
        var deed = Deed.of("SCREEN_RENAMED", SUBJECT, id).changed("name", screen.name, name);
        screen.name = name;
        save(screen);
        if (!deed.details().isEmpty()) {
            record(caller, deed);
        }
        return get(id);
    }

    @Transactional
    void remove(Caller caller, long id, @Nullable String ifMatch) {
        var screen = find(id, LockModeType.PESSIMISTIC_WRITE);
        Edition.require(ifMatch, screen.version);
        var shows = ShowTime.count("screen", screen);
        if (shows > 0) {
            throw new CatalogRefusal.ScreenInUse(shows).refused();
        }
        places.apply(id, new Layout(List.of()).differenceFrom(places.layout(id)));
        screen.delete();
        screen.flush();
        record(caller, Deed.of("SCREEN_REMOVED", SUBJECT, id).with("name", screen.name));
    }

    @Transactional
    Drawn layout(long id) {
        return new Drawn(find(id).version, places.layout(id));
    }

    /**
     * Puts the places where the layout says. Shows that are on sale or closed keep the seats they have, sold or not: a
     * seat is not its chair, but it is drawn where its chair stands now. Drafts, and what is planned from now on, get the
     * new ones.
     *
     * @param inEarnest or only to see what it would do
     */
    @Transactional
    Redrawn redraw(Caller caller, long id, @Nullable String ifMatch, Layout layout, boolean inEarnest) {
        layout.checked();
        var screen = find(id, LockModeType.PESSIMISTIC_WRITE);
        Edition.require(ifMatch, screen.version);
        var difference = layout.differenceFrom(places.layout(id));
        if (inEarnest && !difference.isNothing()) {
            places.apply(id, difference);
            var entities = Screen.getEntityManager();
            entities.lock(screen, LockModeType.PESSIMISTIC_FORCE_INCREMENT);
            // Their seats are drawn where the chairs stand now.
            ShowTime.<ShowTime>stream(KEEPING, screen, clock.now())
                    .forEach(show -> seats.changed(show.id == null ? 0 : show.id));
            record(
                    caller,
                    Deed.of("SCREEN_REDRAWN", SUBJECT, id)
                            .with("added", difference.added().size())
                            .with("changed", difference.changed().size())
                            .with("removed", difference.removed().size()));
        }
        var now = clock.now();
        var keeping = ShowTime.<ShowTime>find(
                        "from ShowTime s join fetch s.movie where " + KEEPING + " order by startsAt", screen, now)
                .page(0, SHOWS_NAMED)
                .stream()
                .map(Screens::upcoming)
                .toList();
        return new Redrawn(screen.version, difference, keeping, ShowTime.count(KEEPING, screen, now));
    }

    private static Upcoming upcoming(ShowTime show) {
        return new Upcoming(show.id == null ? 0 : show.id, show.movie.title, show.startsAt);
    }

    private static void save(Screen screen) {
        try {
            screen.persistAndFlush();
        } catch (ConstraintViolationException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw new CatalogRefusal.ScreenNameTaken().refused();
            }
            throw e;
        }
    }

    private void record(Caller caller, Deed deed) {
        audit.write(caller.accountId(), caller.username(), deed);
    }
}
