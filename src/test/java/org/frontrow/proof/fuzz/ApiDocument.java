package org.frontrow.proof.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An OpenAPI 3.1 document, as far as it has to be understood to ask and to check what is answered. */
final class ApiDocument {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final BigInteger TWO = BigInteger.TWO;
    private static final ObjectMapper json = new ObjectMapper();

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private final SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true)
            .locale(Locale.ENGLISH)
            .build();
    private final Map<JsonNode, JsonSchema> compiled = new ConcurrentHashMap<>();

    /** @param in {@code path}, {@code query} or {@code header} */
    record Parameter(String name, String in, boolean required, JsonNode schema) {}

    /** @param schema of the body; null if there is none */
    record Reply(@Nullable String mediaType, @Nullable JsonNode schema, List<String> headers) {}

    /** @param body the schema of the JSON that has to be sent; null if nothing has to be */
    record Operation(
            String id,
            String method,
            String path,
            boolean needsSignIn,
            List<Parameter> parameters,
            @Nullable JsonNode body,
            @Nullable String otherBody,
            boolean bodyRequired,
            Map<Integer, Reply> replies) {

        /** The one that is answered when all goes well. */
        int success() {
            return replies.keySet().stream()
                    .filter(status -> status < 300)
                    .findFirst()
                    .orElseThrow();
        }

        boolean signsIn() {
            return !needsSignIn && replies.containsKey(401);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private ApiDocument(JsonNode document) {
        this.document = document;
        var shapes = document.path("components").path("schemas");
        shapes.forEach(ApiDocument::takeLiterally);
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method ->
                                operations.add(operation(path.getKey(), method.getKey(), method.getValue()))));
    }

    static ApiDocument read(Path yaml) throws IOException {
        return parse(Files.readString(yaml));
    }

    static ApiDocument parse(String yaml) throws IOException {
        return new ApiDocument(new ObjectMapper(new YAMLFactory()).readTree(yaml));
    }

    List<Operation> operations() {
        return operations;
    }

    Operation operation(String id) {
        return operations.stream()
                .filter(operation -> operation.id.equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** What another method at the same address does; of HEAD the same as of GET. */
    Optional<Operation> sister(Operation operation, String method) {
        return operations.stream()
                .filter(other -> other.path.equals(operation.path))
                .filter(other -> other.method.equals(method.equals("HEAD") ? "GET" : method))
                .findFirst();
    }

    /** All methods that are described for a path as it stands in the document. */
    Set<String> methodsOf(String path) {
        return operations.stream()
                .filter(operation -> operation.path.equals(path))
                .map(Operation::method)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is wrong with the value, in words; empty if it is as described. */
    List<String> differences(JsonNode value, JsonNode schema) {
        var wanted = compiled.computeIfAbsent(schema, this::compile);
        try {
            return wanted.validate(value).stream()
                    .map(ValidationMessage::toString)
                    .toList();
        } catch (NumberFormatException e) {
            return List.of("a number without end"); // where one of some words is wanted, the validator stumbles over it
        }
    }

    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private JsonSchema compile(JsonNode schema) {
        var whole = json.createObjectNode();
        whole.setAll((ObjectNode) schema.deepCopy());
        whole.set("$defs", document.path("components").path("schemas"));
        return schemas.getSchema(whole.toString().replace("#/components/schemas/", "#/$defs/"), config);
    }

    /**
     * A field that is not described is none that may be there, in an answer as in a request; and a number of a format has
     * its range, which JSON Schema by itself does not know.
     */
    private static void takeLiterally(JsonNode schema) {
        if (schema instanceof ObjectNode shape) {
            if (shape.has("properties") && !shape.has("additionalProperties")) {
                shape.put("additionalProperties", false);
            }
            var bits = switch (shape.path("format").asText()) {
                case "int32" -> 31;
                case "int64" -> 63;
                default -> 0;
            };
            if (bits > 0) {
                addIfMissing(shape, "minimum", TWO.pow(bits).negate());
                addIfMissing(shape, "maximum", TWO.pow(bits).subtract(BigInteger.ONE));
            }
        }
        schema.forEach(ApiDocument::takeLiterally);
    }

    private static void addIfMissing(ObjectNode shape, String limit, BigInteger value) {
        if (!shape.has(limit)) {
            shape.put(limit, value);
        }
    }

    private Operation operation(String path, String method, JsonNode node) {
        var parameters = new ArrayList<Parameter>();
        for (var parameter : node.path("parameters")) {
            var schema = parameter.path("schema");
            takeLiterally(schema);
            parameters.add(new Parameter(
                    parameter.path("name").asText(),
                    parameter.path("in").asText(),
                    parameter.path("required").asBoolean(),
                    schema));
        }
        var body = node.path("requestBody");
        var schema = body.path("content").path("application/json").path("schema");
        var replies = new HashMap<Integer, Reply>();
        node.path("responses")
                .properties()
                .forEach(reply -> replies.put(Integer.valueOf(reply.getKey()), reply(resolve(reply.getValue()))));
        return new Operation(
                node.path("operationId").asText(),
                method.toUpperCase(Locale.ROOT),
                path,
                !node.path("security").isEmpty(),
                parameters,
                schema.isMissingNode() ? null : schema,
                schema.isMissingNode()
                        ? body.path("content").properties().stream()
                                .map(Map.Entry::getKey)
                                .findFirst()
                                .orElse(null)
                        : null,
                body.path("required").asBoolean(),
                replies);
    }

    private static Reply reply(JsonNode node) {
        var content = node.path("content").properties().stream().findFirst();
        var headers = new ArrayList<String>();
        node.path("headers").fieldNames().forEachRemaining(headers::add);
        return new Reply(
                content.map(it -> it.getKey().replaceFirst(";.*", "")).orElse(null),
                content.map(Map.Entry::getValue)
                        .map(it -> it.path("schema"))
                        .filter(it -> !it.isMissingNode())
                        .orElse(null),
                headers);
    }

    /** The schema that is used where one thing may be described in several ways. */
    JsonNode shapeOf(JsonNode schema) {
        var resolved = resolve(schema);
        var either = Optional.ofNullable(resolved.get("anyOf")).map(it -> it.get(0));
        return Objects.requireNonNull(either.map(this::shapeOf).orElse(resolved));
    }
}
