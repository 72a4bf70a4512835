package org.frontrow.numbers;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.frontrow.platform.SqlArrays;

/**
 * Counts some shows within one view of the database: those with a good tally by their tallies, the others in the ledger.
 */
final class Counting {
    private static final String TALLIES =
            "select *, 0 as held, 0 as overdue from show_tally where show_time_id = any(?)";

    private static final String ADDED_PAYMENTS =
            "select payment, sum(bookings) as bookings, sum(seats) as seats, sum(revenue) as revenue from ";
    private static final String PAYMENTS_IN_TALLIES =
            ADDED_PAYMENTS + "payment_tally where show_time_id = any(?) group by 1";
    private static final String PAYMENTS_IN_LEDGER =
            ADDED_PAYMENTS + "(" + LedgerCount.PAYMENTS + ") as counted group by 1";

    private static final String SALES_IN_TALLIES = "select course from sale_tally where show_time_id = any(?)";
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final int HUNDREDTHS = 2;

    private static final String SEATS_IN_TALLIES =
            "select show_time_id, layout, leads from seat_tally where show_time_id = any(?)";

    private static final String LABELS =
            "select row_label, number from seat where show_time_id = any(array[?]) order by row_label, number";

    private final Connection transaction;
    private final Instant now;
    private final List<Show> shows;
    private final Set<Long> tallied;

    /** @param tallied those of the shows that need not be counted again */
    Counting(Connection transaction, Instant now, List<Show> shows, Set<Long> tallied) {
        this.transaction = transaction;
        this.now = now;
        this.shows = shows;
        this.tallied = tallied;
    }

    /** What came in by one way to pay. */
    record Payment(String payment, String currency, long bookings, long seats, BigDecimal revenue) {}

    /** What was sold and given back within one step of time. */
    record Sales(long sales, long returns, BigDecimal revenue) {}

    /**
     * What became of one label over several shows.
     *
     * @param shows in how many it was for sale
     * @param sold in how many of them it was sold
     * @param leadHours of those it was sold in, all together
     */
    record Demand(long shows, long sold, long leadHours) {
        Demand plus(Demand other) {
            return new Demand(shows + other.shows, sold + other.sold, leadHours + other.leadHours);
        }
    }

    record Label(String row, int number) {}

    /** Of each show; of one that has no seats there is nothing. */
    Map<Long, Count> byShow() throws SQLException {
        var counts = new HashMap<Long, Count>();
        if (!tallied.isEmpty()) {
            try (var statement = transaction.prepareStatement(TALLIES)) {
                SqlArrays.setIds(statement, 1, tallied);
                readCounts(statement, counts);
            }
        }
        var others = others(shows);
        if (!others.isEmpty()) {
            try (var statement = transaction.prepareStatement(LedgerCount.SHOWS)) {
                statement.setObject(1, now.atOffset(ZoneOffset.UTC));
                statement.setObject(2, now.atOffset(ZoneOffset.UTC));
                for (int i = 3; i <= 5; i++) {
                    SqlArrays.setIds(statement, i, others);
                }
                readCounts(statement, counts);
            }
        }
        return counts;
    }

    private static void readCounts(PreparedStatement statement, Map<Long, Count> into) throws SQLException {
        try (var row = statement.executeQuery()) {
            while (row.next()) {
                into.put(row.getLong("show_time_id"), Count.of(row));
            }
        }
    }

    /** By currency and payment, both in the order of the alphabet. */
    List<Payment> payments() throws SQLException {
        var found = new ArrayList<Payment>();
        for (var same : byCurrency().entrySet()) {
            var added = new TreeMap<String, Payment>();
            var ours = tallied(same.getValue());
            if (!ours.isEmpty()) {
                try (var statement = transaction.prepareStatement(PAYMENTS_IN_TALLIES)) {
                    SqlArrays.setIds(statement, 1, ours);
                    readPayments(statement, same.getKey(), added);
                }
            }
            var others = others(same.getValue());
            if (!others.isEmpty()) {
                try (var statement = transaction.prepareStatement(PAYMENTS_IN_LEDGER)) {
                    SqlArrays.setIds(statement, 1, others);
                    SqlArrays.setIds(statement, 2, others);
                    readPayments(statement, same.getKey(), added);
                }
            }
            found.addAll(added.values());
        }
        return found;
    }

    private static void readPayments(PreparedStatement statement, String currency, Map<String, Payment> into)
            throws SQLException {
        try (var row = statement.executeQuery()) {
            while (row.next()) {
                into.merge(
                        row.getString("payment"),
                        new Payment(
                                row.getString("payment"),
                                currency,
                                row.getLong("bookings"),
                                row.getLong("seats"),
                                row.getBigDecimal("revenue")),
                        (a, b) -> new Payment(
                                a.payment,
                                currency,
                                a.bookings + b.bookings,
                                a.seats + b.seats,
                                a.revenue.add(b.revenue)));
            }
        }
    }

