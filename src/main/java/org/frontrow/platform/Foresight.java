package org.frontrow.platform;

import org.jspecify.annotations.Nullable;

/**
 * Knows of some requests that they would be refused, from a look at their text: while there are far more of them than can
 * be served, finding out in the ordinary way would cost more than serving those who can be.
 */
public interface Foresight {
    /** @param uri as it was sent, with its query */
    boolean concerns(String uri);

    /**
     * On an event loop, which must not be held up. It need not see everything: whoever is let in is looked at again.
     *
     * @param body of a request that it concerns, whatever that may be
     * @return null if it may come in
     */
    @Nullable
    Refusal refusal(String body);
}
