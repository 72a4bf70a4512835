package org.frontrow.booking;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.frontrow.seating.Payment;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What one account bought at once for one show. For queries only: {@link BookingLedger} writes it. */
@Entity
@Immutable
public class Booking extends PanacheEntityBase {
    @Id
    public long id;

    public long showTimeId;
    /** What people call it. */
    public String reference;

    public long accountId;
    public BigDecimal total;
    public String currency;

    @Enumerated(EnumType.STRING)
    public Status status;

    public Instant createdAt;

    @Enumerated(EnumType.STRING)
    public Payment payment;

    /** A name that was told at the counter. */
    public @Nullable String guest;

    @Schema(name = "BookingStatus")
    public enum Status {
        CONFIRMED,
        CANCELLED,
        /** The house took it back: the show does not take place. */
        WITHDRAWN
    }

    @SuppressWarnings("NullAway.Init")
    protected Booking() {}
}