    /**
     * What was sold from each of these instants to the next one, by currency.
     *
     * @param begins of each step, on quarters of an hour; the first not later than the first sale
     * @return as many as there are steps for each currency
     */
    Map<String, List<Sales>> sales(List<Instant> begins) throws SQLException {
        var found = new LinkedHashMap<String, List<Sales>>();
        for (var same : byCurrency().entrySet()) {
            var steps = new Steps(begins);
            var ours = tallied(same.getValue());
            if (!ours.isEmpty()) {
                try (var statement = transaction.prepareStatement(SALES_IN_TALLIES)) {
                    SqlArrays.setIds(statement, 1, ours);
                    readSales(statement, steps);
                }
            }
            var others = others(same.getValue());
            if (!others.isEmpty()) {
                try (var statement = transaction.prepareStatement(LedgerCount.SALES)) {
                    SqlArrays.setIds(statement, 1, others);
                    SqlArrays.setIds(statement, 2, others);
                    readSales(statement, steps);
                }
            }
            found.put(same.getKey(), steps.sales());
        }
        return found;
    }

    private static void readSales(PreparedStatement statement, Steps into) throws SQLException {
        try (var row = statement.executeQuery()) {
            while (row.next()) {
                into.add(row.getBytes("course"));
            }
        }
    }

    /** Adds up quarters of an hour. */
    private static final class Steps {
        private final long[] begins;
        private final long[] sales;
        private final long[] returns;
        private final long[] hundredths;

        Steps(List<Instant> begins) {
            this.begins = begins.stream()
                    .mapToLong(begin -> begin.getEpochSecond() / QUARTER.toSeconds())
                    .toArray();
            this.sales = new long[this.begins.length];
            this.returns = new long[this.begins.length];
            this.hundredths = new long[this.begins.length];
        }

        void add(byte[] course) {
            var bytes = ByteBuffer.wrap(course);
            while (bytes.hasRemaining()) {
                var place = Arrays.binarySearch(begins, bytes.getInt());
                // Between two beginnings it says where the later one is.
                var step = Math.max(0, place >= 0 ? place : -place - 2);
                sales[step] += bytes.getInt();
                returns[step] += bytes.getInt();
                hundredths[step] += bytes.getLong();
            }
        }

        List<Sales> sales() {
            var steps = new ArrayList<Sales>(begins.length);
            for (int i = 0; i < begins.length; i++) {
                steps.add(new Sales(sales[i], returns[i], BigDecimal.valueOf(hundredths[i], HUNDREDTHS)));
            }
            return steps;
        }
    }

    /** What became of each label that any of the shows has. */
    Map<Label, Demand> byLabel() throws SQLException {
        var layouts = new HashMap<String, Leads>();
        var ours = tallied(shows);
        if (!ours.isEmpty()) {
            try (var statement = transaction.prepareStatement(SEATS_IN_TALLIES)) {
                SqlArrays.setIds(statement, 1, ours);
                readLeads(statement, layouts);
            }
        }
        var others = others(shows);
        if (!others.isEmpty()) {
            try (var statement = transaction.prepareStatement(LedgerCount.SEATS)) {
                SqlArrays.setIds(statement, 1, others);
                SqlArrays.setIds(statement, 2, others);
                SqlArrays.setIds(statement, 3, others);
                readLeads(statement, layouts);
            }
        }
        var found = new HashMap<Label, Demand>();
        for (var leads : layouts.values()) {
            try (var statement = transaction.prepareStatement(LABELS)) {
                statement.setLong(1, leads.show);
                try (var row = statement.executeQuery()) {
                    for (int i = 0; row.next(); i++) {
                        found.merge(new Label(row.getString(1), row.getInt(2)), leads.of(i), Demand::plus);
                    }
                }
            }
        }
        return found;
    }

    private static void readLeads(PreparedStatement statement, Map<String, Leads> into) throws SQLException {
        try (var row = statement.executeQuery()) {
            while (row.next()) {
                var show = row.getLong("show_time_id");
                var leads = row.getBytes("leads");
                into.computeIfAbsent(row.getString("layout"), _ -> new Leads(show, leads.length / Short.BYTES))
                        .add(leads);
            }
        }
    }

    /** Shows with the same labels, added up seat by seat. */
    private static final class Leads {
        private static final int NOT_FOR_SALE = -2;

        /** One of them, to ask for the labels. */
        private final long show;

        private final int[] shows;
        private final int[] sold;
        private final long[] hours;

        Leads(long show, int seats) {
            this.show = show;
            this.shows = new int[seats];
            this.sold = new int[seats];
            this.hours = new long[seats];
        }

        void add(byte[] leads) {
            for (int i = 0; i < shows.length; i++) {
                var lead = (short) ((leads[2 * i] << Byte.SIZE) | (leads[2 * i + 1] & 0xFF));
                if (lead != NOT_FOR_SALE) {
                    shows[i]++;
                }
                if (lead >= 0) {
                    sold[i]++;
                    hours[i] += lead;
                }
            }
        }

        Demand of(int seat) {
            return new Demand(shows[seat], sold[seat], hours[seat]);
        }
    }

    private Map<String, List<Show>> byCurrency() {
        return shows.stream().collect(Collectors.groupingBy(Show::currency, TreeMap::new, Collectors.toList()));
    }

    private List<Long> tallied(Collection<Show> among) {
        return among.stream().map(Show::id).filter(tallied::contains).toList();
    }

    private List<Long> others(Collection<Show> among) {
        return among.stream().map(Show::id).filter(id -> !tallied.contains(id)).toList();
    }
}
