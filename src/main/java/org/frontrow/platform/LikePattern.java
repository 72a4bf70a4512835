package org.frontrow.platform;

/** What people look for, as {@code like … escape '\\'} understands it. */
public final class LikePattern {
    private LikePattern() {}

    /** Whatever has this text somewhere in it; its own signs mean nothing but themselves. */
    public static String containing(String text) {
        return "%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%";
    }
}
