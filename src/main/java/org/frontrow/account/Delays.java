package org.frontrow.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.frontrow.account.AccountRefusal.RefreshDelayed;
import org.frontrow.account.AccountRefusal.RegistrationDelayed;
import org.frontrow.account.AccountRefusal.SignInDelayed;
import org.frontrow.account.Delay.Added;
import org.frontrow.account.Delay.Schedule;

/**
 * The waits between wrong passwords, and between what nobody needs to do so often, shared by all replicas through one
 * table and timed by its clock. Rows are always taken in the same order, address first, so attempts can wait for each
 * other but never in a circle.
 */
@ApplicationScoped
class Delays {
    /** Who refreshes every quarter of an hour never meets it; it bounds the rows that one session can make. */
    private static final Schedule REFRESHES =
            new Schedule(60, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1));

    private final Statements statements;
    private final SignInConfig config;
    private final Schedule forAccounts;
    private final Schedule forAddresses;
    private final Schedule forRegistrations;

    Delays(Statements statements, SignInConfig config, RegistrationConfig registration) {
        this.statements = statements;
        this.config = config;
        this.forAccounts =
                new Schedule(config.accountFree(), config.firstWait(), config.accountLongest(), config.accountMemory());
        this.forAddresses =
                new Schedule(config.addressFree(), config.firstWait(), config.addressLongest(), config.addressMemory());
        this.forRegistrations = new Schedule(
                registration.addressFree(),
                config.firstWait(),
                registration.addressLongest(),
                registration.addressMemory());
    }

    private record Counted(String subject, Added added) {}

    /** An attempt that may go ahead; it counts as failed until it is reported otherwise. */
    record Attempt(Optional<Username> name, CallerAddress from, List<Counted> counted) {}

    /**
     * Refuses, and counts nothing, while somebody has to wait: waiting patiently always ends. Somebody at an address
     * where this account has signed in before only waits for what was guessed about this account from there, so neither
     * strangers elsewhere nor neighbours behind the same address can keep an owner out.
     */
    @Transactional
    Attempt begin(Optional<Username> name, CallerAddress from) {
        var counted = new ArrayList<Counted>();
        if (name.isPresent() && isKnown(name.get(), from)) {
            counted.add(count(subject(name.get(), from), forAccounts, SignInDelayed::new));
        } else {
            counted.add(count(subject(from), forAddresses, SignInDelayed::new));
            name.ifPresent(it -> counted.add(count(subject(it), forAccounts, SignInDelayed::new)));
        }
        return new Attempt(name, from, counted);
    }

    /** The password was right: the account starts afresh, the address only gets this one attempt back. */
    @Transactional
    void succeeded(Attempt attempt, long account) {
        attempt.counted().stream()
                .filter(counted -> counted.subject.equals(subject(attempt.from())))
                .forEach(this::takeBack);
        attempt.name().ifPresent(name -> {
            forget(subject(name));
            forget(subject(name, attempt.from()));
        });
        statements.run("""
                insert into sign_in_address (account_id, address) values (?, ?)
                on conflict (account_id, address) do update set last_at = clock_timestamp()
                """, account, attempt.from().text());
    }

    /** The password was never looked at, so nothing was learnt and nothing is owed. */
    @Transactional
    void notEvaluated(Attempt attempt) {
        attempt.counted().forEach(this::takeBack);
    }

    /** Each counts, whatever becomes of it: it costs us a hash, or tells whether a name is taken. */
    @Transactional
    void beginRegistration(CallerAddress from) {
        count("registrations:" + from.text(), forRegistrations, RegistrationDelayed::new);
    }

    @Transactional
    void beginRefresh(UUID session) {
        count("session:" + session, REFRESHES, RefreshDelayed::new);
    }

    private boolean isKnown(Username name, CallerAddress from) {
        return statements
                .first(
                        """
                        select 1 from sign_in_address s join account a on a.id = s.account_id
                        where a.username_key = ? and s.address = ? and s.last_at > clock_timestamp() - make_interval(secs => ?)
                        """,
                        row -> true,
                        name.key(),
                        from.text(),
                        config.knownAddressFor().toSeconds())
                .isPresent();
    }

    private Counted count(String subject, Schedule schedule, Function<Duration, AccountRefusal> refusal) {
        // A look without a lock first: those who have to wait must not queue up for the row.
        statements
                .first(
                        "select count, counted_at, wait_until, clock_timestamp() as now from account_delay where subject = ?",
                        Row::read,
                        subject)
                .ifPresent(row -> refuseIfDelayed(row, refusal));
        // Writes nothing new, but makes the row and locks it; the clock is read when the lock has been granted.
        var row = statements.first("""
                insert into account_delay as d (subject, count) values (?, 0)
                on conflict (subject) do update set count = d.count
                returning count, counted_at, wait_until, clock_timestamp() as now
                """, Row::read, subject).orElseThrow();
        refuseIfDelayed(row, refusal);
        var attempted = row.delay.attempted(row.now, schedule);
        statements.run(
                "update account_delay set count = ?, counted_at = ?, wait_until = ?, forgotten_at = ? where subject = ?",
                attempted.count(),
                attempted.countedAt(),
                attempted.waitUntil(),
                row.now.plus(schedule.untilForgotten(attempted.count())),
                subject);
        return new Counted(subject, attempted.since(row.delay, row.now, schedule));
    }

    private static void refuseIfDelayed(Row row, Function<Duration, AccountRefusal> refusal) {
        var remaining = row.delay.remaining(row.now);
        if (!remaining.isZero()) {
            throw refusal.apply(remaining).refused();
        }
    }

    private void forget(String subject) {
        statements.run("delete from account_delay where subject = ?", subject);
    }

    private void takeBack(Counted counted) {
        statements
                .first(
                        "select count, counted_at, wait_until, clock_timestamp() as now from account_delay where subject = ? for update",
                        Row::read,
                        counted.subject)
                .map(row -> row.delay.takenBack(counted.added))
                .ifPresent(delay -> statements.run(
                        "update account_delay set count = ?, wait_until = ? where subject = ?",
                        delay.count(),
                        delay.waitUntil(),
                        counted.subject));
    }

    static String subject(Username name) {
        return "account:" + name.key();
    }

    static String subject(CallerAddress from) {
        return "address:" + from.text();
    }

    static String subject(Username name, CallerAddress from) {
        return "account:" + name.key() + " address:" + from.text();
    }

    private record Row(Delay delay, Instant now) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    new Delay(
                            row.getDouble("count"),
                            Statements.instant(row, "counted_at"),
                            Statements.instant(row, "wait_until")),
                    Statements.requiredInstant(row, "now"));
        }
    }
}
