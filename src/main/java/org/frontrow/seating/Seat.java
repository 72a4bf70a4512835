package org.frontrow.seating;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * One numbered place of one show, for queries only: {@link SeatLedger} writes seats, and beside it there is never a
 * second writer. Hibernate refuses to.
 */
@Entity
@Immutable
public class Seat extends PanacheEntityBase {
    @Id
    public long id;

    public long showTimeId;
    public String rowLabel;
    public int number;
    public BigDecimal price;

    @Enumerated(EnumType.STRING)
    public Status status;

    public @Nullable Long accountId;
    public @Nullable Instant heldSince;
    public @Nullable Instant heldUntil;
    public @Nullable Long bookingId;
    public long version;

    @Schema(name = "SeatStatus")
    public enum Status {
        AVAILABLE,
        HELD,
        BOOKED,
        BLOCKED
    }

    @SuppressWarnings("NullAway.Init")
    protected Seat() {}
}
