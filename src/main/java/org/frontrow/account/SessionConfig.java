package org.frontrow.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

@ConfigMapping(prefix = "frontrow.sessions")
interface SessionConfig {
    /** After this long one has to sign in again, however often the tokens were refreshed. */
    @WithDefault("30d")
    Duration length();

    /** Open at a time; the oldest end when there would be more. */
    @WithDefault("50")
    @Min(1)
    int perAccount();

    /** How often what has expired is deleted. */
    @WithDefault("10m")
    Duration tidyEvery();
}
