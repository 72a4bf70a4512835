package org.frontrow.proof;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the {@link Checker} found wrong with a history; nothing, if it is valid. */
public final class Verdict {
    private static final int SHOWN = 5;

    /** What a history is checked for. */
    public enum Rule {
        /** At no moment two accounts had the same seat. */
        ONE_OWNER("C1"),
        /** No confirmed booking is missing, and no confirmed cancellation undone. */
        KEPT("C2"),
        /** Nothing happened to a seat that nobody asked for. */
        ASKED_FOR("C3"),
        /** Who had a live hold was never told that it is over. */
        HOLD_HONOURED("C4"),
        /** A reading is never older than promised, and knows what the reader did there. */
        FRESH("C5"),
        /** What is given back or runs out can be had again. */
        NOT_LEAKED("C6"),
        /** All of the seats or none. */
        WHOLE("C7"),
        /** However often a request is repeated, it has its effect once. */
        ONCE("C8"),
        /** The ledger tells a possible story, and its end is the table. */
        LEDGER("C9");

        private final String number;

        Rule(String number) {
            this.number = number;
        }

        @Override
        public String toString() {
            return number;
        }
    }

    private final Map<Rule, List<String>> violations = new EnumMap<>(Rule.class);

    void add(Rule rule, String what, Object... values) {
        violations.computeIfAbsent(rule, _ -> new ArrayList<>()).add(what.formatted(values));
    }

    public boolean isValid() {
        return violations.isEmpty();
    }

    /** The rules that were broken. */
    public Set<Rule> broken() {
        return violations.keySet();
    }

    @Override
    public String toString() {
        return isValid()
                ? "VALID"
                : violations.entrySet().stream()
                        .map(entry -> "%s %s, %d times:%n  %s"
                                .formatted(
                                        entry.getKey(),
                                        entry.getKey().name(),
                                        entry.getValue().size(),
                                        entry.getValue().stream().limit(SHOWN).collect(Collectors.joining("\n  "))))
                        .collect(Collectors.joining("\n"));
    }
}
