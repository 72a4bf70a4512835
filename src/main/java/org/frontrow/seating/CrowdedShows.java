package org.frontrow.seating;

import jakarta.inject.Singleton;
import java.util.Set;
import java.util.regex.Pattern;
import org.frontrow.platform.Foresight;
import org.frontrow.platform.Refusal;
import org.jspecify.annotations.Nullable;

/** Knows when there is no room at the desk for those who want to hold seats of a show. */
@Singleton
class CrowdedShows implements Foresight {
    private static final Set<String> HOLDS =
            Set.of("/api/seats/hold/", "/api/seats/hold", "/api/seats/hold-batch/", "/api/seats/hold-batch");

    private static final Pattern SHOW = Pattern.compile("\"show_id\"\\s*:\\s*(\\d{1,18})\\s*[,}]");

    private final SeatDesk desk;

    CrowdedShows(SeatDesk desk) {
        this.desk = desk;
    }

    @Override
    public boolean concerns(String uri) {
        return HOLDS.contains(uri);
    }

    @Override
    public @Nullable Refusal refusal(String body) {
        var show = SHOW.matcher(body);
        return show.find() ? desk.noRoomFor(Long.parseLong(show.group(1))) : null;
    }
}
