package org.frontrow.numbers;

import io.quarkus.arc.Arc;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * A show with a past that was made up: everything that can happen to seats, at any time, in an order that the rules allow.
 * What it writes is a ledger, seats, bookings and tickets that fit together as if the desk had written them.
 */
final class MadeUpHistory {
    private static final AtomicLong next = new AtomicLong(System.nanoTime());
    private static final List<String> PAYMENTS = List.of("ONLINE", "CASH", "COMP");

    private final Connection connection;
    private final Random dice;
    private final long account;

    private MadeUpHistory(Connection connection, long seed, long account) {
        this.connection = connection;
        this.dice = new Random(seed);
        this.account = account;
    }

    private static final class Chair {
        long id;
        long version;
        String status = "AVAILABLE";
        Instant since;
        Instant until;
        Long booking;
    }

    private static final class Sale {
        long id;
        Instant at;
        String payment;
        String status = "CONFIRMED";
        BigDecimal total;
        final List<Chair> chairs = new ArrayList<>();
    }

    private final List<Chair> chairs = new ArrayList<>();
    private final List<Sale> sales = new ArrayList<>();
    private long show;

    /**
     * @param steps how much happens
     * @param quiet whether all holds have ended
     * @return the show's id
     */
    static long of(
            long seed,
            long movie,
            long screen,
            long account,
            Instant starts,
            String currency,
            int steps,
            boolean quiet) {
        try (var connection = Arc.container().instance(DataSource.class).get().getConnection()) {
            connection.setAutoCommit(false);
            var history = new MadeUpHistory(connection, seed, account);
            history.plan(movie, screen, starts, currency);
            history.play(starts, steps, quiet, currency);
            connection.commit();
            return history.show;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void plan(long movie, long screen, Instant starts, String currency) throws SQLException {
        show = number(
                "insert into show_time (movie_id, screen_id, starts_at, ends_at, currency, price) values (?, ?, ?, ?, ?, 12.50) returning id",
                movie,
                screen,
                utc(starts),
                utc(starts.plus(Duration.ofMinutes(30))),
                currency);
        try (var statement = connection.prepareStatement("""
                insert into seat (show_time_id, row_label, number, price)
                select ?, row_label, number, 12.50 from place where screen_id = ? order by id returning id""")) {
            statement.setLong(1, show);
            statement.setLong(2, screen);
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    var chair = new Chair();
                    chair.id = row.getLong(1);
                    chairs.add(chair);
                }
            }
        }
    }

    private void play(Instant starts, int steps, boolean quiet, String currency) throws SQLException {
        var now = Instant.now();
        var last = starts.isBefore(now) ? starts : now;
        var begins = last.minus(Duration.ofDays(1 + dice.nextInt(60)));
        var apart = Duration.between(begins, last.minusSeconds(120)).dividedBy(steps + 1);
        var at = begins;
        for (int i = 0; i < steps; i++) {
            at = at.plusMillis((long) (apart.toMillis() * (0.5 + dice.nextDouble() / 2)));
            step(at, currency);
        }
        if (quiet) {
            for (var chair : chairs) {
                if (chair.status.equals("HELD")) {
                    record(chair, "EXPIRED", at, null);
                }
            }
        } else {
            // One hold that is over and nobody has tidied up, and one that is not over.
            var open = chairs.stream().filter(it -> it.status.equals("HELD")).toList();
            for (int i = 0; i < open.size(); i++) {
                open.get(i).until = i % 2 == 0 ? at.plusSeconds(30) : now.plus(Duration.ofHours(2));
            }
        }
        for (var sale : sales) {
            run(
                    "insert into booking (id, show_time_id, reference, account_id, total, currency, payment, status, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    sale.id,
                    show,
                    "M" + sale.id,
                    account,
                    sale.total,
                    currency,
                    sale.payment,
                    sale.status,
                    utc(sale.at));
        }
        for (var chair : chairs) {
            if (chair.version == 0) {
                continue;
            }
            var held = chair.status.equals("HELD");
            run(
                    "update seat set status = ?, account_id = ?::bigint, held_since = ?::timestamptz, held_until = ?::timestamptz, booking_id = ?::bigint, version = ? where show_time_id = ? and id = ?",
                    chair.status,
                    held || chair.status.equals("BOOKED") ? account : null,
                    held ? utc(chair.since) : null,
                    held ? utc(chair.until) : null,
                    chair.booking,
                    chair.version,
                    show,
                    chair.id);
        }
    }

