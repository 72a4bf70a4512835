package org.frontrow.bench.entities;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import java.time.Instant;

@Entity
public class SeatEvent extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "events")
    @SequenceGenerator(name = "events", sequenceName = "seat_event_id_seq", allocationSize = 1)
    public Long id;

    public long showTimeId;
    public long seatId;
    public long version;
    public String kind;
    public long accountId;
    public Instant heldUntil;
    public Instant at;
}
