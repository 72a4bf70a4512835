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
import org.jspecify.annotations.Nullable;

/** One seat of a booking. For queries only: {@link BookingLedger} writes it. */
@Entity
@Immutable
public class Ticket extends PanacheEntityBase {
    @Id
    public long id;

    public long showTimeId;
    public long bookingId;
    public long seatId;
    /** As it was when booked, whatever the seat costs later. */
    public BigDecimal price;
    /** Proves the ticket at the door; 128 random bits. */
    public String code;

    @Enumerated(EnumType.STRING)
    public Status status;

    /** When its owner was let in. */
    public @Nullable Instant usedAt;

    @Schema(name = "TicketStatus")
    public enum Status {
        VALID,
        CANCELLED
    }

    @SuppressWarnings("NullAway.Init")
    protected Ticket() {}
}
