package org.frontrow.seating;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.frontrow.platform.Gzip;
import org.jspecify.annotations.Nullable;

/**
 * How a seat map is sent. Nothing is asked for as often, so one that is in memory is answered straight by the server;
 * everything else about {@code GET /api/seats/} is {@link SeatMapResource}'s.
 */
@ApplicationScoped
class MapAnswer {
    /** In place of the no-store that all of the API has: this may be kept, but has to be asked about each time. */
    static final String ASK_EACH_TIME = "no-cache";

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
    /** After the headers that every answer has. */
    private static final int PRIORITY = 50;

    private final SeatMaps maps;

    MapAnswer(SeatMaps maps) {
        this.maps = maps;
    }

    void register(@Observes Filters filters) {
        filters.register(this::answerIfPresent, PRIORITY);
    }

    private void answerIfPresent(RoutingContext context) {
        var request = context.request();
        var map = HttpMethod.GET.equals(request.method()) && "/api/seats/".equals(request.path())
                ? present(request.getParam("show_id"))
                : null;
        if (map == null) {
            context.next();
            return;
        }
        var http = context.response();
        http.putHeader(HttpHeaders.CACHE_CONTROL, ASK_EACH_TIME);
        var body = begin(
                map.encoded(maps.now()),
                request.getHeader(HttpHeaders.IF_NONE_MATCH),
                request.getHeader(HttpHeaders.ACCEPT_ENCODING),
                http);
        if (body == null) {
            http.setStatusCode(304).end();
        } else {
            http.putHeader(HttpHeaders.CONTENT_TYPE, "application/json;charset=UTF-8");
            http.end(Buffer.buffer(body));
        }
    }

    private @Nullable SeatMap present(@Nullable String show) {
        return show == null || !NUMBER.matcher(show).matches() ? null : maps.present(Long.parseLong(show));
    }

    /**
     * Writes what belongs to the map into the head of the answer.
     *
     * @param known the client's {@code If-None-Match}
     * @param encodings the client's {@code Accept-Encoding}
     * @return what has to follow, or null if the client has it already and the status is 304
     */
    static byte @Nullable [] begin(
            SeatMap.Encoded map, @Nullable String known, @Nullable String encodings, HttpServerResponse http) {
        var quoted = '"' + map.tag() + '"';
        http.putHeader(HttpHeaders.ETAG, "W/" + quoted);
        http.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (known != null && isKnown(known, quoted)) {
            http.headers().remove(HttpHeaders.CONTENT_ENCODING); // the server's own "identity"; there is no content
            return null;
        }
        var compressed = Gzip.isAcceptedBy(encodings);
        if (compressed) {
            // On the response itself, because the server has written there already that nothing is compressed.
            http.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        return compressed ? map.gzip() : map.json();
    }

    /** Whoever compares tags of maps need not care whether they are weak. */
    private static boolean isKnown(String known, String quoted) {
        return known.equals("*")
                || Arrays.stream(known.split(","))
                        .map(String::strip)
                        .anyMatch(it -> (it.startsWith("W/") ? it.substring(2) : it).equals(quoted));
    }
}
