package org.frontrow.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.frontrow.platform.Problems.problem;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.frontrow.account.TestAccounts.TestAccount;
import org.frontrow.seating.Ledger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OfficeAccountsResourceTest {
    private static final String ACCOUNTS = "/api/office/accounts/";
    private static final String HANDED_OVER = "nine green bicycles";
    private static final String CHOSEN = "ten yellow umbrellas";

    private final TestAccount admin = TestAccounts.admin();
    private final String name = TestAccounts.freshName();

    private RequestSpecification as(TestAccount who) {
        return given().auth().oauth2(who.bearer());
    }

    private ValidatableResponse add(String username, String role) {
        return as(admin)
                .contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", HANDED_OVER, "role", role))
                .post(ACCOUNTS)
                .then();
    }

    private String tag(long id) {
        return as(admin)
                .get(ACCOUNTS + id + "/")
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
    }

    private ValidatableResponse change(TestAccount by, long id, String role, boolean disabled) {
        var tag = as(by).get(ACCOUNTS + id + "/").then().extract().header("ETag");
        return as(by).contentType(ContentType.JSON)
                .header("If-Match", tag == null ? "\"0\"" : tag)
                .body(Map.of("role", role, "disabled", disabled))
                .put(ACCOUNTS + id + "/")
                .then();
    }

    private static ValidatableResponse login(String username, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", password))
                .post("/api/seats/login/")
                .then();
    }

    private static ValidatableResponse choose(String username, String password, @Nullable String next) {
        var body = new HashMap<String, @Nullable Object>(Map.of("username", username, "password", password));
        body.put("new_password", next);
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/seats/password/")
                .then();
    }

    private static ValidatableResponse me(String token) {
        return given().auth().oauth2(token).get("/api/seats/me/").then();
    }

    @Test
    void whoever_gets_a_password_from_somebody_else_chooses_another_before_anything_else() {
        add(name, "STAFF")
                .statusCode(201)
                .body("must_change_password", equalTo(true))
                .body("$", not(hasKey("password_hash")));
        login(name, HANDED_OVER).spec(problem(403, "password-change-required"));
        login(name, "not this one").spec(problem(401, "invalid-credentials"));
        choose(name, "not this one", CHOSEN).spec(problem(401, "invalid-credentials"));
        choose(name, HANDED_OVER, HANDED_OVER).spec(problem(400, "same-password"));
        choose(name, HANDED_OVER, "short").spec(problem(400, "weak-password"));
        choose(name, HANDED_OVER, null).spec(problem(400, "invalid-request"));
        var token = choose(name, HANDED_OVER, CHOSEN)
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("access_token");
        me(token).statusCode(200).body("role", equalTo("STAFF"));
        login(name, HANDED_OVER).spec(problem(401, "invalid-credentials"));
        login(name, CHOSEN).statusCode(200);
    }

    @Test
    void who_chooses_another_password_is_signed_out_everywhere_else() {
        given().contentType(ContentType.JSON)
                .body(Map.of("username", name, "password", HANDED_OVER))
                .post("/api/seats/register/")
                .then()
                .statusCode(201);
        var elsewhere = login(name, HANDED_OVER).extract().jsonPath();
        var here = choose(name, HANDED_OVER, CHOSEN)
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("access_token");
        me(elsewhere.getString("access_token")).statusCode(401);
        given().contentType(ContentType.JSON)
                .body(Map.of("refresh_token", elsewhere.getString("refresh_token")))
                .post("/api/seats/refresh/")
                .then()
                .statusCode(401);
        me(here).statusCode(200);
    }

    @Test
    void a_new_password_ends_what_the_old_one_began() {
        var id = add(name, "STAFF").extract().jsonPath().getLong("id");
        var token = choose(name, HANDED_OVER, CHOSEN).extract().jsonPath().getString("access_token");
        as(admin)
                .contentType(ContentType.JSON)
                .header("If-Match", tag(id))
                .body(Map.of("password", "eleven blue kites"))
                .put(ACCOUNTS + id + "/password/")
                .then()
                .statusCode(200)
                .body("must_change_password", equalTo(true));
        me(token).statusCode(401);
        login(name, CHOSEN).statusCode(401);
        login(name, "eleven blue kites").spec(problem(403, "password-change-required"));
        as(admin)
                .queryParam("subject", "account")
                .queryParam("subject_id", id)
                .get("/api/office/audit/")
                .then()
                .body("entries.act", equalTo(List.of("PASSWORD_RESET", "ACCOUNT_ADDED")))
                .body("entries.details.toString()", not(equalTo("eleven blue kites")));
    }

    @Test
    void what_somebody_may_counts_at_once() {
        var staff = TestAccounts.staff();
        me(staff.bearer()).body("role", equalTo("STAFF"));
        change(admin, staff.accountId(), "CUSTOMER", false).statusCode(200).body("role", equalTo("CUSTOMER"));
        me(staff.bearer()).statusCode(401);
    }

    @Test
    void a_closed_account_is_told_so_only_to_who_knows_its_password() {
        var id = add(name, "CUSTOMER").extract().jsonPath().getLong("id");
        var signedIn = choose(name, HANDED_OVER, CHOSEN).extract().jsonPath();
        change(admin, id, "CUSTOMER", true).statusCode(200).body("disabled", equalTo(true));
        me(signedIn.getString("access_token")).statusCode(401);
        given().contentType(ContentType.JSON)
                .body(Map.of("refresh_token", signedIn.getString("refresh_token")))
                .post("/api/seats/refresh/")
                .then()
                .statusCode(401);
        login(name, "wrong").spec(problem(401, "invalid-credentials"));
        login(name, CHOSEN).spec(problem(403, "account-disabled"));
        choose(name, CHOSEN, HANDED_OVER).spec(problem(403, "account-disabled"));
        change(admin, id, "CUSTOMER", false).statusCode(200);
        login(name, CHOSEN).statusCode(200);
    }

    @Test
    void accounts_are_found_by_name_and_role() {
        add(name + "a", "STAFF").statusCode(201);
        add(name + "b", "CUSTOMER").statusCode(201);
        as(admin)
                .queryParam("search", name.toUpperCase())
                .get(ACCOUNTS)
                .then()
                .statusCode(200)
                .body("accounts.username", equalTo(List.of(name + "a", name + "b")));
        as(admin)
                .queryParam("search", name)
                .queryParam("role", "STAFF")
                .get(ACCOUNTS)
                .then()
                .body("accounts.username", equalTo(List.of(name + "a")));
        as(admin).queryParam("role", "KING").get(ACCOUNTS).then().spec(problem(400, "invalid-request"));
        as(admin).get(ACCOUNTS + "9007199254740993/").then().spec(problem(404, "unknown-account"));
    }

    @Test
    void a_name_is_given_once() {
        add(name, "STAFF").statusCode(201);
        add(name.toUpperCase(), "STAFF").spec(problem(409, "username-taken"));
        add("no spaces please", "STAFF").spec(problem(400, "invalid-username"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"username\":\"x\",\"password\":\"nine green bicycles\"}",
                "{\"username\":\"x\",\"password\":\"nine green bicycles\",\"role\":\"KING\"}",
                "{\"username\":\"x\",\"password\":\"nine green bicycles\",\"role\":2}",
                "{\"username\":\"x\",\"password\":\"nine green bicycles\",\"role\":\"ADMIN\",\"must_change_password\":false}",
                "{\"username\":\"x\",\"password\":\"nine green bicycles\",\"role\":\"STAFF\",\"email\":\"x\"}"
            })
    void what_is_no_account_is_refused(String body) {
        as(admin).contentType(ContentType.JSON).body(body).post(ACCOUNTS).then().spec(problem(400, "invalid-request"));
    }

    @Test
    void nobody_but_an_administrator_gets_in() {
        for (var who : List.of(TestAccounts.customer(), TestAccounts.staff())) {
            as(who).get(ACCOUNTS).then().spec(problem(403, "not-allowed"));
            as(who).get("/api/office/audit/").then().spec(problem(403, "not-allowed"));
            as(who).contentType(ContentType.JSON)
                    .header("If-Match", "\"0\"")
                    .body(Map.of("role", "ADMIN", "disabled", false))
                    .put(ACCOUNTS + who.accountId() + "/")
                    .then()
                    .spec(problem(403, "not-allowed"));
            me(who.bearer()).body("role", not(hasItem("ADMIN")));
        }
    }

    @Test
    void the_trail_is_read_from_the_latest_on_and_nobody_may_change_it() {
        var staff = TestAccounts.staff();
        for (int i = 0; i < 3; i++) {
            change(admin, staff.accountId(), i % 2 == 0 ? "CUSTOMER" : "STAFF", false)
                    .statusCode(200);
        }
        var first = as(admin)
                .queryParam("username", admin.username())
                .queryParam("page_size", 2)
                .get("/api/office/audit/")
                .then()
                .statusCode(200)
                .body("entries.details.role.to", equalTo(List.of("CUSTOMER", "STAFF")))
                .extract()
                .jsonPath();
        as(admin)
                .queryParam("username", admin.username())
                .queryParam("before", first.getLong("next_before"))
                .get("/api/office/audit/")
                .then()
                .body("entries.details.role.to", equalTo(List.of("CUSTOMER")))
                .body("$", not(hasKey("next_before")));
        as(admin)
                .queryParam("from", "yesterday")
                .get("/api/office/audit/")
                .then()
                .spec(problem(400, "unreadable-time"));
        as(admin)
                .queryParam("username", admin.username())
                .queryParam("until", "2000-01-01T00:00:00Z")
                .get("/api/office/audit/")
                .then()
                .body("entries", equalTo(List.of()));
        for (var sql :
                List.of("update audit_entry set username = 'x'", "delete from audit_entry", "truncate audit_entry")) {
            assertThatThrownBy(() -> Ledger.update(TestAccounts.bean(DataSource.class), sql))
                    .hasStackTraceContaining("permission denied");
        }
    }
}
