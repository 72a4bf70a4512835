package org.frontrow.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.frontrow.platform.Problems.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.io.File;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything here is generated from the document, so that a new route is held to it without a new test. */
@QuarkusTest
class ApiDescriptionTest {
    private static final java.nio.file.Path COMMITTED = java.nio.file.Path.of("docs/api/openapi.yaml");
    private static final java.nio.file.Path CLASSES = java.nio.file.Path.of("target/classes");
    private static final String REFRESH = "./mvnw test -Dtest=ApiDescriptionTest -Dopenapi.write=true";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final List<Class<? extends Annotation>> VERBS =
            List.of(GET.class, POST.class, PUT.class, PATCH.class, DELETE.class);

    @ConfigProperty(name = "frontrow.http.public-paths")
    Set<String> publicPaths;

    private JsonNode document;

    private record Operation(String method, String path, JsonNode node) {
        boolean needsSignIn() {
            return !node.path("security").isEmpty();
        }

        /** With something in the place of every parameter. */
        String anyUrl() {
            return path.replaceAll("\\{[^}]+}", "1");
        }

        @Override
        public String toString() {
            return method.toUpperCase() + " " + path;
        }
    }

    @BeforeEach
    void read() throws Exception {
        document = new ObjectMapper()
                .readTree(given().get("/q/openapi?format=json")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
    }

    @Test
    void the_committed_document_is_what_the_service_serves() throws Exception {
        var served = given().get("/q/openapi").then().statusCode(200).extract().asString();
        if (Boolean.getBoolean("openapi.write")) {
            Files.createDirectories(COMMITTED.getParent());
            Files.writeString(COMMITTED, served);
        }
        assertThat(Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "")
                .as("%s is out of date; refresh it with: %s", COMMITTED, REFRESH)
                .isEqualTo(served);
    }

    @Test
    void it_says_what_it_describes_and_under_which_licence() {
        var info = document.path("info");
        assertThat(info.path("title").asText()).isEqualTo("Frontrow");
        assertThat(info.path("version").asText()).matches("\\d+\\.\\d+(\\.\\d+)?");
        assertThat(info.path("license").path("name").asText()).isEqualTo("Apache-2.0");
        assertThat(info.path("description").asText()).isNotBlank();
    }

    @Test
    void it_names_no_machine() {
        for (var server : document.path("servers")) {
            assertThat(server.path("url").asText()).startsWith("/");
        }
        assertThat(document.toString()).doesNotContain("localhost", "0.0.0.0", "127.0.0.1");
    }

    @Test
    void every_route_is_described_and_nothing_else_is() throws IOException {
        assertThat(operations().map(Operation::toString).map(ApiDescriptionTest::withoutSlash))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(routes());
    }

    @Test
    void every_operation_has_a_name_of_its_own_a_summary_and_a_tag() {
        each(operation -> {
            assertThat(operation.node.path("operationId").asText()).matches("[a-z][a-zA-Z]+");
            assertThat(operation.node.path("summary").asText()).matches("[A-Z].+[^.]");
            assertThat(operation.node.path("tags")).hasSize(1);
            assertThat(tags()).contains(operation.node.path("tags").get(0).asText());
        });
        assertThat(operations()
                        .map(operation -> operation.node.path("operationId").asText()))
                .doesNotHaveDuplicates();
    }

    @Test
    void every_success_has_a_schema_and_an_example_with_fields_of_that_schema() {
        each(operation -> {
            var successes = successes(operation);
            assertThat(successes).isNotEmpty();
            for (var success : successes) {
                if (success == operation.node.path("responses").path("204")) {
                    assertThat(success.path("content")).isEmpty();
                    continue;
                }
                assertThat(success.path("content")).isNotEmpty();
                success.path("content").properties().forEach(content -> {
                    assertThat(content.getValue().path("examples")).isNotEmpty();
                    for (var example : content.getValue().path("examples")) {
                        assertExampleFits(
                                example.path("value"),
                                resolve(content.getValue().path("schema")),
                                content.getKey());
                    }
                });
            }
        });
    }

    private static void assertExampleFits(JsonNode value, JsonNode schema, String mediaType) {
        if (mediaType.equals("application/json")) {
            assertThat(schema.path("properties")).isNotEmpty();
            assertThat(value.isObject()).as("a value, not a text").isTrue();
            assertThat(names(schema.path("properties"))).containsAll(names(value));
        } else {
            assertThat(schema.path("type").asText()).as(mediaType).isEqualTo("string");
            assertThat(value.asText()).as(mediaType).isNotBlank();
        }
    }

    @Test
    void every_operation_lists_the_answers_of_its_kind() {
        each(operation -> {
            var listed = names(operation.node.path("responses"));
            assertThat(listed).contains("429", "503");
            assertThat(listed.contains("401"))
                    .isEqualTo(operation.needsSignIn()
                            || List.of("login", "refresh", "changePassword")
                                    .contains(operation.node.path("operationId").asText()));
            if (!operation.method.equals("get")) {
                assertThat(listed).contains("403");
            }
            if (operation.node.has("requestBody")) {
                assertThat(listed).contains("400", "413", "415");
            }
            if (operation.path.contains("{")) {
                assertThat(listed).contains("404");
            }
            for (var entry : (Iterable<Map.Entry<String, JsonNode>>) operation.node.path("responses")::fields) {
                var response = resolve(entry.getValue());
                assertThat(response.path("description").asText())
                        .as("description of %s", entry.getKey())
                        .isNotBlank();
                if (entry.getKey().compareTo("400") >= 0) {
                    assertThat(response.path("content").has("application/problem+json"))
                            .as("problem for %s", entry.getKey())
                            .isTrue();
                }
            }
        });
    }

    @Test
    void every_parameter_and_every_field_of_a_request_is_described() {
        each(operation -> {
            for (var parameter : operation.node.path("parameters")) {
                assertThat(parameter.path("description").asText()).isNotBlank();
            }
            var body = operation.node.path("requestBody");
            if (!body.isMissingNode()) {
                assertThat(body.path("content")).isNotEmpty();
                body.path("content").properties().forEach(content -> {
                    var schema = resolve(content.getValue().path("schema"));
                    // What others have defined is described in words.
                    assertThat(schema.has("properties") || schema.has("description"))
                            .as(content.getKey())
                            .isTrue();
                });
            }
        });
    }

    @Test
    void every_reference_leads_somewhere_and_no_name_was_made_up() {
        var references = document.findValuesAsText("$ref");
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
        assertThat(names(document.path("components").path("schemas")))
                .as("two classes of one name become Name and Name1")
                .allSatisfy(name -> assertThat(name).matches("[A-Za-z]+"));
    }

    @Test
    void a_stranger_hears_401_on_every_protected_route_whatever_is_sent() {
        var calls = new ArrayList<String>();
        var signIn = problem(401, "authentication-required");
        each(operation -> {
            if (!operation.needsSignIn()) {
                return;
            }
            for (var url : List.of(operation.anyUrl(), withoutSlash(operation.anyUrl()))) {
                for (var method : METHODS) {
                    given().request(method, url).then().spec(signIn);
                }
                for (var type : List.of("application/json", "text/plain")) {
                    given().contentType(type)
                            .body("{")
                            .request(operation.method, url)
                            .then()
                            .spec(signIn)
                            .header("WWW-Authenticate", "Bearer");
                    calls.add(url);
                }
                given().accept("image/png")
                        .request(operation.method, url)
                        .then()
                        .spec(signIn);
                given().auth()
                        .oauth2("nonsense")
                        .request(operation.method, url)
                        .then()
                        .spec(signIn);
                given().cookie("frontrow_access", "nonsense")
                        .request(operation.method, url)
                        .then()
                        .spec(signIn);
            }
        });
        assertThat(calls).isNotEmpty();
    }

    @Test
    void a_route_without_sign_in_is_one_of_the_configured_public_ones() {
        var open = operations()
                .filter(operation -> !operation.needsSignIn())
                .map(operation -> withoutSlash(operation.path))
                .collect(Collectors.toSet());
        var closed = operations()
                .filter(Operation::needsSignIn)
                .map(operation -> withoutSlash(operation.path))
                .collect(Collectors.toSet());

        assertThat(open).isEqualTo(publicPaths).doesNotContainAnyElementsOf(closed);
    }

    @Test
    void a_public_route_asks_nobody_to_sign_in() {
        each(operation -> {
            if (operation.needsSignIn() || operation.node.path("responses").has("401")) {
                return;
            }
            var status = given().contentType("application/json")
                    .body("")
                    .request(operation.method, operation.anyUrl())
                    .statusCode();
            assertThat(status).isNotEqualTo(401).isLessThan(500);
        });
    }

    @Test
    void a_wrong_method_hears_405_with_the_right_ones() {
        var somebody = SeatClient.customer();
        var methods = operations()
                .collect(Collectors.groupingBy(
                        operation -> operation.anyUrl(),
                        Collectors.mapping(
                                operation -> operation.method.toUpperCase(), Collectors.toCollection(TreeSet::new))));
        methods.forEach((url, right) -> {
            for (var method : METHODS) {
                if (!right.contains(method.toUpperCase())) {
                    somebody.asks()
                            .request(method, url)
                            .then()
                            .spec(problem(405, "method-not-allowed"))
                            .header("Allow", String.join(", ", right));
                }
            }
        });
    }

    // ---- words for the above ----

    private Stream<Operation> operations() {
        var found = new ArrayList<Operation>();
        document.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(method -> {
                    if (METHODS.contains(method.getKey())) {
                        found.add(new Operation(method.getKey(), path.getKey(), method.getValue()));
                    }
                }));
        assertThat(found).isNotEmpty();
        return found.stream();
    }

