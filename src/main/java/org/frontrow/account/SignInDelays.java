package org.frontrow.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.frontrow.account.AccountRefusal.SignInDelayed;
import org.frontrow.account.SignInDelay.Schedule;

/**
 * The waits between wrong passwords, shared by all replicas through one table and timed by its clock. Both rows are
 * always taken in the same order, address first, so attempts can wait for each other but never in a circle.
 */
@ApplicationScoped
class SignInDelays {
    private final Statements statements;
    private final SignInConfig config;
    private final Schedule forAccounts;
    private final Schedule forAddresses;

    SignInDelays(Statements statements, SignInConfig config) {
        this.statements = statements;
        this.config = config;
        this.forAccounts =
                new Schedule(config.accountFree(), config.firstWait(), config.accountLongest(), config.accountMemory());
        this.forAddresses =
                new Schedule(config.addressFree(), config.firstWait(), config.addressLongest(), config.addressMemory());
    }

    /** An attempt that may go ahead; it counts as failed until it is reported otherwise. */
    record Attempt(Optional<Username> name, CallerAddress from, boolean countsForAccount) {}

    /** Refuses, and counts nothing, while somebody has to wait: waiting patiently always ends. */
    @Transactional
    Attempt begin(Optional<Username> name, CallerAddress from) {
        var countsForAccount = name.isPresent() && !isKnown(name.get(), from);
        count(subject(from), forAddresses);
        if (countsForAccount) {
            count(subject(name.orElseThrow()), forAccounts);
        }
        return new Attempt(name, from, countsForAccount);
    }

    /** The password was right: the account starts afresh, the address only gets this one attempt back. */
    @Transactional
    void succeeded(Attempt attempt, long account) {
        takeBack(subject(attempt.from()));
        attempt.name().ifPresent(name -> statements.run("delete from sign_in_delay where subject = ?", subject(name)));
        statements.run("""
                insert into sign_in_address (account_id, address) values (?, ?)
                on conflict (account_id, address) do update set last_at = clock_timestamp()
                """, account, attempt.from().text());
    }

    /** The password was never looked at, so nothing was learnt and nothing is owed. */
    @Transactional
    void notEvaluated(Attempt attempt) {
        takeBack(subject(attempt.from()));
        if (attempt.countsForAccount()) {
            takeBack(subject(attempt.name().orElseThrow()));
        }
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

    private void count(String subject, Schedule schedule) {
        // A look without a lock first: those who have to wait must not queue up for the row.
        refuseIfDelayed(statements.first(
                "select failures, wait_until, last_failure_at, clock_timestamp() as now from sign_in_delay where subject = ?",
                Row::read,
                subject));
        // Writes nothing new, but makes the row and locks it; the clock is read when the lock has been granted.
        var row = statements.first("""
                insert into sign_in_delay as d (subject, failures) values (?, 0)
                on conflict (subject) do update set failures = d.failures
                returning failures, wait_until, last_failure_at, clock_timestamp() as now
                """, Row::read, subject);
        refuseIfDelayed(row);
        save(subject, row.orElseThrow().delay.attempted(row.orElseThrow().now, schedule));
    }

    private static void refuseIfDelayed(Optional<Row> row) {
        row.map(it -> it.delay.remaining(it.now))
                .filter(remaining -> !remaining.isZero())
                .ifPresent(remaining -> {
                    throw new SignInDelayed(remaining).refused();
                });
    }

    private void takeBack(String subject) {
        statements
                .first(
                        "select failures, wait_until, last_failure_at, clock_timestamp() as now from sign_in_delay where subject = ? for update",
                        Row::read,
                        subject)
                .ifPresent(row -> save(subject, row.delay.takenBack()));
    }

    private void save(String subject, SignInDelay delay) {
        statements.run(
                "update sign_in_delay set failures = ?, wait_until = ?, last_failure_at = ? where subject = ?",
                delay.failures(),
                delay.waitUntil(),
                delay.lastFailureAt(),
                subject);
    }

    static String subject(Username name) {
        return "account:" + name.key();
    }

    static String subject(CallerAddress from) {
        return "address:" + from.text();
    }

    private record Row(SignInDelay delay, Instant now) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    new SignInDelay(
                            row.getInt("failures"),
                            Statements.instant(row, "wait_until"),
                            Statements.instant(row, "last_failure_at")),
                    Statements.requiredInstant(row, "now"));
        }
    }
}
