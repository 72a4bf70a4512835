package org.frontrow.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.frontrow.account.TestAccounts;
import org.frontrow.catalog.TestShows;
import org.frontrow.numbers.Counting.Label;
import org.frontrow.numbers.Numbers.Asked;
import org.frontrow.numbers.Numbers.OfPeriod;
import org.frontrow.numbers.Numbers.Order;
import org.frontrow.platform.DatabaseClock;
import org.frontrow.seating.Ledger;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class NumbersTest {
    private static final int SHOWS = 7;

    @Inject
    DataSource database;

    @Inject
    Tallies tallies;

    @Inject
    DatabaseClock clock;

    private Numbers at(ZoneId venue) {
        return new Numbers(database, tallies, clock, venue);
    }

    /** A house of one screen with shows around today, whose histories are made up. */
    private final class House {
        final Random dice;
        final ZoneId venue;
        final Numbers numbers;
        final long movie;
        final long screen;
        final List<Long> shows = new ArrayList<>();
        final Asked asked;

        House(long seed, ZoneId venue, boolean quiet) {
            this.dice = new Random(seed);
            this.venue = venue;
            this.numbers = at(venue);
            var first = TestShows.startingAt(Instant.now().plus(Duration.ofDays(9)), 3, 4).id;
            var show = Ledger.query("select movie_id, screen_id from show_time where id = ?", first)
                    .getFirst();
            movie = (Long) show.get(0);
            screen = (Long) show.get(1);
            shows.add(first);
            var account = TestAccounts.customer().accountId();
            for (int i = 0; i < SHOWS; i++) {
                var starts = Instant.now()
                        .plus(Duration.ofHours(31L * (i - SHOWS / 2)))
                        .plus(Duration.ofMinutes(dice.nextInt(600)));
                shows.add(MadeUpHistory.of(
                        dice.nextLong(),
                        movie,
                        screen,
                        account,
                        starts,
                        i % 3 == 2 ? "CHF" : "EUR",
                        40 + dice.nextInt(120),
                        quiet || i % 2 == 0));
            }
            var cancelled = shows.getLast();
            Ledger.update(
                    "update show_time set status = 'CANCELLED', cancelled_at = now(), withdrawn = true where id = ?",
                    cancelled);
            var today = Instant.now().atZone(venue).toLocalDate();
            asked = new Asked(new Period(today.minusDays(20), today.plusDays(20)), null, screen);
        }

        List<Long> thatTakePlace() {
            return shows.subList(0, shows.size() - 1);
        }

        Reckoning reckoning(Instant now, List<Long> of) {
            var reckoning = new Reckoning(now, venue);
            of.forEach(reckoning::add);
            return reckoning;
        }
    }

    private int takeTallies(List<Long> shows) throws SQLException {
        return takeTallies(shows, Instant.now().plus(Duration.ofMinutes(2)));
    }

    private int takeTallies(List<Long> shows, Instant now) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("set transaction isolation level repeatable read");
            }
            var taken = tallies.take(connection, shows, now);
            connection.commit();
            return taken;
        }
    }

    private int good(List<Long> shows) throws SQLException {
        try (var connection = database.getConnection()) {
            return tallies.good(connection, shows).size();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, UTC",
        "2, Europe/Berlin",
        "3, Asia/Kolkata",
        "4, Australia/Lord_Howe",
        "5, America/St_Johns",
        "6, Pacific/Apia"
    })
    void a_period_is_counted_as_the_ledger_says_with_tallies_and_without(long seed, ZoneId venue) throws SQLException {
        var house = new House(seed, venue, false);
        var live = house.numbers.of(house.asked);
        assertSame(live, house.reckoning(live.at(), house.thatTakePlace()));
        assertThat(live.shows()).isEqualTo(SHOWS);
        assertThat(live.cancelled()).isEqualTo(1);

        var some = house.shows.stream().filter(show -> show % 2 == 0).toList();
        takeTallies(some);
        var partly = house.numbers.of(house.asked);
        assertThat(partly)
                .usingRecursiveComparison()
                .ignoringFields("at")
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(live);

        assertThat(takeTallies(house.shows)).isPositive();
        assertThat(good(house.shows)).isGreaterThan(SHOWS / 2);
        assertThat(house.numbers.of(house.asked))
                .usingRecursiveComparison()
                .ignoringFields("at")
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(live);
    }

    private static void assertSame(OfPeriod counted, Reckoning reckoned) {
        assertSame(counted.totals().count(), reckoned);
        assertThat(counted.totals().revenue()).usingComparatorForType(BigDecimal::compareTo, BigDecimal.class);
        reckoned.revenue.forEach((currency, amount) ->
                assertThat(counted.totals().revenue().get(currency)).isEqualByComparingTo(amount));
        assertThat(counted.payments().stream()
                        .map(it -> it.currency() + " " + it.payment() + " " + it.bookings() + " " + it.seats()))
                .containsExactlyInAnyOrderElementsOf(reckoned.payments.entrySet().stream()
                        .map(it -> it.getKey() + " " + it.getValue()[0] + " " + it.getValue()[1])
                        .toList());
        var days = counted.sales().moments();
        assertThat(days).isSortedAccordingTo((a, b) -> a.day().compareTo(b.day()));
        assertThat(days.stream().map(Numbers.Moment::day))
                .containsExactlyElementsOf(days.getFirst()
                        .day()
                        .datesUntil(days.getLast().day().plusDays(1))
                        .toList());
        for (var day : days) {
            var sales = reckoned.salesByDay.getOrDefault(day.day(), new long[2]);
            assertThat(day.sold()).as("sold on %s", day.day()).isEqualTo(sales[0]);
            assertThat(day.returned()).as("returned on %s", day.day()).isEqualTo(sales[1]);
            assertThat(day.sales().values().stream()
                            .map(Counting.Sales::revenue)
                            .reduce(BigDecimal.ZERO, BigDecimal::add))
                    .as("revenue of %s", day.day())
                    .isEqualByComparingTo(reckoned.revenueByDay.getOrDefault(day.day(), BigDecimal.ZERO));
        }
        assertThat(days.stream().mapToLong(Numbers.Moment::sold).sum()).isEqualTo(reckoned.sales);
        assertThat(counted.days().stream()
                        .mapToLong(day -> day.totals().count().sold())
                        .sum())
                .isEqualTo(reckoned.sold);
    }

    private static void assertSame(Count counted, Reckoning reckoned) {
        var names = List.of(
                "seats",
                "sold",
                "held",
                "blocked",
                "free",
                "bookings",
                "cancelled",
                "withdrawn",
                "holds",
                "converted",
                "released",
                "expired",
                "sales",
                "returns");
        var ours = List.of(
                counted.seats(),
                counted.sold(),
                counted.held(),
                counted.blocked(),
                counted.free(),
                counted.bookings(),
                counted.cancelledBookings(),
                counted.withdrawnBookings(),
                counted.holds(),
                counted.converted(),
                counted.released(),
                counted.expired(),
                counted.sales(),
                counted.returns());
        var theirs = List.of(
                reckoned.seats,
                reckoned.sold,
                reckoned.held,
                reckoned.blocked,
                reckoned.seats - reckoned.sold - reckoned.held - reckoned.blocked,
                reckoned.bookings,
                reckoned.cancelled,
                reckoned.withdrawn,
                reckoned.holds,
                reckoned.converted,
                reckoned.released,
                reckoned.expired,
                reckoned.sales,
                reckoned.returns);
        for (int i = 0; i < names.size(); i++) {
            assertThat(ours.get(i)).as(names.get(i)).isEqualTo(theirs.get(i));
        }
        assertThat(counted.sold()).isEqualTo(counted.sales() - counted.returns());
        if (reckoned.seats > reckoned.blocked) {
            assertThat(counted.demand().doubleValue())
                    .isCloseTo((double) reckoned.taken / (reckoned.seats - reckoned.blocked), within(0.00006));
        }
    }

    @ParameterizedTest
    @CsvSource({"11, UTC", "12, Europe/Berlin", "13, Asia/Kathmandu"})
    void single_shows_and_the_table_of_all_say_the_same(long seed, ZoneId venue) throws SQLException {
        var house = new House(seed, venue, true);
        for (int round = 0; round < 2; round++) {
            var table = house.numbers.table(house.asked, Order.START).stream()
                    .collect(Collectors.toMap(it -> it.show().id(), Numbers.Counted::count));
            assertThat(table).containsOnlyKeys(house.shows);
            for (var show : house.shows) {
                var of = house.numbers.show(show);
                var reckoned = house.reckoning(of.at(), List.of(show));
                assertSame(of.counted().count(), reckoned);
                assertSame(table.get(show), reckoned);
                var byDay = new HashMap<java.time.LocalDate, Long>();
                of.sales().moments().forEach(it -> byDay.merge(it.day(), it.sold(), Long::sum));
                reckoned.salesByDay.forEach(
                        (day, sales) -> assertThat(byDay.getOrDefault(day, 0L)).isEqualTo(sales[0]));
                assertThat(byDay.values().stream().mapToLong(it -> it).sum()).isEqualTo(reckoned.sales);
            }
            assertThat(takeTallies(house.shows)).isEqualTo(round == 0 ? house.shows.size() : 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"21, UTC", "22, Europe/Berlin"})
    void the_heat_map_says_how_often_and_how_early_each_place_is_sold(long seed, ZoneId venue) throws SQLException {
        var house = new House(seed, venue, true);
        // Since then one place has gone, and one is new.
        Ledger.update("delete from place where screen_id = ? and row_label = 'A' and number = 1", house.screen);
        Ledger.update(
                "insert into place (screen_id, row_label, number, x, y) values (?, 'Z', 9, 40, 40)", house.screen);
        for (int round = 0; round < 2; round++) {
            var heat = house.numbers.heat(house.asked);
            var reckoned = house.reckoning(Instant.now(), house.thatTakePlace()).byLabel;
            assertThat(heat.shows()).isEqualTo(SHOWS);
            assertThat(heat.gone()).isEqualTo(1);
            assertThat(heat.places()).hasSize(12);
            for (var place : heat.places()) {
                assertThat(place.demand())
                        .as("%s", place.spot())
                        .isEqualTo(reckoned.getOrDefault(place.spot().label(), new Counting.Demand(0, 0, 0)));
            }
            takeTallies(house.shows);
        }
    }

    @Test
    void a_tally_counts_only_while_nothing_has_happened_since() throws SQLException {
        var show = TestShows.tomorrow(2, 3);
        var numbers = at(ZoneId.of("UTC"));
        var guest = SeatClient.customer();
        guest.buy(show, "A1", "A2");
        assertThat(takeTallies(List.of(show))).isOne();
        assertThat(good(List.of(show))).isOne();
        assertThat(numbers.show(show).counted().count().sold()).isEqualTo(2);

        guest.hold(show, "B1").statusCode(200);
        assertThat(good(List.of(show))).isZero();
        assertThat(numbers.show(show).counted().count().held()).isEqualTo(1);
        assertThat(takeTallies(List.of(show))).as("somebody holds a seat").isZero();

        guest.release(show, "B1").statusCode(200);
        assertThat(takeTallies(List.of(show), Instant.now()))
                .as("the last event is not a minute old")
                .isZero();
        assertThat(takeTallies(List.of(show))).isOne();
        var count = numbers.show(show).counted().count();
        assertThat(Map.of("holds", count.holds(), "released", count.released(), "sold", count.sold()))
                .isEqualTo(Map.of("holds", 3L, "released", 1L, "sold", 2L));
    }

    @Test
    void a_show_that_nobody_has_touched_is_tallied_too() throws SQLException {
        var show = TestShows.tomorrow(2, 3);
        assertThat(takeTallies(List.of(show))).isOne();
        assertThat(good(List.of(show))).isOne();
        assertThat(at(ZoneId.of("UTC")).show(show).counted().count().free()).isEqualTo(6);
    }

    @Test
    void what_the_desk_writes_is_counted_as_the_ledger_says() {
        var show = TestShows.tomorrow(3, 4);
        var numbers = at(ZoneId.of("UTC"));
        var ada = SeatClient.customer();
        var bob = SeatClient.customer();
        var reference = ada.buy(show, "A1", "A2");
        ada.hold(show, "A3").statusCode(200);
        ada.hold(show, "A3").statusCode(200);
        bob.hold(show, "B1", "B2").statusCode(200);
        Ledger.withoutSweeper(() -> {
            Ledger.letTimePass(show, 60);
            ada.hold(show, "B1").statusCode(200);
            bob.buy(show, "C1");
            ada.post("bookings/" + reference + "/cancel/", "").statusCode(200);
            ada.hold(show, "C4").statusCode(200);
            ada.release(show, "C4").statusCode(200);
            var of = numbers.show(show);
            var count = of.counted().count();
            assertSame(count, new Reckoning(of.at(), ZoneId.of("UTC")).add(show));
            assertThat(count.holds()).isEqualTo(8);
            assertThat(count.expired()).as("A3, B1 and B2").isEqualTo(3);
            assertThat(count.held()).as("B1").isEqualTo(1);
            assertThat(count.converted()).isEqualTo(3);
            assertThat(count.sold()).isEqualTo(1);
            assertThat(count.revenue()).isEqualByComparingTo("100.00");
            assertThat(count.cancelledBookings()).isEqualTo(1);
        });
    }

    @Test
    void the_value_of_a_seat_is_how_early_it_was_sold() {
        var house = new House(31, ZoneId.of("UTC"), true);
        for (var show : house.thatTakePlace()) {
            var heat = house.numbers.heat(show);
            var sold = heat.seats().stream()
                    .filter(seat -> seat.soldAt() != null)
                    .sorted((a, b) -> a.soldAt().compareTo(b.soldAt()))
                    .toList();
            assertThat(heat.seats()).hasSize(12).allSatisfy(seat -> {
                assertThat(seat.spot().label()).isEqualTo(seat.label());
                assertThat(seat.soldAt() != null).isEqualTo(seat.status().equals("BOOKED"));
                assertThat(seat.value() == null).isEqualTo(seat.soldAt() == null);
            });
            if (!sold.isEmpty()) {
                assertThat(sold.getFirst().value()).isEqualByComparingTo("1");
                assertThat(sold.getLast().value()).isBetween(BigDecimal.ZERO, BigDecimal.ONE);
                assertThat(sold.stream().map(Numbers.SeatHeat::value).map(BigDecimal::doubleValue))
                        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
            }
        }
        assertThat(house.numbers.heat(house.shows.getFirst()).seats().getFirst().label())
                .isEqualTo(new Label("A", 1));
    }
}
