package org.frontrow.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.frontrow.account.TestAccounts;
import org.frontrow.catalog.TestShows;
import org.frontrow.proof.Api.Operation;
import org.frontrow.proof.Api.Parameter;
import org.frontrow.seating.Ledger;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Values that mean something to whatever might be behind the service, everywhere where it takes a value. */
@QuarkusTest
@Tag(Proof.TAG)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InputAttacksTest {
    /** What the service alone decides, by every name that somebody could think of. */
    private static final List<String> SERVER_OWNED = List.of(
            "id",
            "account",
            "account_id",
            "accountId",
            "user",
            "user_id",
            "userId",
            "owner",
            "username_key",
            "password_hash",
            "role",
            "roles",
            "groups",
            "is_admin",
            "isAdmin",
            "is_staff",
            "is_superuser",
            "price",
            "total",
            "total_paid",
            "currency",
            "discount",
            "status",
            "version",
            "booking",
            "booking_id",
            "bookingId",
            "reference",
            "ticket",
            "code",
            "held_by",
            "held_since",
            "held_until",
            "heldUntil",
            "expires_at",
            "expiresAt",
            "created_at",
            "session",
            "sid",
            "class",
            "@class",
            "@type",
            "$type",
            "__proto__",
            "constructor",
            "_links");

    private static final List<String> STRINGS = List.of(
            "'",
            "\"",
            "\\",
            "%",
            "_",
            "*",
            "?",
            "' or '1'='1",
            "' or 1=1 -- ",
            "1 or 1=1",
            "1; select 1",
            "'); delete from seat; --",
            "1; update account set role='ADMIN'; --",
            "' union select null,null,null --",
            "1 and (select pg_sleep(20)) is null",
            "'||(select pg_sleep(20))||'",
            "1; select pg_sleep(20); --",
            "$1",
            "?1",
            ":id",
            "{ts '2026-01-01'}",
            "{{7*7}}",
            "${7*7}",
            "#{7*7}",
            "<%= 7*7 %>",
            "%{7*7}",
            "${jndi:ldap://127.0.0.1:1/x}",
            "$(sleep 20)",
            "`sleep 20`",
            "| sleep 20",
            "; sleep 20 #",
            "../../../../etc/passwd",
            "..\\..\\windows\\win.ini",
            "/etc/passwd%00.svg",
            "file:///etc/passwd",
            "http://127.0.0.1:9000/q/metrics",
            "\r\nX-Injected: yes",
            "%0d%0aX-Injected:%20yes",
            "\r\n\r\n<h1>",
            "a\nb",
            "\t",
            "\u0000",
            "%00",
            "\u0085",
            "\u2028",
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "javascript:alert(1)",
            "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
            "\u202egnp.exe",
            "\ufeff",
            "\uff07 or 1=1",
            "\ud83c\udfac",
            "\u0130\u0131",
            "A\u030a",
            "\u0661",
            "\u00bd",
            "\uffff",
            "0",
            "-0",
            "-1",
            "1e3",
            "1e999",
            "0x10",
            "1_000",
            "+1",
            " 1",
            "1 ",
            "1.0",
            "NaN",
            "Infinity",
            "null",
            "true",
            "undefined",
            "2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775809",
            "99999999999999999999999999",
            "[]",
            "{}",
            "(((((((((((((((((((((",
            "a".repeat(1000),
            "\u00e9".repeat(400));

    /** What is looked at on any request, whatever it is about. */
    private static final List<String> HEADERS = List.of(
            "Accept",
            "Accept-Encoding",
            "Accept-Language",
            "Cookie",
            "Authorization",
            "If-None-Match",
            "If-Modified-Since",
            "Range",
            "Origin",
            "Referer",
            "User-Agent",
            "Last-Event-ID",
            "traceparent",
            "tracestate",
            "X-Request-Id",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Forwarded-Prefix",
            "Forwarded",
            "X-Original-URL",
            "X-Rewrite-URL",
            "X-HTTP-Method-Override",
            "Sec-Fetch-Site",
            "Idempotency-Key",
            "Content-Type",
            "Content-Encoding");

    @TestHTTPResource("/")
    URI service;

    private final Findings findings =
            new Findings("attacks-input", "Attacks by what is sent", "Line", "What is tried", "Attempts", "Verdict");
    private final long seed = Proof.seed();
    private final Random dice = new Random(seed);
    private Victim victim;
    private SeatClient anna;
    private SeatClient admin;
    private long show;

    @BeforeAll
    void open() {
        System.out.println("attacks-input: -Dproof.seed=" + seed);
        anna = SeatClient.customer();
        admin = SeatClient.admin();
        show = TestShows.tomorrow(2, 3);
    }

    @BeforeEach
    void begin() {
        victim = new Victim(service);
    }

    @AfterAll
    void write() {
        findings.write();
    }

    @Test
    void a_field_that_is_the_services_own_business_is_refused_wherever_it_stands() {
        var before = everything();
        for (var operation : Api.operations()) {
            if (operation.body().isEmpty()) {
                continue;
            }
            var fine = wellFormed(operation);
            for (var owned : SERVER_OWNED) {
                for (var body : with(fine, owned)) {
                    var answer = send(operation, ofThisTest(), body.toString(), Map.of());
                    assertThat(answer).as("%s %s", operation, body).isEqualTo(400);
                }
            }
        }
        assertThat(everything()).isEqualTo(before);
        // Each of the refused is fine without the additional field; else it would prove nothing.
        for (var operation : Api.operations()) {
            if (operation.body().isPresent()) {
                assertThat(send(operation, ofThisTest(), wellFormed(operation).toString(), Map.of()))
                        .as("%s", operation)
                        .isNotEqualTo(400);
            }
        }
        findings.row(
                "3",
                "fields that are the service's own business, in every object of every body",
                victim.attempts(),
                "400, nothing changed");
    }

    @Test
    void no_value_means_more_than_itself() {
        var before = everything();
        for (var operation : Api.operations()) {
            for (var value : some(25)) {
                for (var parameter : operation.parameters()) {
                    if (!parameter.in().equals("header")) {
                        send(operation, with(operation, parameter, value), "", Map.of());
                    }
                }
                operation.body().ifPresent(body -> {
                    if (operation.isOfTheOffice()) {
                        return; // what an administrator calls a movie is not for us to judge; the fuzzer sends it
                    }
                    for (var attacked : replaced(wellFormed(operation), value)) {
                        send(operation, Map.of(), attacked.toString(), Map.of());
                    }
                });
            }
        }
        assertThat(everything()).isEqualTo(before);
        findings.row(
                "2, 10, 11",
                "SQL, templates, shells, paths, line ends, odd characters and numbers in every parameter and every"
                        + " field of every body",
                victim.attempts(),
                "no 5xx, no leak, nothing slow, nothing changed");
    }

    @Test
    void no_header_means_more_than_it_should() {
        var before = everything();
        var attacked = Stream.of("listMyBookings", "releaseSeats", "getSeatMap", "refresh", "login", "getTicketQrCode")
                .map(InputAttacksTest::operation)
                .toList();
        for (var header : HEADERS) {
            for (var value : some(12)) {
                var sendable = value.replaceAll("[^\\x20-\\x7e\\xa0-\\xff]", "").strip();
                for (var operation : Proof.isLong() ? attacked : List.of(attacked.get(dice.nextInt(attacked.size())))) {
                    send(
                            operation,
                            Map.of("show_id", Long.toString(show)),
                            operation
                                    .body()
                                    .map(_ -> wellFormed(operation).toString())
                                    .orElse(""),
                            Map.of(header, sendable));
                }
            }
        }
        assertThat(everything()).isEqualTo(before);
        findings.row(
                "10, 11",
                "the same in every header that anything might look at",
                victim.attempts(),
                "no 5xx, no leak, nothing slow, nothing changed");
    }

    private int send(Operation operation, Map<String, String> parameters, String body, Map<String, String> headers) {
        // So that it is the value that is looked at, and not how often somebody came.
        if (List.of("login", "register").contains(operation.id())) {
            Ledger.update("delete from account_delay");
        }
        var all = new HashMap<String, String>();
        if (operation.needsSignIn()) {
            var who = operation.isOfTheOffice() ? admin : anna;
            all.put("Authorization", "Bearer " + who.account().bearer());
        }
        if (!body.isEmpty()) {
            all.put("Content-Type", "application/json");
        }
        all.putAll(headers);
        var begun = System.nanoTime();
        var answer = victim.send(operation, parameters, body, all);
        assertThat((System.nanoTime() - begun) / 1_000_000_000)
                .as("seconds for %s %s %s %s", operation, parameters, body, headers)
                .isLessThan(15);
        assertThat(answer.headers().map()).doesNotContainKey("x-injected");
        return answer.statusCode();
    }

    /** So many of them in the short form, all in the long. */
    private List<String> some(int count) {
        var shuffled = new ArrayList<>(STRINGS);
        Collections.shuffle(shuffled, dice);
        return Proof.isLong() ? shuffled : shuffled.subList(0, count);
    }

    /** A show of its own; whatever else has that number is not there. */
    private Map<String, String> ofThisTest() {
        return Map.of("id", Long.toString(show));
    }

    private static Operation operation(String id) {
        return Api.operations().stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** About this test's show, and with names that nobody has: others have screens and movies like the examples. */
    private ObjectNode wellFormed(Operation operation) {
        var body = operation.body().orElseThrow().deepCopy();
        if (body.has("show_id")) {
            body.put("show_id", show);
            if (operation.id().startsWith("hold") || operation.id().startsWith("book")) {
                // Of a seat that is not there, so that nothing changes however fine the rest is.
                body.findParents("row").forEach(it -> ((ObjectNode) it).put("row", "Z"));
            }
        }
        if (body.has("username")) {
            body.put("username", TestAccounts.freshName());
        }
        for (var name : List.of("name", "title")) {
            if (body.has(name)) {
                body.put(name, TestShows.freshName());
            }
        }
        if (body.has("movie_id")) {
            body.put("movie_id", TestShows.movieOf(show)).put("screen_id", TestShows.screenOf(show));
        }
        if (operation.isOfTheOffice()) {
            body.remove("until"); // that of the example is over
            if (body.has("code")) {
                body.remove("ticket_id"); // one of them is enough, and more than one too much
            }
            if (body.has("rows")) {
                body.remove("places"); // how many there are
            }
        }
        return body;
    }

    private Map<String, String> with(Operation operation, Parameter attacked, String value) {
        var values = new HashMap<String, String>();
        for (var parameter : operation.parameters()) {
            if (parameter.name().equals("show_id")) {
                values.put("show_id", Long.toString(show));
            }
        }
        values.put(attacked.name(), value);
        return values;
    }

    /** The body with one field more, in each of its objects. */
    private static List<ObjectNode> with(ObjectNode body, String field) {
        var bodies = new ArrayList<ObjectNode>();
        if (!body.has(field)) {
            bodies.add(body.deepCopy().put(field, 1));
        }
        var nested = body.deepCopy();
        if (nested.path("seats").path(0) instanceof ObjectNode seat && !seat.has(field)) {
            seat.put(field, 1);
            bodies.add(nested);
        }
        return bodies;
    }

    /** The body with the value in the place of each of its own, one at a time. */
    private static List<ObjectNode> replaced(ObjectNode body, String value) {
        var bodies = new ArrayList<ObjectNode>();
        for (var field : body.properties()) {
            bodies.add(body.deepCopy().put(field.getKey(), value));
            if (field.getValue().path(0) instanceof ObjectNode first) {
                for (var inner : first.properties()) {
                    var copy = body.deepCopy();
                    ((ObjectNode) copy.path(field.getKey()).path(0)).put(inner.getKey(), value);
                    bodies.add(copy);
                }
            }
        }
        return bodies;
    }

    /**
     * All that an attack could change; accounts by what they may, because registering is no attack. Holds of other tests run
     * out meanwhile.
     */
    private static Object everything() {
        return List.of(
                Ledger.query(
                        "select (select count(*) from movie), (select count(*) from screen), (select count(*) from place),"
                                + " (select count(*) from show_time), (select count(*) from booking), (select count(*) from ticket),"
                                + " (select count(*) from account where role <> 'CUSTOMER')"),
                // Each of those is one more version and one more event.
                Ledger.query("select count(*), sum(price),"
                        + " sum(version) - (select count(*) from seat_event where kind = 'EXPIRED') from seat"),
                Ledger.query("select count(*), sum(version) from seat_event where kind <> 'EXPIRED'"));
    }
}
