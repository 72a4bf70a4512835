package org.frontrow.audit;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that was done.
 *
 * @param act what, in words of the field: {@code MOVIE_CHANGED}
 * @param subject to what kind of thing: {@code movie}
 * @param subjectId to which of them; null if it is the house itself
 * @param details what somebody who asks later wants to know; never a password, a token or a ticket's code
 */
public record Deed(String act, String subject, @Nullable String subjectId, Map<String, Object> details) {

    public static Deed of(String act, String subject, @Nullable Object subjectId) {
        return new Deed(act, subject, subjectId == null ? null : subjectId.toString(), Map.of());
    }

    /** The same with one more detail; one that is nothing is left out. */
    public Deed with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        var more = new TreeMap<>(details);
        more.put(name, value);
        return new Deed(act, subject, subjectId, more);
    }

    /** The same with what a field was before and is now, if that is not the same. */
    public Deed changed(String name, @Nullable Object before, @Nullable Object after) {
        if (before == null ? after == null : before.equals(after)) {
            return this;
        }
        var change = new TreeMap<String, Object>();
        if (before != null) {
            change.put("from", before);
        }
        if (after != null) {
            change.put("to", after);
        }
        return with(name, change);
    }
}
