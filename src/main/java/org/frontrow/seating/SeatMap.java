package org.frontrow.seating;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.frontrow.catalog.Place;
import org.frontrow.platform.Gzip;
import org.jspecify.annotations.Nullable;

/**
 * All seats of a show as everybody may see them, kept up to date, and nothing about who has them. News may come twice
 * and in any order: of two versions of a seat the higher one wins. Every change moves {@link #mark()} on, and
 * {@link #since} tells what changed after any mark, so that nobody has to keep a list for those who watch.
 *
 * <p>Safe for use by several threads.
 */
public final class SeatMap {
    /** What people see of what happened before they came. */
    static final int REMEMBERED = 50;

    /** What does not change. */
    public record About(
            long show,
            String movie,
            @Nullable String posterUrl,
            String screen,
            Instant startsAt,
            Instant endsAt,
            String currency) {}

    /**
     * A seat at one moment.
     *
     * @param x in chair widths, to the right for a guest who faces the screen
     * @param y in chair widths, away from the screen
     * @param heldUntil there if it is held
     * @param holdExpired still marked as held, but free by rule
     */
    public record Line(
            long id,
            String row,
            int number,
            BigDecimal price,
            double x,
            double y,
            Place.Kind kind,
            Seat.Status status,
            @Nullable Instant heldUntil,
            boolean holdExpired,
            long version) {

        SeatLabel label() {
            return new SeatLabel(row, number);
        }

        private Line after(SeatEvent event, SeatNews.Change change) {
            return with(event.leadsTo(), change.heldUntil(), false, change.version());
        }

        private Line expired() {
            return with(status, heldUntil, true, version);
        }

        private Line with(Seat.Status status, @Nullable Instant heldUntil, boolean holdExpired, long version) {
            return new Line(id, row, number, price, x, y, kind, status, heldUntil, holdExpired, version);
        }

        private boolean isOver(Instant now) {
            return heldUntil != null && !holdExpired && !now.isBefore(heldUntil);
        }
    }

    /** Add up to the number of seats, but for those that are not for sale. */
    public record Numbers(int available, int held, int booked) {
        static Numbers of(List<Line> lines) {
            int available = 0;
            int held = 0;
            int booked = 0;
            for (var line : lines) {
                switch (line.status) {
                    case AVAILABLE -> available++;
                    case HELD -> {
                        if (line.holdExpired) {
                            available++;
                        } else {
                            held++;
                        }
                    }
                    case BOOKED -> booked++;
                    case BLOCKED -> {}
                }
            }
            return new Numbers(available, held, booked);
        }
    }

    /** Something that happened to some seats at once, as anybody may read it. */
    public record Activity(Instant at, SeatEvent kind, List<SeatLabel> seats) {}

    /** Everything at one moment; by row, then number. */
    public record View(About about, List<Line> seats) {
        Numbers numbers() {
            return Numbers.of(seats);
        }
    }

    /**
     * What changed after some mark.
     *
     * @param mark up to which it tells
     */
    public record Changes(long mark, Numbers numbers, List<Line> seats, List<Activity> activity) {}

    /**
     * @param json shared by all: not to be written to
     * @param activity the latest of what happened, the oldest first
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares snapshots
    public record Snapshot(byte[] json, long mark, List<Activity> activity) {}

    /** The whole map as it is sent, shared by all: not to be written to. */
    static final class Encoded {
        private final byte[] json;
        private final String tag;
        /** When a hold ends and it has to be encoded again; null if none does. */
        private final @Nullable Instant validUntil;

        private byte @Nullable [] gzip;

        private Encoded(byte[] json, String tag, @Nullable Instant validUntil) {
            this.json = json;
            this.tag = tag;
            this.validUntil = validUntil;
        }

        byte[] json() {
            return json;
        }

        /** The same, compressed by the first who wants it so; meanwhile the map can change. */
        synchronized byte[] gzip() {
            var known = gzip;
            if (known == null) {
                known = Gzip.of(json);
                gzip = known;
            }
            return known;
        }

        /** Equal on all replicas exactly when the map is. */
        String tag() {
            return tag;
        }

        private boolean isValid(Instant now) {
            return validUntil == null || now.isBefore(validUntil);
        }
    }

    private record Remembered(long mark, Activity activity) {}

    private record Version(long seat, long version) {}

    private final About about;
    private final String name = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
    private final Function<View, byte[]> encoder;
    private final Line[] lines;
    /** Ascending, and where in {@link #lines} each of them is: a hash map of them would be ten times as large. */
    private final long[] ids;

    private final int[] places;
    private final long[] changedAt;
    private final Deque<Remembered> remembered = new ArrayDeque<>();
    /** Changes that were overtaken by a newer one of the same seat and have not been heard of yet. */
    private final Set<Version> overtaken = new HashSet<>();

    private volatile long mark;
    private volatile @Nullable Encoded encoded;
    /** Nothing expires before. */
    private @Nullable Instant firstExpiry;

    /**
     * @param seats by row, then number
     * @param past the oldest first; what the seats do not know of yet is left out, because it is still to be announced
     * @param encoder makes the bytes that everybody is sent; of this map alone, one at a time
     */
    SeatMap(About about, List<Line> seats, List<PastEvent> past, Function<View, byte[]> encoder) {
        this.about = about;
        this.encoder = encoder;
        this.lines = seats.toArray(Line[]::new);
        this.changedAt = new long[lines.length];
        this.places = IntStream.range(0, lines.length)
                .boxed()
                .sorted(Comparator.comparingLong(place -> lines[place].id))
                .mapToInt(Integer::intValue)
                .toArray();
        this.ids = Arrays.stream(places).mapToLong(place -> lines[place].id).toArray();
        findFirstExpiry();
        remember(past.stream().filter(this::isKnown).toList());
    }

