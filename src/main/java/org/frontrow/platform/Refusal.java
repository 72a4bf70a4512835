package org.frontrow.platform;

import java.time.Duration;
import java.util.Map;

/**
 * A deliberate "no": the business refuses, nothing is broken. Each package lists its own in one sealed interface of
 * records, so that the compiler knows them all and nobody has to invent a status.
 */
public interface Refusal {

    /** What sort of "no" this is; {@link ProblemMapper} alone turns it into an HTTP status. */
    Kind kind();

    /** One sentence for the person at the other end. It is also the {@code error} text that older clients read. */
    String detail();

    /** What the client's code needs besides the sentence; becomes further members of the problem document. */
    default Map<String, Object> members() {
        return Map.of();
    }

    /** How long to wait before trying again; only asked for {@link Kind#TOO_MANY} and {@link Kind#UNAVAILABLE}. */
    default Duration retryAfter() {
        return Duration.ofSeconds(1);
    }

    /** Ready to be thrown out of a use case. */
    default Refused refused() {
        return new Refused(this);
    }

    enum Kind {
        /** The request makes no sense as it stands; repeating it will not help. */
        INVALID,
        /** Nobody is signed in, or what was presented does not prove who it is. */
        UNAUTHENTICATED,
        /** Signed in, but not allowed to do this. */
        FORBIDDEN,
        /** It does not exist, or it is somebody else's, which must look the same. */
        NOT_FOUND,
        /** It contradicts the present state, for example because somebody else was faster. */
        CONFLICT,
        /** It is about an older edition of the thing than there is by now. */
        OUTDATED,
        /** It has to say which edition of the thing it is about. */
        UNCONDITIONAL,
        /** Too often; later is fine. */
        TOO_MANY,
        /** Not now; the same request may be repeated at any time. */
        UNAVAILABLE
    }
}
