package org.frontrow.process;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.frontrow.seating.Ledger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A house that nobody administers yet, and how it gets somebody who does. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FirstAdministratorIT {
    private static final String HANDED_OVER = "nine green bicycles";
    private static final String CHOSEN = "ten yellow umbrellas";

    @TempDir
    private static Path home;

    private static PostgresProcess postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = PostgresProcess.start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    private static ServiceProcess launch(String name, Map<String, String> more) throws IOException {
        var settings = postgres.settings(home);
        settings.putAll(more);
        return ServiceProcess.launch(name, home, settings);
    }

    private static Response login(Door service, String username, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", password))
                .post(service.baseUri().resolve("/api/seats/login/"));
    }

    private static String choose(Door service, String username) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", HANDED_OVER, "new_password", CHOSEN))
                .post(service.baseUri().resolve("/api/seats/password/"))
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    private static int dismiss(Door service, String token, long id) {
        var address = service.baseUri().resolve("/api/office/accounts/" + id + "/");
        var tag = given().auth().oauth2(token).get(address).header("ETag");
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .header("If-Match", tag == null ? "\"0\"" : tag)
                .body(Map.of("role", "STAFF", "disabled", false))
                .put(address)
                .statusCode();
    }

    private static long idOf(String username) {
        return (long) Ledger.query(postgres.database(), "select id from account where username = ?", username)
                .getFirst()
                .getFirst();
    }

    private static List<?> administrators() {
        return Ledger.query(postgres.database(), "select username from account where role = 'ADMIN' and not disabled")
                .stream()
                .map(List::getFirst)
                .toList();
    }

    @Test
    @Order(1)
    void there_is_none_by_default_and_one_without_a_password_is_a_mistake() throws IOException {
        try (var service = launch("nobody", Map.of())) {
            service.awaitReady();
            assertThat(administrators()).isEmpty();
            for (var name : List.of("admin", "root", "administrator")) {
                for (var password : List.of("", "admin", "password", "changeme")) {
                    assertThat(login(service, name, password).statusCode()).isIn(401, 429);
                }
            }
        }
        try (var service = launch("half", Map.of("FRONTROW_FIRST_ADMINISTRATOR_USERNAME", "ada"))) {
            assertThat(service.awaitExit()).isNotZero();
            assertThat(service.log()).contains("frontrow.first-administrator.password go together");
        }
        try (var service = launch("weak", first("ada", "password"))) {
            assertThat(service.awaitExit()).isNotZero();
            assertThat(service.log()).contains("The first administrator cannot be made");
        }
        assertThat(administrators()).isEmpty();
    }

    private static Map<String, String> first(String username, String password) {
        return Map.of(
                "FRONTROW_FIRST_ADMINISTRATOR_USERNAME", username, "FRONTROW_FIRST_ADMINISTRATOR_PASSWORD", password);
    }

    @Test
    @Order(2)
    void the_one_who_was_named_chooses_a_password_and_the_last_one_stays() throws Exception {
        // On two replicas at once, as in a first deployment.
        try (var service = launch("one", first("ada", HANDED_OVER));
                var other = launch("other", first("ada", HANDED_OVER))) {
            service.awaitReady();
            other.awaitReady();
            assertThat(administrators()).isEqualTo(List.of("ada"));
            assertThat(service.log() + other.log()).doesNotContain(HANDED_OVER);
            assertThat(login(service, "ada", HANDED_OVER).statusCode()).isEqualTo(403);
            var ada = choose(service, "ada");

            assertThat(dismiss(service, ada, idOf("ada"))).as("the last one").isEqualTo(409);

            given().auth()
                    .oauth2(ada)
                    .contentType(ContentType.JSON)
                    .body(Map.of("username", "ben", "password", HANDED_OVER, "role", "ADMIN"))
                    .post(service.baseUri().resolve("/api/office/accounts/"))
                    .then()
                    .statusCode(201);
            var ben = choose(other, "ben");
            var gate = new CyclicBarrier(2);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                threads.invokeAll(List.<Callable<Integer>>of(
                        () -> {
                            gate.await();
                            return dismiss(service, ada, idOf("ben"));
                        },
                        () -> {
                            gate.await();
                            return dismiss(other, ben, idOf("ada"));
                        }));
            }
            assertThat(administrators()).as("two dismissed each other at once").hasSize(1);
        }
    }

    @Test
    @Order(3)
    void who_is_named_later_changes_nothing() throws IOException {
        var before = administrators();
        try (var service = launch("later", first("eve", HANDED_OVER))) {
            service.awaitReady();
            assertThat(administrators()).isEqualTo(before);
            assertThat(login(service, "eve", HANDED_OVER).statusCode()).isEqualTo(401);
        }
    }
}
