package org.frontrow.seating;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "frontrow.holds")
interface HoldConfig {
    /** How long a seat is kept for somebody who decides and pays. */
    @WithDefault("10m")
    Duration length();

    /** How long in all, however often the hold is extended. */
    @WithDefault("30m")
    Duration longest();

    /** Seats one account may hold at a time, over all shows. */
    @WithDefault("20")
    int seatsPerAccount();

    /** How often expired holds are tidied up; they are free before that. */
    @WithDefault("1s")
    Duration sweepEvery();

    /** Seats named in one request; a constant of the API, because the OpenAPI document states it. */
    int SEATS_PER_REQUEST = 10;
}
