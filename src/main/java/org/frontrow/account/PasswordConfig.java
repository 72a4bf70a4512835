package org.frontrow.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

@ConfigMapping(prefix = "frontrow.passwords")
interface PasswordConfig {
    /** Argon2id memory per hash, in KiB. Raising it re-hashes each password when its owner next signs in. */
    @WithDefault("19456")
    int memoryKib();

    /** Argon2id passes over that memory. */
    @WithDefault("2")
    int passes();

    /** How many passwords are hashed at once; by default half of the cores, so that selling seats goes on. */
    OptionalInt atOnce();

    /** How many more may wait for their turn, a quarter of them newcomers. All others hear at once that it is busy. */
    @WithDefault("32")
    int waiting();

    /** How long one may wait for its turn. */
    @WithDefault("2s")
    Duration longestWait();
}
