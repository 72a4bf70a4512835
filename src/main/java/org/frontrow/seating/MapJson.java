package org.frontrow.seating;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.frontrow.seating.SeatMap.Line;
import org.frontrow.seating.SeatMap.View;
import org.frontrow.seating.SeatMapResource.MapSeat;
import org.frontrow.seating.SeatMapResource.ShownMap;

/**
 * Writes one map as JSON, again and again: a seat that did not change since the last time is copied, because most did
 * not. Not safe for use by several threads at once.
 */
final class MapJson {
    /** How a map without seats ends. */
    private static final String END = "]}";

    private final ObjectMapper json;
    private byte[] last = {};
    private List<Line> seats = List.of();
    /** Where each seat begins in what was written last, and where one more would: a comma lies in between. */
    private int[] begins = {};

    MapJson(ObjectMapper json) {
        this.json = json;
    }

    byte[] write(View view) {
        var now = view.seats();
        var nowBegins = new int[now.size() + 1];
        var to = new ByteArrayOutputStream(last.length + 1024);
        var frame = bytes(ShownMap.of(view, List.of()));
        to.write(frame, 0, frame.length - END.length());
        for (int i = 0; i < now.size(); i++) {
            if (i > 0) {
                to.write(',');
            }
            nowBegins[i] = to.size();
            if (i < seats.size() && now.get(i).equals(seats.get(i))) {
                to.write(last, begins[i], begins[i + 1] - 1 - begins[i]);
            } else {
                to.writeBytes(bytes(MapSeat.of(now.get(i))));
            }
        }
        nowBegins[now.size()] = to.size() + 1;
        to.write(frame, frame.length - END.length(), END.length());
        last = to.toByteArray();
        seats = now;
        begins = nowBegins;
        return last;
    }

    private byte[] bytes(Object what) {
        try {
            return json.writeValueAsBytes(what);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A seat map can always be written as JSON", e);
        }
    }
}
