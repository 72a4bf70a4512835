package org.frontrow.seating;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.frontrow.catalog.Place;
import org.frontrow.seating.SeatMap.About;
import org.frontrow.seating.SeatMap.Line;
import org.frontrow.seating.SeatMap.View;
import org.frontrow.seating.SeatMapResource.MapSeat;
import org.frontrow.seating.SeatMapResource.ShownMap;
import org.junit.jupiter.api.Test;

class MapJsonTest {
    private static final Instant NOW = Instant.parse("2026-11-24T19:00:00Z");
    private static final About ABOUT = new About(7, "\"seats\":[]}", null, "Screen ]}", NOW, NOW, "EUR");

    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    @Test
    void is_the_same_as_written_at_once_whatever_changed() throws IOException {
        var random = new Random(4711);
        var writer = new MapJson(json);
        var seats = new ArrayList<Line>();
        for (int i = 0; i < 50; i++) {
            seats.add(seat(i, Seat.Status.AVAILABLE));
        }
        for (int round = 0; round < 200; round++) {
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                var i = random.nextInt(seats.size());
                seats.set(i, seat(i, Seat.Status.values()[random.nextInt(Seat.Status.values().length)]));
            }
            var view = new View(ABOUT, List.copyOf(seats));
            var atOnce =
                    ShownMap.of(view, view.seats().stream().map(MapSeat::of).toList());
            assertThat(writer.write(view)).isEqualTo(json.writeValueAsBytes(atOnce));
        }
    }

    @Test
    void what_is_still_in_use_elsewhere_is_not_touched() {
        var writer = new MapJson(json);
        var before = writer.write(new View(ABOUT, List.of(seat(1, Seat.Status.AVAILABLE))));
        var copy = before.clone();
        writer.write(new View(ABOUT, List.of(seat(1, Seat.Status.BOOKED))));
        assertThat(before).isEqualTo(copy);
    }

    @Test
    void there_may_be_no_seat_at_all() throws IOException {
        assertThat(json.readTree(new MapJson(json).write(new View(ABOUT, List.of())))
                        .path("seats"))
                .isEmpty();
    }

    private static Line seat(int number, Seat.Status status) {
        return new Line(
                number,
                "Ä\"",
                number,
                new BigDecimal("100.00"),
                number / 2.0,
                1,
                Place.Kind.STANDARD,
                status,
                null,
                false,
                1);
    }
}