    private void each(Consumer<Operation> check) {
        operations().forEach(operation -> {
            try {
                check.accept(operation);
            } catch (AssertionError e) {
                throw new AssertionError(operation + ": " + e.getMessage(), e);
            }
        });
    }

    private List<String> tags() {
        return document.path("tags").findValuesAsText("name");
    }

    private List<JsonNode> successes(Operation operation) {
        var responses = operation.node.path("responses");
        return names(responses).stream()
                .filter(status -> status.startsWith("2"))
                .map(responses::path)
                .toList();
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static List<String> names(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String withoutSlash(String path) {
        return path.replaceFirst("(?<=.)/$", "");
    }

    /** {@code "POST /api/seats/hold"}, read from the classes of the service. */
    private static Set<String> routes() throws IOException {
        try (var files = Files.walk(CLASSES)) {
            var routes = files.map(file -> CLASSES.relativize(file).toString())
                    .filter(file -> file.endsWith(".class"))
                    .map(file -> load(file.replaceAll("\\.class$", "").replace(File.separatorChar, '.')))
                    .filter(type -> type.isAnnotationPresent(Path.class))
                    .filter(type -> !type.isAnnotationPresent(IfBuildProfile.class)) // there for developers only
                    .flatMap(ApiDescriptionTest::routesOf)
                    .collect(Collectors.toSet());
            assertThat(routes).isNotEmpty();
            return routes;
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ApiDescriptionTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<String> routesOf(Class<?> resource) {
        var base = resource.getAnnotation(Path.class).value();
        return Stream.of(resource.getDeclaredMethods())
                .flatMap(method -> VERBS.stream()
                        .filter(method::isAnnotationPresent)
                        .map(verb -> verb.getSimpleName() + " " + joined(base, pathOf(method))));
    }

    private static String pathOf(Method method) {
        return method.isAnnotationPresent(Path.class)
                ? method.getAnnotation(Path.class).value()
                : "";
    }

    private static String joined(String base, String path) {
        return "/"
                + Stream.of(base, path)
                        .flatMap(part -> Arrays.stream(part.split("/")))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("/"));
    }
}
