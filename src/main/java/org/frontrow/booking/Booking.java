package org.frontrow.booking;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.Immutable;

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
