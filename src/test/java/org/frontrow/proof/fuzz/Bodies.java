package org.frontrow.proof.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.frontrow.proof.fuzz.ApiDocument.Operation;
import org.frontrow.proof.fuzz.Question.Form;

/** Makes JSON by a schema, and breaks it in one place. */
final class Bodies {
    private static final JsonNodeFactory nodes = JsonNodeFactory.instance;
    private static final ObjectMapper strict = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** To which administrators may send more than others. */
    private static final Set<String> LONG_BODIES = Set.of("changeLayout", "readPretixLayout");
    /** Which reads over what it does not know, whatever it is. */
    private static final Set<String> LENIENT = Set.of("readPretixLayout");
    /** Stands where something else will be written that no tree of JSON could hold. */
    private static final String HERE = "@here@";

    private static final List<String> OTHER_VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1.5",
            "1.0",
            "1e2",
            "1e400",
            "-0",
            "[]",
            "{}",
            "\"\"",
            "\"1\"",
            "[[]]",
            "\"A\"",
            "{\"row\":\"A\"}",
            "NaN",
            "Infinity",
            "01",
            "+1",
            "0x10",
            "1_000",
            "'A'",
            "undefined",
            "\"\\x41\"",
            "2147483647",
            "2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "1E999999999",
            "9".repeat(31),
            "9".repeat(400),
            "0." + "3".repeat(400),
            "\"\\u0000\"",
            "\"A\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\u202e\\u200b\"",
            "\"\\ud83c\\udfac\"",
            "\"'; --\"",
            "\"%s%n%x\"",
            "\"${7*7}\"",
            "\"{{7*7}}\"",
            "\"<b>\"",
            "\"../../etc\"",
            "\"" + "x".repeat(300) + "\"",
            "\"" + "y".repeat(20_000) + "\"");
    private static final List<String> OTHER_FIELDS = List.of(
            "\"owner\":1",
            "\"account_id\":1",
            "\"price\":\"0.01\"",
            "\"status\":\"AVAILABLE\"",
            "\"role\":\"ADMIN\"",
            "\"roles\":[\"STAFF\"]",
            "\"held_until\":\"2099-01-01T00:00:00Z\"",
            "\"version\":0",
            "\"\":0",
            "\"id\":1",
            "\"__proto__\":{}",
            "\"@class\":\"x\"",
            "\"\\u0000\":0",
            "\"\\ud800\":0",
            "\"" + "z".repeat(5_000) + "\":0");

    private final ApiDocument document;
    private final World world;
    private final Dice dice;

    Bodies(ApiDocument document, World world, Dice dice) {
        this.document = document;
        this.world = world;
        this.dice = dice;
    }

    record Body(byte[] bytes, Form form, String how) {}

    // ---- as described ----

    ObjectNode right(Operation operation, Person who) {
        var schema = Objects.requireNonNull(operation.body());
        return world.body(operation, who, dice).orElseGet(() -> (ObjectNode) right(operation, "", schema, who));
    }

    JsonNode right(Operation operation, String name, JsonNode schema, Person who) {
        var known = world.known(operation, name, who, dice);
        if (known.isPresent()) {
            return known.get();
        }
        var shape = document.shapeOf(schema);
        if (shape.has("enum")) {
            return shape.path("enum").get(dice.below(shape.path("enum").size()));
        }
        var types = typesOf(shape);
        if (types.contains("null") && dice.oneIn(5)) {
            return nodes.nullNode();
        }
        return switch (types.getFirst()) {
            case "object" -> object(operation, shape, who);
            case "array" -> array(operation, name, shape, who);
            case "boolean" -> nodes.booleanNode(dice.oneIn(2));
            case "integer" -> nodes.numberNode(integer(shape));
            case "number" -> nodes.numberNode(dice.below(1000) / 8.0);
            default -> nodes.textNode(text(shape));
        };
    }

    private static List<String> typesOf(JsonNode shape) {
        var type = shape.path("type");
        return type.isArray()
                ? StreamSupport.stream(type.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : List.of(type.asText("object"));
    }

    private ObjectNode object(Operation operation, JsonNode shape, Person who) {
        var object = nodes.objectNode();
        var required = StreamSupport.stream(shape.path("required").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        shape.path("properties").properties().forEach(property -> {
            if (required.contains(property.getKey()) || dice.oneIn(2)) {
                object.set(property.getKey(), right(operation, property.getKey(), property.getValue(), who));
            }
        });
        return object;
    }

    private ArrayNode array(Operation operation, String name, JsonNode shape, Person who) {
        var least = shape.path("minItems").asInt(0);
        var most = shape.path("maxItems").asInt(least + 3);
        var array = nodes.arrayNode();
        var size = dice.oneIn(8) ? most : Math.min(most, least + dice.below(3));
        for (int i = 0; i < size; i++) {
            var item = right(operation, name + "[]", shape.path("items"), who);
            // By what is sent: to Jackson an int and a long of the same value are two things.
            var isThere = StreamSupport.stream(array.spliterator(), false)
                    .anyMatch(one -> one.toString().equals(item.toString()));
            if (!isThere || !shape.path("uniqueItems").asBoolean()) {
                array.add(item);
            }
        }
        return array;
    }

    private long integer(JsonNode shape) {
        var least = shape.path("minimum").asLong(Long.MIN_VALUE);
        var most = shape.path("maximum").asLong(Long.MAX_VALUE);
        return Math.clamp(dice.oneOf(1L, 0L, -1L, least, most, (long) dice.below(100), dice.number()), least, most);
    }

    private String text(JsonNode shape) {
        var least = Math.max(1, shape.path("minLength").asInt(0));
        var most = shape.path("maxLength").asInt(64);
        return switch (shape.path("format").asText()) {
            case "date" -> "2026-%02d-%02d".formatted(1 + dice.below(12), 1 + dice.below(28));
            case "date-time" -> "2026-%02d-%02dT10:00:00Z".formatted(1 + dice.below(12), 1 + dice.below(28));
            case "email" -> dice.word(1 + dice.below(20)) + "@example.org";
            default -> dice.word(dice.oneIn(10) ? most : Math.min(most, least + dice.below(8)));
        };
    }

    // ---- nearly ----

    /** As described, but for one thing. */
    Body nearly(Operation operation, Person who) {
        var tree = right(operation, who);
        return switch (dice.below(16)) {
            case 0, 1, 2, 3, 4, 5 -> replaced(operation, tree);
            case 6 -> missing(operation, tree);
            case 7, 8 -> additional(operation, tree);
            case 9 -> twice(tree);
            case 10 -> deep(operation, tree);
            case 11 -> crowded(operation, tree);
            case 12, 13 -> encoded(tree);
            case 14 -> cut(operation, tree);
            default -> large(operation, tree);
        };
    }

    private Body replaced(Operation operation, ObjectNode tree) {
        return at(operation, tree, dice.oneOf(OTHER_VALUES));
    }

    private Body at(Operation operation, ObjectNode tree, String value) {
        var places = new ArrayList<Consumer<JsonNode>>();
        collect(tree, places);
        dice.oneOf(places).accept(nodes.textNode(HERE));
        return judged(operation, tree.toString().replace('"' + HERE + '"', value), "a value is " + shortened(value));
    }

    private static void collect(JsonNode node, List<Consumer<JsonNode>> places) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                places.add(value -> object.set(field.getKey(), value));
                collect(field.getValue(), places);
            });
        } else if (node instanceof ArrayNode array) {
            IntStream.range(0, array.size()).forEach(i -> {
                places.add(value -> array.set(i, value));
                collect(array.get(i), places);
            });
        }
        if (places.isEmpty() && node instanceof ObjectNode object) {
            places.add(value -> object.set("something", value));
        }
    }

    private Body missing(Operation operation, ObjectNode tree) {
        var objects = objectsIn(tree);
        var from = dice.oneOf(objects);
        var names = new ArrayList<String>();
        from.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty()) {
            return additional(operation, tree);
        }
        var gone = dice.oneOf(names);
        from.remove(gone);
        return judged(operation, tree.toString(), "no " + gone);
    }

    private Body additional(Operation operation, ObjectNode tree) {
        dice.oneOf(objectsIn(tree)).put(HERE, 0);
        var field = dice.oneOf(OTHER_FIELDS);
        return judged(operation, tree.toString().replace('"' + HERE + "\":0", field), "more: " + shortened(field));
    }

    private static List<ObjectNode> objectsIn(ObjectNode tree) {
        var objects = new ArrayList<ObjectNode>(List.of(tree));
        tree.forEach(field -> {
            if (field instanceof ObjectNode object) {
                objects.add(object);
            } else if (field instanceof ArrayNode array) {
                array.forEach(item -> {
                    if (item instanceof ObjectNode object) {
                        objects.add(object);
                    }
                });
            }
        });
        return objects;
    }

    private Body twice(ObjectNode tree) {
        var object = dice.oneOf(objectsIn(tree));
        var field = object.properties().stream().findFirst();
        var name = field.map(it -> nodes.textNode(it.getKey()).toString()).orElse("\"a\"");
        var value = field.map(it -> it.getValue().toString()).orElse("1");
        var again = name + ":" + (dice.oneIn(2) ? value : "null");
        object.put(HERE, 0);
        return new Body(
                tree.toString()
                        .replace('"' + HERE + "\":0", field.isPresent() ? again : again + "," + again)
                        .getBytes(UTF_8),
                Form.WRONG,
                "a name twice");
    }

    private Body deep(Operation operation, ObjectNode tree) {
        var depth = dice.oneOf(17, 100, 1_000, 20_000);
        var nested = dice.oneIn(2)
                ? "[".repeat(depth) + "]".repeat(depth)
                : "{\"a\":".repeat(depth / 4) + "1" + "}".repeat(depth / 4);
        return new Body(
                new String(at(operation, tree, nested).bytes, UTF_8).getBytes(UTF_8), Form.WRONG, "nested deeply");
    }

    private Body crowded(Operation operation, ObjectNode tree) {
        var properties =
                document.shapeOf(Objects.requireNonNull(operation.body())).path("properties");
        for (var field : tree.properties()) {
            if (field.getValue() instanceof ArrayNode array && !array.isEmpty()) {
                var first = array.get(0);
                var more = dice.oneOf(1, 5, 20, 500);
                for (int i = 0; i < more; i++) {
                    array.add(first.deepCopy());
                }
                // The same again makes a set no larger; it may be forgiven.
                return document.shapeOf(properties.path(field.getKey()))
                                .path("uniqueItems")
                                .asBoolean()
                        ? new Body(tree.toString().getBytes(UTF_8), Form.ODD, "a set with something in it again")
                        : judged(operation, tree.toString(), "a longer list");
            }
        }
        return replaced(operation, tree);
    }

    private Body encoded(ObjectNode tree) {
        var text = tree.toString();
        var inText = text.replaceFirst("\"(?=[,}])", "é\"");
        return switch (dice.below(6)) {
            case 0 -> new Body(text.getBytes(UTF_16), Form.ODD, "UTF-16");
            case 1 -> new Body(("\ufeff" + text).getBytes(UTF_8), Form.ODD, "a byte order mark");
            case 2 -> new Body(inText.getBytes(ISO_8859_1), inText.equals(text) ? Form.ODD : Form.WRONG, "ISO-8859-1");
            case 3 -> new Body(text.replace("\"", "\u0001\"").getBytes(UTF_8), ifInText(text), "control characters");
            case 4 -> new Body(("\0" + text).getBytes(UTF_8), Form.WRONG, "NUL");
            default -> halfAPair(text);
        };
    }

    private static Form ifInText(String json) {
        return json.contains("\"") ? Form.WRONG : Form.ODD;
    }

    /** In UTF-16, where such a thing can be written down. Who reads it may put U+FFFD there. */
    private static Body halfAPair(String text) {
        var bytes = text.replaceFirst("\"", "\"\ue000").getBytes(UTF_16BE);
        for (int i = 0; i < bytes.length; i += 2) {
            if (bytes[i] == (byte) 0xe0 && bytes[i + 1] == 0) {
                bytes[i] = (byte) 0xd8;
            }
        }
        return new Body(bytes, Form.ODD, "half a surrogate pair");
    }

    private Body cut(Operation operation, ObjectNode tree) {
        var text = tree.toString();
        if (dice.oneIn(3)) {
            var more = dice.oneOf("}", "{}", " 1", ",", "null", "//", "\0");
            return judged(operation, text + more, "followed by " + more);
        }
        var end = dice.below(text.length());
        return judged(operation, text.substring(0, end), "cut");
    }

    private Body large(Operation operation, ObjectNode tree) {
        var text = tree.toString();
        var size = dice.oneOf(66_000, 70_000, 200_000);
        return new Body(
                (text.substring(0, text.length() - 1) + " ".repeat(size) + "}").getBytes(UTF_8),
                LONG_BODIES.contains(operation.id()) ? Form.ODD : Form.WRONG,
                "too large");
    }

    // ---- rubbish ----

    Body rubbish() {
        return switch (dice.below(4)) {
            case 0 -> new Body(dice.bytes(dice.below(200)), Form.ODD, "random bytes");
            case 1 -> new Body(dice.word(dice.below(200)).getBytes(UTF_8), Form.ODD, "a word");
            default -> new Body(anything(4).getBytes(UTF_8), Form.ODD, "any JSON");
        };
    }

    private String anything(int depth) {
        return switch (dice.below(depth > 0 ? 6 : 3)) {
            case 0 -> Long.toString(dice.number() >> dice.below(64));
            case 1 -> dice.oneOf(OTHER_VALUES);
            case 2 -> "\"" + dice.word(dice.below(12)) + "\"";
            case 3 -> "[" + anything(depth - 1) + "," + anything(depth - 1) + "]";
            default ->
                "{\"" + dice.oneOf("show_id", "seats", "row", "number", "username", "password", dice.word(3)) + "\":"
                        + anything(depth - 1) + "}";
        };
    }

    // ---- what the description says to it ----

    private Body judged(Operation operation, String text, String how) {
        return new Body(text.getBytes(UTF_8), formOf(operation, text), how);
    }

    private Form formOf(Operation operation, String text) {
        if (!operation.bodyRequired() && List.of("", "null").contains(text.strip())) {
            return Form.ODD;
        }
        // JSON can write down what nobody can keep: half a surrogate pair, a number that fills the memory.
        if (text.contains("\\u0000") || text.contains("\\ud800") || text.contains("E999999999")) {
            return LENIENT.contains(operation.id()) ? Form.ODD : Form.WRONG;
        }
        try {
            var value = strict.readTree(text);
            var described = value != null
                    && document.differences(value, Objects.requireNonNull(operation.body()))
                            .isEmpty();
            return described ? Form.ODD : Form.WRONG;
        } catch (JsonProcessingException e) {
            return Form.WRONG;
        }
    }

    private static String shortened(String text) {
        return text.length() > 30 ? text.substring(0, 30) + "…" : text;
    }
}
