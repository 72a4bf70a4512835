package org.frontrow.proof.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.frontrow.proof.fuzz.ApiDocument.Operation;

/**
 * What this fuzzer knows of the back office. What is made there is made for that purpose: only of that does it know which
 * edition it is, so nothing that guests need is ever changed or closed.
 */
final class Office {
    private static final JsonNodeFactory nodes = JsonNodeFactory.instance;
    private static final Pattern ONE = Pattern.compile("/api/office/(?:numbers/(?:tables/)?)?([a-z]+)/([0-9]+)(/.*)?");
    private static final long NONE = 999_999_999;
    private static final String CSV = "A,1,2,,3,4\nB,1w,2c,,3,4\n";

    private final List<Long> shows;
    /** Ids by what they are of, such as {@code movies}. */
    private final Map<String, List<Long>> made = new ConcurrentHashMap<>();
    /** By address, such as {@code movies/7}. */
    private final Map<String, String> editions = new ConcurrentHashMap<>();
    /** Which of them somebody is about to change. */
    private final Map<Person, String> meant = new ConcurrentHashMap<>();

    /** Which booking somebody is about to move. */
    private final Map<Person, Sold> moving = new ConcurrentHashMap<>();

    private final List<Sold> sold = new ArrayList<>();
    private final List<String> posters = new ArrayList<>();
    private final byte[] picture = picture();

    private record Sold(String reference, JsonNode tickets) {}

    /** @param shows those that guests go to, too */
    Office(List<Long> shows) {
        this.shows = shows;
    }

