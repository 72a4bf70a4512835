package org.frontrow.seating;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How the seat desk works. The defaults suit one PostgreSQL; few lanes make big batches. */
@ConfigMapping(prefix = "frontrow.desk")
interface DeskConfig {
    /** Lanes side by side, each with a connection of its own; default: one per processor, four at most. */
    Optional<Integer> lanes();

    /** Orders served in one transaction at most. */
    @WithDefault("256")
    int ordersPerTransaction();

    /** Shows one transaction may mix; 0: any number. 1 where the tables are distributed by show. */
    @WithDefault("0")
    int showsPerTransaction();

    /** Orders waiting for one show; more are refused with 503 and Retry-After. */
    @WithDefault("5000")
    int waitingPerShow();

    /** Orders waiting in all; more are refused with 503 and Retry-After. */
    @WithDefault("20000")
    int waiting();

    /** An order that waited this long without being served is refused with 503 and Retry-After. */
    @WithDefault("5s")
    Duration patience();
}
