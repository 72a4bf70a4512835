package org.frontrow.delivery;

import java.util.List;
import java.util.regex.Pattern;

/** How an image is named: exactly, so that a build of today and one of next month begin with the same. */
final class ImageName {
    private static final Pattern EXACT =
            Pattern.compile("(?<name>[a-z0-9./-]+):(?<tag>[A-Za-z0-9_.-]+)(?<digest>@sha256:[0-9a-f]{64})?");
    /** 25.0.4.1_1-jre-noble, jdk-25.0.4.1, 18.6-trixie, 2.0-2026-10-04; not 25-jre or latest. */
    private static final Pattern WITH_A_VERSION = Pattern.compile("([a-z]+-)?\\d+(\\.\\d+)+.*");

    private ImageName() {}

    static List<String> complaints(String image) {
        var parts = EXACT.matcher(image);
        if (!parts.matches()) {
            return List.of(image + " is no name with a tag, or its digest is none");
        }
        if (!WITH_A_VERSION.matcher(parts.group("tag")).matches()) {
            return List.of(image + " may be something else tomorrow");
        }
        return List.of();
    }
}
