package org.frontrow.proof.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.frontrow.proof.Proof;
import org.frontrow.proof.fuzz.Fuzzer.Found;
import org.frontrow.proof.fuzz.Shed.Mistake;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the fuzzer would notice: a small service that does one thing wrong now and then. */
@Tag(Proof.TAG)
class FuzzerTest {
    private static final int REQUESTS = 200;
    private static final long SEED = 6;

    private static final Map<Mistake, String> NOTICED = Map.ofEntries(
            Map.entry(Mistake.BREAKS_DOWN, "breaks down only as described"),
            Map.entry(Mistake.FORGETS_WHEN_TO_COME_AGAIN, "says what the next request needs"),
            Map.entry(Mistake.FORGETS_WHAT_IS_ALLOWED, "says what the next request needs"),
            Map.entry(Mistake.ANSWERS_WITH_SOME_OTHER_STATUS, "answers with a status that is described"),
            Map.entry(Mistake.SAYS_MORE_THAN_IT_SHOULD, "has the form that is described"),
            Map.entry(Mistake.SENDS_A_PAGE, "has the form that is described"),
            Map.entry(Mistake.SAYS_NO_IN_HALF_A_SENTENCE, "says no with a whole problem"),
            Map.entry(Mistake.SHOWS_A_STACK_TRACE, "tells nothing about its inside"),
            Map.entry(Mistake.SHOWS_ITS_SQL, "tells nothing about its inside"),
            Map.entry(Mistake.LETS_BROWSERS_GUESS, "sends the headers that protect"),
            Map.entry(Mistake.BAKES_A_COOKIE_FOR_EVERYBODY, "sends the headers that protect"),
            Map.entry(Mistake.REFUSES_WHAT_IS_RIGHT, "takes what is right"),
            Map.entry(Mistake.TAKES_WHAT_IS_WRONG, "refuses what is wrong"),
            Map.entry(Mistake.LETS_STRANGERS_IN, "lets no stranger in"),
            Map.entry(Mistake.LENDS_THE_NEIGHBOURS_TOOLS, Fuzzer.ANOTHERS),
            Map.entry(Mistake.HANGS_UP, Fuzzer.KEEPS_THE_LINE));

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void every_mistake_is_noticed_and_told_with_its_seed(Mistake mistake) throws IOException {
        try (var shed = new Shed(mistake)) {
            var fuzzer = new Fuzzer(shed.document(), shed, shed.uri(), SEED);

            fuzzer.run(1, REQUESTS);

            assertThat(fuzzer.found().stream().map(found -> found.complaint().rule()))
                    .contains(NOTICED.get(mistake));
            assertThat(fuzzer.found())
                    .extracting(Found::toString)
                    .allSatisfy(text -> assertThat(text)
                            .contains("seed 6, player 0, request ")
                            .containsPattern("\n(curl -i .*|printf '.* \\| nc 127.0.0.1 .*|nc 127.0.0.1 .* < .*)\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void a_service_without_mistakes_hears_no_complaints(long seed) throws IOException {
        try (var shed = new Shed(Mistake.NONE)) {
            var fuzzer = new Fuzzer(shed.document(), shed, shed.uri(), seed);

            fuzzer.run(2, 2 * REQUESTS);

            // To what is hardly HTTP the JDK's own server answers with the name of a class.
            assertThat(fuzzer.found())
                    .filteredOn(found -> !found.toString().contains("crooked"))
                    .isEmpty();
            assertThat(fuzzer.counts().values())
                    .allSatisfy(count -> assertThat(count.statuses)
                            .containsKey(count.operation.success())
                            .containsKey(401));
        }
    }

    @Test
    void one_player_alone_asks_the_same_again_with_the_same_seed() throws IOException {
        try (var shed = new Shed(Mistake.NONE);
                var again = new Shed(Mistake.NONE);
                var other = new Shed(Mistake.NONE)) {
            new Fuzzer(shed.document(), shed, shed.uri(), SEED).run(1, REQUESTS);
            new Fuzzer(again.document(), again, again.uri(), SEED).run(1, REQUESTS);
            new Fuzzer(other.document(), other, other.uri(), SEED + 1).run(1, REQUESTS);

            assertThat(again.asked()).isEqualTo(shed.asked()).isNotEqualTo(other.asked());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"level\":\"ERROR\",\"message\":\"Unexpected failure\"}",
                "{\"level\":\"INFO\",\"exception\":{\"frames\":[{\"class\":\"org.frontrow.Main\"}]}}",
                "java.lang.IllegalStateException\n\tat org.frontrow.Main.main(Main.java:1)"
            })
    void a_fault_in_the_log_is_noticed(String log) {
        assertThat(FuzzerIT.faultsIn("{\"level\":\"INFO\"}\n" + log)).hasSize(1);
        assertThat(FuzzerIT.faultsIn("{\"level\":\"WARN\",\"message\":\"sign-in failed\"}"))
                .isEmpty();
    }
}
