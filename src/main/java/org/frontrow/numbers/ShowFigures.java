package org.frontrow.numbers;

import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.frontrow.catalog.ShowTime;
import org.frontrow.numbers.Numbers.Counted;
import org.frontrow.numbers.Numbers.Totals;

/** A show with its numbers, as it is told in a list. */
@Schema(name = "ShowFigures")
public record ShowFigures(ShowReply show, Figures numbers) {

    static ShowFigures of(Counted counted) {
        return new ShowFigures(
                ShowReply.of(counted.show()),
                Figures.of(new Totals(
                        counted.count(),
                        Map.of(counted.show().currency(), counted.count().revenue()))));
    }

    @Schema(name = "CountedShow")
    public record ShowReply(
            @Schema(examples = "41") long id,
            @Schema(examples = "7") long movieId,
            @Schema(examples = "Inception") String movie,
            @Schema(examples = "3") long screenId,
            @Schema(examples = "Grand Hall") String screen,
            @Schema(description = "UTC") Instant startTime,
            @Schema(description = "UTC") Instant endTime,
            ShowTime.Status status) {
        static ShowReply of(Show show) {
            return new ShowReply(
                    show.id(),
                    show.movieId(),
                    show.movie(),
                    show.screenId(),
                    show.screen(),
                    show.startsAt(),
                    show.endsAt(),
                    show.status());
        }
    }
}
