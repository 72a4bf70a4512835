package org.frontrow.proof.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.frontrow.proof.fuzz.ApiDocument.Operation;
import org.frontrow.proof.fuzz.ApiDocument.Parameter;
import org.frontrow.proof.fuzz.Question.Form;
import org.frontrow.proof.fuzz.Question.Header;
import org.jspecify.annotations.Nullable;

/** Thinks of requests: a third as described, the rest with one thing wrong, or with hardly anything right. */
final class Questions {
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "BREW");
    private static final List<String> TYPES = List.of(
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "application/octet-stream",
            "application/jsonp",
            "text/json",
            "json",
            "/",
            "application/",
            ";;;",
            "application/json; charset=nonsense",
            "application/json; charset=\"",
            "application/json, text/plain",
            "*/*",
            "application/merge-patch+json",
            "\u00e9",
            "",
            "a".repeat(3_000));
    private static final List<String> ACCEPTED = List.of(
            "text/html",
            "application/xml",
            "image/png;q=0.5",
            "json",
            "/",
            ";",
            "application/json;q=x",
            "\u00e9",
            "",
            "application/json;q=0",
            "*/*;q=0.1",
            "text/event-stream",
            "application/problem+json",
            "b".repeat(3_000));
    /** Already as they stand in an address. */
    private static final List<String> OTHER_VALUES = List.of(
            "",
            "0",
            "-1",
            "+1",
            "1.0",
            "1e3",
            "0x1",
            "01",
            "1%20",
            "%201",
            "NaN",
            "null",
            "true",
            "abc",
            "%00",
            "1%00",
            "%ff",
            "%ed%a0%80",
            "%c0%80",
            "%D9%A1",
            "%EF%BC%91",
            "%F0%9F%8E%AC",
            "'%20or%201=1",
            "1;--",
            "%25s%25n",
            "$%7B7*7%7D",
            "2147483648",
            "9223372036854775808",
            "-9223372036854775809",
            "9".repeat(400),
            "1&show_id=2&page=2",
            "1%26",
            "2026-13-01",
            "2026-02-30",
            "+2026-01-01",
            "-999999999-01-01",
            "x".repeat(3_000));

    private static final List<Header> NOISE = List.of(
            new Header("X-HTTP-Method-Override", "DELETE"),
            new Header("X-Forwarded-For", "10.0.0.1, 127.0.0.1"),
            new Header("X-Forwarded-Host", "example.org"),
            new Header("X-Original-URL", "/q/metrics"),
            new Header("Forwarded", "for=\"[::1]\";host=example.org;proto=https"),
            new Header("Range", "bytes=0-1"),
            new Header("If-None-Match", "*"),
            new Header("If-None-Match", "W/\"x\", \"y\""),
            new Header("If-Match", "\"x\""),
            new Header("If-Modified-Since", "yesterday"),
            new Header("Expect", "100-continue"),
            new Header("Content-Encoding", "gzip"),
            new Header("Accept-Language", "de, tlh;q=x"),
            new Header("Accept-Charset", "utf-7"),
            new Header("Accept-Encoding", "gzip, br;q=0.5, *;q=0"),
            new Header("Last-Event-ID", "\u0001"),
            new Header("Last-Event-ID", "999999999999999999999-1"),
            new Header("traceparent", "00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-01"),
            new Header("traceparent", "ff-x"),
            new Header("Cookie", "frontrow_refresh=%00; =; ;;; a=\"b"),
            new Header("Cookie", "x=" + "c".repeat(4_000)),
            new Header("Upgrade", "websocket"),
            new Header("Sec-Fetch-Site", "cross-site"),
            new Header("Origin", "null"),
            new Header("Prefer", "\u00ff\u00fe"),
            new Header("Te", "trailers, deflate"));
    private static final List<String> ELSEWHERE = List.of(
            "/nowhere",
            "/api",
            "/q/metrics",
            "/q/health",
            "/q/dev-ui",
            "/WEB-INF/web.xml",
            "/application.properties",
            "/.git/config",
            "/api/seats/%2e%2e/%2e%2e/etc/passwd",
            "/api/seats/nowhere/",
            "/api/seats/hold.json",
            "/%00",
            "/%ff",
            "/api/seats/booking/1/",
            "/api/seats/hold;x=1/nowhere",
            "/api%2fseats%2fme%2f");
    private static final List<String> CROOKED = List.of(
            "/api/seats/%",
            "/api/seats/%zz",
            "/api/seats/?show_id=%",
            "/api/seats/?%zz=1",
            "/api/seats/|",
            "/api/seats/\u00e9",
            "/api/seats/?date=\u00ff",
            "/api/seats/" + "a".repeat(5_000),
            "*",
            "api/seats/",
            "http://example.org/api/seats/",
            "//api/seats/",
            "/api/seats/?a[]={\"x\"}",
            "/api/seats/\\..\\",
            "/api/seats/#fragment",
            "/api/seats/\u0001");

    private final ApiDocument document;
    private final World world;
    private final Dice dice;
    private final Bodies bodies;

    Questions(ApiDocument document, World world, Dice dice) {
        this.document = document;
        this.world = world;
        this.dice = dice;
        this.bodies = new Bodies(document, world, dice);
    }

    /** @param who asks, or pretends to */
    Question next(Person who) {
        var operation = dice.oneOf(document.operations());
        if (!world.concerns(operation, who) && dice.below(6) > 0) {
            return next(who);
        }
        return switch (dice.below(20)) {
            case 0, 1, 2, 3, 4, 5, 6 -> right(operation, who);
            case 7, 8, 9, 10, 11 -> operation.body() == null ? oddParameter(operation, who) : wrongBody(operation, who);
            case 12, 13 -> operation.parameters().isEmpty() ? right(operation, who) : oddParameter(operation, who);
            case 14, 15 -> asNobody(operation, who);
            case 16 -> otherMethod(operation, who);
            case 17 -> dice.oneIn(2) ? otherType(operation, who) : otherAnswer(operation, who);
            case 18 -> dice.oneIn(2) ? noise(operation, who) : elsewhere(operation, who);
            default -> rubbish(operation, who);
        };
    }

    Question right(Operation operation, Person who) {
        return question(operation, who, Map.of());
    }

    Question signIn(Person who) {
        var signIn = world.signIn(who);
        return withBody(
                new Question(
                        document.operation(signIn.operation()),
                        document.operation(signIn.operation()).method(),
                        document.operation(signIn.operation()).path(),
                        List.of(),
                        new byte[0],
                        null,
                        Form.RIGHT,
                        "signs in"),
                bytes(signIn.body()),
                Form.RIGHT,
                "signs in");
    }

    // ---- as described ----

    /** @param instead values for some parameters, as they stand in an address; null leaves one out */
    private Question question(Operation operation, Person who, Map<String, @Nullable String> instead) {
        var path = operation.path();
        var query = new ArrayList<String>();
        var headers = new ArrayList<Header>();
        for (var parameter : operation.parameters()) {
            var left = !parameter.required() && dice.oneIn(2) && !instead.containsKey(parameter.name());
            var value = instead.containsKey(parameter.name())
                    ? instead.get(parameter.name())
                    : left ? null : right(operation, parameter, who);
            if (value == null) {
                continue;
            }
            switch (parameter.in()) {
                case "path" -> path = path.replace("{" + parameter.name() + "}", value);
                case "query" -> query.add(parameter.name() + "=" + value);
                default -> headers.add(new Header(parameter.name(), value));
            }
        }
        if (path.length() > 1 && path.endsWith("/") && instead.isEmpty() && dice.oneIn(3)) {
            path = path.substring(0, path.length() - 1);
        }
        var target = query.isEmpty() ? path : path + "?" + String.join("&", query);
        var asked = new Question(
                operation, operation.method(), target, headers, new byte[0], null, Form.RIGHT, "as described");
        asked = as(who, asked);
        if (operation.body() != null && (operation.bodyRequired() || dice.oneIn(2))) {
            asked = withBody(asked, bytes(bodies.right(operation, who)), Form.RIGHT, "as described");
        }
        var otherBody = operation.otherBody();
        if (otherBody != null) {
            var file = world.file(operation).orElseThrow(() -> new IllegalStateException("No file for " + operation));
            asked = withBody(asked.with("Content-Type", otherBody), file, Form.RIGHT, "as described");
        }
        return asked;
    }

    private String right(Operation operation, Parameter parameter, Person who) {
        var value = bodies.right(operation, parameter.name(), parameter.schema(), who)
                .asText();
        return parameter.in().equals("header") ? value : URLEncoder.encode(value, UTF_8);
    }

    private Question as(Person who, Question question) {
        if (who.signedOut) {
            return question;
        }
        var proven = dice.oneIn(4)
                ? question.with("Cookie", "theme=dark; frontrow_access=" + who.accessToken)
                : question.with("Authorization", "Bearer " + who.accessToken);
        return new Question(
                proven.about(),
                proven.method(),
                proven.target(),
                proven.headers(),
                proven.body(),
                who,
                proven.form(),
                proven.how());
    }

    private Question withBody(Question question, byte[] body, Form form, String how) {
        var type = dice.oneIn(6) ? "application/json; charset=UTF-8" : "application/json";
        var typed = question.header("Content-Type") == null ? question.with("Content-Type", type) : question;
        var isFramed = question.header("Transfer-Encoding") != null;
        var framed = dice.oneIn(8) && !isFramed ? typed.with("Transfer-Encoding", "chunked") : typed;
        return new Question(
                framed.about(), framed.method(), framed.target(), framed.headers(), body, framed.as(), form, how);
    }

    private static byte[] bytes(ObjectNode tree) {
        return tree.toString().getBytes(UTF_8);
    }

    // ---- with one thing wrong ----

    private Question wrongBody(Operation operation, Person who) {
        var body = bodies.nearly(operation, who);
        return withBody(question(operation, who, Map.of()), body.bytes(), body.form(), body.how());
    }

    private Question oddParameter(Operation operation, Person who) {
        if (operation.parameters().isEmpty()) {
            return changed(question(operation, who, Map.of()), "?" + dice.word(3) + "=" + dice.oneOf(OTHER_VALUES));
        }
        var parameter = dice.oneOf(operation.parameters());
        var instead = new HashMap<String, @Nullable String>();
        if (parameter.in().equals("query") && parameter.required() && dice.oneIn(4)) {
            instead.put(parameter.name(), null);
            return named(question(operation, who, instead), Form.WRONG, "no " + parameter.name());
        }
        var value = dice.oneOf(OTHER_VALUES);
        instead.put(parameter.name(), value);
        return named(question(operation, who, instead), formOf(parameter, value), parameter.name() + " is " + value);
    }

    /** Only of what a schema says clearly. */
    private static Form formOf(Parameter parameter, String value) {
        var number = "integer".equals(parameter.schema().path("type").asText());
        var clearly = List.of("1.0", "1e3", "0x1", "NaN", "null", "true", "abc", "9223372036854775808", "%00", "%ff");
        return number && !parameter.in().equals("header") && clearly.contains(value) ? Form.WRONG : Form.ODD;
    }

    private Question asNobody(Operation operation, Person who) {
        var asked = question(operation, who, Map.of());
        var headers = asked.headers().stream()
                .filter(header -> !header.name().equals("Authorization")
                        && !header.value().contains("frontrow_access"))
                .collect(Collectors.toCollection(ArrayList::new));
        var token = dice.oneOf(
                "",
                "nonsense",
                "a.b.c",
                "eyJhbGciOiJub25lIn0.e30.",
                "x".repeat(5_000),
                "\u00e9",
                who.accessToken + "x",
                who.accessToken.replaceFirst("\\..*\\.", ".e30."),
                who.spentToken == null ? "" : who.spentToken,
                who.expiredToken == null ? "" : who.expiredToken);
        if (!token.isEmpty()) {
            headers.add(
                    dice.oneIn(3)
                            ? new Header("Cookie", "frontrow_access=" + token)
                            : new Header(
                                    "Authorization", dice.oneOf("Bearer ", "bearer ", "Basic ", "Bearer  ") + token));
        }
        return new Question(
                operation, asked.method(), asked.target(), headers, asked.body(), null, asked.form(), "as nobody");
    }

    private Question otherMethod(Operation operation, Person who) {
        var asked = dice.oneIn(4) ? asNobody(operation, who) : question(operation, who, Map.of());
        var method = dice.oneOf(METHODS);
        return new Question(
                operation, method, asked.target(), asked.headers(), asked.body(), asked.as(), Form.ODD, "by " + method);
    }

    private Question otherType(Operation operation, Person who) {
        var asked = question(operation, who, Map.of());
        var type = dice.oneOf(TYPES);
        var headers = asked.headers().stream()
                .filter(header -> !header.name().equals("Content-Type"))
                .collect(Collectors.toCollection(ArrayList::new));
        if (!type.isEmpty()) {
            headers.add(new Header("Content-Type", type));
        }
        return new Question(
                operation, asked.method(), asked.target(), headers, asked.body(), asked.as(), Form.ODD, "as " + type);
    }

    private Question otherAnswer(Operation operation, Person who) {
        var type = dice.oneOf(ACCEPTED);
        return named(question(operation, who, Map.of()).with("Accept", type), Form.ODD, "accepts " + type);
    }

    private Question noise(Operation operation, Person who) {
        var asked = question(operation, who, Map.of());
        for (int i = 1 + dice.below(3); i > 0; i--) {
            var header = dice.oneOf(NOISE);
            asked = asked.with(header.name(), header.value());
        }
        var isHttp = asked.headers().stream()
                .allMatch(header -> header.value().chars().allMatch(c -> c >= ' '));
        return named(asked, isHttp ? Form.ODD : Form.CROOKED, "with more headers");
    }

    private Question elsewhere(Operation operation, Person who) {
        var asked = question(operation, who, Map.of());
        if (dice.oneIn(3)) {
            return changed(asked, dice.oneOf("/" + dice.word(4), ".json", ";x=1", "//", "%2f", "%00"));
        }
        return new Question(
                operation,
                asked.method(),
                dice.oneOf(ELSEWHERE),
                asked.headers(),
                asked.body(),
                asked.as(),
                Form.ODD,
                "elsewhere");
    }

    private static Question changed(Question asked, String tail) {
        return new Question(
                asked.about(),
                asked.method(),
                asked.target() + tail,
                asked.headers(),
                asked.body(),
                asked.as(),
                Form.ODD,
                "at another address");
    }

    private static Question named(Question asked, Form form, String how) {
        return new Question(
                asked.about(), asked.method(), asked.target(), asked.headers(), asked.body(), asked.as(), form, how);
    }

    // ---- with hardly anything right ----

    private Question rubbish(Operation operation, Person who) {
        var asked = question(operation, who, Map.of());
        if (dice.oneIn(3)) {
            return new Question(
                    operation,
                    asked.method(),
                    dice.oneOf(CROOKED),
                    asked.headers(),
                    asked.body(),
                    asked.as(),
                    Form.CROOKED,
                    "crooked");
        }
        var body = bodies.rubbish();
        return withBody(asked, body.bytes(), body.form(), body.how());
    }
}
