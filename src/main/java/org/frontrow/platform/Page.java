package org.frontrow.platform;

import java.util.List;
import java.util.function.Function;

/**
 * A part of a long list.
 *
 * @param more whether the list goes on behind it
 */
public record Page<T>(List<T> items, boolean more) {

    /** @param found one more than a page holds, if the list goes on */
    public static <T> Page<T> of(List<T> found, int size) {
        return new Page<>(found.stream().limit(size).toList(), found.size() > size);
    }

    public <R> Page<R> map(Function<? super T, ? extends R> as) {
        return new Page<>(items.stream().<R>map(as).toList(), more);
    }
}
