package org.frontrow.numbers;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.frontrow.numbers.Counting.Demand;
import org.frontrow.numbers.Counting.Label;
import org.frontrow.numbers.Counting.Payment;
import org.frontrow.numbers.Counting.Sales;
import org.frontrow.numbers.Programme.Named;
import org.frontrow.numbers.Programme.Spot;
import org.frontrow.platform.DatabaseClock;
import org.frontrow.platform.DatabaseUnreachable;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Answers what the house wants to know. Each question is answered from one view of the database, so that its numbers fit
 * together whatever is sold meanwhile.
 */
@ApplicationScoped
class Numbers {
    private static final Logger log = Logger.getLogger(Numbers.class);
    /** Beyond that a chart by hours shows nothing that one by days does not. */
    private static final int MOST_HOURS = 1_000;

    private static final int MOST_DEMANDED = 10;

    private static final String STATEMENT_CANCELLED = "57014";
    private static final String TRANSACTION_TOOK_TOO_LONG = "25P04";

    private static final String SEATS = """
            select s.row_label, s.number, case when s.status = 'HELD' and s.held_until <= ? then 'AVAILABLE' else s.status end,
                b.created_at
            from seat s left join booking b
                on b.show_time_id = any(array[?]) and b.show_time_id = s.show_time_id and b.id = s.booking_id
            where s.show_time_id = any(array[?]) order by s.row_label, s.number""";

    private final DataSource database;
    private final Tallies tallies;
    private final DatabaseClock clock;
    private final ZoneId venue;

    Numbers(
            DataSource database,
            Tallies tallies,
            DatabaseClock clock,
            @ConfigProperty(name = "frontrow.time-zone") ZoneId venue) {
        this.database = database;
        this.tallies = tallies;
        this.clock = clock;
        this.venue = venue;
    }

    /** Which shows are asked about: those that start in the period, of a movie or in a screen if one is named. */
    record Asked(
            Period period, @Nullable Long movie, @Nullable Long screen) {}

    record Counted(Show show, Count count) {}

    /** Of one show or of many; amounts by currency, those of nothing left out. */
    record Totals(Count count, Map<String, BigDecimal> revenue) {}

    enum Step {
        HOUR,
        DAY
    }

    /** @param sales by currency; what is not of money has to be added up over all of them */
    record Moment(Instant begins, LocalDate day, Map<String, Sales> sales) {
        long sold() {
            return sales.values().stream().mapToLong(Sales::sales).sum();
        }

        long returned() {
            return sales.values().stream().mapToLong(Sales::returns).sum();
        }
    }

    /** @param moments one after the other without a gap */
    record Course(Step step, List<Moment> moments) {}

    record OfShow(Instant at, Counted counted, Totals totals, List<Payment> payments, Course sales) {}

    /** What runs on one day. */
    record Day(LocalDate day, int shows, Totals totals) {}

    /**
     * @param shows that take place
     * @param cancelled that do not; they are counted here and nowhere else
     * @param days each day of the period
     * @param sales by the day of the sale
     */
    record OfPeriod(
            Instant at,
            Period period,
            ZoneId venue,
            Optional<Named> movie,
            Optional<Named> screen,
            int shows,
            int cancelled,
            Totals totals,
            List<Payment> payments,
            List<Day> days,
            Course sales,
            List<Counted> mostDemanded) {}

    /** What a table of shows is sorted by; the highest first, but for the start. */
    enum Order {
        START,
        DEMAND,
        OCCUPANCY,
        SOLD,
        REVENUE;

        Comparator<Counted> comparator() {
            return first().thenComparing(it -> it.show.startsAt()).thenComparingLong(it -> it.show.id());
        }

        private Comparator<Counted> first() {
            return switch (this) {
                case START -> Comparator.comparing(it -> it.show.startsAt());
                case DEMAND -> descending(it -> it.count.demand());
                case OCCUPANCY -> descending(it -> it.count.occupancy());
                case SOLD -> descending(it -> BigDecimal.valueOf(it.count.sold()));
                case REVENUE -> descending(it -> it.count.revenue());
            };
        }

