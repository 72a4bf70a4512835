package org.frontrow.bench.entities;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;

@Entity
@IdClass(Seat.Key.class)
public class Seat extends PanacheEntityBase {
    @Id
    public long showTimeId;

    @Id
    public long id;

    public String rowLabel;
    public int number;
    public String status;
    public Long accountId;
    public Instant heldSince;
    public Instant heldUntil;
    public long version;

    /** As the table's. */
    public record Key(long showTimeId, long id) implements Serializable {}
}
