package org.frontrow.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

@ConfigMapping(prefix = "frontrow.registration")
interface RegistrationConfig {
    /** Registrations from one address without a wait; many people may share one. */
    @WithDefault("100")
    @Min(1)
    int addressFree();

    @WithDefault("1m")
    Duration addressLongest();

    /** After this long as many are forgotten as are free. */
    @WithDefault("1h")
    Duration addressMemory();
}