    private boolean isKnown(PastEvent event) {
        var place = place(event.seat);
        return place >= 0 && event.version <= lines[place].version;
    }

    /** Negative if there is no such seat. */
    private int place(long seat) {
        var found = Arrays.binarySearch(ids, seat);
        return found < 0 ? -1 : places[found];
    }

    /** A line of the ledger. */
    record PastEvent(long seat, long version, SeatEvent kind, long account, Instant at) {}

    /** Tells this map from others of the same show, also of other replicas and after a restart. */
    public String name() {
        return name;
    }

    public long show() {
        return about.show;
    }

    int size() {
        return lines.length;
    }

    /** Grows with every change. */
    public long mark() {
        return mark;
    }

    /** Takes what is new about it and leaves what it knows already. */
    synchronized void apply(SeatNews news) {
        for (var happening : news.happenings()) {
            var unheard = new ArrayList<SeatNews.Change>();
            for (var change : happening.changes()) {
                var place = place(change.seat());
                if (place < 0) {
                    continue;
                }
                var known = lines[place].version;
                if (change.version() > known) {
                    set(place, lines[place].after(happening.kind(), change));
                    unheard.add(change);
                    for (var missed = known + 1; missed < change.version(); missed++) {
                        overtaken.add(new Version(change.seat(), missed));
                    }
                } else if (overtaken.remove(new Version(change.seat(), change.version()))) {
                    unheard.add(change);
                }
            }
            remember(news.at(), happening.kind(), unheard);
        }
    }

    /** A hold that is over looks like one at once, also when nobody tidies up. */
    public synchronized void expire(Instant now) {
        if (firstExpiry == null || now.isBefore(firstExpiry)) {
            return;
        }
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].isOver(now)) {
                set(i, lines[i].expired());
            }
        }
        findFirstExpiry();
    }

    public synchronized View view() {
        return new View(about, List.of(lines));
    }

    /** Everything after that mark; after a mark of the future there is nothing. */
    public synchronized Changes since(long past) {
        var changed = new ArrayList<Line>();
        for (int i = 0; i < lines.length; i++) {
            if (changedAt[i] > past) {
                changed.add(lines[i]);
            }
        }
        var activity = remembered.stream()
                .filter(it -> it.mark > past)
                .map(Remembered::activity)
                .toList();
        return new Changes(mark, Numbers.of(Arrays.asList(lines)), changed, activity);
    }

    /** The oldest first. */
    private List<Activity> activity() {
        return remembered.stream().map(Remembered::activity).toList();
    }

    /** The whole map and what happened lately, of one moment. */
    public synchronized Snapshot snapshot(Instant now) {
        return new Snapshot(encoded(now).json, mark, activity());
    }

    Encoded encoded(Instant now) {
        var known = encoded;
        return known != null && known.isValid(now) ? known : encode(now);
    }

    private synchronized Encoded encode(Instant now) {
        expire(now);
        var known = encoded;
        if (known == null) {
            known = new Encoded(encoder.apply(view()), tag(), firstExpiry);
            encoded = known;
        }
        return known;
    }

    /**
     * Between two versions of a seat a hold can only expire. Not a sum: two replicas may know as many changes, but not yet
     * the same.
     */
    private String tag() {
        long digest = about.hashCode();
        for (var line : lines) {
            digest = digest * 0x9E3779B97F4A7C15L + 2 * line.version + (line.holdExpired ? 1 : 0);
        }
        return Long.toHexString(digest);
    }

    /** Whether a reading of the database is newer than this map in any seat. */
    synchronized Optional<Line> behind(View read) {
        return read.seats.stream()
                .filter(line -> {
                    var place = place(line.id);
                    return place < 0 || lines[place].version < line.version;
                })
                .findFirst();
    }

    private void set(int place, Line line) {
        var before = lines[place];
        lines[place] = line;
        encoded = null;
        // A longer hold looks the same to those who look on.
        if (line.status != before.status || line.holdExpired != before.holdExpired) {
            changedAt[place] = nextMark();
        }
        if (line.heldUntil != null
                && !line.holdExpired
                && (firstExpiry == null || line.heldUntil.isBefore(firstExpiry))) {
            firstExpiry = line.heldUntil;
        }
    }

    /** Only under the lock; others may read it without. */
    private long nextMark() {
        var next = mark + 1;
        mark = next;
        return next;
    }

    private void findFirstExpiry() {
        Instant first = null;
        for (var line : lines) {
            if (line.heldUntil != null && !line.holdExpired && (first == null || line.heldUntil.isBefore(first))) {
                first = line.heldUntil;
            }
        }
        firstExpiry = first;
    }

    private void remember(List<PastEvent> past) {
        PastEvent previous = null;
        var together = new ArrayList<SeatNews.Change>();
        for (var event : past) {
            if (previous != null
                    && (previous.kind != event.kind
                            || previous.account != event.account
                            || !previous.at.equals(event.at))) {
                remember(previous.at, previous.kind, together);
                together.clear();
            }
            together.add(new SeatNews.Change(event.seat, event.version, null));
            previous = event;
        }
        if (previous != null) {
            remember(previous.at, previous.kind, together);
        }
    }

    private void remember(Instant at, SeatEvent kind, List<SeatNews.Change> changes) {
        if (changes.isEmpty() || kind == SeatEvent.EXTENDED) {
            return;
        }
        var labels = new ArrayList<SeatLabel>();
        for (var change : changes) {
            var place = place(change.seat());
            if (place >= 0) {
                labels.add(lines[place].label());
            }
        }
        remembered.addLast(new Remembered(nextMark(), new Activity(at, kind, labels)));
        if (remembered.size() > REMEMBERED) {
            remembered.removeFirst();
        }
    }
}
