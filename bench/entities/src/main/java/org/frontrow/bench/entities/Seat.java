package org.frontrow.bench.entities;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;

@Entity
public class Seat extends PanacheEntityBase {
    @Id
    public long id;

    public long showTimeId;
    public String rowLabel;
    public int number;
    public String status;
    public Long accountId;
    public Instant heldSince;
    public Instant heldUntil;
    public long version;
}
