package org.frontrow.catalog;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.IntStream;
import org.frontrow.catalog.CatalogRefusal.InvalidLayout;
import org.frontrow.catalog.CatalogRefusal.UnreadablePlan;
import org.frontrow.catalog.Layout.Spot;
import org.frontrow.platform.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be a screen, and how it is read from what others draw. */
class LayoutTest {
    private static Spot spot(String row, int number, double x, double y) {
        return new Spot(row, number, x, y, Place.Kind.STANDARD);
    }

    private static Layout layout(Spot... spots) {
        return new Layout(List.of(spots));
    }

    private static InvalidLayout refusal(Layout layout) {
        try {
            layout.checked();
            throw new AssertionError("Was taken: " + layout);
        } catch (Refused e) {
            return (InvalidLayout) e.refusal();
        }
    }

    // ---- what can be one ----

    @Test
    void rows_may_be_of_different_length_and_numbers_may_have_gaps_and_run_backwards() {
        var layout = layout(
                spot("A", 9, 1, 0),
                spot("A", 7, 2, 0),
                spot("A", 5, 3, 0),
                spot("Bel-Étage".substring(0, 8), 1, 0, 1.2));
        assertThat(layout.checked()).isSameAs(layout);
    }

    @Test
    void two_of_the_same_row_and_number_are_one_too_many() {
        var no = refusal(layout(spot("A", 1, 0, 0), spot("A", 1, 1, 0), spot("B", 1, 1, 1)));
        assertThat(no.all()).isEqualTo(1);
        assertThat(no.faults().getFirst())
                .returns("A", InvalidLayout.Fault::row)
                .returns(1, InvalidLayout.Fault::number);
        assertThat(no.detail()).isEqualTo("A place is wrong, A 1: There are two of this row and number");
    }

