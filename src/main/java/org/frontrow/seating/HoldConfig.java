package org.frontrow.seating;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

@ConfigMapping(prefix = "frontrow.holds")
interface HoldConfig {
    /** How long a seat is kept for somebody who decides and pays. */
    @WithDefault("10m")
    @DurationMin(seconds = 1)
    Duration length();

    /** How long in all, however often the hold is extended. */
    @WithDefault("30m")
    @DurationMin(seconds = 1)
    Duration longest();

    /** Seats one account may hold at a time, over all shows. */
    @WithDefault("20")
    @Min(1)
    int seatsPerAccount();

    /** How often expired holds are tidied up; they are free before that. */
    @WithDefault("1s")
    Duration sweepEvery();

    /** Seats named in one request; a constant of the API, because the OpenAPI document states it. */
    int SEATS_PER_REQUEST = 10;
}
