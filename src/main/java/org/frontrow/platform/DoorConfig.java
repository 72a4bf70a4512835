package org.frontrow.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

@ConfigMapping(prefix = "frontrow.door")
interface DoorConfig {
    /**
     * How late the server's threads may get to those who ask. When they stay later than that for half a second, a part of
     * what comes is refused with 503 and Retry-After before it is looked at.
     */
    @WithDefault("200ms")
    @DurationMin(millis = 10)
    Duration late();
}
