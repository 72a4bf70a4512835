package org.frontrow.seating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.frontrow.seating.SeatEvent.BOOKED;
import static org.frontrow.seating.SeatEvent.CANCELLED;
import static org.frontrow.seating.SeatEvent.EXPIRED;
import static org.frontrow.seating.SeatEvent.EXTENDED;
import static org.frontrow.seating.SeatEvent.HELD;
import static org.frontrow.seating.SeatEvent.RELEASED;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.frontrow.catalog.Place;
import org.frontrow.seating.SeatMap.Line;
import org.frontrow.seating.SeatMap.Numbers;
import org.frontrow.seating.SeatMap.PastEvent;
import org.frontrow.seating.SeatNews.Change;
import org.frontrow.seating.SeatNews.Happening;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seats are 1, 2, 3, … and are called A1, A2, A3, … */
class SeatMapTest {
    private static final long SHOW = 5;
    private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
    private static final Instant UNTIL = NOW.plusSeconds(600);

    private final AtomicInteger encodings = new AtomicInteger();

    // ---- news ----

    @Test
    void news_changes_the_seats_it_names_and_no_others() {
        var map = map(3);
        map.apply(news(HELD, 1, 1, 2));

        assertThat(statuses(map)).containsExactly("HELD", "HELD", "AVAILABLE");
        assertThat(map.view().numbers()).isEqualTo(new Numbers(1, 2, 0));
        assertThat(activity(map)).containsExactly("HELD A1 A2");
    }

    @Test
    void news_that_comes_twice_is_taken_once() {
        var map = map(2);
        map.apply(news(HELD, 1, 1, 2));
        var mark = map.mark();

        map.apply(news(HELD, 1, 1, 2));

        assertThat(map.mark()).isEqualTo(mark);
        assertThat(activity(map)).containsExactly("HELD A1 A2");
    }

    @Test
    void of_two_versions_the_higher_one_wins_whichever_comes_first() {
        var map = map(1);
        map.apply(news(BOOKED, 2, 1));
        map.apply(news(HELD, 1, 1));

        assertThat(statuses(map)).containsExactly("BOOKED");
        assertThat(map.view().seats().getFirst().version()).isEqualTo(2);
        assertThat(map.view().seats().getFirst().heldUntil()).isNull();
    }

    @Test
    void what_was_overtaken_is_still_told_and_only_once() {
        var map = map(1);
        map.apply(news(BOOKED, 3, 1));
        for (int i = 0; i < 3; i++) {
            map.apply(news(RELEASED, 2, 1));
            map.apply(news(HELD, 1, 1));
            map.apply(news(BOOKED, 3, 1));
        }

        assertThat(activity(map)).containsExactly("BOOKED A1", "RELEASED A1", "HELD A1");
        assertThat(statuses(map)).containsExactly("BOOKED");
    }

    @Test
    void of_news_that_is_known_in_part_only_the_rest_is_told() {
        var map = map(3);
        map.apply(news(HELD, 1, 1, 2));
        map.apply(news(HELD, 1, 1, 2, 3));

        assertThat(activity(map)).containsExactly("HELD A1 A2", "HELD A3");
    }

    @Test
    void an_echo_is_known_also_after_more_than_can_be_remembered() {
        var map = map(1);
        var all = new ArrayList<SeatNews>();
        for (int version = 1; version <= 3 * SeatMap.REMEMBERED; version++) {
            all.add(news(version % 2 == 1 ? HELD : RELEASED, version, 1));
        }
        all.forEach(map::apply);
        var mark = map.mark();
        var before = activity(map);

        all.forEach(map::apply);

        assertThat(before).hasSize(SeatMap.REMEMBERED);
        assertThat(activity(map)).isEqualTo(before);
        assertThat(map.mark()).isEqualTo(mark);
    }

    @Test
    void only_the_latest_is_remembered_the_oldest_first() {
        var map = map(60);
        for (int seat = 1; seat <= 60; seat++) {
            map.apply(news(HELD, 1, seat));
        }

        assertThat(activity(map))
                .hasSize(SeatMap.REMEMBERED)
                .startsWith("HELD A11", "HELD A12")
                .endsWith("HELD A60");
    }

