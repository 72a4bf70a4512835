package org.frontrow.seating;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** How the seat desk works. The defaults suit one PostgreSQL; few lanes make big batches. */
@ConfigMapping(prefix = "frontrow.desk")
interface DeskConfig {
    /** Side by side, each with one of the pool's 16 connections of its own; default: half as many as cores, 1 to 4. */
    Optional<@Min(1) @Max(12) Integer> lanes();

    /** Orders served in one transaction at most. */
    @WithDefault("256")
    @Min(1)
    int ordersPerTransaction();

    /** Shows one transaction may mix; 0: any number. 1 where the tables are distributed by show. */
    @WithDefault("0")
    @Min(0)
    int showsPerTransaction();

    /** Orders waiting for one show; more are refused with 503 and Retry-After. */
    @WithDefault("5000")
    @Min(1)
    int waitingPerShow();

    /** Orders waiting in all; more are refused with 503 and Retry-After. */
    @WithDefault("20000")
    @Min(1)
    int waiting();

    /**
     * How long an order should wait at most while the desk has more to do than it can: as many are let in as can be served
     * within this time, though at least four transactions full, others are refused at once with 503 and Retry-After.
     * Bookings, releases and cancellations may wait twice as long.
     */
    @WithDefault("500ms")
    @DurationMin(millis = 10)
    Duration targetWait();

    /** An order that waited this long all the same, because the database stood still, is refused in the same way. */
    @WithDefault("5s")
    @DurationMin(millis = 100)
    Duration patience();
}
