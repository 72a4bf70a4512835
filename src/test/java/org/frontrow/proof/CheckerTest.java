package org.frontrow.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.frontrow.proof.Operation.Kind;
import org.frontrow.proof.Verdict.Rule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** For each rule a history that keeps it, which comes close to breaking it, and histories that break it. */
@Tag(Proof.TAG)
class CheckerTest {
    private static final long ADA = 1;
    private static final long BOB = 2;

    private record Example(String what, Story story) {}

    private static Example that(String what, Story story) {
        return new Example(what, story);
    }

    @TestFactory
    Stream<DynamicTest> valid() {
        return Stream.of(
                        that("nothing happens", new Story()),
                        that(
                                "a seat goes from hand to hand",
                                new Story()
                                        .holds(1, ADA, "A1", "A2")
                                        .releases(2, ADA, "A1", "A2")
                                        .holds(3, BOB, "A1")
                                        .refuses(4, ADA, Kind.HOLD, "seats-taken", "A1")
                                        .books(5, BOB, "A1")
                                        .cancels(6, BOB, "A1")
                                        .holds(7, ADA, "A1")
                                        .books(8, ADA, "A1")),
                        that(
                                "taken over in the moment in which the hold is over",
                                new Story()
                                        .holds(1, ADA, "A1")
                                        .happens(11, ADA, "EXPIRED", "A1")
                                        .holds(11, BOB, "A1")
                                        .refuses(11.2, ADA, Kind.BOOK, "hold-expired", "A1")
                                        .books(12, BOB, "A1")),
                        that(
                                "an answer is lost, and the request repeated",
                                new Story()
                                        .holds(1, ADA, "A1")
                                        .happens(2, ADA, "BOOKED", "A1")
                                        .loses(2, ADA, Kind.BOOK, "A1")
                                        .again()
                                        .told(3, ADA, Kind.BOOK, Operation.Outcome.OK, "", "A1")),
                        that(
                                "an answer is lost, and nothing happened",
                                new Story()
                                        .loses(1, ADA, Kind.HOLD, "A1")
                                        .holds(2, BOB, "A1")
                                        .releases(3, BOB, "A1")),
                        that(
                                "a release whose answer was lost comes late",
                                new Story()
                                        .holds(1, ADA, "A1")
                                        .loses(2, ADA, Kind.RELEASE, "A1")
                                        .told(3, ADA, Kind.HOLD, Operation.Outcome.OK, "", "A1")
                                        .happens(3, ADA, "EXTENDED", "A1")
                                        .happens(4, ADA, "RELEASED", "A1")
                                        .holds(5, BOB, "A1")
                                        .releases(6, BOB, "A1")),
                        that(
                                "a map of another replica is a second late",
                                new Story()
                                        .holds(1, ADA, "A1")
                                        .shows(1.2, ADA, 1, "A1", "AVAILABLE")
                                        .shows(1.2, ADA, 0, "A1", "HELD")
                                        .shows(2.9, BOB, 1, "A1", "HELD")
                                        .releases(3, ADA, "A1")
                                        .shows(3.2, BOB, 1, "A1", "HELD")
                                        .shows(5, BOB, 1, "A1", "AVAILABLE")))
                .map(example -> DynamicTest.dynamicTest(example.what, () -> {
                    var verdict = Checker.check(example.story.end());
                    assertThat(verdict.isValid()).as(verdict.toString()).isTrue();
                }));
    }

