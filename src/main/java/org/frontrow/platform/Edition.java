package org.frontrow.platform;

import jakarta.ws.rs.core.EntityTag;
import java.util.regex.Pattern;
import org.frontrow.platform.PlatformRefusal.ChangedMeanwhile;
import org.frontrow.platform.PlatformRefusal.EditionMissing;
import org.jspecify.annotations.Nullable;

/**
 * Which edition of a thing somebody has seen: its {@code ETag}, which they send back as {@code If-Match} when they change
 * it. Of two people who change the same thing at once the second one hears that there is a newer edition.
 */
public final class Edition {
    private static final Pattern TAG = Pattern.compile("\"(0|[1-9][0-9]{0,17})\"");

    private Edition() {}

    /** @param version grows with each change */
    public static EntityTag tag(long version) {
        return new EntityTag(Long.toString(version));
    }

    /**
     * Refuses with 428 if nothing was sent, and with 412 if it is not this version's tag. A star is no edition anybody has
     * seen, and is refused like one that is not there.
     */
    public static void require(@Nullable String ifMatch, long version) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw new EditionMissing().refused();
        }
        var tag = TAG.matcher(ifMatch.strip());
        if (!tag.matches() || Long.parseLong(tag.group(1)) != version) {
            throw new ChangedMeanwhile().refused();
        }
    }
}
