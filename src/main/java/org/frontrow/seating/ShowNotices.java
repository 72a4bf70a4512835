package org.frontrow.seating;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.frontrow.platform.DatabaseNotices;

/**
 * Hears when a show is put on sale, closed, cancelled or drawn anew, on whichever replica, and forgets what was known of
 * it here. While nothing is heard, seat plans are a minute old at most: so long a show may be sold here that was closed or
 * cancelled elsewhere. What was sold of a cancelled one is taken back.
 */
@ApplicationScoped
class ShowNotices implements DatabaseNotices.Listener {
    static final String CHANNEL = "frontrow_shows";

    private final DatabaseNotices notices;
    private final SeatPlans plans;
    private final SeatMaps maps;

    ShowNotices(DatabaseNotices notices, SeatPlans plans, SeatMaps maps) {
        this.notices = notices;
        this.plans = plans;
        this.maps = maps;
    }

    void atStart(@Observes StartupEvent start) {
        notices.subscribe(CHANNEL, this);
    }

    @Override
    public void onConnected() {
        plans.forgetAll();
    }

    @Override
    public void onNotice(String payload) {
        if (payload.matches("[0-9]{1,18}")) {
            var show = Long.parseLong(payload);
            plans.forget(show);
            maps.forget(show);
        }
    }
}