        private interface Figure {
            @Nullable
            BigDecimal of(Counted counted);
        }

        private static Comparator<Counted> descending(Figure figure) {
            return Comparator.comparing(
                    it -> Objects.requireNonNullElse(figure.of(it), BigDecimal.ONE.negate()),
                    Comparator.reverseOrder());
        }
    }

    /**
     * One seat of a show.
     *
     * @param spot null if the screen has no such place any more
     * @param soldAt when its booking was made; null if it is not sold
     * @param value 1 for a seat of the first sale, 0 for one sold as the show begins; null if it is not sold
     */
    record SeatHeat(
            Label label,
            @Nullable Spot spot,
            String status,
            @Nullable Instant soldAt,
            @Nullable BigDecimal value) {}

    record ShowHeat(Show show, List<SeatHeat> seats) {}

    /** One place of a screen and what became of it. */
    record PlaceHeat(Spot spot, Demand demand) {
        /** In how many of the shows in which it was for sale it was sold; null if it never was for sale. */
        @Nullable
        BigDecimal value() {
            return Count.share(demand.sold(), demand.shows());
        }

        /** On average; null if it was never sold. */
        @Nullable
        BigDecimal leadHours() {
            return demand.sold() == 0
                    ? null
                    : BigDecimal.valueOf(demand.leadHours())
                            .divide(BigDecimal.valueOf(demand.sold()), 1, RoundingMode.HALF_UP);
        }
    }

    /** @param gone labels that shows had and the screen has no longer */
    record ScreenHeat(Named screen, Period period, int shows, List<PlaceHeat> places, int gone) {}

    Period period(@Nullable String from, @Nullable String until) {
        return Period.read(from, until, clock.about().atZone(venue).toLocalDate());
    }

    ZoneId venue() {
        return venue;
    }

    OfShow show(long id) {
        return looking((transaction, now) -> {
            var show = Programme.show(transaction, id);
            var counting = counting(transaction, now, List.of(show));
            var count = counting.byShow().getOrDefault(id, Count.NOTHING);
            return new OfShow(
                    now,
                    new Counted(show, count),
                    new Totals(count, Map.of(show.currency(), count.revenue())),
                    counting.payments(),
                    course(counting, hours(count)));
        });
    }

    OfPeriod of(Asked asked) {
        return looking((transaction, now) -> {
            var movie = movie(transaction, asked);
            var screen = screen(transaction, asked);
            var all = shows(transaction, asked);
            var shows = all.stream().filter(show -> !show.isCancelled()).toList();
            var counting = counting(transaction, now, shows);
            var counted = counted(shows, counting);
            var totals = totals(counted);
            return new OfPeriod(
                    now,
                    asked.period,
                    venue,
                    movie,
                    screen,
                    shows.size(),
                    all.size() - shows.size(),
                    totals,
                    counting.payments(),
                    days(asked.period, counted),
                    course(counting, new Steps(Step.DAY, saleDays(asked.period, totals.count))),
                    counted.stream()
                            .sorted(Order.DEMAND.comparator())
                            .limit(MOST_DEMANDED)
                            .toList());
        });
    }

    /** All shows of the period, cancelled ones too. */
    List<Counted> table(Asked asked, Order order) {
        return looking((transaction, now) -> {
            movie(transaction, asked);
            screen(transaction, asked);
            var shows = shows(transaction, asked);
            return counted(shows, counting(transaction, now, shows)).stream()
                    .sorted(order.comparator())
                    .toList();
        });
    }

