package org.frontrow.process;

/**
 * When a connection is cut: at a request that changes something, which is a {@code COMMIT} after writes for PostgreSQL,
 * and a {@code POST} for HTTP.
 */
public record Knife(Moment moment, Luck luck) {
    public enum Moment {
        /** The server never hears of it. */
        BEFORE_IT_ARRIVES,
        /** The server has done it and answered, and the client never hears of that. */
        BEFORE_THE_ANSWER
    }

    static final Knife NONE = new Knife(Moment.BEFORE_IT_ARRIVES, Luck.NOBODY);
}
