package org.frontrow.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flywaydb.core.Flyway;
import org.frontrow.catalog.TestShows;
import org.frontrow.seating.Ledger;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database refuses by itself, to the role the service works with, should the code ever be wrong. */
@QuarkusTest
class DatabaseGuardsTest {
    @Inject
    Flyway flyway;

    private static final String CHECK = "23514";
    private static final String EXCLUSION = "23P01";
    private static final String UNIQUE = "23505";
    private static final String FOREIGN_KEY = "23503";
    private static final String NOT_ALLOWED = "42501";

    @Inject
    DataSource database;

    private final SeatClient anna = SeatClient.customer();
    private final long show = TestShows.tomorrow(1, 3);

    @Test
    void a_seat_has_one_valid_ticket_at_most() {
        anna.buy(show, "A1");
        var again = """
                insert into ticket (show_time_id, booking_id, seat_id, price, code, status)
                select show_time_id, booking_id, seat_id, price, gen_random_uuid()::text, '%s' from ticket where show_time_id = %d""";

        assertThatCode(() -> run(again.formatted("CANCELLED", show))).doesNotThrowAnyException();
        refused(UNIQUE, "ticket_valid_once", () -> run(again.formatted("VALID", show)));
        refused(
                UNIQUE,
                "ticket_valid_once",
                () -> run("update ticket set status = 'VALID' where show_time_id = " + show));
    }

    static Stream<String> columnsThatDoNotFit() {
        return Stream.of(
                "status = 'NONSENSE'",
                "status = 'HELD'",
                "status = 'BOOKED'",
                "account_id = 1",
                "held_until = now()",
                "status = 'BLOCKED', account_id = 1",
                "status = 'HELD', account_id = 1, held_since = now()",
                "status = 'HELD', account_id = 1, held_until = now()",
                "status = 'HELD', held_since = now(), held_until = now() + interval '1 minute'",
                "status = 'HELD', account_id = 1, held_since = now(), held_until = now()",
                "status = 'HELD', account_id = 1, held_since = now(), held_until = now() - interval '1 minute'",
                "status = 'HELD', account_id = 1, held_since = now(), held_until = now() + interval '1 minute',"
                        + " booking_id = (select max(id) from booking)",
                "status = 'BOOKED', account_id = 1",
                "status = 'BOOKED', booking_id = 1",
                "status = 'BOOKED', account_id = 1, booking_id = 1, held_since = now(),"
                        + " held_until = now() + interval '1 minute'");
    }

    @ParameterizedTest
    @MethodSource("columnsThatDoNotFit")
    void a_seat_is_what_its_columns_say(String columns) {
        refused(
                CHECK,
                "seat_columns_fit_status",
                () -> run("update seat set " + columns + " where number = 1 and show_time_id = " + show));
    }

    @Test
    void a_booked_seat_names_a_booking_of_its_own_show() {
        var other = TestShows.tomorrow(1, 1);
        anna.buy(other, "A1");
        refused(
                FOREIGN_KEY,
                "seat_booking_fk",
                () -> run("update seat set status = 'BOOKED', account_id = 1, booking_id ="
                        + " (select id from booking where show_time_id = " + other + ") where show_time_id = " + show));
    }

    @Test
    void a_chair_is_one_seat_of_a_show() {
        refused(
                UNIQUE,
                "seat_label_unique",
                () -> run(
                        "insert into seat (show_time_id, row_label, number, price) values (" + show + ", 'A', 1, 1)"));
        refused(
                CHECK,
                "seat_price_not_negative",
                () -> run("update seat set price = -0.01 where show_time_id = " + show));
    }

    /** The show runs from 0 to 120 minutes. */
    @ParameterizedTest
    @CsvSource({"0,120", "-1,1", "119,121", "30,60", "-10,130", "-10,120", "0,1"})
    void shows_in_one_screen_do_not_overlap(int from, int until) {
        refused(EXCLUSION, "show_time_no_overlap", () -> run(another("screen_id", from, until)));
        assertThatCode(() -> run(another(
                        "(select screen_id from show_time where id = " + TestShows.startingAt(farAway(), 1, 1).id + ")",
                        from,
                        until)))
                .as("in another screen")
                .doesNotThrowAnyException();
    }

    @Test
    void a_show_may_begin_when_the_one_before_it_ends() {
        assertThatCode(() -> run(another("screen_id", 120, 240))).doesNotThrowAnyException();
        assertThatCode(() -> run(another("screen_id", -30, 0))).doesNotThrowAnyException();
        refused(CHECK, "show_time_ends_after_start", () -> run(another("screen_id", 300, 300)));
    }

    private String another(String screen, int from, int until) {
        return """
                insert into show_time (movie_id, screen_id, starts_at, ends_at, currency, price)
                select movie_id, %s, starts_at + interval '%d minutes', starts_at + interval '%d minutes', currency, price
                from show_time where id = %d""".formatted(screen, from, until, show);
    }