    @Test
    void a_longer_hold_is_nobodys_business() {
        var map = map(1);
        map.apply(news(HELD, 1, 1));
        var mark = map.mark();
        var json = json(map);

        map.apply(news(EXTENDED, 2, UNTIL.plusSeconds(60), 1));

        assertThat(map.mark()).isEqualTo(mark);
        assertThat(activity(map)).containsExactly("HELD A1");
        assertThat(json(map)).isEqualTo(json);
        assertThat(map.view().seats().getFirst().heldUntil()).isEqualTo(UNTIL.plusSeconds(60));
    }

    @Test
    void seats_of_which_it_has_never_heard_are_left_alone() {
        var map = map(1);
        map.apply(news(HELD, 1, 1, 99));
        map.apply(news(HELD, 1, 98));

        assertThat(statuses(map)).containsExactly("HELD");
        assertThat(activity(map)).containsExactly("HELD A1");
    }

    /** Wherever the news comes from, and however it is mixed: the same seats, numbers and tag, and each thing told once. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void the_order_in_which_news_comes_makes_no_difference(long chance) {
        var random = new Random(chance);
        var all = new ArrayList<SeatNews>();
        for (int seat = 1; seat <= 8; seat++) {
            for (int version = 1; version <= 5; version++) {
                all.add(news(List.of(HELD, EXPIRED, HELD, BOOKED, CANCELLED).get(version - 1), version, seat));
            }
        }
        var inOrder = map(8);
        all.forEach(inOrder::apply);
        var twiceAndMixed = new ArrayList<>(all);
        twiceAndMixed.addAll(all);
        Collections.shuffle(twiceAndMixed, random);
        var mixed = map(8);
        twiceAndMixed.forEach(mixed::apply);

        assertThat(mixed.view()).isEqualTo(inOrder.view());
        assertThat(tag(mixed)).isEqualTo(tag(inOrder));
        assertThat(mixed.since(0).numbers()).isEqualTo(inOrder.since(0).numbers());
        assertThat(activity(mixed)).containsExactlyInAnyOrderElementsOf(activity(inOrder));
    }

    // ---- what happened before ----

    @Test
    void the_past_is_grouped_into_what_happened_at_once() {
        var map = mapWith(
                List.of(seat(1, 2), seat(2, 1), seat(3, 1)),
                List.of(
                        new PastEvent(1, 1, HELD, 100, NOW),
                        new PastEvent(2, 1, HELD, 100, NOW),
                        new PastEvent(3, 1, HELD, 200, NOW),
                        new PastEvent(1, 2, RELEASED, 100, NOW.plusSeconds(1))));

        assertThat(activity(map)).containsExactly("HELD A1 A2", "HELD A3", "RELEASED A1");
    }

    @Test
    void what_the_seats_have_not_heard_of_is_no_past_but_news() {
        var map = mapWith(
                List.of(seat(1, 1), seat(2, 0)),
                List.of(
                        new PastEvent(1, 1, CANCELLED, 100, NOW),
                        new PastEvent(2, 1, HELD, 100, NOW),
                        new PastEvent(77, 1, HELD, 100, NOW)));
        assertThat(activity(map)).containsExactly("CANCELLED A1");

        map.apply(news(HELD, 1, 2));
        map.apply(news(CANCELLED, 1, 1));

        assertThat(activity(map)).containsExactly("CANCELLED A1", "HELD A2");
    }

    // ---- what changed since ----

    @Test
    void since_a_mark_is_exactly_what_came_after_it() {
        var map = map(4);
        map.apply(news(HELD, 1, 1, 2));
        var first = map.mark();
        map.apply(news(RELEASED, 2, 2));
        map.apply(news(HELD, 1, 3));
        var second = map.mark();

        var missed = map.since(first);
        assertThat(labels(missed.seats())).containsExactly("A2", "A3");
        assertThat(texts(missed.activity())).containsExactly("RELEASED A2", "HELD A3");
        assertThat(missed.mark()).isEqualTo(second);
        assertThat(missed.numbers()).isEqualTo(new Numbers(2, 2, 0));

        var nothing = map.since(second);
        assertThat(nothing.seats()).isEmpty();
        assertThat(nothing.activity()).isEmpty();
        assertThat(nothing.mark()).isEqualTo(second);
        assertThat(map.since(second + 1000).seats()).isEmpty();
        assertThat(labels(map.since(0).seats())).containsExactly("A1", "A2", "A3");
    }

    /** Whoever follows from any mark on, in steps of any size, ends with the map. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void who_follows_the_changes_always_has_the_map(long chance) {
        var random = new Random(chance);
        var map = map(6);
        var versions = new HashMap<Long, Long>();
        var seen = new HashMap<Long, Line>();
        map.view().seats().forEach(line -> seen.put(line.id(), line));
        var now = NOW;
        long mark = map.mark();
        for (int i = 0; i < 300; i++) {
            var seat = 1 + random.nextLong(6);
            var version = versions.merge(seat, 1L, Long::sum);
            var kinds = List.of(HELD, BOOKED, RELEASED, EXPIRED, EXTENDED);
            map.apply(news(kinds.get(random.nextInt(5)), version, now.plusSeconds(random.nextInt(1, 20)), seat));
            now = now.plusSeconds(random.nextInt(3));
            map.expire(now);
            if (random.nextInt(4) == 0) {
                var changes = map.since(mark);
                changes.seats().forEach(line -> seen.put(line.id(), line));
                mark = changes.mark();
                assertThat(seen.values().stream().map(SeatMapTest::asShown))
                        .containsExactlyElementsOf(map.view().seats().stream()
                                .map(SeatMapTest::asShown)
                                .toList());
                assertThat(changes.numbers()).isEqualTo(Numbers.of(List.copyOf(seen.values())));
            }
        }
    }

    @Test
    void maps_of_the_same_show_have_names_of_their_own() {
        assertThat(Stream.generate(() -> map(1).name()).limit(100))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[0-9a-z]{1,13}"));
    }

    // ---- time ----

    @Test
    void a_hold_that_is_over_shows_at_once_in_list_numbers_and_tag() {
        var map = map(3);
        map.apply(news(HELD, 1, 1, 2));
        map.apply(news(HELD, 1, UNTIL.plusSeconds(1), 3));
        var mark = map.mark();
        var before = map.encoded(UNTIL.minusNanos(1));
        assertThat(map.since(0).numbers()).isEqualTo(new Numbers(0, 3, 0));

        var after = map.encoded(UNTIL);

        assertThat(after.tag()).isNotEqualTo(before.tag());
        assertThat(text(after.json())).contains("A1 HELD expired", "A2 HELD expired", "A3 HELD;");
        assertThat(map.view().numbers()).isEqualTo(new Numbers(2, 1, 0));
        var changes = map.since(mark);
        assertThat(labels(changes.seats())).containsExactly("A1", "A2");
        assertThat(changes.numbers()).isEqualTo(new Numbers(2, 1, 0));
        assertThat(changes.activity()).isEmpty();
        assertThat(map.encoded(UNTIL.plusSeconds(1)).tag()).isNotEqualTo(after.tag());
    }

    @Test
    void a_snapshot_has_looked_at_the_clock() {
        var map = map(1);
        map.apply(news(HELD, 1, 1));

        assertThat(text(map.snapshot(UNTIL).json())).contains("A1 HELD expired");
    }

    @Test
    void time_that_passes_without_a_hold_ending_changes_nothing() {
        var map = map(2);
        map.apply(news(HELD, 1, 1));
        map.apply(news(BOOKED, 1, 2));
        var encoded = map.encoded(NOW);
        var mark = map.mark();

        map.expire(UNTIL.minusNanos(1));

        assertThat(map.mark()).isEqualTo(mark);
        assertThat(map.encoded(UNTIL.minusNanos(1))).isSameAs(encoded);
        assertThat(encodings).hasValue(1);
    }

    @Test
    void a_hold_that_was_extended_elsewhere_comes_back() {
        var map = map(1);
        map.apply(news(HELD, 1, 1));
        map.expire(UNTIL);
        var mark = map.mark();

        map.apply(news(EXTENDED, 2, UNTIL.plusSeconds(600), 1));

        assertThat(map.view().numbers()).isEqualTo(new Numbers(0, 1, 0));
        assertThat(labels(map.since(mark).seats())).containsExactly("A1");
        map.expire(UNTIL.plusSeconds(600));
        assertThat(map.view().numbers()).isEqualTo(new Numbers(1, 0, 0));
    }

    @Test
    void a_hold_that_was_over_when_the_map_was_read_is_shown_so() {
        var held = seat(1, 1, Seat.Status.HELD, UNTIL);

        assertThat(text(mapWith(List.of(held), List.of())
                        .encoded(UNTIL.plusSeconds(5))
                        .json()))
                .contains("A1 HELD expired");
    }

    @Test
    void tidying_up_is_told_and_leaves_the_numbers_as_they_were() {
        var map = map(1);
        map.apply(news(HELD, 1, 1));
        map.expire(UNTIL);
        var numbers = map.view().numbers();

        map.apply(news(EXPIRED, 2, 1));

        assertThat(map.view().numbers()).isEqualTo(numbers);
        assertThat(statuses(map)).containsExactly("AVAILABLE");
        assertThat(activity(map)).containsExactly("HELD A1", "EXPIRED A1");
    }

    // ---- what is sent ----

    @Test
    void what_is_not_for_sale_counts_nowhere() {
        var map = mapWith(
                List.of(
                        seat(1, 0, Seat.Status.BLOCKED, null),
                        seat(2, 1, Seat.Status.BOOKED, null),
                        seat(3, 0, Seat.Status.AVAILABLE, null)),
                List.of());

        assertThat(map.view().numbers()).isEqualTo(new Numbers(1, 0, 1));
    }

    @Test
    void it_is_written_once_for_all_who_ask_and_anew_after_a_change() throws IOException {
        var map = map(2);
        var first = map.encoded(NOW);
        assertThat(map.encoded(NOW)).isSameAs(first);
        assertThat(map.snapshot(NOW).json()).isSameAs(first.json());
        assertThat(first.gzip()).isSameAs(first.gzip());
        assertThat(encodings).hasValue(1);

        map.apply(news(HELD, 1, 1));
        var second = map.encoded(NOW);

        assertThat(encodings).hasValue(2);
        assertThat(second.tag()).isNotEqualTo(first.tag());
        try (var plain = new GZIPInputStream(new ByteArrayInputStream(second.gzip()))) {
            assertThat(plain.readAllBytes()).isEqualTo(second.json());
        }
    }

    @Test
    void maps_with_as_many_changes_but_not_the_same_have_different_tags() {
        var one = map(2);
        one.apply(news(HELD, 1, 1));
        var other = map(2);
        other.apply(news(HELD, 1, 2));
        assertThat(tag(one)).isNotEqualTo(tag(other));

        one.apply(news(HELD, 1, 2));
        other.apply(news(HELD, 1, 1));
        assertThat(tag(one)).isEqualTo(tag(other));
    }

    @Test
    void tags_of_different_shows_differ() {
        var next = new SeatMap(
                new SeatMap.About(SHOW + 1, "Movie", null, "Screen", NOW, UNTIL, "EUR"),
                List.of(seat(1, 0)),
                List.of(),
                this::encode);

        assertThat(tag(next)).isNotEqualTo(tag(map(1)));
    }

    // ---- against the database ----

    @Test
    void it_is_behind_when_any_seat_is_older_than_what_was_read() {
        var map = map(2);
        map.apply(news(HELD, 1, 1));

        assertThat(map.behind(read(seat(1, 1), seat(2, 0)))).isEmpty();
        assertThat(map.behind(read(seat(1, 0), seat(2, 0)))).as("ahead").isEmpty();
        assertThat(map.behind(read(seat(1, 1), seat(2, 1)))).map(Line::id).contains(2L);
        assertThat(map.behind(read(seat(1, 1), seat(2, 0), seat(3, 0))))
                .map(Line::id)
                .contains(3L);
    }

    // ---- many at once ----

    /** Readers see whole changes only: the two seats of an order change together, also in the bytes. */
    @Test
    @Timeout(30)
    void whoever_reads_while_it_changes_sees_one_moment() throws Exception {
        var map = map(2);
        var done = new CountDownLatch(1);
        try (var crowd = Executors.newFixedThreadPool(4)) {
            var readers = Stream.generate(() -> crowd.submit(() -> {
                        long mark = 0;
                        while (done.getCount() > 0) {
                            assertThat(text(map.encoded(NOW).json()))
                                    .matches("(A1 HELD;A2 HELD;2)|(A1 AVAILABLE;A2 AVAILABLE;0)");
                            var changes = map.since(mark);
                            assertThat(changes.mark()).isGreaterThanOrEqualTo(mark);
                            assertThat(changes.numbers().held()).isIn(0, 2);
                            mark = changes.mark();
                        }
                        return mark;
                    }))
                    .limit(3)
                    .toList();
            var writers = Stream.generate(() -> crowd.submit(() -> {
                        for (int version = 1; version <= 2000; version++) {
                            map.apply(news(version % 2 == 1 ? HELD : RELEASED, version, 1, 2));
                        }
                        return null;
                    }))
                    .limit(1)
                    .toList();
            try {
                for (var writer : writers) {
                    writer.get();
                }
            } finally {
                done.countDown();
            }
            for (var reader : readers) {
                reader.get();
            }
        }
        assertThat(statuses(map)).containsOnly("AVAILABLE");
    }

