package org.frontrow.proof.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;
import org.frontrow.proof.fuzz.ApiDocument.Operation;

/** What this fuzzer knows of seats: a few shows that are too small for everybody, and who has what. */
final class House implements World {
    static final int ROWS = 4;
    static final int PER_ROW = 8;

    private static final JsonNodeFactory nodes = JsonNodeFactory.instance;
    private static final ObjectMapper json = new ObjectMapper();
    private static final Set<String> BOOKING = Set.of("bookSeat", "bookSeats");
    private static final Set<String> OF_ONE_BOOKING = Set.of("getBooking", "cancelBooking");
    private static final Set<String> OF_ONE_TICKET = Set.of("getTicket", "getTicketQrCode");

    private final List<Long> shows;
    private final List<List<Person>> casts;
    private final TokenForge forge;
    private final Map<Person, ConcurrentLinkedDeque<ObjectNode>> held = new ConcurrentHashMap<>();
    private final Map<String, Person> references = new ConcurrentHashMap<>();
    private final Map<Long, Person> tickets = new ConcurrentHashMap<>();
    private final List<String> knownReferences = new ArrayList<>();
    private final List<Long> knownTickets = new ArrayList<>();
    private final Set<Wish> wishes = ConcurrentHashMap.newKeySet();
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    private final Office office;

    /** A seat that somebody asked to book. */
    record Wish(String username, long show, String row, int number) {}

    House(List<Long> shows, List<List<Person>> casts, TokenForge forge) {
        this.shows = shows;
        this.casts = casts;
        this.forge = forge;
        this.office = new Office(shows);
        casts.forEach(cast -> cast.forEach(person -> held.put(person, new ConcurrentLinkedDeque<>())));
    }

    /** All that was ever asked to be booked, whether or not it worked. */
    Set<Wish> wishes() {
        return wishes;
    }

    /** By reference, as the answers said. */
    Map<String, Person> bookings() {
        return references;
    }

    /** References whose owner, or somebody of the staff, asked to cancel them. */
    Set<String> cancelled() {
        return cancelled;
    }

    Stream<Person> administrators() {
        return casts.stream().flatMap(List::stream).filter(person -> person.administrator);
    }

    Stream<Person> staff() {
        return casts.stream().flatMap(List::stream).filter(person -> person.staff);
    }

    @Override
    public List<Person> cast(int player) {
        return casts.get(player);
    }

    @Override
    public Optional<byte[]> file(Operation operation) {
        return office.file(operation);
    }

    @Override
    public Optional<JsonNode> known(Operation operation, String name, Person who, Dice dice) {
        var ofTheOffice = office.known(operation, name, who, dice);
        if (ofTheOffice.isPresent()) {
            return ofTheOffice;
        }
        if (dice.oneIn(12)) {
            return Optional.empty();
        }
        return switch (name) {
            case "show_id" -> Optional.of(nodes.numberNode(dice.oneOf(shows)));
            case "row" -> Optional.of(nodes.textNode(Character.toString('A' + dice.below(ROWS))));
            case "number" -> Optional.of(nodes.numberNode(1 + dice.below(PER_ROW)));
            case "seats" -> Optional.of(someSeats(dice));
            case "id" -> oneOf(knownTickets, dice).map(nodes::numberNode);
            case "reference" -> oneOf(knownReferences, dice).map(nodes::textNode);
            case "refresh_token" -> Optional.of(nodes.textNode(who.refreshToken));
            default -> Optional.empty();
        };
    }

    private static <T> Optional<T> oneOf(List<T> known, Dice dice) {
        synchronized (known) {
            return known.isEmpty() ? Optional.empty() : Optional.of(dice.oneOf(known));
        }
    }

    /** Side by side in one row, so none is named twice. */
    private static ArrayNode someSeats(Dice dice) {
        var seats = nodes.arrayNode();
        var row = Character.toString('A' + dice.below(ROWS));
        var first = 1 + dice.below(PER_ROW);
        var last = Math.min(PER_ROW, first + dice.below(3));
        for (int number = first; number <= last; number++) {
            seats.addObject().put("row", row).put("number", number);
        }
        return seats;
    }

    @Override
    public Optional<ObjectNode> body(Operation operation, Person who, Dice dice) {
        var ofTheOffice = office.body(operation, who, dice);
        if (ofTheOffice.isPresent()) {
            return ofTheOffice;
        }
        var mine = held.get(who);
        if (operation.id().equals("bookSeats") && dice.below(4) > 0) {
            return Optional.ofNullable(mine.poll());
        }
        if (operation.id().equals("releaseSeats") && dice.oneIn(2)) {
            return Optional.ofNullable(mine.poll());
        }
        if (operation.id().equals("bookSeat") && dice.below(4) > 0) {
            return Optional.ofNullable(mine.poll()).map(seats -> {
                var seat = (ObjectNode) seats.path("seats").get(0).deepCopy();
                seat.set("show_id", seats.path("show_id"));
                return seat;
            });
        }
        return Optional.empty();
    }

    @Override
    public SignIn signIn(Person who) {
        return new SignIn(
                "login", nodes.objectNode().put("username", who.username).put("password", who.password));
    }

    @Override
    public boolean concerns(Operation operation, Person who) {
        return who.staff || !operation.path().startsWith("/api/office/");
    }

    @Override
    public List<String> story(Person who, Dice dice) {
        if (who.administrator || dice.oneIn(6)) {
            return office.story(dice);
        }
        return dice.oneOf(
                List.of("holdSeats", "bookSeats", "listMyBookings", "getTicket", "getTicketQrCode", "getBooking"),
                List.of("holdSeats", "listMySeats", "bookSeats", "getBooking", "cancelBooking", "getSeatMap"),
                List.of("holdSeats", "releaseSeats", "holdSeats", "bookSeats", "bookSeats", "listMySeats"),
                List.of("holdSeat", "bookSeat", "watchSeats", "listMyBookings", "getMe", "logout", "getMe"));
    }

