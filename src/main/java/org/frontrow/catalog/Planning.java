package org.frontrow.catalog;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.frontrow.account.Caller;
import org.frontrow.audit.AuditTrail;
import org.frontrow.audit.Deed;
import org.frontrow.catalog.Layout.Spot;
import org.frontrow.catalog.Programme.Slot;
import org.frontrow.catalog.ShowSeats.NewSeat;
import org.frontrow.catalog.ShowSeats.Taken;
import org.frontrow.catalog.ShowTime.Status;
import org.frontrow.platform.DatabaseClock;
import org.frontrow.platform.Edition;
import org.frontrow.platform.Page;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What administrators do to shows. Many are planned in one step: first all of them as drafts, in one transaction, so that
 * the screen is theirs or none is planned; then each gets its seats and goes on sale. A draft has no seats yet: they are
 * made of the places there are when it goes on sale.
 */
@ApplicationScoped
class Planning {
    private static final Logger log = Logger.getLogger(Planning.class);
    private static final String SUBJECT = "show";
    /** Some seconds' work for the database. */
    static final long MOST_SEATS = 200_000;

    private final Places places;
    private final ShowSeats seats;
    private final AuditTrail audit;
    private final DatabaseClock clock;
    private final ZoneId venue;

    Planning(
            Places places,
            ShowSeats seats,
            AuditTrail audit,
            DatabaseClock clock,
            @ConfigProperty(name = "frontrow.time-zone") ZoneId venue) {
        this.places = places;
        this.seats = seats;
        this.audit = audit;
        this.clock = clock;
        this.venue = venue;
    }

    /**
     * @param last included
     * @param currency ISO 4217
     * @param onSale at once, or when somebody puts them on sale
     */
    record Wish(
            long movie,
            long screen,
            LocalDate first,
            LocalDate last,
            Set<DayOfWeek> weekdays,
            Set<LocalTime> times,
            String currency,
            BigDecimal price,
            boolean onSale) {}

    /**
     * What is planned, or would be.
     *
     * @param slots all that was asked for, with what stands in their way
     * @param shows ids of those that were planned; empty if it was only tried
     * @param drafts those of them that should be on sale, but are not yet
     */
    record Plan(List<Slot> slots, List<Long> shows, List<Long> drafts) {}

    /** What is asked for; what is absent says nothing. */
    record Filter(
            Optional<Instant> from,
            Optional<Instant> until,
            Optional<Long> movie,
            Optional<Long> screen,
            Optional<Status> status) {}

    enum Order {
        START("s.startsAt, s.id"),
        START_DESCENDING("s.startsAt desc, s.id desc");

        private final String clause;

        Order(String clause) {
            this.clause = clause;
        }
    }

