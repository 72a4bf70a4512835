package org.frontrow.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

@ConfigMapping(prefix = "frontrow.live")
interface LiveConfig {
    /** What happens within this time is told at once. */
    @WithDefault("100ms")
    Duration every();

    /** When nothing happens, a sign of life, so that no proxy takes the connection for dead. */
    @WithDefault("15s")
    Duration heartbeat();

    /** Who has not read for this long is dropped, and comes back when the network does. */
    @WithDefault("15s")
    Duration patience();

    /** How many may watch on this replica. All others are refused with 503. */
    @WithDefault("10000")
    @Min(0)
    int watchers();
}
