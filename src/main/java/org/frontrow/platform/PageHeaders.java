package org.frontrow.platform;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * What browsers may load, and what they may keep: bundle files and posters, whose names change with their content, for ever; the page
 * only while it is the same; pictures for an hour.
 */
@ApplicationScoped
class PageHeaders {
    /** As the bundler names its files, except in dev mode, where names stay the same. */
    private static final Pattern BUNDLE = Pattern.compile("/static/bundle/.*-[A-Z0-9]{8}\\.[a-z0-9]+(\\.map)?");

    /** Named after what they show. */
    private static final Pattern POSTER = Pattern.compile("/posters/[0-9a-f]{64}\\.(jpg|png)");

    private static final Pattern PICTURE = Pattern.compile("/posters/.*|/favicon\\.svg");

    /** Everything comes from here, and nothing is written into the page. */
    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'");

    /** What every answer has, whatever it is about. */
    static final Map<String, String> PROTECTION = Map.of(
            "Content-Security-Policy", POLICY,
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "X-Content-Type-Options", "nosniff");

    private final boolean hasPagesOfQuarkus;

    PageHeaders(@ConfigProperty(name = "quarkus.swagger-ui.always-include", defaultValue = "false") boolean swaggerUi) {
        this.hasPagesOfQuarkus = swaggerUi || LaunchMode.current() == LaunchMode.DEVELOPMENT;
    }

    void register(@Observes Filters filters) {
        var tag = tagOf("META-INF/resources/index.html");
        filters.register(context -> answer(context, tag), 100);
    }

    private void answer(RoutingContext context, @Nullable String tag) {
        var path = context.normalizedPath();
        var headers = context.response().headers();
        // They are full of inline scripts.
        if (!hasPagesOfQuarkus || !path.startsWith("/q/")) {
            PROTECTION.forEach(headers::set);
        }
        if (BUNDLE.matcher(path).matches() || POSTER.matcher(path).matches()) {
            keep(context, "public, max-age=31536000, immutable");
        } else if (PICTURE.matcher(path).matches()) {
            keep(context, "public, max-age=3600");
        } else if (path.equals("/") || path.equals("/index.html")) {
            keep(context, "no-cache");
            context.request().headers().remove(HttpHeaders.IF_MODIFIED_SINCE);
            if (tag != null) {
                headers.set(HttpHeaders.ETAG, tag);
                if (tag.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
                    context.response().setStatusCode(304).end();
                    return;
                }
            }
        }
        context.next();
    }

    private static void keep(RoutingContext context, String howLong) {
        context.addHeadersEndHandler(_ -> {
            var status = context.response().getStatusCode();
            var found = status == 200 || status == 304;
            context.response().headers().set(HttpHeaders.CACHE_CONTROL, found ? howLong : "no-store");
            // The time the process started, which says nothing about what is sent and differs between replicas.
            context.response().headers().remove(HttpHeaders.LAST_MODIFIED);
        });
    }

    private static @Nullable String tagOf(String resource) {
        try (var in = Thread.currentThread().getContextClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                return null;
            }
            var hash = Sha256.of(in.readAllBytes());
            // Weak: the same page may come compressed or not.
            return "W/\"" + HexFormat.of().formatHex(hash, 0, 8) + "\"";
        } catch (IOException e) {
            throw new UncheckedIOException("The page could not be read", e);
        }
    }
}
