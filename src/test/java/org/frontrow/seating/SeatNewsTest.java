package org.frontrow.seating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.frontrow.seating.Decision.Step;
import org.frontrow.seating.SeatNews.Change;
import org.frontrow.seating.SeatNews.Happening;
import org.frontrow.seating.SeatState.Available;
import org.frontrow.seating.SeatState.Booked;
import org.frontrow.seating.SeatState.Held;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeatNewsTest {
    /** With microseconds, as the database tells it. */
    private static final Instant NOW = Instant.parse("2026-11-23T18:00:02.123456Z");

    private static final Instant UNTIL = NOW.plusSeconds(600).plusNanos(1000);
    /** From here on PostgreSQL refuses a notice. */
    private static final int TOO_LONG = 8000;

    @ParameterizedTest
    @EnumSource
    void what_is_written_can_be_read(SeatEvent kind) {
        var news = List.of(new SeatNews(7, NOW, List.of(happening(kind, 12, 13), happening(SeatEvent.BOOKED, 20))));

        assertThat(readAll(SeatNews.notices(news))).isEqualTo(news);
    }

    @Test
    void a_notice_is_short_and_names_nobody() {
        var news = List.of(new SeatNews(
                7,
                Instant.EPOCH,
                List.of(
                        new Happening(
                                SeatEvent.HELD,
                                List.of(
                                        new Change(12, 3, Instant.EPOCH.plusSeconds(600)),
                                        new Change(13, 1, Instant.EPOCH.plusSeconds(600)))),
                        new Happening(SeatEvent.BOOKED, List.of(new Change(20, 2, null))))));

        assertThat(SeatNews.notices(news)).containsExactly("7@0 H12.3.600000000,13.1.600000000 B20.2");
    }

    @Test
    void several_shows_share_a_notice() {
        var news = List.of(
                new SeatNews(7, NOW, List.of(happening(SeatEvent.HELD, 1))),
                new SeatNews(8, NOW, List.of(happening(SeatEvent.EXPIRED, 2), happening(SeatEvent.HELD, 2))));

        assertThat(SeatNews.notices(news)).hasSize(1);
        assertThat(readAll(SeatNews.notices(news))).isEqualTo(news);
    }

    @Test
    void nothing_new_is_no_notice() {
        assertThat(SeatNews.notices(List.of())).isEmpty();
    }

    static Stream<Integer> sizes() {
        return Stream.of(1, 2, 10, 100, 250, 251, 252, 253, 1000, 5120);
    }

    /** Wherever a notice has to end: each fits, and together they say everything once and in order. */
    @ParameterizedTest
    @MethodSource("sizes")
    void a_large_batch_goes_into_several_notices_and_nothing_is_lost(int size) {
        var largeIds = Long.MAX_VALUE - size;
        var news = Stream.of(Long.MAX_VALUE, 1L)
                .map(show -> new SeatNews(
                        show,
                        NOW,
                        LongStream.range(0, size)
                                .mapToObj(i ->
                                        happening(SeatEvent.values()[(int) i % 6], largeIds + i, i, largeIds - 2 * i))
                                .toList()))
                .toList();

        var notices = SeatNews.notices(news);

        assertThat(notices)
                .allSatisfy(notice -> assertThat(notice.getBytes(StandardCharsets.UTF_8))
                        .hasSizeLessThan(7900 + 1)
                        .hasSizeLessThan(TOO_LONG));
        assertThat(notices.stream().mapToInt(String::length).sum() / 7000 + 1)
                .as("no more notices than needed")
                .isGreaterThanOrEqualTo(notices.size());
        assertThat(changes(readAll(notices))).isEqualTo(changes(news));
    }

    @Test
    void what_one_order_did_is_one_happening() {
        var news = SeatNews.of(
                List.of(
                        entry(7, 1, 1, SeatEvent.HELD, 100),
                        entry(7, 2, 1, SeatEvent.HELD, 100),
                        entry(7, 3, 1, SeatEvent.HELD, 200),
                        entry(8, 9, 4, SeatEvent.RELEASED, 200),
                        entry(7, 1, 2, SeatEvent.BOOKED, 100)),
                NOW);

        assertThat(news)
                .containsExactly(
                        new SeatNews(
                                7,
                                NOW,
                                List.of(
                                        new Happening(
                                                SeatEvent.HELD,
                                                List.of(new Change(1, 1, UNTIL), new Change(2, 1, UNTIL))),
                                        new Happening(SeatEvent.HELD, List.of(new Change(3, 1, UNTIL))),
                                        new Happening(SeatEvent.BOOKED, List.of(new Change(1, 2, null))))),
                        new SeatNews(
                                8, NOW, List.of(new Happening(SeatEvent.RELEASED, List.of(new Change(9, 4, null))))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ";",
                "nonsense",
                "7",
                "7@",
                "@1",
                "7@1",
                "7@1 ",
                "7@1  B1.1",
                "7@1 B",
                "7@1 B1",
                "7@1 B1.",
                "7@1 B.1",
                "7@1 B1.1.1",
                "7@1 B1.1,",
                "7@1 B1.1 ",
                "7@1 B1.1;",
                "7@1 H1.1",
                "7@1 H1.1.",
                "7@1 H1.1.1.1",
                "7@1 L1.1",
                "7@1 Z1.1",
                "7@1 b1.1",
                "7@1@1 B1.1",
                "7@one B1.1",
                "seven@1 B1.1",
                "7@99999999999999999999 B1.1",
                "7@1 B99999999999999999999.1",
                "7@1 B1.1\n"
            })
    void anything_else_is_refused(String garbage) {
        assertThatIllegalArgumentException().isThrownBy(() -> SeatNews.read(garbage));
    }

    private static Happening happening(SeatEvent kind, long... seats) {
        var until = kind.leadsTo() == Seat.Status.HELD ? UNTIL : null;
        return new Happening(
                kind,
                LongStream.of(seats)
                        .mapToObj(seat -> new Change(seat, seat % 97, until))
                        .toList());
    }

    private static SeatClerk.Entry entry(long show, long seat, long version, SeatEvent kind, long account) {
        var state = switch (kind) {
            case HELD, EXTENDED -> new Held(account, NOW, UNTIL);
            case BOOKED, MOVED_HERE -> new Booked(account, 1);
            case RELEASED, EXPIRED, CANCELLED, UNBLOCKED, MOVED_AWAY -> new Available();
            case BLOCKED -> new SeatState.Blocked();
        };
        return new SeatClerk.Entry(
                new LockedSeat(seat, show, BigDecimal.TEN, state, version), new Step(kind, account, state));
    }

    private static List<SeatNews> readAll(List<String> notices) {
        return notices.stream()
                .flatMap(notice -> SeatNews.read(notice).stream())
                .toList();
    }

    /** Without the borders between happenings, which a notice that is full draws anew. */
    private static List<List<Object>> changes(List<SeatNews> news) {
        var changes = new ArrayList<List<Object>>();
        for (var one : news) {
            for (var happening : one.happenings()) {
                happening
                        .changes()
                        .forEach(change -> changes.add(List.of(one.show(), one.at(), happening.kind(), change)));
            }
        }
        return changes;
    }
}