    private void step(Instant at, String currency) throws SQLException {
        var chair = chairs.get(dice.nextInt(chairs.size()));
        switch (chair.status) {
            case "AVAILABLE" -> {
                var luck = dice.nextInt(10);
                if (luck == 0) {
                    record(chair, "BLOCKED", at, null);
                } else if (luck < 3) {
                    sell(at, List.of(chair)); // at the counter, without a hold before
                } else {
                    chair.since = at;
                    chair.until = at.plus(Duration.ofMinutes(10));
                    record(chair, "HELD", at, null);
                }
            }
            case "BLOCKED" -> record(chair, "UNBLOCKED", at, null);
            case "HELD" -> {
                switch (dice.nextInt(5)) {
                    case 0 -> {
                        chair.until = at.plus(Duration.ofMinutes(10));
                        record(chair, "EXTENDED", at, null);
                    }
                    case 1 -> record(chair, "RELEASED", at, null);
                    case 2 -> record(chair, "EXPIRED", at, null);
                    default ->
                        sell(
                                at,
                                chairs.stream()
                                        .filter(it -> it.status.equals("HELD"))
                                        .limit(1 + dice.nextInt(3))
                                        .toList());
                }
            }
            case "BOOKED" -> {
                var sale = sales.stream()
                        .filter(it -> chair.booking == it.id)
                        .findAny()
                        .orElseThrow();
                if (dice.nextInt(3) == 0) {
                    sale.status = dice.nextInt(4) == 0 ? "WITHDRAWN" : "CANCELLED";
                    for (var back : List.copyOf(sale.chairs)) {
                        record(back, "CANCELLED", at, null);
                    }
                    sale.chairs.clear();
                } else {
                    move(sale, chair, at);
                }
            }
            default -> throw new AssertionError(chair.status);
        }
    }

    /** To a seat that is free, or that its owner holds. */
    private void move(Sale sale, Chair from, Instant at) throws SQLException {
        var to = chairs.get(dice.nextInt(chairs.size()));
        if (to.status.equals("AVAILABLE") || to.status.equals("HELD")) {
            record(from, "MOVED_AWAY", at, null);
            record(to, "MOVED_HERE", at, sale.id);
            sale.chairs.remove(from);
            sale.chairs.add(to);
        }
    }

    private void sell(Instant at, List<Chair> sold) throws SQLException {
        var sale = new Sale();
        sale.id = next.incrementAndGet();
        sale.at = at;
        sale.payment = PAYMENTS.get(dice.nextInt(PAYMENTS.size()));
        sale.total = sale.payment.equals("COMP")
                ? BigDecimal.ZERO
                : new BigDecimal("12.50").multiply(BigDecimal.valueOf(sold.size()));
        sale.chairs.addAll(sold);
        sales.add(sale);
        for (var chair : sold) {
            record(chair, "BOOKED", at, sale.id);
        }
    }

    private void record(Chair chair, String kind, Instant at, Long booking) throws SQLException {
        chair.version++;
        chair.status = switch (kind) {
            case "HELD", "EXTENDED" -> "HELD";
            case "BOOKED", "MOVED_HERE" -> "BOOKED";
            case "BLOCKED" -> "BLOCKED";
            default -> "AVAILABLE";
        };
        chair.booking = booking;
        run(
                "insert into seat_event (show_time_id, seat_id, version, kind, account_id, held_until, booking_id, at) values (?, ?, ?, ?, ?, ?::timestamptz, ?::bigint, ?)",
                show,
                chair.id,
                chair.version,
                kind,
                account,
                chair.status.equals("HELD") ? utc(chair.until) : null,
                booking,
                utc(at));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private void run(String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private long number(String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
