package org.frontrow.proof.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.frontrow.proof.fuzz.ApiDocument.Operation;

/** A service of two operations that behaves well, unless it is told to make one mistake now and then. */
final class Shed implements World, AutoCloseable {
    private static final String DESCRIPTION = """
            openapi: 3.1.0
            components:
              schemas:
                Problem:
                  type: object
                  required: [type, title, status, detail, instance, trace_id, error]
                  additionalProperties: true
                  properties:
                    detail: {type: string}
                Tool:
                  type: object
                  required: [name, weight]
                  properties:
                    name: {type: string, minLength: 1, maxLength: 8}
                    weight: {type: integer, format: int32}
                    note: {type: [string, "null"]}
              responses:
                No:
                  content:
                    application/problem+json:
                      schema: {$ref: "#/components/schemas/Problem"}
            paths:
              /api/tools/:
                post:
                  operationId: addTool
                  security: [{bearer: []}]
                  requestBody:
                    required: true
                    content:
                      application/json:
                        schema: {$ref: "#/components/schemas/Tool"}
                  responses:
                    "201":
                      content:
                        application/json:
                          schema: {$ref: "#/components/schemas/Tool"}
                    "400": {$ref: "#/components/responses/No"}
                    "401": {$ref: "#/components/responses/No"}
                    "413": {$ref: "#/components/responses/No"}
                    "415": {$ref: "#/components/responses/No"}
                    "503": {$ref: "#/components/responses/No"}
              /api/tools/{id}/:
                get:
                  operationId: getTool
                  security: [{bearer: []}]
                  parameters:
                  - {name: id, in: path, required: true, schema: {type: integer, format: int64}}
                  responses:
                    "200":
                      content:
                        application/json:
                          schema: {$ref: "#/components/schemas/Tool"}
                    "401": {$ref: "#/components/responses/No"}
                    "404": {$ref: "#/components/responses/No"}
                    "503": {$ref: "#/components/responses/No"}
            """;
    private static final String TOKEN = "to.k.en";
    private static final int NEIGHBOURS_TOOL = 3;
    private static final int NOW_AND_THEN = 5;
    private static final JsonNodeFactory nodes = JsonNodeFactory.instance;
    private static final ObjectMapper strict = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What a service may do wrong. */
    enum Mistake {
        NONE,
        BREAKS_DOWN,
        FORGETS_WHEN_TO_COME_AGAIN,
        FORGETS_WHAT_IS_ALLOWED,
        ANSWERS_WITH_SOME_OTHER_STATUS,
        SAYS_MORE_THAN_IT_SHOULD,
        SENDS_A_PAGE,
        SAYS_NO_IN_HALF_A_SENTENCE,
        SHOWS_A_STACK_TRACE,
        SHOWS_ITS_SQL,
        LETS_BROWSERS_GUESS,
        BAKES_A_COOKIE_FOR_EVERYBODY,
        REFUSES_WHAT_IS_RIGHT,
        TAKES_WHAT_IS_WRONG,
        LETS_STRANGERS_IN,
        LENDS_THE_NEIGHBOURS_TOOLS,
        HANGS_UP
    }

    private final ApiDocument document = ApiDocument.parse(DESCRIPTION);
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Mistake mistake;
    private final List<String> asked = new ArrayList<>();
    private final Person somebody = new Person("somebody", "x", false);

    Shed(Mistake mistake) throws IOException {
        this.mistake = mistake;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
        somebody.signedIn(TOKEN, "");
    }

