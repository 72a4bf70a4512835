package org.frontrow.proof;

import java.util.ArrayList;
import java.util.List;

/** The possessions of one seat in the order in which they began, found quickly by time. */
record Timeline(List<Possession> all, long[] lastEnd) {
    static final Timeline EMPTY = of(List.of());

    /** @param all sorted by their beginning */
    static Timeline of(List<Possession> all) {
        var lastEnd = new long[all.size()];
        for (int i = 0; i < all.size(); i++) {
            lastEnd[i] = Math.max(all.get(i).to(), i == 0 ? Long.MIN_VALUE : lastEnd[i - 1]);
        }
        return new Timeline(all, lastEnd);
    }

    /** Those that began before and lasted longer than that. */
    List<Possession> covering(long start, long end) {
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (all.get(middle).from() <= start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        var found = new ArrayList<Possession>();
        for (int i = low - 1; i >= 0 && lastEnd[i] >= end; i--) {
            if (all.get(i).to() >= end) {
                found.add(all.get(i));
            }
        }
        return found;
    }
}
