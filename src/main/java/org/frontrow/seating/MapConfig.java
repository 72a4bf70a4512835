package org.frontrow.seating;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "frontrow.maps")
interface MapConfig {
    /** How long the map of a show stays in memory after somebody looked at it. */
    @WithDefault("10m")
    Duration kept();

    /** How many seats all maps in memory may have together; about 250 bytes each. */
    @WithDefault("250000")
    int seats();

    /** How often some of them are held against the database. */
    @WithDefault("5s")
    Duration compareEvery();
}
