package org.frontrow.proof.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.frontrow.account.Role;
import org.frontrow.process.Guest;
import org.frontrow.process.PostgresProcess;
import org.frontrow.process.ServiceProcess;
import org.frontrow.process.Stage;
import org.frontrow.proof.Findings;
import org.frontrow.proof.Proof;
import org.frontrow.proof.fuzz.Fuzzer.Count;
import org.frontrow.proof.fuzz.Fuzzer.Found;
import org.frontrow.proof.fuzz.House.Wish;
import org.frontrow.proof.fuzz.Question.Form;
import org.frontrow.seating.Ledger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of requests nobody thought of, to the service as it is installed. */
@Tag(Proof.TAG)
class FuzzerIT {
    private static final Path DESCRIPTION = Path.of("docs/api/openapi.yaml");
    /** How it says in its log that something went wrong which should not. */
    private static final Pattern FAULT =
            Pattern.compile("(?m)^.*(\"level\":\"(ERROR|FATAL)\"|\\tat [a-z]|\"exception\":).*$");

    private final long seed = Proof.seed();
    /** One alone asks the same again if the seed is the same. */
    private final int players = Integer.getInteger("proof.players", 4);

    private final int requests = Integer.getInteger("proof.requests", Proof.shortOrLong(3_000, 102_000));

    @Test
    void whatever_is_asked_the_answer_is_as_described_and_the_books_are_right(@TempDir Path directory)
            throws Exception {
        System.out.printf("Fuzzer: seed %d, %d players, %d requests%n", seed, players, requests);
        try (var postgres = PostgresProcess.start();
                var service = ServiceProcess.launch("fuzzed", directory, settings(postgres, directory))) {
            service.awaitReady();
            var database = postgres.database();
            var stage = new Stage(database);
            var shows = IntStream.range(0, Math.max(6, requests / 1_000))
                    .mapToObj(_ -> stage.show(House.ROWS, House.PER_ROW))
                    .toList();
            var house =
                    new House(shows, casts(service, database), new TokenForge(directory.resolve("signing-key.pem")));
            var fuzzer = new Fuzzer(ApiDocument.read(DESCRIPTION), house, service.baseUri(), seed);

            var start = System.nanoTime();
            fuzzer.run(players, requests);
            System.out.printf("Fuzzer: %d ms%n", (System.nanoTime() - start) / 1_000_000);

            report(fuzzer);
            assertThat(fuzzer.found()).as("seed %d", seed).isEmpty();
            assertThat(fuzzer.missing())
                    .as("operations that never went well, seed %d", seed)
                    .isEmpty();
            assertThat(faultsIn(service.log()))
                    .as("faults in the log, seed %d", seed)
                    .isEmpty();
            shows.forEach(show -> Ledger.assertRebuildsSeats(database, show));
            assertNobodyGotWhatNobodyAskedFor(database, house);
        }
    }

    private static Map<String, String> settings(PostgresProcess postgres, Path directory) throws IOException {
        var settings = postgres.settings(directory);
        settings.put("FRONTROW_PASSWORDS_MEMORY_KIB", "1024");
        settings.put("FRONTROW_PASSWORDS_PASSES", "1");
        // All come from one address, and more often than people do; what is refused for that reaches nothing deeper.
        settings.put("FRONTROW_SIGN_IN_ADDRESS_FREE", "1000000");
        settings.put("FRONTROW_REGISTRATION_ADDRESS_FREE", "1000000");
        return settings;
    }

    /** For each player two customers, one of the staff and an administrator. */
    private List<List<Person>> casts(ServiceProcess service, DataSource database) {
        var casts = new ArrayList<List<Person>>();
        for (int player = 0; player < players; player++) {
            var cast = new ArrayList<Person>();
            for (var role : List.of(Role.CUSTOMER, Role.CUSTOMER, Role.STAFF, Role.ADMIN)) {
                var guest = Guest.withTokens();
                assertThat(guest.register(service).status()).isEqualTo(201);
                cast.add(new Person(guest.username(), Guest.PASSWORD, role.allowsStaff(), role == Role.ADMIN));
                Ledger.update(
                        database, "update account set role = ? where username = ?", role.name(), guest.username());
            }
            casts.add(cast);
        }
        return casts;
    }

