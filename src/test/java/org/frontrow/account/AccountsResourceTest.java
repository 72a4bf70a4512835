package org.frontrow.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.frontrow.platform.Problems.problem;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.filter.cookie.CookieFilter;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AccountsResourceTest {
    private static final String PASSWORD = "nine green bicycles";

    @Inject
    Statements statements;

    @Inject
    Passwords passwords;

    @Inject
    Accounts accounts;

    @TestHTTPResource("/q/openapi?format=json")
    URL description;

    private final String name = TestAccounts.freshName();

    /** All tests come from one address; what one guesses wrongly must not make another wait. */
    @BeforeEach
    void forgetFailures() {
        statements.run("delete from account_delay where subject like 'address:%' or subject like 'registrations:%'");
    }

    @Test
    void registering_makes_an_account_and_does_not_sign_in() {
        register(name, PASSWORD)
                .statusCode(201)
                .body("", equalTo(Map.of("message", "User registered successfully")))
                .cookies(Map.of());
        login(name, PASSWORD).statusCode(200);
    }

    @Test
    void a_customer_is_all_that_one_can_become() {
        register(name, PASSWORD).statusCode(201);
        asked(given().auth().oauth2(accessToken(login(name, PASSWORD)))).body("role", is("CUSTOMER"));
        json(Map.of("username", TestAccounts.freshName(), "password", PASSWORD, "role", "ADMIN"))
                .post("/api/seats/register/")
                .then()
                .statusCode(400);
    }

    @Test
    void names_are_compared_without_case_and_form() {
        register(name, PASSWORD).statusCode(201);

        register(name.toUpperCase(), PASSWORD)
                .statusCode(409)
                .contentType("application/problem+json")
                .body("error", is("Username already exists"));
        login(name.toUpperCase(), PASSWORD).statusCode(200);
    }

    /** As after an upgrade that made it cost more: each renews the hash, and one is the first. */
    @Test
    void all_who_sign_in_at_once_with_an_outdated_hash_get_in() throws Exception {
        register(name, PASSWORD).statusCode(201);
        var outdated = PasswordsTest.passwords(32, 1, 32, Duration.ofSeconds(2)).hash(PASSWORD);
        statements.run("update account set password_hash = ? where username_key = ?", outdated, name);
        var gate = new CyclicBarrier(4);
        try (var threads = Executors.newFixedThreadPool(4)) {
            var answers = Stream.generate(() -> threads.submit(() -> {
                        gate.await();
                        return login(name, PASSWORD).extract().statusCode();
                    }))
                    .limit(4)
                    .toList();
            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
        assertThat(statements.all(
                        "select password_hash from account where username_key = ?", row -> row.getString(1), name))
                .doesNotContain(outdated);
    }

    @Test
    void of_many_who_want_one_name_at_once_one_gets_it() throws Exception {
        var crowd = 12;
        var gate = new CyclicBarrier(crowd);
        try (var threads = Executors.newFixedThreadPool(crowd)) {
            var answers = Stream.generate(() -> threads.submit(() -> {
                        gate.await();
                        return register(name, PASSWORD).extract().statusCode();
                    }))
                    .limit(crowd)
                    .toList();
            var created = 0;
            for (var answer : answers) {
                assertThat(answer.get()).isIn(201, 409);
                created += answer.get() == 201 ? 1 : 0;
            }
            assertThat(created).isEqualTo(1);
        }
        assertThat(statements.all("select id from account where username_key = ?", row -> row.getLong(1), name))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "[]",
                "{",
                "{\"username\":\"a\"}",
                "{\"username\":null,\"password\":\"nine green bicycles\"}",
                "{\"username\":\"  \",\"password\":\"nine green bicycles\"}",
                "{\"username\":\"with space\",\"password\":\"nine green bicycles\"}",
                "{\"username\":\"a\\u0000b\",\"password\":\"nine green bicycles\"}",
                "{\"username\":\"a\\ud800\",\"password\":\"nine green bicycles\"}",
                "{\"username\":[\"a\"],\"password\":\"nine green bicycles\"}",
                "{\"username\":\"shortpassword\",\"password\":\"1234567\"}",
                "{\"username\":\"commonpassword\",\"password\":\"iloveyou\"}",
                "{\"username\":\"sameasname\",\"password\":\"SameAsName\"}",
                "{\"username\":\"a\",\"password\":\"nine green bicycles\",\"email\":\"nonsense\"}",
                "{\"username\":\"a\",\"password\":\"nine green bicycles\",\"is_staff\":true}",
            })
    void malformed_registrations_are_refused(String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/seats/register/")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("error", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "[]", "{\"username\":\"a\"}", "{\"username\":1,\"password\":{}}", "{\"user\":\"a\"}"})
    void malformed_sign_ins_are_refused(String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/seats/login/")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void a_name_nobody_can_have_is_an_unknown_one() {
        for (var odd : new String[] {"a\0b", "\ud800", "' or 1=1 --", "", "\u202e"}) {
            login(odd, PASSWORD).statusCode(oneOf(400, 401));
        }
    }

    @Test
    void only_json_is_understood() {
        given().contentType(ContentType.URLENC)
                .formParam("username", name)
                .formParam("password", PASSWORD)
                .post("/api/seats/login/")
                .then()
                .statusCode(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"register", "login", "refresh", "logout"})
    void each_path_works_with_and_without_slash_and_only_for_post(String path) {
        for (var slash : new String[] {"", "/"}) {
            given().contentType(ContentType.JSON)
                    .body("{}")
                    .post("/api/seats/" + path + slash)
                    .then()
                    .statusCode(not(404))
                    .statusCode(not(405));
            given().get("/api/seats/" + path + slash).then().statusCode(405).contentType("application/problem+json");
        }
    }

    @Test
    void signing_in_answers_with_tokens_and_sets_cookies() {
        register(name, PASSWORD).statusCode(201);

        var answer = login(name, PASSWORD)
                .statusCode(200)
                .body("keySet()", hasSize(5))
                .body("message", is("Login successful"))
                .body("token_type", is("Bearer"))
                .body("expires_in", is(900))
                .extract();
        assertThat(answer.headers().getValues("Cache-Control")).containsExactly("no-store");

        var access = answer.detailedCookie("frontrow_access");
        assertThat(access.getValue()).isEqualTo(answer.path("access_token"));
        assertThat(access.isHttpOnly()).isTrue();
        assertThat(access.getSameSite()).isEqualToIgnoringCase("Strict");
        assertThat(access.getPath()).isEqualTo("/");
        assertThat(access.getMaxAge()).isEqualTo(900);
        assertThat(access.isSecured()).isFalse();
        var refresh = answer.detailedCookie("frontrow_refresh");
        assertThat(refresh.getValue()).isEqualTo(answer.path("refresh_token")).hasSize(43);
        assertThat(refresh.isHttpOnly()).isTrue();
        assertThat(refresh.getSameSite()).isEqualToIgnoringCase("Strict");
        assertThat(refresh.getPath()).isEqualTo("/api/seats");
        assertThat(refresh.getMaxAge()).isEqualTo(30 * 24 * 3600);
    }

    @Test
    void a_wrong_password_and_an_unknown_name_are_told_and_worked_on_alike() {
        register(name, PASSWORD).statusCode(201);
        var before = passwords.hashed();

        var wrong = login(name, "nine red bicycles").statusCode(401).extract();
        assertThat(passwords.hashed() - before).isEqualTo(1);
        var unknown = login(TestAccounts.freshName(), PASSWORD).statusCode(401).extract();
        assertThat(passwords.hashed() - before).isEqualTo(2);

        Map<String, Object> one = wrong.jsonPath().getMap("");
        Map<String, Object> other = unknown.jsonPath().getMap("");
        one.remove("trace_id");
        other.remove("trace_id");
        assertThat(one).isEqualTo(other).containsEntry("error", "Invalid credentials");
    }

    @Test
    void no_token_and_no_password_is_kept_in_the_clear() {
        register(name, PASSWORD).statusCode(201);
        var refreshToken = refreshToken(login(name, PASSWORD));

        assertThat(statements.first(
                        "select password_hash from account where username_key = ?", row -> row.getString(1), name))
                .hasValueSatisfying(hash -> assertThat(hash).startsWith("$argon2id$v=19$m=1024,t=1,p=1$"));
        assertThat(statements.first(
                        "select count(*) from refresh_token where hash = ?",
                        row -> row.getInt(1),
                        new RefreshToken(refreshToken).hash()))
                .contains(1);
    }

    @Test
    void a_hash_of_another_cost_is_renewed_at_the_next_sign_in() {
        register(name, PASSWORD).statusCode(201);
        var cheap = PasswordHash.of(PASSWORD, new PasswordHash.Cost(64, 1, 1), new byte[16], new FixedBlockPool(0))
                .phc();
        statements.run("update account set password_hash = ? where username_key = ?", cheap, name);

        login(name, PASSWORD).statusCode(200);

        assertThat(statements.first(
                        "select password_hash from account where username_key = ?", row -> row.getString(1), name))
                .hasValueSatisfying(hash -> assertThat(hash).startsWith("$argon2id$v=19$m=1024,t=1,p=1$"));
        login(name, PASSWORD).statusCode(200);
    }

    @Test
    void an_operators_account_is_made_once_and_then_left_alone() {
        var account = accounts.ensure(name, "demo123", Role.STAFF);

        assertThat(accounts.ensure(name.toUpperCase(), "another", Role.ADMIN)).isEqualTo(account);

        asked(given().auth().oauth2(accessToken(login(name, "demo123")))).body("role", is("STAFF"));
        login(name, "another").statusCode(401);
    }

    @Test
    void a_browser_stays_signed_in_by_its_cookies() {
        register(name, PASSWORD).statusCode(201);
        var browser = new CookieFilter();
        json(Map.of("username", name, "password", PASSWORD))
                .filter(browser)
                .post("/api/seats/login/")
                .then()
                .statusCode(200);

        asked(given().filter(browser)).statusCode(200).body("username", is(name));
        given().filter(browser).post("/api/seats/refresh/").then().statusCode(200);
        asked(given().filter(browser)).statusCode(200);
        given().filter(browser)
                .post("/api/seats/logout/")
                .then()
                .statusCode(200)
                .body("", equalTo(Map.of("message", "Logged out successfully")));
        asked(given().filter(browser)).statusCode(401).body("error", is("Authentication required"));
        given().filter(browser).post("/api/seats/refresh/").then().statusCode(401);
    }

    @Test
    void a_bearer_token_wins_over_a_cookie() {
        var one = TestAccounts.customer();
        var other = TestAccounts.customer();

        asked(given().auth().oauth2(one.bearer()).cookie("frontrow_access", other.bearer()))
                .body("username", is(one.username()));
        asked(given().auth().oauth2(one.bearer()).cookie("frontrow_access", "stale"))
                .statusCode(200);
        asked(given().auth().oauth2("garbage").cookie("frontrow_access", other.bearer()))
                .statusCode(401);
        asked(given().header("Authorization", "Basic dXNlcjpwYXNz").cookie("frontrow_access", other.bearer()))
                .statusCode(200);
    }

    @Test
    void who_asks_is_known_on_the_event_loop_too() {
        var someone = TestAccounts.customer();

        given().auth()
                .oauth2(someone.bearer())
                .get("/test/who-am-i/event-loop")
                .then()
                .statusCode(200)
                .body("account_id", is((int) someone.accountId()))
                .body("username", is(someone.username()))
                .body("role", is("CUSTOMER"));
        given().get("/test/who-am-i/event-loop").then().statusCode(401);
    }

    @Test
    void one_can_ask_who_one_is() {
        for (var somebody : List.of(TestAccounts.customer(), TestAccounts.staff(), TestAccounts.admin())) {
            for (var asks : List.of(
                    given().auth().oauth2(somebody.bearer()), given().cookie("frontrow_access", somebody.bearer()))) {
                for (var path : List.of("/api/seats/me/", "/api/seats/me")) {
                    asks.get(path)
                            .then()
                            .statusCode(200)
                            .header("Cache-Control", "no-store")
                            .body(
                                    "",
                                    is(Map.of(
                                            "username",
                                            somebody.username(),
                                            "role",
                                            somebody.caller().role().name())));
                }
            }
        }
        given().get("/api/seats/me/").then().spec(problem(401, "authentication-required"));
        given().cookie("frontrow_access", "garbage")
                .get("/api/seats/me/")
                .then()
                .spec(problem(401, "authentication-required"));
    }

    @Test
    void staff_may_do_more_than_customers() {
        var path = "/test/who-am-i/staff";
        given().auth().oauth2(TestAccounts.customer().bearer()).get(path).then().statusCode(403);
        given().auth().oauth2(TestAccounts.staff().bearer()).get(path).then().statusCode(200);
        given().auth().oauth2(TestAccounts.admin().bearer()).get(path).then().statusCode(200);
    }

    @Test
    void a_refresh_token_is_good_once_and_its_reuse_ends_the_session() {
        register(name, PASSWORD).statusCode(201);
        var signIn = login(name, PASSWORD);
        var elsewhere = login(name, PASSWORD);

        var next = refresh(refreshToken(signIn)).statusCode(200).body("message", is("Login successful"));
        assertThat(refreshToken(next)).isNotEqualTo(refreshToken(signIn));
        asked(given().auth().oauth2(accessToken(next))).statusCode(200);

        refresh(refreshToken(signIn)).statusCode(401).body("error", startsWith("The refresh token is not valid"));

        refresh(refreshToken(next)).statusCode(401);
        asked(given().auth().oauth2(accessToken(next))).statusCode(401);
        asked(given().auth().oauth2(accessToken(signIn))).statusCode(401);
        asked(given().auth().oauth2(accessToken(elsewhere))).statusCode(200);
        refresh(refreshToken(elsewhere)).statusCode(200);
    }

    @Test
    void of_two_uses_of_a_refresh_token_at_once_one_wins_and_the_session_ends() throws Exception {
        register(name, PASSWORD).statusCode(201);
        var token = refreshToken(login(name, PASSWORD));
        var thieves = 6;
        var gate = new CyclicBarrier(thieves);
        try (var threads = Executors.newFixedThreadPool(thieves)) {
            var answers = Stream.generate(() -> threads.submit(() -> {
                        gate.await();
                        return refresh(token).extract();
                    }))
                    .limit(thieves)
                    .toList();
            var winners = 0;
            for (var answer : answers) {
                assertThat(answer.get().statusCode()).isIn(200, 401);
                if (answer.get().statusCode() == 200) {
                    winners++;
                }
            }
            assertThat(winners).isEqualTo(1);
            for (var answer : answers) {
                if (answer.get().statusCode() == 200) {
                    refresh(answer.get().path("refresh_token")).statusCode(401);
                    asked(given().auth().oauth2(answer.get().path("access_token")))
                            .statusCode(401);
                }
            }
        }
    }

    @Test
    void an_expired_session_is_not_refreshed() {
        register(name, PASSWORD).statusCode(201);
        var token = refreshToken(login(name, PASSWORD));
        statements.run("""
                update account_session set created_at = created_at - interval '31 days', expires_at = expires_at - interval '31 days'
                where account_id = (select id from account where username_key = ?)
                """, name);

        refresh(token).statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"refresh_token\":null}",
                "{\"refresh_token\":\"\"}",
                "{\"refresh_token\":\"garbage\"}"
            })
    void without_a_good_refresh_token_there_is_no_refresh(String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/seats/refresh/")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
        given().cookie("frontrow_refresh", "garbage")
                .post("/api/seats/refresh/")
                .then()
                .statusCode(401);
        given().noContentType().post("/api/seats/refresh/").then().statusCode(401);
    }

    @Test
    void a_malformed_refresh_is_refused() {
        for (var body : new String[] {"{", "[]", "{\"refresh_token\":{}}", "{\"token\":\"x\"}"}) {
            given().contentType(ContentType.JSON)
                    .body(body)
                    .post("/api/seats/refresh/")
                    .then()
                    .statusCode(400);
        }
    }

    @Test
    void signing_out_by_bearer_ends_the_session_at_once() {
        register(name, PASSWORD).statusCode(201);
        var signIn = login(name, PASSWORD);

        given().auth()
                .oauth2(accessToken(signIn))
                .post("/api/seats/logout/")
                .then()
                .statusCode(200);

        asked(given().auth().oauth2(accessToken(signIn))).statusCode(401);
        refresh(refreshToken(signIn)).statusCode(401);
    }

    @Test
    void signing_out_by_refresh_token_alone_ends_the_session_at_once() {
        register(name, PASSWORD).statusCode(201);
        var signIn = login(name, PASSWORD);

        json(Map.of("refresh_token", refreshToken(signIn)))
                .post("/api/seats/logout")
                .then()
                .statusCode(200);

        asked(given().auth().oauth2(accessToken(signIn))).statusCode(401);
        refresh(refreshToken(signIn)).statusCode(401);
    }

    @Test
    void signing_out_is_always_fine_and_clears_the_cookies() {
        given().noContentType().post("/api/seats/logout/").then().statusCode(200);
        for (var type :
                new String[] {"application/json", "text/plain", "application/x-www-form-urlencoded", "image/png"}) {
            given().contentType(type).post("/api/seats/logout/").then().statusCode(200);
        }
        var answer = given().auth()
                .oauth2("garbage")
                .cookie("frontrow_access", "more garbage")
                .cookie("frontrow_refresh", "even more")
                .post("/api/seats/logout/")
                .then()
                .statusCode(200)
                .extract();

        assertThat(answer.headers().getValues("Set-Cookie"))
                .hasSize(2)
                .allSatisfy(cookie -> assertThat(cookie).contains("Max-Age=0").contains("HttpOnly"))
                .anySatisfy(cookie ->
                        assertThat(cookie).startsWith("frontrow_access=").contains("Path=/;"))
                .anySatisfy(cookie ->
                        assertThat(cookie).startsWith("frontrow_refresh=").contains("Path=/api/seats;"));
    }

    @Test
    void pages_of_other_sites_cannot_use_the_cookie() {
        var someone = TestAccounts.customer();
        var self = "http://localhost:" + RestAssured.port;

        changing(given().cookie("frontrow_access", someone.bearer()).header("Origin", "https://evil.example"))
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", is("urn:frontrow:problem:foreign-origin"));
        changing(given().cookie("frontrow_access", someone.bearer()).header("Sec-Fetch-Site", "cross-site"))
                .statusCode(403);
        changing(given().cookie("frontrow_access", someone.bearer()).header("Origin", self))
                .statusCode(200);
        changing(given().cookie("frontrow_access", someone.bearer())).statusCode(200);
        changing(given().auth().oauth2(someone.bearer()).header("Origin", "https://app.example"))
                .statusCode(200);
        asked(given().cookie("frontrow_access", someone.bearer()).header("Origin", "https://evil.example"))
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"login", "logout", "refresh", "register"})
    void pages_of_other_sites_cannot_sign_anybody_in_or_out(String path) {
        json(Map.of("username", name, "password", PASSWORD))
                .header("Origin", "https://evil.example")
                .post("/api/seats/" + path + "/")
                .then()
                .statusCode(oneOf(400, 403));
        given().header("Origin", "https://evil.example")
                .contentType(ContentType.JSON)
                .post("/api/seats/logout/")
                .then()
                .statusCode(403);
    }

    @Test
    void the_public_key_is_public_and_nothing_else() {
        given().get("/.well-known/jwks.json")
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .header("Cache-Control", allOf(containsString("public"), containsString("max-age=300")))
                .body("keys", hasSize(1))
                .body("keys[0].keySet()", hasSize(6))
                .body("keys[0].kty", is("RSA"))
                .body("keys[0].alg", is("RS256"))
                .body("keys[0].e", is("AQAB"));
    }

    @Test
    void the_description_shows_every_answer() {
        var paths = given().accept(ContentType.JSON)
                .get(description)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        for (var path : new String[] {"register", "login", "refresh", "logout"}) {
            Map<String, ?> responses = paths.getMap("paths.'/api/seats/" + path + "/'.post.responses");
            assertThat(responses).containsKeys("400", "403", "413", "415", "503");
        }
        assertThat(paths.getMap("components.securitySchemes")).containsOnlyKeys("bearer", "cookie");
    }

    private static ValidatableResponse register(String name, String password) {
        return json(Map.of("username", name, "password", password))
                .post("/api/seats/register/")
                .then();
    }

    private static ValidatableResponse login(String name, String password) {
        return json(Map.of("username", name, "password", password))
                .post("/api/seats/login/")
                .then();
    }

    private static ValidatableResponse refresh(String token) {
        return json(Map.of("refresh_token", token)).post("/api/seats/refresh/").then();
    }

    private static ValidatableResponse asked(RequestSpecification by) {
        return by.get("/test/who-am-i").then();
    }

    private static ValidatableResponse changing(RequestSpecification by) {
        return by.post("/test/who-am-i").then();
    }

    private static RequestSpecification json(Map<String, ?> body) {
        return given().contentType(ContentType.JSON).body(body);
    }

    private static String accessToken(ValidatableResponse signIn) {
        return signIn.extract().path("access_token");
    }

    private static String refreshToken(ValidatableResponse signIn) {
        return signIn.extract().path("refresh_token");
    }
}
