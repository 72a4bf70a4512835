package org.frontrow.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** What one may ask at most, on all replicas together. Nobody who uses a page runs into it. */
@ConfigMapping(prefix = "frontrow.limits")
interface LimitConfig {
    /** Holds, bookings, releases and cancellations of an account, for long; 0: any number. */
    @WithDefault("10")
    @Min(0)
    int accountPerSecond();

    /** As many of them at once. */
    @WithDefault("40")
    @Min(1)
    int accountBurst();

    /** Requests of any kind from one address, which whole offices may share, for long; 0: any number. */
    @WithDefault("200")
    @Min(0)
    int addressPerSecond();

    /** As many of them at once. */
    @WithDefault("1000")
    @Min(1)
    int addressBurst();
}