    @Transactional
    Page<ShowTime> list(Filter filter, Order order, int page, int size) {
        var conditions = new ArrayList<String>();
        var values = new HashMap<String, Object>();
        add(conditions, values, "s.startsAt >= :from", "from", filter.from);
        add(conditions, values, "s.startsAt < :until", "until", filter.until);
        add(conditions, values, "s.movie.id = :movie", "movie", filter.movie);
        add(conditions, values, "s.screen.id = :screen", "screen", filter.screen);
        add(conditions, values, "s.status = :status", "status", filter.status);
        var query = "from ShowTime s join fetch s.movie join fetch s.screen"
                + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions)) + " order by "
                + order.clause;
        var found = ShowTime.<ShowTime>find(query, values)
                .range(page * size, page * size + size)
                .list();
        return Page.of(found, size);
    }

    private static void add(
            List<String> conditions, Map<String, Object> values, String condition, String name, Optional<?> value) {
        value.ifPresent(it -> {
            conditions.add(condition);
            values.put(name, it);
        });
    }

    @Transactional
    ShowTime get(long id) {
        return ShowTime.<ShowTime>find("from ShowTime s join fetch s.movie join fetch s.screen where s.id = ?1", id)
                .firstResultOptional()
                .orElseThrow(() -> new CatalogRefusal.UnknownShow().refused());
    }

    /** Nobody else changes it until this transaction is over. */
    private ShowTime locked(long id) {
        ShowTime.findById(id, LockModeType.PESSIMISTIC_WRITE);
        return get(id);
    }

    /** Says what planning this would do, and changes nothing. */
    @Transactional
    Plan preview(Wish wish) {
        return new Plan(
                slots(wish, Movies.find(wish.movie, LockModeType.NONE), Screens.find(wish.screen, LockModeType.NONE)),
                List.of(),
                List.of());
    }

    /**
     * All of it or nothing, or all that nothing stands in the way of. Each is put on sale by itself then, because of the
     * many seats; should that fail for some they stay drafts.
     *
     * @param skipping whether what something stands in the way of is left out
     */
    Plan plan(Caller caller, Wish wish, boolean skipping) {
        var plan = QuarkusTransaction.requiringNew().call(() -> drafts(caller, wish, skipping));
        return wish.onSale ? new Plan(plan.slots, plan.shows, openSale(wish.screen, plan.shows)) : plan;
    }

    /** Answers which of them stay drafts. */
    private List<Long> openSale(long screen, List<Long> shows) {
        var drafts = new ArrayList<>(shows);
        try {
            var layout = QuarkusTransaction.requiringNew().call(() -> places.layout(screen));
            for (var id : shows) {
                QuarkusTransaction.requiringNew().run(() -> openSale(id, layout));
                drafts.remove(id);
            }
        } catch (RuntimeException e) {
            log.warnf(e, "%d planned shows could not be put on sale and stay drafts", drafts.size());
        }
        return drafts;
    }

    /** What a show takes that nothing stands in the way of. */
    private record Period(Instant from, Instant until) {
        static Period of(Slot slot) {
            return new Period(Objects.requireNonNull(slot.startsAt()), Objects.requireNonNull(slot.endsAt()));
        }
    }

    private Plan drafts(Caller caller, Wish wish, boolean skipping) {
        // The movie stays, and nobody else plans in this screen: they would find the same time free.
        var screen = Screens.find(wish.screen, LockModeType.PESSIMISTIC_WRITE);
        var movie = Movies.find(wish.movie, LockModeType.PESSIMISTIC_READ);
        var slots = slots(wish, movie, screen);
        var free = slots.stream()
                .filter(slot -> slot.obstacle() == null)
                .map(Period::of)
                .toList();
        if (free.isEmpty() || (free.size() < slots.size() && !skipping)) {
            throw new CatalogRefusal.ShowsInTheWay(slots).refused();
        }
        var ids = new ArrayList<Long>();
        for (var period : free) {
            var show = new ShowTime(movie, screen, period.from, period.until, wish.currency, wish.price);
            show.status = Status.DRAFT;
            Shows.put(show);
            ids.add(Objects.requireNonNull(show.id));
        }
        audit.write(
                caller.accountId(),
                caller.username(),
                Deed.of("SHOWS_PLANNED", SUBJECT, ids.size() == 1 ? ids.getFirst() : null)
                        .with("movie", movie.title)
                        .with("screen", screen.name)
                        .with("from", free.getFirst().from.toString())
                        .with("until", free.getLast().from.toString())
                        .with("shows", ids)
                        .with("on_sale", wish.onSale)
                        .with("price", wish.price.toPlainString() + " " + wish.currency));
        return new Plan(slots, ids, List.of());
    }

    private void openSale(long id, Layout layout) {
        var show = ShowTime.<ShowTime>findById(id, LockModeType.PESSIMISTIC_WRITE);
        if (show != null && show.status == Status.DRAFT) {
            seats.createFor(id, show.price, seats(layout.spots()));
            show.status = Status.ON_SALE;
        }
    }

    static List<NewSeat> seats(List<Spot> spots) {
        return spots.stream()
                .map(spot -> new NewSeat(spot.row(), spot.number(), spot.kind() == Place.Kind.BLOCKED))
                .toList();
    }

    private List<Slot> slots(Wish wish, Movie movie, Screen screen) {
        var programme = new Programme(
                wish.first, wish.last, wish.weekdays, wish.times, Duration.ofMinutes(movie.durationMinutes), venue);
        if (!programme.isOfOurTime()) {
            throw new CatalogRefusal.NoSuchDays().refused();
        }
        var shows = programme.count();
        if (shows == 0 || shows > Programme.MOST_SHOWS) {
            throw new CatalogRefusal.TooManyShows(shows).refused();
        }
        var places = Place.count("screen", screen);
        if (places == 0) {
            throw new CatalogRefusal.ScreenWithoutPlaces(screen.name).refused();
        }
        if (places * shows > MOST_SEATS && shows > 1) {
            throw new CatalogRefusal.TooManySeats(places, Math.max(1, MOST_SEATS / places)).refused();
        }
        var from = wish.first.atStartOfDay(venue).toInstant();
        var until = wish.last.plusDays(2).atStartOfDay(venue).toInstant();
        var taken = ShowTime.<ShowTime>list(
                        "from ShowTime s join fetch s.movie where s.screen = ?1 and s.endsAt > ?2 and s.startsAt < ?3"
                                + " and s.status <> CANCELLED order by s.startsAt",
                        screen,
                        from,
                        until)
                .stream()
                .map(show -> new Programme.Taken(
                        show.id == null ? 0 : show.id, show.movie.title, show.startsAt, show.endsAt))
                .toList();
        return programme.slots(clock.now(), taken);
    }

    /** Puts a draft on sale, or a closed show again. */
    @Transactional
    ShowTime putOnSale(Caller caller, long id, @Nullable String ifMatch) {
        return become(caller, id, ifMatch, Status.ON_SALE, "SHOW_PUT_ON_SALE", Set.of(Status.DRAFT, Status.CLOSED));
    }

    /** From now on nobody buys; who has tickets keeps them. */
    @Transactional
    ShowTime close(Caller caller, long id, @Nullable String ifMatch) {
        return become(caller, id, ifMatch, Status.CLOSED, "SHOW_CLOSED", Set.of(Status.ON_SALE));
    }

    private ShowTime become(
            Caller caller, long id, @Nullable String ifMatch, Status next, String act, Set<Status> before) {
        var show = locked(id);
        Edition.require(ifMatch, show.version);
        if (show.status != next) {
            if (!before.contains(show.status)) {
                throw new CatalogRefusal.ShowIs(show.status).refused();
            }
            if (seats.countOf(id) == 0) {
                var layout = places.layout(show.screen.id == null ? 0 : show.screen.id);
                seats.createFor(id, show.price, seats(layout.spots()));
            }
            show.status = next;
            show.persistAndFlush();
            seats.changed(id);
            audit.write(
                    caller.accountId(),
                    caller.username(),
                    Deed.of(act, SUBJECT, id).with("movie", show.movie.title).with("start", show.startsAt.toString()));
        }
        return show;
    }

    /**
     * It does not take place. As soon as all replicas have heard of it nobody buys any more, and what was sold until then
     * is taken back within moments: see {@link Shows#toWithdraw}.
     *
     * @param dryRun only to see what would be taken back
     * @return who has seats of it now
     */
    @Transactional
    Taken cancel(Caller caller, long id, @Nullable String ifMatch, boolean dryRun) {
        var show = locked(id);
        Edition.require(ifMatch, show.version);
        if (show.status == Status.DRAFT) {
            throw new CatalogRefusal.ShowIs(show.status).refused();
        }
        var now = clock.now();
        if (show.status != Status.CANCELLED && !show.startsAt.isAfter(now)) {
            throw new CatalogRefusal.ShowHasBegun().refused();
        }
        var taken = seats.takenOf(id);
        if (!dryRun && show.status != Status.CANCELLED) {
            show.status = Status.CANCELLED;
            show.cancelledAt = now;
            show.persistAndFlush();
            seats.changed(id);
            audit.write(
                    caller.accountId(),
                    caller.username(),
                    Deed.of("SHOW_CANCELLED", SUBJECT, id)
                            .with("movie", show.movie.title)
                            .with("start", show.startsAt.toString())
                            .with("bookings", taken.bookings())
                            .with("booked_seats", taken.booked()));
        }
        return taken;
    }

    /** Only a draft: nobody has seen it, and nobody can have a ticket. */
    @Transactional
    void remove(Caller caller, long id, @Nullable String ifMatch) {
        var show = locked(id);
        Edition.require(ifMatch, show.version);
        if (show.status != Status.DRAFT) {
            throw new CatalogRefusal.ShowIs(show.status).refused();
        }
        show.delete();
        show.flush();
        audit.write(
                caller.accountId(),
                caller.username(),
                Deed.of("SHOW_REMOVED", SUBJECT, id)
                        .with("movie", show.movie.title)
                        .with("start", show.startsAt.toString()));
    }
}
