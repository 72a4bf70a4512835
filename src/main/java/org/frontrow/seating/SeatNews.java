package org.frontrow.seating;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction changed about the seats of one show, as replicas tell it each other. It names no account.
 *
 * @param at the database's time
 */
record SeatNews(long show, Instant at, List<Happening> happenings) {
    /** PostgreSQL refuses notices of 8000 bytes; all characters here are one byte. */
    private static final int LONGEST_NOTICE = 7900;

    /** What one order did to some seats, so that people read "C4 and C5 held" and not two lines. */
    record Happening(SeatEvent kind, List<Change> changes) {}

    /**
     * @param version the seat's after this change
     * @param heldUntil there if the seat is held now
     */
    record Change(long seat, long version, @Nullable Instant heldUntil) {}

    static List<SeatNews> of(List<SeatClerk.Entry> entries, Instant now) {
        var byShow = new LinkedHashMap<Long, List<SeatClerk.Entry>>();
        entries.forEach(entry -> byShow.computeIfAbsent(entry.seat().show(), _ -> new ArrayList<>())
                .add(entry));
        var news = new ArrayList<SeatNews>(byShow.size());
        byShow.forEach((show, ofShow) -> news.add(new SeatNews(show, now, happenings(ofShow))));
        return news;
    }

    private static List<Happening> happenings(List<SeatClerk.Entry> entries) {
        var happenings = new ArrayList<Happening>();
        SeatClerk.@Nullable Entry previous = null;
        for (var entry : entries) {
            var step = entry.step();
            if (previous == null
                    || previous.step().kind() != step.kind()
                    || !Objects.equals(previous.step().account(), step.account())) {
                happenings.add(new Happening(step.kind(), new ArrayList<>()));
            }
            var until = step.next() instanceof SeatState.Held held ? held.until() : null;
            happenings
                    .getLast()
                    .changes()
                    .add(new Change(entry.seat().id(), entry.seat().version(), until));
            previous = entry;
        }
        return happenings;
    }

    /**
     * As texts that each fit into one notice, for example {@code 7@1764000000000000 H12.3.600000000,13.1.600000000 B20.2}:
     * show 7, microseconds since 1970, seat 12 held in its version 3 for ten minutes from then, and so on.
     */
    static List<String> notices(List<SeatNews> news) {
        var notices = new ArrayList<String>();
        var notice = new StringBuilder();
        for (var one : news) {
            var head = one.show + "@" + micros(one.at);
            var headIsThere = false;
            for (var happening : one.happenings) {
                var kindIsThere = false;
                for (var change : happening.changes) {
                    var text = change.seat + "." + change.version
                            + (change.heldUntil == null
                                    ? ""
                                    : "."
                                            + Duration.between(one.at, change.heldUntil)
                                                            .toNanos()
                                                    / 1000);
                    if (notice.length() + head.length() + text.length() + 4 > LONGEST_NOTICE) {
                        notices.add(notice.toString());
                        notice.setLength(0);
                        headIsThere = false;
                        kindIsThere = false;
                    }
                    if (!headIsThere) {
                        notice.append(notice.isEmpty() ? "" : ";").append(head);
                        headIsThere = true;
                    }
                    notice.append(kindIsThere ? "," : " " + letter(happening.kind))
                            .append(text);
                    kindIsThere = true;
                }
            }
        }
        if (!notice.isEmpty()) {
            notices.add(notice.toString());
        }
        return notices;
    }

    /** Reads what {@link #notices} wrote; anything else is an {@link IllegalArgumentException}. */
    static List<SeatNews> read(String notice) {
        var news = new ArrayList<SeatNews>();
        for (var one : notice.split(";", -1)) {
            var parts = one.split(" ", -1);
            var head = parts[0].split("@", -1);
            if (head.length != 2 || parts.length < 2) {
                throw new IllegalArgumentException("Not a notice about seats: " + notice);
            }
            var at = instant(Long.parseLong(head[1]));
            var happenings = new ArrayList<Happening>(parts.length - 1);
            for (int i = 1; i < parts.length; i++) {
                happenings.add(happening(parts[i], at));
            }
            news.add(new SeatNews(Long.parseLong(head[0]), at, happenings));
        }
        return news;
    }

    private static Happening happening(String text, Instant at) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("Nothing happened");
        }
        var kind = kind(text.charAt(0));
        var isHold = kind.leadsTo() == Seat.Status.HELD;
        var changes = new ArrayList<Change>();
        for (var change : text.substring(1).split(",", -1)) {
            var numbers = change.split("\\.", -1);
            if (numbers.length != (isHold ? 3 : 2)) {
                throw new IllegalArgumentException("Not a change of a seat: " + change);
            }
            var until = isHold ? at.plus(Long.parseLong(numbers[2]), ChronoUnit.MICROS) : null;
            changes.add(new Change(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), until));
        }
        return new Happening(kind, changes);
    }

    private static char letter(SeatEvent kind) {
        return switch (kind) {
            case HELD -> 'H';
            case EXTENDED -> 'L';
            case BOOKED -> 'B';
            case RELEASED -> 'R';
            case EXPIRED -> 'E';
            case CANCELLED -> 'C';
            case BLOCKED -> 'X';
            case UNBLOCKED -> 'U';
            case MOVED_AWAY -> 'A';
            case MOVED_HERE -> 'M';
        };
    }

    private static SeatEvent kind(char letter) {
        for (var kind : SeatEvent.values()) {
            if (letter(kind) == letter) {
                return kind;
            }
        }
        throw new IllegalArgumentException("Nothing happens to a seat that is called " + letter);
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