    private static byte[] picture() {
        try {
            var file = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(8, 12, BufferedImage.TYPE_INT_RGB), "jpg", file);
            return file.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<byte[]> file(Operation operation) {
        return switch (operation.id()) {
            case "readCsvLayout" -> Optional.of(CSV.getBytes(UTF_8));
            case "changePoster" -> Optional.of(picture);
            default -> Optional.empty();
        };
    }

    /** What a schema cannot say of itself is said always; the rest now and then. */
    Optional<JsonNode> known(Operation operation, String name, Person who, Dice dice) {
        return switch (name) {
            case "Idempotency-Key" -> Optional.of(nodes.textNode("fuzz-%06d".formatted(dice.below(1_000_000))));
            case "poster_url" -> Optional.of(nodes.textNode("/posters/avatar.svg"));
            case "act" -> Optional.of(nodes.textNode("MOVIE_ADDED"));
            case "subject" -> Optional.of(nodes.textNode("movie"));
            case "price" -> Optional.of(nodes.textNode("12.50"));
            case "currency" -> Optional.of(nodes.textNode("EUR"));
            case "from" -> ofNumbers(operation) ? Optional.of(nodes.textNode("2026-11-01")) : Optional.empty();
            case "until" ->
                operation.body() == null
                        ? ofNumbers(operation) ? Optional.of(nodes.textNode("2026-12-31")) : Optional.empty()
                        : Optional.of(nodes.textNode(Instant.now()
                                .plus(1 + dice.below(300), ChronoUnit.MINUTES)
                                .toString()));
            case "username" ->
                operation.body() != null && operation.path().startsWith("/api/office/shows/")
                        ? Optional.of(dice.oneIn(2) ? nodes.nullNode() : nodes.textNode(who.username))
                        : Optional.empty();
            case "search" ->
                operation.id().equals("findBookings")
                        ? one(sold, dice).map(it -> nodes.textNode(it.reference))
                        : Optional.empty();
            case "reference" ->
                operation.id().equals("moveBooking")
                        ? one(sold, dice).map(it -> {
                            moving.put(who, it);
                            return nodes.textNode(it.reference);
                        })
                        : Optional.empty();
            case "digest" -> one(posters, dice).map(it -> nodes.textNode(it.replaceFirst("\\..*", "")));
            case "ending" -> one(posters, dice).map(it -> nodes.textNode(it.replaceFirst(".*\\.", "")));
            case "movie_id" -> one(made("movies"), dice).map(nodes::numberNode);
            case "screen_id" -> one(made("screens"), dice).map(nodes::numberNode);
            case "If-Match" ->
                Optional.of(nodes.textNode(editions.getOrDefault(meant.getOrDefault(who, ""), "\"999999\"")));
            case "id" -> id(operation, who, dice);
            default -> Optional.empty();
        };
    }

    private static boolean ofNumbers(Operation operation) {
        return operation.path().startsWith("/api/office/numbers/");
    }

    private Optional<JsonNode> id(Operation operation, Person who, Dice dice) {
        var address = ONE.matcher(operation.path().replace("{id}", "0"));
        if (!address.matches()) {
            return Optional.empty();
        }
        var kind = address.group(1);
        var changes = operation.parameters().stream()
                .anyMatch(parameter -> parameter.name().equals("If-Match"));
        var looks = operation.path().equals("/api/office/" + kind + "/{id}/");
        var id = changes || looks
                ? goesOnWith(kind, who, dice).or(() -> one(changes ? seen(kind) : made(kind), dice))
                : one(kind.equals("shows") ? shows : made(kind), dice);
        id.ifPresentOrElse(it -> meant.put(who, kind + "/" + it), () -> meant.remove(who));
        return id.map(nodes::numberNode);
    }

    /** What somebody has just made or looked at, mostly. */
    private Optional<Long> goesOnWith(String kind, Person who, Dice dice) {
        return Optional.ofNullable(meant.get(who))
                .filter(it -> it.startsWith(kind + "/") && dice.below(4) > 0)
                .map(it -> Long.valueOf(it.substring(kind.length() + 1)));
    }

    /** Those of which an edition is known. */
    private List<Long> seen(String kind) {
        var all = made(kind);
        synchronized (all) {
            return all.stream()
                    .filter(id -> editions.containsKey(kind + "/" + id))
                    .toList();
        }
    }

    private List<Long> made(String kind) {
        return made.computeIfAbsent(kind, _ -> new ArrayList<>());
    }

    private static <T> Optional<T> one(List<T> known, Dice dice) {
        synchronized (known) {
            return known.isEmpty() ? Optional.empty() : Optional.of(dice.oneOf(known));
        }
    }

    private static <T> void add(List<T> known, T one) {
        synchronized (known) {
            known.add(one);
        }
    }

    Optional<ObjectNode> body(Operation operation, Person who, Dice dice) {
        return switch (operation.id()) {
            case "planShows" ->
                Optional.of(plan(
                        one(made("movies"), dice).orElse(NONE),
                        one(made("drawn"), dice).orElse(NONE),
                        dice));
            case "changeLayout" -> Optional.of(layout());
            case "readPretixLayout" -> Optional.of(pretix());
            case "changePassword" ->
                Optional.of(nodes.objectNode()
                        .put("username", who.username)
                        .put("password", who.password)
                        .put(
                                "new_password",
                                who.password.endsWith("2") ? who.password.replaceFirst("2$", "") : who.password + "2"));
            case "checkIn" -> Optional.of(checkIn(dice));
            case "undoCheckIn" -> one(sold, dice).map(Office::undo);
            case "moveBooking" -> Optional.of(move(who, dice));
            default -> Optional.empty();
        };
    }

    private static ObjectNode plan(long movie, long screen, Dice dice) {
        var day = LocalDate.now(ZoneOffset.UTC).plusDays(10 + dice.below(300)).toString();
        var plan = nodes.objectNode()
                .put("movie_id", movie)
                .put("screen_id", screen)
                .put("first_day", day)
                .put("last_day", day)
                .put("price", "12.50")
                .put("currency", "EUR")
                .put("on_sale", dice.oneIn(4))
                .put("skip_conflicts", dice.oneIn(2));
        plan.putArray("times").add("%02d:00".formatted(dice.below(24)));
        return plan;
    }

    private static ObjectNode layout() {
        var layout = nodes.objectNode();
        var places = layout.putArray("rows").addObject().put("row", "A").putArray("places");
        for (int number = 1; number <= 3; number++) {
            places.addObject()
                    .put("number", number)
                    .put("x", number)
                    .put("y", 0)
                    .put("kind", "STANDARD");
        }
        return layout;
    }

    private static ObjectNode pretix() {
        var plan = nodes.objectNode().put("name", "Hall");
        plan.putArray("zones")
                .addObject()
                .put("name", "Floor")
                .putArray("rows")
                .addObject()
                .put("row_number", "1")
                .putArray("seats")
                .addObject()
                .put("seat_number", "1");
        return plan;
    }

    private ObjectNode checkIn(Dice dice) {
        var check = nodes.objectNode().put("show_id", dice.oneOf(shows));
        var known = one(sold, dice);
        if (known.isEmpty()) {
            return check.put("code", dice.word(22));
        }
        var ticket = known.get().tickets.get(0);
        check.put("show_id", ticket.path("show_id").asLong());
        return dice.oneIn(2)
                ? check.put("code", ticket.path("code").asText())
                : check.put("ticket_id", ticket.path("ticket_id").asLong());
    }

    private static ObjectNode undo(Sold booking) {
        var ticket = booking.tickets.get(0);
        return nodes.objectNode()
                .put("show_id", ticket.path("show_id").asLong())
                .put("ticket_id", ticket.path("ticket_id").asLong());
    }

    private ObjectNode move(Person who, Dice dice) {
        var moves = nodes.objectNode();
        JsonNode from = moving.containsKey(who)
                ? moving.get(who).tickets.get(0)
                : nodes.objectNode().put("row", "A").put("number", 1);
        var move = moves.putArray("moves").addObject();
        move.putObject("from")
                .put("row", from.path("row").asText())
                .put("number", from.path("number").asInt());
        // In another row for sure.
        move.putObject("to")
                .put("row", from.path("row").asText().equals("A") ? "B" : "A")
                .put("number", 1 + dice.below(House.PER_ROW));
        return moves;
    }

    List<String> story(Dice dice) {
        return dice.oneOf(
                List.of(
                        "addScreen",
                        "getScreen",
                        "changeLayout",
                        "getLayout",
                        "addMovie",
                        "getMovie",
                        "changePoster",
                        "getPoster"),
                List.of(
                        "addScreen",
                        "changeLayout",
                        "addMovie",
                        "planShows",
                        "getPlannedShow",
                        "putShowOnSale",
                        "getPlannedShow",
                        "closeShow",
                        "getPlannedShow",
                        "cancelShow"),
                List.of(
                        "addScreen",
                        "changeLayout",
                        "addMovie",
                        "planShows",
                        "getPlannedShow",
                        "removeShow",
                        "planShows",
                        "getPlannedShow",
                        "removeShow",
                        "listPlannedShows",
                        "listAudit"),
                List.of(
                        "sellSeats",
                        "checkIn",
                        "undoCheckIn",
                        "moveBooking",
                        "findBookings",
                        "getDoorList",
                        "getSeatHistory"),
                List.of("blockSeats", "unblockSeats", "reserveSeats", "releaseHolds", "sellSeats", "getSeatHistory"),
                List.of(
                        "getNumbers",
                        "getShowNumbers",
                        "getShowHeatMap",
                        "exportShowSales",
                        "getMovieNumbers",
                        "getScreenHeatMap"),
                List.of(
                        "listMovies",
                        "listScreens",
                        "readCsvLayout",
                        "readPretixLayout",
                        "getDayNumbers",
                        "listShowNumbers"),
                List.of("addAccount", "getAccount", "changeAccount", "getAccount", "resetPassword", "listAccounts"),
                List.of("changePassword", "getMe", "changePassword"),
                List.of(
                        "addMovie",
                        "getMovie",
                        "changeMovie",
                        "getMovie",
                        "removeMovie",
                        "addScreen",
                        "getScreen",
                        "changeScreen",
                        "removeScreen"));
    }

    private void made(Question question, String kind, long id) {
        add(made(kind), id);
        meant.put(Objects.requireNonNull(question.as()), kind + "/" + id);
    }

    private void gone(String kind, Matcher address) {
        var all = made(kind);
        synchronized (all) {
            all.remove(Long.valueOf(address.group(2)));
        }
    }

    void keep(Question question, Answer answer) {
        // What was made says itself where it is.
        var address =
                ONE.matcher(answer.header("Location").orElse(question.target().replaceFirst("\\?.*", "")));
        if (address.find()) {
            answer.header("ETag").ifPresent(tag -> editions.put(address.group(1) + "/" + address.group(2), tag));
        }
        var reply = answer.json();
        switch (question.about().id()) {
            case "addMovie" -> made(question, "movies", reply.path("id").asLong());
            case "addScreen" -> made(question, "screens", reply.path("id").asLong());
            case "addAccount" -> made(question, "accounts", reply.path("id").asLong());
            case "changeLayout" -> {
                if (!reply.path("dry_run").asBoolean()) {
                    add(made("drawn"), Long.valueOf(address.group(2)));
                }
            }
            case "removeMovie" -> gone("movies", address);
            case "removeScreen" -> {
                gone("screens", address);
                gone("drawn", address);
            }
            case "removeShow" -> gone("shows", address);
            case "planShows" -> reply.path("planned").forEach(show -> made(question, "shows", show.asLong()));
            case "changePoster" ->
                add(posters, reply.path("poster_url").asText().replaceFirst(".*/", ""));
            case "sellSeats" -> {
                for (var ticket : reply.path("tickets")) {
                    ((ObjectNode) ticket).put("show_id", reply.path("show_id").asLong());
                }
                add(sold, new Sold(reply.path("reference").asText(), reply.path("tickets")));
            }
            default -> {}
        }
    }
}