    private static Instant farAway() {
        return Instant.now().plus(Duration.ofDays(300));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update seat_event set kind = 'RELEASED'",
                "update seat_event set at = now() where false",
                "delete from seat_event",
                "delete from seat_event where false",
                "truncate seat_event",
                "truncate seat_event cascade"
            })
    void the_ledger_only_grows(String change) {
        anna.hold(show, "A1").statusCode(200);

        refused(NOT_ALLOWED, "seat_event", () -> run(change));

        assertThat(Ledger.eventsOf(show, "A", 1)).containsExactly("HELD");
    }

    @Test
    void an_event_happens_once() {
        anna.hold(show, "A1").statusCode(200);
        refused(
                UNIQUE,
                "seat_event_version_unique",
                () -> run("insert into seat_event (show_time_id, seat_id, version, kind, at)"
                        + " select show_time_id, seat_id, version, 'RELEASED', now() from seat_event"
                        + " where show_time_id = " + show));
    }

    @Test
    void the_service_is_no_superuser_and_owns_nothing_but_its_database() {
        assertThat(Ledger.query("select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls"
                        + " from pg_roles where rolname = current_user"))
                .isEqualTo(List.of(List.of(false, false, false, false, false)));
    }

    @ParameterizedTest
    @CsvSource({
        "lock_timeout,1s",
        "statement_timeout,5s",
        "idle_in_transaction_session_timeout,5s",
        "transaction_timeout,10s",
        "synchronous_commit,on",
        "default_transaction_isolation,read committed",
        "transaction_isolation,read committed",
        "default_transaction_read_only,off",
        "application_name,frontrow"
    })
    void every_connection_is_set_up(String setting, String value) throws Exception {
        // Several at once, so that some are new.
        try (var first = database.getConnection();
                var second = database.getConnection();
                var third = database.getConnection()) {
            for (var connection : List.of(first, second, third)) {
                try (var statement = connection.createStatement();
                        var row = statement.executeQuery("show " + setting)) {
                    row.next();
                    assertThat(row.getString(1)).isEqualTo(value);
                }
            }
        }
    }

    // ---- the check at start ----

    private static final Map<String, String> GOOD = Map.of(
            "server_version_num", "180006",
            "synchronous_commit", "on",
            "fsync", "on",
            "lock_timeout", "1000",
            "statement_timeout", "5000",
            "idle_in_transaction_session_timeout", "5000",
            "transaction_timeout", "10000",
            "default_transaction_read_only", "off");

    @Test
    void a_good_database_is_taken() {
        assertThat(check().complaints(GOOD)).isEmpty();
        assertThat(check().complaints(but("synchronous_commit", "remote_apply")))
                .isEmpty();
        var fifteen = Stream.concat(GOOD.entrySet().stream(), Stream.of(Map.entry("server_version_num", "150018")))
                .filter(entry -> !entry.getKey().equals("transaction_timeout"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (_, last) -> last));
        assertThat(check().complaints(fifteen)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "server_version_num,140011,it is PostgreSQL 14",
        "synchronous_commit,off,synchronous_commit is off",
        "synchronous_commit,local,synchronous_commit is local",
        "synchronous_commit,remote_write,synchronous_commit is remote_write",
        "fsync,off,fsync is off",
        "lock_timeout,0,lock_timeout is off",
        "statement_timeout,0,statement_timeout is off",
        "idle_in_transaction_session_timeout,0,idle_in_transaction_session_timeout is off",
        "transaction_timeout,0,transaction_timeout is off",
        "default_transaction_read_only,on,it is read-only"
    })
    void a_database_that_cannot_keep_promises_is_not(String setting, String value, String complaint) {
        assertThat(check().complaints(but(setting, value)))
                .singleElement()
                .asString()
                .startsWith(complaint);
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        assertThat(check().complaints(Map.of())).hasSizeGreaterThanOrEqualTo(4);
        assertThat(new DatabaseCheck(database, flyway, true, false).complaints(but("fsync", "off")))
                .isEmpty();
    }

    private DatabaseCheck check() {
        return new DatabaseCheck(database, flyway, true, true);
    }

    private static Map<String, String> but(String setting, String value) {
        return Stream.concat(GOOD.entrySet().stream(), Stream.of(Map.entry(setting, value)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (_, last) -> last));
    }

    // ---- words for the above ----

    private void run(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void refused(String state, String by, ThrowingCallable change) {
        assertThatThrownBy(change)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state))
                .hasMessageContaining(by);
    }

    /** Building an index over ten million seats takes longer than any transaction of the service may. */
    @Test
    void migrations_may_take_their_time() throws SQLException {
        try (var connection = flyway.getConfiguration().getDataSource().getConnection();
                var statement = connection.createStatement()) {
            for (var timeout : List.of("statement_timeout", "idle_in_transaction_session_timeout")) {
                try (var row = statement.executeQuery("show " + timeout)) {
                    row.next();
                    assertThat(row.getString(1)).as(timeout).isEqualTo("0");
                }
            }
        }
    }
}