    private void report(Fuzzer fuzzer) {
        var table = new Findings(
                "fuzzer",
                "Requests nobody thought of",
                "operation",
                "requests",
                "as described",
                "wrong in one place",
                "strange",
                "hardly HTTP",
                "answers",
                "verdict");
        for (var count : fuzzer.counts().values()) {
            table.row(
                    count.operation.id(),
                    count.all(),
                    asked(count, Form.RIGHT),
                    asked(count, Form.WRONG),
                    asked(count, Form.ODD),
                    asked(count, Form.CROOKED),
                    count.said(),
                    count.complaints == 0 ? "VALID" : count.complaints + " complaints");
        }
        var all = fuzzer.counts().values().stream().mapToInt(Count::all).sum();
        table.row("all, seed " + seed, all, "", "", "", "", "", verdict(fuzzer.found()));
        table.write();
        assertThat(all).isGreaterThan(requests - players);
    }

    private static String verdict(List<Found> found) {
        return found.isEmpty() ? "VALID" : found.size() + " kinds of complaint";
    }

    private static int asked(Count count, Form form) {
        return count.asked.getOrDefault(form, 0);
    }

    static List<String> faultsIn(String log) {
        return FAULT.matcher(log).results().map(MatchResult::group).toList();
    }

    private static void assertNobodyGotWhatNobodyAskedFor(DataSource database, House house) {
        var sold = Ledger.query(database, """
                select a.username, s.show_time_id, s.row_label, s.number, b.reference, b.status
                from seat_event e
                    join booking b on b.show_time_id = e.show_time_id and b.id = e.booking_id
                    join account a on a.id = b.account_id
                    join seat s on s.show_time_id = e.show_time_id and s.id = e.seat_id
                where e.kind = 'BOOKED' and b.sold_by is null""");
        assertThat(sold).isNotEmpty();
        for (var seat : sold) {
            var wish = new Wish(
                    (String) seat.get(0), (long) seat.get(1), (String) seat.get(2), ((Number) seat.get(3)).intValue());
            assertThat(house.wishes()).contains(wish);
            var reference = (String) seat.get(4);
            // Nobody may have been told, if the answer was lost; but nobody else.
            var told = house.bookings().get(reference);
            assertThat(told == null ? wish.username() : told.username)
                    .as("who was told of booking %s", reference)
                    .isEqualTo(wish.username());
            if (seat.get(5).equals("CANCELLED")) {
                assertThat(house.cancelled()).contains(reference);
            }
        }
        // Also those of the counter: who books what was sold into their account is told that it is theirs.
        assertThat(Ledger.query(database, "select reference from booking").stream()
                        .map(List::getFirst))
                .as("every booking that was answered is there")
                .containsAll(house.bookings().keySet());
        assertThat(house.cancelled()).isNotEmpty();
        assertThat(Ledger.query(database, """
                                select username from account a where role <> 'CUSTOMER' and username <> 'box office'
                                    and not exists (select 1 from audit_entry e
                                        where e.act = 'ACCOUNT_ADDED' and e.subject_id = a.id::text)""").stream().map(List::getFirst))
                .as("who is more than a customer, and was not made so by an administrator")
                .containsExactlyInAnyOrderElementsOf(
                        house.staff().map(person -> person.username).toList());
        assertThat(Ledger.query(database, """
                                select e.username from audit_entry e
                                where e.act not like 'SEATS_%' and e.act not like 'BOOKING_%' and e.act not like 'TICKET_%'
                                    and e.act <> 'HOLDS_RELEASED'""").stream().map(List::getFirst))
                .as("who did what administrators do")
                .isSubsetOf(
                        house.administrators().map(person -> person.username).toList());
    }
}