    // ---- words for the above ----

    private SeatMap map(int seats) {
        return mapWith(
                LongStream.rangeClosed(1, seats).mapToObj(id -> seat(id, 0)).toList(), List.of());
    }

    private SeatMap mapWith(List<Line> seats, List<PastEvent> past) {
        return new SeatMap(
                new SeatMap.About(SHOW, "Movie", null, "Screen", NOW, UNTIL, "EUR"), seats, past, this::encode);
    }

    /** {@code A1 HELD expired;A2 AVAILABLE;} and how many are held. */
    private byte[] encode(SeatMap.View view) {
        encodings.incrementAndGet();
        var text = new StringBuilder();
        for (var line : view.seats()) {
            text.append(line.row())
                    .append(line.number())
                    .append(' ')
                    .append(line.status())
                    .append(line.holdExpired() ? " expired;" : ";");
        }
        return text.append(view.numbers().held()).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Line seat(long id, long version) {
        return seat(id, version, Seat.Status.AVAILABLE, null);
    }

    private static Line seat(long id, long version, Seat.Status status, Instant until) {
        return new Line(
                id, "A", (int) id, new BigDecimal("100.00"), id, 0, Place.Kind.STANDARD, status, until, false, version);
    }

    private static SeatMap.View read(Line... lines) {
        return new SeatMap.View(new SeatMap.About(SHOW, "Movie", null, "Screen", NOW, UNTIL, "EUR"), List.of(lines));
    }

    private static SeatNews news(SeatEvent kind, long version, long... seats) {
        return news(kind, version, UNTIL, seats);
    }

    private static SeatNews news(SeatEvent kind, long version, Instant until, long... seats) {
        var isHold = kind.leadsTo() == Seat.Status.HELD;
        return new SeatNews(
                SHOW,
                NOW,
                List.of(new Happening(
                        kind,
                        LongStream.of(seats)
                                .mapToObj(seat -> new Change(seat, version, isHold ? until : null))
                                .toList())));
    }

    private static Map<String, Object> asShown(Line line) {
        return Map.of("id", line.id(), "status", line.status(), "expired", line.holdExpired());
    }

    private static List<String> statuses(SeatMap map) {
        return map.view().seats().stream().map(line -> line.status().name()).toList();
    }

    private static String tag(SeatMap map) {
        return map.encoded(NOW).tag();
    }

    private static String json(SeatMap map) {
        return text(map.encoded(NOW).json());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<String> labels(List<Line> lines) {
        return lines.stream().map(line -> line.row() + line.number()).toList();
    }

    private static List<String> activity(SeatMap map) {
        return texts(map.snapshot(NOW).activity());
    }

    /** {@code HELD A1 A2} */
    private static List<String> texts(List<SeatMap.Activity> activity) {
        return activity.stream()
                .map(it -> it.kind()
                        + it.seats().stream()
                                .map(seat -> " " + seat.row() + seat.number())
                                .reduce("", String::concat))
                .toList();
    }
}
