package org.frontrow.catalog;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One showing of a movie in a screen; people call it a show. */
@Entity
public class ShowTime extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    public Movie movie;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    public Screen screen;

    public Instant startsAt;
    public Instant endsAt;
    /** ISO 4217 */
    public String currency;
    /** What a seat costs when the show is planned; each seat then carries its own price. */
    public BigDecimal price;

    @Enumerated(EnumType.STRING)
    public Status status = Status.ON_SALE;

    public enum Status {
        /** Guests do not see it yet. */
        DRAFT,
        ON_SALE,
        /** Guests see it, and nobody buys any more. */
        CLOSED,
        /** It does not take place; its tickets are void. */
        CANCELLED
    }

    /** When it became {@link Status#CANCELLED}. */
    public @Nullable Instant cancelledAt;

    /** Of a cancelled show: whether all seats have been taken back. */
    public boolean withdrawn;

    /** Grows with each change, see {@link org.frontrow.platform.Edition}. */
    @Version
    public long version;

    @SuppressWarnings("NullAway.Init")
    protected ShowTime() {}

    ShowTime(Movie movie, Screen screen, Instant startsAt, Instant endsAt, String currency, BigDecimal price) {
        this.movie = movie;
        this.screen = screen;
        this.startsAt = startsAt;
        this.endsAt = endsAt;
        this.currency = currency;
        this.price = price;
    }

    static Optional<ShowTime> next(Instant now) {
        return find(
                        "endsAt > ?1 and status in (ON_SALE, CLOSED) order by case when startsAt > ?1 then 0 else 1 end, startsAt, id",
                        now)
                .firstResultOptional();
    }

    static List<ShowTime> notEnded(Instant now) {
        return list(
                "from ShowTime s join fetch s.movie join fetch s.screen where s.endsAt > ?1"
                        + " and s.status in (ON_SALE, CLOSED) order by s.startsAt, s.id",
                now);
    }

    static List<ShowTime> notEndedStartingIn(Instant now, Instant from, Instant until) {
        return list(
                "from ShowTime s join fetch s.movie join fetch s.screen"
                        + " where s.endsAt > ?1 and s.startsAt >= ?2 and s.startsAt < ?3"
                        + " and s.status in (ON_SALE, CLOSED) order by s.startsAt, s.id",
                now,
                from,
                until);
    }
}
