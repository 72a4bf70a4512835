package org.frontrow.account;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import org.frontrow.platform.DatabaseUnreachable;
import org.frontrow.platform.Refused;
import org.jboss.logging.Logger;

/**
 * Deletes what no longer means anything: an expired token is refused whether its row is still there or not. In small
 * batches, each its own transaction, leaving out what another replica is already at.
 */
@Singleton
class SessionExpiry {
    private static final Logger log = Logger.getLogger(SessionExpiry.class);
    private static final int BATCH = 1000;
    private static final int BATCHES = 50;

    // An ended session stays for a day: replicas that start or reconnect load the latest ones.
    private static final String OVER =
            "(s.expires_at < clock_timestamp() or s.revoked_at < clock_timestamp() - interval '1 day')";

    private static final String TOKENS = """
            delete from refresh_token where hash in (
                select t.hash from refresh_token t join account_session s on s.id = t.session_id
                where %s limit %d for update of t skip locked)
            """.formatted(OVER, BATCH);

    private static final String SESSIONS = """
            delete from account_session where id in (
                select s.id from account_session s
                where %s and not exists (select from refresh_token t where t.session_id = s.id)
                limit %d for update of s skip locked)
            """.formatted(OVER, BATCH);

    private static final String DELAYS = """
            delete from account_delay where subject in (
                select d.subject from account_delay d
                where d.forgotten_at < clock_timestamp() and (d.wait_until is null or d.wait_until < clock_timestamp())
                limit %d for update skip locked)
            """.formatted(BATCH);

    private static final String ADDRESSES = """
            delete from sign_in_address where (account_id, address) in (
                select a.account_id, a.address from sign_in_address a
                where a.last_at < clock_timestamp() - make_interval(secs => ?)
                limit %d for update skip locked)
            """.formatted(BATCH);

    private final Statements statements;
    private final SignInConfig signIn;

    SessionExpiry(Statements statements, SignInConfig signIn) {
        this.statements = statements;
        this.signIn = signIn;
    }

    @Scheduled(
            every = "${frontrow.sessions.tidy-every:10m}",
            delayed = "30s",
            concurrentExecution = ConcurrentExecution.SKIP)
    void tidyUp() {
        inBatches(TOKENS);
        inBatches(SESSIONS);
        inBatches(DELAYS);
        inBatches(ADDRESSES, signIn.knownAddressFor().toSeconds());
    }

    /** Whatever one kind meets, the others get their turn, and this one gets it again next time. */
    private void inBatches(String delete, Object... values) {
        try {
            for (int i = 0; i < BATCHES && statements.run(delete, values) == BATCH; i++) {
                // until there is less than a batch left
            }
        } catch (Refused | DatabaseUnreachable | IllegalStateException e) {
            log.warnf("Tidying up ended early: %s", e.getMessage());
        }
    }
}
