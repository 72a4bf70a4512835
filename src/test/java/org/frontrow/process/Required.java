package org.frontrow.process;

import org.junit.jupiter.api.Assumptions;

/** What a fault needs from this machine, and not every machine has. */
final class Required {
    private Required() {}

    /** The test is skipped, or fails if {@code FAULT_TESTS=required}. */
    static AssertionError missing(String what) {
        if (demanded()) {
            return new AssertionError(what);
        }
        System.err.println(what); // the report of a skipped class does not say why
        return Assumptions.abort(what);
    }

    static boolean demanded() {
        return "required".equals(System.getenv("FAULT_TESTS"));
    }
}
