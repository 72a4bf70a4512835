package org.frontrow.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.frontrow.client.SeatsClient;
import org.frontrow.client.SeatsClient.Answer;
import org.frontrow.client.SeatsClient.GaveUp;
import org.frontrow.client.SeatsClient.Seat;
import org.frontrow.proof.Operation.Kind;
import org.frontrow.proof.Operation.Outcome;

/** Asks the service as anybody would, by the client of the documentation, and any replica each time. */
final class HttpPatron implements Patron, SeatsClient.Witness {
    private final long account;
    private final List<URI> replicas;
    private final ClientLog log;
    private final SharedClock clock;
    private final SeatsClient client;

    // What is being asked.
    private Kind kind = Kind.READ;
    private long request;
    private long show;
    private List<String> seats = List.of();

    HttpPatron(
            long account,
            String refreshToken,
            List<URI> replicas,
            ClientLog log,
            SharedClock clock,
            Random dice,
            Duration patience) {
        this.account = account;
        this.replicas = replicas;
        this.log = log;
        this.clock = clock;
        this.client = new SeatsClient(() -> replicas.get(dice.nextInt(replicas.size())), refreshToken, patience, this);
    }

    void signIn() {
        try {
            if (!client.signIn()) {
                throw new AssertionError("Account " + account + " cannot sign in");
            }
        } catch (GaveUp e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Told hold(long show, List<String> seats) {
        return ask(Kind.HOLD, show, seats, () -> client.hold(show, labels(seats)));
    }

    @Override
    public Told book(long show, List<String> seats) {
        return ask(Kind.BOOK, show, seats, () -> client.book(show, labels(seats)));
    }

    @Override
    public Told release(long show, List<String> seats) {
        return ask(Kind.RELEASE, show, seats, () -> client.release(show, labels(seats)));
    }

    @Override
    public Told cancel(long show, List<String> seats, String reference) {
        return ask(Kind.CANCEL, show, seats, () -> client.cancel(reference));
    }

    @Override
    public void look(long show) {
        ask(Kind.READ, show, List.of(), () -> client.map(show));
    }

    /** One page of what they are told they have booked. */
    Answer bookings(int page) throws GaveUp {
        this.kind = Kind.READ;
        this.show = 0;
        this.seats = List.of();
        this.request = log.nextRequest();
        return client.bookings(page);
    }

    private interface Question {
        Answer ask() throws GaveUp;
    }

    private Told ask(Kind kind, long show, List<String> seats, Question question) {
        this.kind = kind;
        this.show = show;
        this.seats = seats;
        this.request = log.nextRequest();
        try {
            var answer = question.ask();
            return new Told(outcome(answer), references(answer));
        } catch (GaveUp e) {
            return Told.UNKNOWN;
        }
    }

    @Override
    public void saw(URI service, long start, long end, Answer answer) {
        var outcome = outcome(answer);
        log.add(new Operation(
                account,
                replicas.indexOf(service),
                request,
                kind,
                show,
                seats,
                start,
                end,
                outcome,
                outcome == Outcome.REFUSED ? answer.problem() : "",
                named(answer),
                kind == Kind.HOLD && outcome == Outcome.OK
                        ? (Long) clock.nanos(
                                Instant.parse(answer.body().path("expires_at").asText()))
                        : null,
                references(answer),
                kind == Kind.READ && outcome == Outcome.OK ? view(answer.body().path("seats")) : Map.of()));
    }

    private static Outcome outcome(Answer answer) {
        if (answer.isYes()) {
            return Outcome.OK;
        }
        // Both say that nothing was changed.
        var sentAway = Set.of("desk-busy", "too-busy").contains(answer.problem());
        var refused = answer.status() / 100 == 4 || sentAway;
        return refused ? Outcome.REFUSED : Outcome.UNKNOWN;
    }

    private static List<String> references(Answer answer) {
        return each(answer.body().path("references")).map(JsonNode::asText).toList();
    }

    private static List<String> named(Answer answer) {
        return answer.isYes()
                ? List.of()
                : each(answer.body().path("seats")).map(HttpPatron::label).toList();
    }

    static Map<String, String> view(JsonNode seats) {
        var view = new HashMap<String, String>();
        seats.forEach(seat -> view.put(
                label(seat),
                seat.path("is_held_expired").asBoolean()
                        ? "AVAILABLE"
                        : seat.path("status").asText()));
        return view;
    }

    static String label(JsonNode seat) {
        return seat.path("row").asText() + seat.path("number").asInt();
    }

    private static List<Seat> labels(List<String> seats) {
        return seats.stream()
                .map(seat -> new Seat(seat.substring(0, 1), Integer.parseInt(seat.substring(1))))
                .toList();
    }

    private static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
