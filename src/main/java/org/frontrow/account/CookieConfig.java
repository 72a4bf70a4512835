package org.frontrow.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

@ConfigMapping(prefix = "frontrow.cookies")
interface CookieConfig {
    /** Set it behind a proxy that ends TLS without saying so: cookies then never travel unencrypted. */
    @WithDefault("false")
    boolean secure();

    /** Other sites whose pages may use the API, such as {@code https://tickets.example.org}. */
    Optional<Set<String>> trustedOrigins();
}
