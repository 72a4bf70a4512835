package org.frontrow.seating;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.frontrow.catalog.TestShows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the map travels; what is in it is {@link SeatsResourceTest}'s. */
@QuarkusTest
class SeatMapResourceTest {
    private final SeatClient anna = SeatClient.customer();
    private final SeatClient ben = SeatClient.customer();
    private final long show = TestShows.tomorrow(2, 4);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TestHTTPResource("/api/seats/")
    URI seats;

    @Inject
    SeatMaps maps;

    @Inject
    Seating seating;

    // ---- asking again ----

    @Test
    void who_knows_the_map_already_is_not_sent_it_again() {
        var first = look();
        var tag = tag(first);
        assertThat(tag).matches("W/\"[0-9a-f]+\"");

        var again = look("If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(tag(again)).isEqualTo(tag);
        assertThat(again.headers().allValues("Vary")).containsExactly("Accept-Encoding");
        assertThat(again.headers().firstValue("Content-Encoding")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TAG",
                "W/TAG",
                "*",
                "\"other\", TAG",
                "W/\"other\",W/TAG , \"more\"",
                "TAG,TAG",
            })
    void every_way_to_name_what_one_knows_is_understood(String known) {
        var strong = tag(look()).substring("W/".length());

        assertThat(look("If-None-Match", known.replace("TAG", strong)).statusCode())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"other\"", "W/\"other\"", "TAG without quotes", "\"\"", ",", "w/TAG", "\"x TAG\""})
    void who_knows_something_else_gets_the_map(String known) {
        var strong = tag(look()).substring("W/".length());

        assertThat(look("If-None-Match", known.replace("TAG", strong.replace("\"", "")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void every_change_has_a_tag_of_its_own() {
        var free = tag(look());
        anna.hold(show, "A1").statusCode(200);
        var held = tag(look());
        anna.book(show, "A1").statusCode(200);
        var booked = tag(look());
        ben.hold(show, "A2").statusCode(200);
        ben.release(show, "A2").statusCode(200);
        var heldAndReleased = tag(look());

        assertThat(List.of(free, held, booked, heldAndReleased)).doesNotHaveDuplicates();
        for (var old : List.of(free, held, booked)) {
            assertThat(look("If-None-Match", old).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept: */*", "Accept-Encoding: gzip", "If-None-Match: *"})
    void a_map_that_had_to_be_read_and_one_from_memory_are_answered_alike(String header) {
        var asked = header.split(": ");
        var read = look(asked);
        await().until(() -> maps.present(show) != null);

        var fromMemory = look(asked);

        assertThat(fromMemory.headers().map()).isEqualTo(read.headers().map());
        assertThat(fromMemory.statusCode()).isEqualTo(read.statusCode());
        assertThat(fromMemory.body()).isEqualTo(read.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"?a=b&show_id=%d", "?SHOW_ID=%d", "?show_id=%d&show_id=1", "?show_id=0%d"})
    void however_one_asks_it_is_the_same_map_before_and_after_it_is_in_memory(String query) throws IOException {
        var asked = query.formatted(show);
        var read = json(get(asked));
        await().until(() -> maps.present(show) != null);

        assertThat(json(get(asked))).isEqualTo(read);
    }

    @Test
    void whoever_keeps_it_has_to_ask_each_time() {
        var tag = tag(look());

        for (var answer : List.of(look(), look("If-None-Match", tag), look("Accept-Encoding", "gzip"))) {
            assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-cache");
        }
    }

    // ---- compressed ----

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8, *;q=0.1", "deflate,gzip"})
    void who_can_read_it_gets_it_compressed(String encodings) throws IOException {
        anna.buy(show, "A1", "B2");
        var plain = look();

        var compressed = look("Accept-Encoding", encodings);

        assertThat(compressed.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(compressed.headers().allValues("Vary")).containsExactly("Accept-Encoding");
        assertThat(compressed.headers().firstValue("Content-Type")).hasValue("application/json;charset=UTF-8");
        assertThat(tag(compressed)).isEqualTo(tag(plain));
        assertThat(compressed.body().length).isLessThan(plain.body().length);
        try (var body = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
            assertThat(body.readAllBytes()).isEqualTo(plain.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", "br", "gzip;q=0", "gzip; q=0.0, identity", "*;q=0"})
    void who_cannot_gets_it_plain(String encodings) throws IOException {
        var answer = look("Accept-Encoding", encodings);

        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(answer.headers().allValues("Vary")).containsExactly("Accept-Encoding");
        assertThat(json(answer).path("seats")).hasSize(8);
    }

    // ---- what is in memory is what is true ----

    @Test
    void what_one_did_is_there_when_one_looks() {
        look();
        for (int i = 0; i < 25; i++) {
            anna.hold(show, "A1", "B4").statusCode(200);
            assertThat(statuses()).containsEntry("A1", "HELD").containsEntry("B4", "HELD");
            anna.release(show, "A1", "B4").statusCode(200);
            assertThat(statuses()).containsEntry("A1", "AVAILABLE").containsEntry("B4", "AVAILABLE");
        }
    }

    /** Without HTTP in between there is no time for the database's notice to come. */
    @Test
    void a_change_is_in_memory_before_it_is_answered() {
        look();
        var label = List.of(new SeatLabel("A", 1));
        for (int i = 0; i < 100; i++) {
            seating.hold(anna.account().caller(), show, label).await().indefinitely();
            assertThat(inMemory().seats().getFirst().status()).isEqualTo(Seat.Status.HELD);
            seating.release(anna.account().caller(), show, label).await().indefinitely();
            assertThat(inMemory().seats().getFirst().status()).isEqualTo(Seat.Status.AVAILABLE);
        }
    }

    @Test
    void numbers_and_list_agree_whatever_happens() throws IOException {
        var chance = new Random(1);
        for (int i = 0; i < 60; i++) {
            var who = chance.nextBoolean() ? anna : ben;
            var seat = (chance.nextBoolean() ? "A" : "B") + (1 + chance.nextInt(4));
            switch (chance.nextInt(4)) {
                case 0, 1 -> who.hold(show, seat);
                case 2 -> who.release(show, seat);
                default -> who.book(show, seat);
            }
            var map = json(look());
            var counted = new HashMap<>(Map.of("AVAILABLE", 0, "HELD", 0, "BOOKED", 0));
            map.path("seats").forEach(it -> counted.merge(it.path("status").asText(), 1, Integer::sum));
            assertThat(map.path("stats").path("available").asInt()).isEqualTo(counted.get("AVAILABLE"));
            assertThat(map.path("stats").path("held").asInt()).isEqualTo(counted.get("HELD"));
            assertThat(map.path("stats").path("booked").asInt()).isEqualTo(counted.get("BOOKED"));
        }
        assertThat(inMemory().seats())
                .extracting(line -> line.row() + line.number() + line.status() + line.version())
                .isEqualTo(Ledger.query(
                                "select row_label || number || status || version from seat"
                                        + " where show_time_id = ? order by row_label, number",
                                show)
                        .stream()
                        .map(List::getFirst)
                        .toList());
    }

    @Test
    void a_hold_that_is_over_before_anybody_looked_shows_so_at_once() throws IOException {
        anna.hold(show, "A1", "A2").statusCode(200);
        Ledger.withoutSweeper(() -> {
            Ledger.letTimePass(show, 11);
            try {
                var map = json(look());
                assertThat(map.at("/seats/0/status").asText()).isEqualTo("HELD");
                assertThat(map.at("/seats/0/is_held_expired").asBoolean()).isTrue();
                assertThat(map.at("/stats/available").asInt()).isEqualTo(8);
                assertThat(map.at("/stats/held").asInt()).isZero();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Nothing happens in the database: the map itself knows when a hold ends. */
    @Test
    void a_hold_that_ends_while_one_looks_on_shows_so_in_that_moment() throws IOException {
        look();
        var now = maps.now();
        var until = now.plusMillis(1500);
        var change = new SeatNews.Change(json(look()).at("/seats/0/id").asLong(), 1, until);
        maps.announce(
                List.of(new SeatNews(show, now, List.of(new SeatNews.Happening(SeatEvent.HELD, List.of(change))))));

        var held = look();
        assertThat(maps.now()).as("in time").isBefore(until);
        assertThat(json(held).at("/seats/0/is_held_expired").asBoolean()).isFalse();
        assertThat(json(held).at("/stats/available").asInt()).isEqualTo(7);
        assertThat(look("If-None-Match", tag(held)).statusCode()).isEqualTo(304);

        var over =
                await().atMost(4, SECONDS).until(() -> look("If-None-Match", tag(held)), it -> it.statusCode() == 200);

        assertThat(maps.now()).isAfterOrEqualTo(until).isBefore(until.plusSeconds(1));
        assertThat(json(over).at("/seats/0/status").asText()).isEqualTo("HELD");
        assertThat(json(over).at("/seats/0/is_held_expired").asBoolean()).isTrue();
        assertThat(json(over).at("/stats/available").asInt()).isEqualTo(8);
        assertThat(json(over).at("/stats/held").asInt()).isZero();
    }

    // ---- words for the above ----

    private HttpResponse<byte[]> look(String... headers) {
        return get("?show_id=" + show, headers);
    }

    private HttpResponse<byte[]> get(String query, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(seats + query));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Map<String, String> statuses() {
        try {
            var statuses = new HashMap<String, String>();
            json(look())
                    .path("seats")
                    .forEach(seat -> statuses.put(
                            seat.path("row").asText() + seat.path("number").asInt(),
                            seat.path("status").asText()));
            return statuses;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private SeatMap.View inMemory() {
        return maps.of(show).await().indefinitely().view();
    }

    private static String tag(HttpResponse<?> answer) {
        assertThat(answer.headers().allValues("ETag")).hasSize(1);
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    private static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }
}
