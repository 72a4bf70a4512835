package org.frontrow.numbers;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.frontrow.numbers.Figures.Amount;
import org.frontrow.numbers.Numbers.Course;
import org.frontrow.numbers.Numbers.Moment;
import org.frontrow.numbers.Numbers.Step;

/** Sales over time, as they are told. */
@Schema(name = "SalesOverTime")
public record SalesReply(
        @Schema(description = "How far the points are apart, on the venue's clock")
        Step step,

        @Schema(description = "One after the other; where nothing happened there is a point with zeros")
        List<Point> points) {

    static SalesReply of(Course course) {
        return new SalesReply(
                course.step(), course.moments().stream().map(Point::of).toList());
    }

    @Schema(name = "SalesPoint")
    public record Point(
            @Schema(description = "When the hour or the day begins, UTC")
            Instant at,

            @Schema(description = "The day it is part of, in the venue's calendar", examples = "2026-11-24")
            LocalDate day,

            @Schema(
                    description =
                            "Seats sold since, until the next point; one that is given back and sold again counts again",
                    examples = "12")
            long sold,

            @Schema(description = "Seats given back since", examples = "1")
            long returned,

            @Schema(description = "Of the bookings made since that are confirmed now, by currency")
            List<Amount> revenue) {
        static Point of(Moment moment) {
            var revenue = new TreeMap<String, BigDecimal>();
            moment.sales().forEach((currency, sales) -> revenue.put(currency, sales.revenue()));
            return new Point(
                    moment.begins(), moment.day(), moment.sold(), moment.returned(), Amount.of(Map.copyOf(revenue)));
        }
    }
}
