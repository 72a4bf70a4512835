package org.frontrow.platform;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.List;
import java.util.Set;
import org.frontrow.platform.PlatformRefusal.UnreadableParameter;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * What stands behind the question mark is taken literally, like JSON. Left to the framework, a number that is none would be
 * an address that does not exist, and {@code dry_run=1} would not be a dry run.
 */
class OfficeQueries {
    private static final Set<String> NUMBERS = Set.of("number", "page_size");
    private static final Set<String> LONG_NUMBERS = Set.of("before", "movie_id", "screen_id");
    private static final Set<String> CHOICES = Set.of("dry_run");

    @ServerRequestFilter(nonBlocking = true)
    public void check(ContainerRequestContext request) {
        if (request.getUriInfo().getPath().startsWith(ApiConventions.OFFICE)) {
            request.getUriInfo().getQueryParameters().forEach(OfficeQueries::check);
        }
    }

    private static void check(String name, List<String> values) {
        for (var value : values) {
            if (!StrictJson.isStorable(value)) {
                throw new UnreadableParameter(name, "text without characters that cannot be stored").refused();
            }
            if (CHOICES.contains(name) && !Set.of("true", "false").contains(value)) {
                throw new UnreadableParameter(name, "true or false").refused();
            }
            if ((NUMBERS.contains(name) && !isBetween(value, Integer.MIN_VALUE, Integer.MAX_VALUE))
                    || (LONG_NUMBERS.contains(name) && !isBetween(value, Long.MIN_VALUE, Long.MAX_VALUE))) {
                throw new UnreadableParameter(name, "a whole number").refused();
            }
        }
    }

    private static boolean isBetween(String text, long least, long most) {
        try {
            var number = Long.parseLong(text);
            return number >= least && number <= most;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