    @TestFactory
    Stream<DynamicTest> broken() {
        return Stream.of(
                        breaks(
                                Rule.ONE_OWNER,
                                "both are told that they hold it",
                                new Story()
                                        .holds(1, ADA, "A1")
                                        .told(2, BOB, Kind.HOLD, Operation.Outcome.OK, "", "A1")),
                        breaks(
                                Rule.ONE_OWNER,
                                "both are told that they booked it",
                                new Story()
                                        .holds(1, ADA, "A1")
                                        .books(2, ADA, "A1")
                                        .told(20, BOB, Kind.BOOK, Operation.Outcome.OK, "", "A1")),
                        breaks(
                                Rule.KEPT,
                                "a confirmed booking is not there",
                                new Story()
                                        .holds(1, ADA, "A1")
                                        .books(2, ADA, "A1")
                                        .forgets("A1")),
                        breaks(
                                Rule.KEPT,
                                "a confirmed cancellation was undone",
                                new Story()
                                        .holds(1, ADA, "A1")
                                        .books(2, ADA, "A1")
                                        .cancels(3, ADA, "A1")
                                        .put("A1", "BOOKED", ADA)),
                        breaks(
                                Rule.ASKED_FOR,
                                "what was refused is booked all the same",
                                new Story()
                                        .holds(1, ADA, "A1")
                                        .happens(2, ADA, "BOOKED", "A1")
                                        .refuses(2, ADA, Kind.BOOK, "desk-busy", "A1")),
                        breaks(
                                Rule.ASKED_FOR,
                                "a hold is released by nobody",
                                new Story().holds(1, ADA, "A1").happens(2, ADA, "RELEASED", "A1")),
                        breaks(
                                Rule.HOLD_HONOURED,
                                "refused for expiry in the middle of the hold",
                                new Story()
                                        .holds(1, ADA, "A1", "A2")
                                        .refuses(9, ADA, Kind.BOOK, "hold-expired", "A1", "A2")),
                        breaks(
                                Rule.FRESH,
                                "a map is two seconds old",
                                new Story().holds(1, ADA, "A1").shows(3, BOB, 1, "A1", "AVAILABLE")),
                        breaks(
                                Rule.FRESH,
                                "a map does not know what was written there",
                                new Story().holds(1, ADA, "A1").shows(1.2, ADA, 0, "A1", "AVAILABLE")),
                        breaks(
                                Rule.FRESH,
                                "a map knows nothing of a release",
                                new Story()
                                        .holds(1, ADA, "A1")
                                        .releases(2, ADA, "A1")
                                        .shows(4, BOB, 1, "A1", "HELD")),
                        breaks(Rule.NOT_LEAKED, "held for ever", new Story().holds(1, ADA, "A1")),
                        breaks(Rule.NOT_LEAKED, "free, but for nobody", new Story().nobodyCanHold("A3")),
                        breaks(
                                Rule.NOT_LEAKED,
                                "refused though it was given back",
                                new Story()
                                        .holds(1, ADA, "A1")
                                        .releases(2, ADA, "A1")
                                        .refuses(3, BOB, Kind.HOLD, "seats-taken", "A1")),
                        breaks(
                                Rule.NOT_LEAKED,
                                "refused though the hold was over",
                                new Story()
                                        .holds(1, ADA, "A1")
                                        .happens(20, ADA, "EXPIRED", "A1")
                                        .refuses(12, BOB, Kind.HOLD, "seats-taken", "A1")),
                        breaks(
                                Rule.WHOLE,
                                "one of two seats was booked",
                                new Story()
                                        .holds(1, ADA, "A1", "A2")
                                        .happens(2, ADA, "BOOKED", "A1")
                                        .loses(2, ADA, Kind.BOOK, "A1", "A2")),
                        breaks(
                                Rule.WHOLE,
                                "granted, but nothing happened",
                                new Story().told(1, ADA, Kind.HOLD, Operation.Outcome.OK, "", "A1")),
                        breaks(
                                Rule.ONCE,
                                "a repetition is a second booking",
                                new Story()
                                        .holds(1, ADA, "A1")
                                        .books(2, ADA, "A1")
                                        .again()
                                        .books(3, ADA, "A1")),
                        breaks(
                                Rule.ONCE,
                                "a repetition holds what was held",
                                new Story()
                                        .happens(1, ADA, "HELD", "A1")
                                        .loses(1, ADA, Kind.HOLD, "A1")
                                        .again()
                                        .holds(2, ADA, "A1")),
                        breaks(
                                Rule.LEDGER,
                                "booked after the hold was over",
                                new Story()
                                        .holds(1, ADA, "A1")
                                        .happens(15, ADA, "BOOKED", "A1")
                                        .told(15, ADA, Kind.BOOK, Operation.Outcome.OK, "", "A1")),
                        breaks(
                                Rule.LEDGER,
                                "the table says otherwise",
                                new Story()
                                        .holds(1, ADA, "A1")
                                        .releases(2, ADA, "A1")
                                        .put("A1", "HELD", BOB)))
                .map(bad -> DynamicTest.dynamicTest(bad.rule + " " + bad.example.what, () -> {
                    var verdict = Checker.check(bad.example.story.end());
                    assertThat(verdict.broken()).as(verdict.toString()).contains(bad.rule);
                }));
    }

    private record Bad(Rule rule, Example example) {}

    private static Bad breaks(Rule rule, String what, Story story) {
        return new Bad(rule, that(what, story));
    }

    @Test
    void each_rule_is_broken_by_some_example() {
        var rules = broken().map(test -> test.getDisplayName().substring(0, 2)).toList();
        assertThat(rules)
                .containsAll(List.of(Rule.values()).stream().map(Rule::toString).toList());
    }
}
