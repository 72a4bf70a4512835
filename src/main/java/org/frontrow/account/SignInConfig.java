package org.frontrow.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

@ConfigMapping(prefix = "frontrow.sign-in")
interface SignInConfig {
    /** Wrong passwords for one account that cost nobody a wait. */
    @WithDefault("5")
    @Min(1)
    int accountFree();

    /** Short, because this one also hits an owner who signs in from somewhere new while others are guessing. */
    @WithDefault("30s")
    Duration accountLongest();

    /** After this long as many failures are forgotten as are free. */
    @WithDefault("24h")
    Duration accountMemory();

    /** More than for an account: a whole school or phone company may share one address. */
    @WithDefault("20")
    @Min(1)
    int addressFree();

    @WithDefault("5m")
    Duration addressLongest();

    @WithDefault("1h")
    Duration addressMemory();

    /** The first wait; each further failure doubles it. */
    @WithDefault("1s")
    Duration firstWait();

    /** How long an address where an account signed in counts as its owner's. */
    @WithDefault("90d")
    Duration knownAddressFor();
}
