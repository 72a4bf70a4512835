package org.frontrow.account;

import jakarta.inject.Singleton;

/** Says who is ordering, for methods as in {@link Callers}, and refuses whoever does so too often. */
@Singleton
public class Ordering {
    private final Callers callers;
    private final FairLimits limits;

    Ordering(Callers callers, FairLimits limits) {
        this.callers = callers;
        this.limits = limits;
    }

    /** Each call counts as one order. */
    public Caller caller() {
        var caller = callers.current();
        limits.count(caller);
        return caller;
    }
}
