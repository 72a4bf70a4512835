package org.frontrow.proof;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.frontrow.proof.Operation.Kind;
import org.frontrow.proof.Operation.Outcome;
import org.frontrow.seating.TestReplica;
import org.frontrow.seating.TestReplica.Reply;
import org.frontrow.seating.TestReplica.Unknown;
import org.jspecify.annotations.Nullable;

/** Asks desks in this process, without any HTTP. */
final class DeskPatron implements Patron {
    private final long account;
    private final List<TestReplica> replicas;
    private final ClientLog log;
    private final SharedClock clock;
    private final Random dice;

    DeskPatron(long account, List<TestReplica> replicas, ClientLog log, SharedClock clock, Random dice) {
        this.account = account;
        this.replicas = replicas;
        this.log = log;
        this.clock = clock;
        this.dice = dice;
    }

    private interface Question {
        Reply ask(TestReplica replica) throws Unknown;
    }

    @Override
    public Told hold(long show, List<String> seats) {
        return ask(Kind.HOLD, show, seats, replica -> replica.hold(account, show, seats));
    }

    @Override
    public Told book(long show, List<String> seats) {
        return ask(Kind.BOOK, show, seats, replica -> replica.book(account, show, seats));
    }

    @Override
    public Told release(long show, List<String> seats) {
        return ask(Kind.RELEASE, show, seats, replica -> replica.release(account, show, seats));
    }

    @Override
    public Told cancel(long show, List<String> seats, String reference) {
        return ask(Kind.CANCEL, show, seats, replica -> replica.cancel(reference, show, seats));
    }

    @Override
    public void look(long show) {
        var number = dice.nextInt(replicas.size());
        var start = System.nanoTime();
        var view = replicas.get(number).look(show);
        log(
                number,
                Kind.READ,
                show,
                List.of(),
                start,
                Outcome.OK,
                new Reply(true, "", List.of(), null, List.of()),
                view);
    }

    private Told ask(Kind kind, long show, List<String> seats, Question question) {
        var number = dice.nextInt(replicas.size());
        var start = System.nanoTime();
        try {
            var reply = question.ask(replicas.get(number));
            var outcome = reply.isYes() ? Outcome.OK : Outcome.REFUSED;
            log(number, kind, show, seats, start, outcome, reply, Map.of());
            return new Told(outcome, reply.bookings());
        } catch (Unknown e) {
            var nothing = new Reply(false, "", List.of(), null, List.of());
            log(number, kind, show, seats, start, Outcome.UNKNOWN, nothing, Map.of());
            return Told.UNKNOWN;
        }
    }

    private void log(
            int replica,
            Kind kind,
            long show,
            List<String> seats,
            long start,
            Outcome outcome,
            Reply reply,
            Map<String, String> view) {
        log.add(new Operation(
                account,
                replica,
                log.nextRequest(),
                kind,
                show,
                seats,
                start,
                System.nanoTime(),
                outcome,
                reply.reason(),
                reply.named(),
                nanos(reply.until()),
                reply.bookings(),
                view));
    }

    private @Nullable Long nanos(@Nullable Instant until) {
        return until == null ? null : (Long) clock.nanos(until);
    }
}
