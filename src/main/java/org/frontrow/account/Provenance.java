package org.frontrow.account;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which site's page made a browser send a request, as the browser says. Other programs say nothing of the kind; they
 * have no cookies that a page could misuse.
 *
 * @param site the header Sec-Fetch-Site
 * @param origin the header Origin
 * @param self the origin under which this service was asked
 */
record Provenance(@Nullable String site, @Nullable String origin, String self) {

    boolean isForeign(Set<String> trusted) {
        if (origin != null && trusted.stream().anyMatch(it -> same(it, origin))) {
            return false;
        }
        if (site != null) {
            // Compared by the browser itself, so it is right even where a proxy hides what it was asked for.
            return !site.equals("same-origin") && !site.equals("none");
        }
        return origin != null && !same(origin, self);
    }

    private static boolean same(String one, String other) {
        var left = normal(one);
        return left.isPresent() && left.equals(normal(other));
    }

    private static Optional<String> normal(String origin) {
        try {
            var uri = new URI(origin.toLowerCase(Locale.ROOT));
            if (uri.getScheme() == null || uri.getHost() == null) {
                return Optional.empty();
            }
            var port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
            return Optional.of(uri.getScheme() + "://" + uri.getHost() + ":" + port);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