    ApiDocument document() {
        return document;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** All requests in their order. */
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    // ---- the service ----

    private record Reply(int status, String type, JsonNode body, Map<String, String> headers) {}

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var time = note(exchange, body) % NOW_AND_THEN == 0;
            if (time && mistake == Mistake.HANGS_UP) {
                return;
            }
            var reply = reply(exchange, body);
            send(exchange, time ? spoilt(reply) : reply, time);
        }
    }

    private synchronized int note(HttpExchange exchange, byte[] body) {
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + new String(body, UTF_8));
        return asked.size();
    }

    private Reply reply(HttpExchange exchange, byte[] body) {
        var path = exchange.getRequestURI().getRawPath().replaceFirst("(?<=.)/$", "");
        var isList = path.equals("/api/tools");
        if (!isList && !path.matches("/api/tools/[^/]+")) {
            return no(404, "not-found", Map.of());
        }
        if (!isKnown(exchange) && mistake != Mistake.LETS_STRANGERS_IN) {
            return no(401, "who", Map.of("WWW-Authenticate", "Bearer"));
        }
        var method = isList ? "POST" : "GET";
        if (!exchange.getRequestMethod().replace("HEAD", "GET").equals(method)) {
            return no(405, "method", mistake == Mistake.FORGETS_WHAT_IS_ALLOWED ? Map.of() : Map.of("Allow", method));
        }
        return isList ? add(exchange, body) : get(path.substring(path.lastIndexOf('/') + 1));
    }

    private static boolean isKnown(HttpExchange exchange) {
        var bearer = exchange.getRequestHeaders().getFirst("Authorization");
        var cookie = exchange.getRequestHeaders().getFirst("Cookie");
        return ("Bearer " + TOKEN).equals(bearer)
                || (bearer == null && cookie != null && cookie.endsWith("frontrow_access=" + TOKEN));
    }

    private Reply add(HttpExchange exchange, byte[] body) {
        if (body.length > 64 * 1024) {
            return no(413, "large", Map.of());
        }
        var type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).matches("application/json(; charset=utf-8)?")) {
            return no(415, "type", Map.of());
        }
        try {
            var tool = strict.readTree(body);
            var schema = Objects.requireNonNull(document.operation("addTool").body());
            var text = new String(body, UTF_8);
            var isStorable = !text.contains("\\ud800") && !text.contains("\\u0000") && !text.contains("E999999999");
            if (isStorable
                    && !tool.isMissingNode()
                    && document.differences(tool, schema).isEmpty()) {
                return new Reply(201, "application/json", tool, Map.of());
            }
        } catch (IOException e) {
            // refused below
        }
        return mistake == Mistake.TAKES_WHAT_IS_WRONG
                ? new Reply(201, "application/json", tool("axe"), Map.of())
                : no(400, "invalid", Map.of());
    }

    private Reply get(String id) {
        var isOurs = id.matches("[12]");
        var isTheirs = id.equals(Integer.toString(NEIGHBOURS_TOOL)) && mistake == Mistake.LENDS_THE_NEIGHBOURS_TOOLS;
        return isOurs || isTheirs
                ? new Reply(200, "application/json", tool("saw"), Map.of())
                : no(404, "not-found", Map.of());
    }

    private static ObjectNode tool(String name) {
        return nodes.objectNode().put("name", name).put("weight", 1);
    }

    private static Reply no(int status, String type, Map<String, String> headers) {
        return new Reply(
                status,
                Manners.PROBLEM,
                nodes.objectNode()
                        .put("type", "urn:frontrow:problem:" + type)
                        .put("title", "No")
                        .put("status", status)
                        .put("detail", "Not so")
                        .put("instance", "/")
                        .put("trace_id", "0123456789abcdef0123456789abcdef")
                        .put("error", "Not so"),
                headers);
    }

    private Reply spoilt(Reply reply) {
        var said = reply.body() instanceof ObjectNode object ? object.deepCopy() : nodes.objectNode();
        return switch (mistake) {
            case BREAKS_DOWN -> no(500, "broken", Map.of());
            case FORGETS_WHEN_TO_COME_AGAIN -> no(503, "busy", Map.of());
            case ANSWERS_WITH_SOME_OTHER_STATUS -> no(418, "teapot", Map.of());
            case SAYS_MORE_THAN_IT_SHOULD ->
                new Reply(reply.status, reply.type, reply.status < 400 ? said.put("owner", 1) : said, reply.headers);
            case SENDS_A_PAGE -> new Reply(reply.status, "text/html", said, reply.headers);
            case SAYS_NO_IN_HALF_A_SENTENCE -> {
                said.remove("trace_id");
                yield new Reply(reply.status, reply.type, said, reply.headers);
            }
            case SHOWS_A_STACK_TRACE ->
                new Reply(reply.status, reply.type, said.put("note", "at Tools.add(Tools.java:12)"), reply.headers);
            case SHOWS_ITS_SQL ->
                new Reply(reply.status, reply.type, said.put("note", "select x from tool"), reply.headers);
            case REFUSES_WHAT_IS_RIGHT -> reply.status < 400 ? no(400, "invalid", Map.of()) : reply;
            default -> reply;
        };
    }

    private void send(HttpExchange exchange, Reply reply, boolean time) throws IOException {
        var headers = exchange.getResponseHeaders();
        reply.headers.forEach(headers::set);
        headers.set("Content-Type", reply.type);
        headers.set("Cache-Control", "no-store");
        headers.set("Content-Security-Policy", "default-src 'none'");
        headers.set("Referrer-Policy", "same-origin");
        if (!time || mistake != Mistake.LETS_BROWSERS_GUESS) {
            headers.set("X-Content-Type-Options", "nosniff");
        }
        if (time && mistake == Mistake.BAKES_A_COOKIE_FOR_EVERYBODY) {
            headers.set("Set-Cookie", "session=1; Path=/");
        }
        var body = reply.body.toString().getBytes(UTF_8);
        var isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(reply.status, isHead ? -1 : body.length);
        if (!isHead) {
            exchange.getResponseBody().write(body);
        }
    }

    // ---- what the fuzzer knows of it ----

    @Override
    public List<Person> cast(int player) {
        return List.of(somebody);
    }

    @Override
    public Optional<JsonNode> known(Operation operation, String name, Person who, Dice dice) {
        return name.equals("id") ? Optional.of(nodes.numberNode(1 + dice.below(NEIGHBOURS_TOOL))) : Optional.empty();
    }

    @Override
    public Optional<byte[]> file(Operation operation) {
        return Optional.empty();
    }

    @Override
    public Optional<ObjectNode> body(Operation operation, Person who, Dice dice) {
        return Optional.empty();
    }

    @Override
    public SignIn signIn(Person who) {
        throw new IllegalStateException("Everybody is signed in");
    }

    @Override
    public List<String> story(Person who, Dice dice) {
        return List.of("addTool", "getTool");
    }

    @Override
    public void learn(Question question, Answer answer) {
        // There is nothing to learn.
    }

    @Override
    public Optional<String> complaint(Question question, Answer answer) {
        return question.target().matches("/api/tools/" + NEIGHBOURS_TOOL + "/?") && answer.status() == 200
                ? Optional.of("a neighbour's tool")
                : Optional.empty();
    }
}