    @Override
    public void learn(Question question, Answer answer) {
        var id = question.about().id();
        if ((id.equals("login") || id.equals("changePassword")) && answer.status() == 200) {
            welcome(question, answer);
        }
        if (id.equals("logout") || id.equals("refresh")) {
            seeOff(question, answer);
        }
        var who = question.as();
        if (who == null) {
            return;
        }
        // Also what went by a detour, such as two slashes: it may have arrived.
        if (BOOKING.contains(id)) {
            wishesIn(question.body())
                    .forEach(seat -> wishes.add(new Wish(
                            who.username,
                            seat.path("show_id").asLong(),
                            seat.path("row").asText(),
                            seat.path("number").asInt())));
        }
        if (id.equals("cancelBooking")) {
            references.forEach((reference, owner) -> {
                if ((who.staff || owner == who) && question.target().contains(reference)) {
                    cancelled.add(reference);
                }
            });
        }
        if (Manners.isElsewhere(question)) {
            return;
        }
        if (answer.status() < 300
                && question.isDescribedMethod()
                && !question.method().equals("HEAD")) {
            keep(id, who, question, answer.json());
            office.keep(question, answer);
        }
    }

    private void keep(String id, Person who, Question question, JsonNode reply) {
        switch (id) {
            case "holdSeats", "holdSeat" -> {
                var seats = read(question.body());
                if (seats instanceof ObjectNode one && one.has("row")) {
                    var many = nodes.objectNode();
                    many.set("show_id", one.path("show_id"));
                    many.putArray("seats")
                            .addObject()
                            .put("row", one.path("row").asText())
                            .put("number", one.path("number").asInt());
                    held.get(who).add(many);
                } else if (seats instanceof ObjectNode many && many.has("seats")) {
                    held.get(who).add(many);
                }
            }
            case "bookSeats", "bookSeat" ->
                reply.path("references").forEach(reference -> {
                    if (references.putIfAbsent(reference.asText(), who) == null) {
                        add(knownReferences, reference.asText());
                    }
                });
            case "listMyBookings" ->
                reply.path("bookings").forEach(ticket -> {
                    var number = ticket.path("id").asLong();
                    if (tickets.putIfAbsent(number, who) == null) {
                        add(knownTickets, number);
                    }
                });
            default -> {}
        }
    }

    /** In the order in which they became known, so that one player alone finds the same at the same place. */
    private static <T> void add(List<T> known, T one) {
        synchronized (known) {
            known.add(one);
        }
    }

    @Override
    public Optional<String> complaint(Question question, Answer answer) {
        var id = question.about().id();
        var who = question.as();
        if (who == null
                || who.staff
                || answer.status() >= 400
                || !question.isDescribedMethod()
                || Manners.isElsewhere(question)) {
            return Optional.empty();
        }
        var owner = OF_ONE_BOOKING.contains(id)
                ? references.get(partOf(question))
                : OF_ONE_TICKET.contains(id) && partOf(question).matches("[0-9]{1,18}")
                        ? tickets.get(Long.valueOf(partOf(question)))
                        : null;
        if (owner != null && owner != who) {
            return Optional.of(who + " got what is " + owner + "'s");
        }
        if (id.equals("getMe")
                && answer.status() == 200
                && !question.method().equals("HEAD")
                && !answer.json().path("username").asText().equals(who.username)) {
            return Optional.of(who + " was taken for somebody else");
        }
        return Optional.empty();
    }

    /** What stands in the address in the place of the operation's parameter. */
    private static String partOf(Question question) {
        var parts = question.target().replaceFirst("\\?.*", "").split("/");
        return parts.length > 4 ? parts[4] : "";
    }

    private void welcome(Question question, Answer answer) {
        var username = read(question.body()).path("username").asText();
        casts.stream()
                .flatMap(List::stream)
                .filter(person -> person.username.equals(username))
                .forEach(person -> {
                    var reply = answer.json();
                    if (read(question.body()).path("new_password").isTextual()) {
                        person.password =
                                read(question.body()).path("new_password").asText();
                    }
                    person.signedIn(
                            reply.path("access_token").asText(),
                            reply.path("refresh_token").asText());
                    if (person.expiredToken == null) {
                        person.expiredToken = forge.longAgo(person.accessToken);
                    }
                });
    }

    /** Whose tokens went along has to sign in again before it can be sure of them. */
    private void seeOff(Question question, Answer answer) {
        var sent = new String(question.bytes(""), StandardCharsets.ISO_8859_1);
        casts.stream()
                .flatMap(List::stream)
                .filter(person -> !person.signedOut)
                .filter(person -> sent.contains(person.accessToken) || sent.contains(person.refreshToken))
                .forEach(person -> {
                    if (question.about().id().equals("logout") && question.as() == person && answer.status() == 200) {
                        person.spentToken = person.accessToken;
                    }
                    person.signedOut = true;
                });
    }

    private static List<ObjectNode> wishesIn(byte[] body) {
        var wishes = new ArrayList<ObjectNode>();
        if (read(body) instanceof ObjectNode order) {
            if (order.has("row")) {
                wishes.add(order);
            }
            for (var seat : order.path("seats")) {
                if (seat instanceof ObjectNode one) {
                    wishes.add(one.deepCopy().set("show_id", order.path("show_id")));
                }
            }
        }
        return wishes;
    }

    private static JsonNode read(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            return nodes.missingNode();
        }
    }
}