    /** The map of one show: what each seat is, and when it was sold. */
    ShowHeat heat(long id) {
        return looking((transaction, now) -> {
            var show = Programme.show(transaction, id);
            var spots = new HashMap<Label, Spot>();
            Programme.places(transaction, show.screenId()).forEach(spot -> spots.put(spot.label(), spot));
            var seats = new ArrayList<SeatHeat>();
            try (var statement = transaction.prepareStatement(SEATS)) {
                statement.setObject(1, now.atOffset(ZoneOffset.UTC));
                statement.setLong(2, id);
                statement.setLong(3, id);
                try (var row = statement.executeQuery()) {
                    while (row.next()) {
                        var label = new Label(row.getString(1), row.getInt(2));
                        var sold = row.getObject(4, OffsetDateTime.class);
                        seats.add(new SeatHeat(
                                label,
                                spots.get(label),
                                row.getString(3),
                                sold == null ? null : sold.toInstant(),
                                null));
                    }
                }
            }
            return new ShowHeat(show, withValues(show, seats));
        });
    }

    private static List<SeatHeat> withValues(Show show, List<SeatHeat> seats) {
        var first = seats.stream()
                .map(SeatHeat::soldAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(show.startsAt());
        var whole = Duration.between(first, show.startsAt()).toMillis();
        return seats.stream()
                .map(seat -> seat.soldAt == null
                        ? seat
                        : new SeatHeat(
                                seat.label, seat.spot, seat.status, seat.soldAt, value(show, seat.soldAt, whole)))
                .toList();
    }

    private static BigDecimal value(Show show, Instant soldAt, long whole) {
        var left = Math.max(0, Duration.between(soldAt, show.startsAt()).toMillis());
        var value = Count.share(left, whole);
        return value == null ? BigDecimal.ZERO : value;
    }

    /** The map of a screen: how often each place was sold in the shows of the period that take place. */
    ScreenHeat heat(Asked asked) {
        return looking((transaction, now) -> {
            movie(transaction, asked);
            var screen = screen(transaction, asked).orElseThrow(() -> new NumbersRefusal.UnknownScreen().refused());
            var shows = shows(transaction, asked).stream()
                    .filter(show -> !show.isCancelled())
                    .toList();
            var demands = counting(transaction, now, shows).byLabel();
            var places = new ArrayList<PlaceHeat>();
            for (var spot : Programme.places(transaction, screen.id())) {
                var demand = demands.remove(spot.label());
                places.add(new PlaceHeat(spot, demand == null ? new Demand(0, 0, 0) : demand));
            }
            return new ScreenHeat(screen, asked.period, shows.size(), places, demands.size());
        });
    }

    private static Optional<Named> movie(Connection transaction, Asked asked) throws SQLException {
        if (asked.movie == null) {
            return Optional.empty();
        }
        var found = Programme.movie(transaction, asked.movie);
        if (found.isEmpty()) {
            throw new NumbersRefusal.UnknownMovie().refused();
        }
        return found;
    }

    private static Optional<Named> screen(Connection transaction, Asked asked) throws SQLException {
        if (asked.screen == null) {
            return Optional.empty();
        }
        var found = Programme.screen(transaction, asked.screen);
        if (found.isEmpty()) {
            throw new NumbersRefusal.UnknownScreen().refused();
        }
        return found;
    }

    private List<Show> shows(Connection transaction, Asked asked) throws SQLException {
        return Programme.shows(
                transaction, asked.period.begins(venue), asked.period.ends(venue), asked.movie, asked.screen);
    }

    private Counting counting(Connection transaction, Instant now, List<Show> shows) throws SQLException {
        var ids = shows.stream().map(Show::id).toList();
        return new Counting(transaction, now, shows, tallies.good(transaction, ids));
    }

    private static List<Counted> counted(List<Show> shows, Counting counting) throws SQLException {
        var counts = counting.byShow();
        return shows.stream()
                .map(show -> new Counted(show, counts.getOrDefault(show.id(), Count.NOTHING)))
                .toList();
    }

    private static Totals totals(List<Counted> shows) {
        var revenue = new TreeMap<String, BigDecimal>();
        shows.forEach(it -> revenue.merge(it.show.currency(), it.count.revenue(), BigDecimal::add));
        return new Totals(shows.stream().map(Counted::count).reduce(Count.NOTHING, Count::plus), revenue);
    }

    private List<Day> days(Period period, List<Counted> shows) {
        var byDay = new HashMap<LocalDate, List<Counted>>();
        for (var it : shows) {
            byDay.computeIfAbsent(it.show.startsAt().atZone(venue).toLocalDate(), _ -> new ArrayList<>())
                    .add(it);
        }
        return period.days().stream()
                .map(day -> {
                    var those = byDay.getOrDefault(day, List.of());
                    return new Day(day, those.size(), totals(those));
                })
                .toList();
    }

    private record Steps(Step step, List<Instant> begins) {}

    /** From the hour of the first sale to that of the last; by days if these would be too many. */
    private Steps hours(Count count) {
        var first = count.firstSaleAt();
        var last = count.lastSaleAt();
        if (first == null || last == null) {
            return new Steps(Step.HOUR, List.of());
        }
        if (Duration.between(first, last).toHours() >= MOST_HOURS) {
            return new Steps(Step.DAY, daysBetween(day(first), day(last)));
        }
        var hours = new ArrayList<Instant>();
        // On the venue's clock, where an hour may begin at half past of everybody else's.
        for (var hour = startOfHour(first); !hour.isAfter(last); hour = hour.plus(1, ChronoUnit.HOURS)) {
            hours.add(hour);
        }
        return new Steps(Step.HOUR, hours);
    }

    private Instant startOfHour(Instant time) {
        return time.atZone(venue).truncatedTo(ChronoUnit.HOURS).toInstant();
    }

    /** The days of the period, and those before and after it on which its shows were sold. */
    private List<Instant> saleDays(Period period, Count count) {
        var first = count.firstSaleAt();
        var last = count.lastSaleAt();
        var from = first == null || !day(first).isBefore(period.from()) ? period.from() : day(first);
        var until = last == null || !day(last).isAfter(period.until()) ? period.until() : day(last);
        return daysBetween(from, until);
    }

    private LocalDate day(Instant time) {
        return time.atZone(venue).toLocalDate();
    }

    private List<Instant> daysBetween(LocalDate from, LocalDate until) {
        return from.datesUntil(until.plusDays(1))
                .map(day -> day.atStartOfDay(venue))
                .map(ZonedDateTime::toInstant)
                .toList();
    }

    private Course course(Counting counting, Steps steps) throws SQLException {
        if (steps.begins.isEmpty()) {
            return new Course(steps.step, List.of());
        }
        var sales = counting.sales(steps.begins);
        var moments = new ArrayList<Moment>();
        for (int i = 0; i < steps.begins.size(); i++) {
            var then = new TreeMap<String, Sales>();
            for (var same : sales.entrySet()) {
                then.put(same.getKey(), same.getValue().get(i));
            }
            moments.add(new Moment(steps.begins.get(i), day(steps.begins.get(i)), then));
        }
        return new Course(steps.step, moments);
    }

    private interface Look<T> {
        T at(Connection transaction, Instant now) throws SQLException;
    }

    private <T> T looking(Look<T> look) {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return look.at(connection, begin(connection));
            } finally {
                takeBack(connection); // it wrote nothing
            }
        } catch (SQLException e) {
            if (tookTooLong(e)) {
                throw new NumbersRefusal.StillCounting().refused();
            }
            throw new DatabaseUnreachable(e);
        }
    }

    /** Whether the database has ended the statement, or the transaction, for that. */
    static boolean tookTooLong(SQLException e) {
        return STATEMENT_CANCELLED.equals(e.getSQLState()) || TRANSACTION_TOOK_TOO_LONG.equals(e.getSQLState());
    }

    /** Ends it without hiding why: if the database has ended the connection, everything is taken back already. */
    static void takeBack(Connection transaction) {
        try {
            transaction.rollback();
        } catch (SQLException e) {
            log.debugf("A transaction could not be taken back: %s", e.getMessage());
        }
    }

    private static Instant begin(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
            try (var row = statement.executeQuery("select clock_timestamp()")) {
                row.next();
                return row.getObject(1, OffsetDateTime.class).toInstant();
            }
        }
    }
}
