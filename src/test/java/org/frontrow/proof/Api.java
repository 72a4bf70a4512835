package org.frontrow.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The operations as the description of the API lists them, so that a new one is attacked without a new test. */
final class Api {
    static final ObjectMapper json = new ObjectMapper();
    private static final JsonNode document = read();

    private Api() {}

    /** @param in {@code path}, {@code query} or {@code header} */
    record Parameter(String name, String in) {}

    /** @param body one that is well formed, made of the examples in the description; empty if none is read */
    record Operation(
            String id,
            String method,
            String path,
            boolean needsSignIn,
            List<Parameter> parameters,
            Optional<ObjectNode> body) {

        boolean isOfTheOffice() {
            return path.startsWith("/api/office/");
        }

        /** @param values of parameters in path and query; what is not among them is left out, or 1 in the path */
        String url(Map<String, String> values) {
            var url = path;
            var query = new ArrayList<String>();
            for (var parameter : parameters) {
                var value = Optional.ofNullable(values.get(parameter.name)).map(Operation::encoded);
                if (parameter.in.equals("path")) {
                    url = url.replace("{" + parameter.name + "}", value.orElse("1"));
                } else if (parameter.in.equals("query")) {
                    value.ifPresent(it -> query.add(parameter.name + "=" + it));
                }
            }
            return url + (query.isEmpty() ? "" : "?" + String.join("&", query));
        }

        private static String encoded(String value) {
            return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method ->
                                operations.add(operation(path.getKey(), method.getKey(), method.getValue()))));
        return operations;
    }

    private static Operation operation(String path, String method, JsonNode node) {
        var body = node.path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        return new Operation(
                node.path("operationId").asText(),
                method.toUpperCase(Locale.ROOT),
                path,
                !node.path("security").isEmpty(),
                StreamSupport.stream(node.path("parameters").spliterator(), false)
                        .map(it -> new Parameter(
                                it.path("name").asText(), it.path("in").asText()))
                        .toList(),
                // What others have defined, such as a seating plan, has no fields of ours.
                example(body) instanceof ObjectNode fields ? Optional.of(fields) : Optional.empty());
    }

    private static JsonNode example(JsonNode schema) {
        if (schema.has("examples")) {
            return schema.path("examples").path(0);
        }
        if (schema.has("$ref")) {
            return example(document.at(schema.path("$ref").asText().substring(1)));
        }
        if (schema.has("enum")) {
            return schema.path("enum").path(0);
        }
        if (schema.has("properties")) {
            var object = json.createObjectNode();
            schema.path("properties").properties().forEach(it -> object.set(it.getKey(), example(it.getValue())));
            return object;
        }
        if (schema.has("items")) {
            return json.createArrayNode().add(example(schema.path("items")));
        }
        return schema.path("type").asText().equals("boolean")
                ? json.getNodeFactory().booleanNode(false)
                : json.nullNode();
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper(new YAMLFactory())
                    .readTree(Path.of("docs/api/openapi.yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