    @Test
    void nobody_sits_on_somebody_elses_lap() {
        assertThat(refusal(layout(spot("A", 1, 0, 0), spot("B", 2, 0.004, 0))).detail())
                .contains("It stands where A1 stands");
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "10000"})
    void a_number_lies_within_its_bounds(int number) {
        assertThat(refusal(layout(spot("A", number, 0, 0))).detail()).contains("A number lies between 1 and 9999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " A", "A ", "ABCDEFGHI", "A\n", "A\u0000", "=1+1", "-A", "@A", "<b>", "\u202e"})
    void a_row_is_called_by_a_plain_word(String row) {
        assertThat(refusal(layout(spot(row, 1, 0, 0))).all()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NaN, 10_001, -10_001})
    void a_place_is_not_out_of_this_world(double x) {
        assertThat(refusal(layout(spot("A", 1, x, 0))).detail()).contains("further than 10000 chair widths away");
    }

    @Test
    void a_screen_has_at_least_one_place_and_at_most_a_hundred_thousand() {
        assertThat(refusal(layout()).detail()).isEqualTo("There is no place in it");
        var many = IntStream.rangeClosed(0, Layout.MOST_PLACES)
                .mapToObj(i -> spot("R" + i / 1000, 1 + i % 1000, i % 1000, i / 1000))
                .toList();
        assertThat(new Layout(many.subList(0, Layout.MOST_PLACES)).checked().spots())
                .hasSize(Layout.MOST_PLACES);
        assertThat(refusal(new Layout(many)).detail()).isEqualTo("A screen may have at most 100000 places");
    }

    @Test
    void of_many_faults_the_first_are_told_and_all_are_counted() {
        var bad = IntStream.range(0, 100).mapToObj(i -> spot("A", 0, i, 0)).toList();
        var no = refusal(new Layout(bad));
        assertThat(no.faults()).hasSize(20);
        assertThat(no.all()).isEqualTo(100);
    }

    @Test
    void the_difference_says_what_comes_what_goes_and_what_moves() {
        var before = layout(spot("A", 1, 0, 0), spot("A", 2, 1, 0), spot("A", 3, 2, 0));
        var after = layout(
                spot("A", 1, 0, 0),
                new Spot("A", 2, 1, 0, Place.Kind.WHEELCHAIR),
                spot("A", 4, 3, 0),
                spot("B", 1, 0, 1));
        var difference = after.differenceFrom(before);
        assertThat(difference.added()).containsExactly(spot("A", 4, 3, 0), spot("B", 1, 0, 1));
        assertThat(difference.changed()).containsExactly(new Spot("A", 2, 1, 0, Place.Kind.WHEELCHAIR));
        assertThat(difference.removed()).containsExactly(spot("A", 3, 2, 0));
        assertThat(after.differenceFrom(after).isNothing()).isTrue();
    }

    // ---- drawn in a spreadsheet ----

    @Test
    void a_spreadsheet_is_read_as_it_looks() {
        var plan = CsvPlan.read(
                "A,1,2,,3\nB,1w,2c,,3\n\nC,4l,5L,,x\n".replace(",x", ",6x").getBytes(UTF_8));
        assertThat(plan.spots())
                .containsExactly(
                        spot("A", 1, 1, 0),
                        spot("A", 2, 2, 0),
                        spot("A", 3, 4, 0),
                        new Spot("B", 1, 1, 1.2, Place.Kind.WHEELCHAIR),
                        new Spot("B", 2, 2, 1.2, Place.Kind.COMPANION),
                        spot("B", 3, 4, 1.2),
                        new Spot("C", 4, 1, 3.6, Place.Kind.LOVE_SEAT),
                        new Spot("C", 5, 2, 3.6, Place.Kind.LOVE_SEAT),
                        new Spot("C", 6, 4, 3.6, Place.Kind.BLOCKED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A;1;2;;3",
                "A\t1\t2\t\t3",
                "\uFEFFA,1,2,,3",
                "\"A\",\"1\",\"2\",\"\",\"3\"",
                "A,1,2,,3\r\n",
                " A , 1 , 2 , , 3 ,,,\n,,,\n"
            })
    void countries_and_programs_write_the_same_plan_in_their_ways(String text) {
        assertThat(CsvPlan.read(text.getBytes(UTF_8)).spots())
                .containsExactly(spot("A", 1, 1, 0), spot("A", 2, 2, 0), spot("A", 3, 4, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A,1,=cmd|' /C calc'!A0",
                "A,1,@SUM(1)",
                "A,1,+2",
                "A,1,-2",
                "A,1,2.5",
                "A,1,two",
                "A,1,2z",
                "A,1,99999999999",
                ",1,2",
                "=A,1"
            })
    void what_is_no_place_is_refused_with_its_line(String line) {
        assertThatThrownBy(() -> CsvPlan.read(("Z,1\n" + line).getBytes(UTF_8)))
                .isInstanceOfSatisfying(Refused.class, no -> {
                    if (no.refusal() instanceof UnreadablePlan plan) {
                        assertThat(plan.line()).isEqualTo(2);
                    } else {
                        assertThat(no.refusal()).isInstanceOf(InvalidLayout.class);
                    }
                });
    }

    @Test
    void other_encodings_are_refused_in_words_that_help() {
        for (var bytes : List.of(
                "Ä,1".getBytes(Charset.forName("windows-1252")), "A,1".getBytes(UTF_16), new byte[] {'A', ',', '1', 0
                })) {
            assertThatThrownBy(() -> CsvPlan.read(bytes)).hasMessageContaining("CSV UTF-8");
        }
        assertThatThrownBy(() -> CsvPlan.read(new byte[0])).hasMessage("There is no place in it");
    }

    @Test
    void a_bomb_of_commas_is_refused_before_it_goes_off() {
        assertThatThrownBy(() -> CsvPlan.read(("A" + ",".repeat(1_000_000)).getBytes(UTF_8)))
                .hasMessageContaining("columns");
        assertThatThrownBy(() -> CsvPlan.read(("A,1" + "\n".repeat(5_000) + "B,1").getBytes(UTF_8)))
                .hasMessageContaining("lines");
        var wide = IntStream.rangeClosed(1, 1_999).mapToObj(Integer::toString).reduce("", (a, b) -> a + "," + b);
        var tall = new StringBuilder();
        for (int row = 0; row < 60; row++) {
            tall.append("R").append(row).append(wide).append('\n');
        }
        assertThatThrownBy(() -> CsvPlan.read(tall.toString().getBytes(UTF_8)))
                .hasMessageContaining("at most 100000 places");
    }

    // ---- from pretix ----

    private static final ObjectMapper json = new ObjectMapper();

    private static String seat(String number, int x, String category) {
        return "{\"seat_guid\":\"%s-%d\",\"seat_number\":\"%s\",\"category\":\"%s\",\"position\":{\"x\":%d,\"y\":0}}"
                .formatted(number, x, number, category, x);
    }

    private static String zone(String name, int x, String row, String... seats) {
        return """
                {"name":"%s","position":{"x":%d,"y":0},"rows":[{"row_number":"%s","position":{"x":0,"y":30},"seats":[%s]}]}""".formatted(name, x, row, String.join(",", seats));
    }

    private static Layout pretix(String... zones) {
        var plan = "{\"name\":\"Hall\",\"categories\":[],\"zones\":[" + String.join(",", zones) + "]}";
        return PretixPlan.read(plan.getBytes(UTF_8), json);
    }

    @Test
    void a_plan_of_pretix_is_measured_in_chairs() {
        assertThat(pretix(zone(
                                "Floor",
                                100,
                                "1",
                                seat("1", 0, "Stalls"),
                                seat("2", 30, "Wheelchairs"),
                                seat("3", 90, "x")))
                        .spots())
                .containsExactly(
                        new Spot("1", 1, 1, 0, Place.Kind.STANDARD),
                        new Spot("1", 2, 1.5, 0, Place.Kind.WHEELCHAIR),
                        new Spot("1", 3, 2.5, 0, Place.Kind.STANDARD));
    }

    @Test
    void rows_that_are_called_the_same_in_two_zones_can_be_told_apart() {
        assertThat(pretix(
                                zone("Floor", 0, "1", seat("1", 0, "")),
                                zone("Balcony left", 500, "1", seat("1", 0, "")),
                                zone("Balcony left", 500, "2", seat("1", 40, "")))
                        .spots())
                .extracting(Spot::row)
                .containsExactly("F-1", "BL-1", "2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"zones\":{}}",
                "{\"zones\":[]}",
                "{\"zones\":[1,null,\"x\"]}",
                "{\"zones\":[{\"rows\":[{\"seats\":[{}]}]}]}",
                "{\"zones\":[{\"rows\":[{\"row_number\":\"1\",\"seats\":[{\"seat_number\":\"12a\"}]}]}]}",
                "{\"zones\":[{\"rows\":[{\"row_number\":\"<script>\",\"seats\":[{\"seat_number\":\"1\"}]}]}]}",
                "{\"zones\":[{\"rows\":[{\"row_number\":\"1\",\"seats\":[{\"seat_number\":\"1\"},{\"seat_number\":\"1\"}]}]}]}",
                "{\"zones\":[{\"position\":{\"x\":1e400},\"rows\":[{\"row_number\":\"1\",\"seats\":[{\"seat_number\":\"1\"}]}]}]}",
                "not json"
            })
    void what_is_no_plan_of_pretix_is_refused(String text) {
        assertThatThrownBy(() -> PretixPlan.read(text.getBytes(UTF_8), json)).isInstanceOf(Refused.class);
    }
}
