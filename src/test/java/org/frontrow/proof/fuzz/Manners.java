package org.frontrow.proof.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.frontrow.proof.fuzz.ApiDocument.Reply;
import org.frontrow.proof.fuzz.Question.Form;
import org.jspecify.annotations.Nullable;

/** What every answer has to be like, whatever was asked. */
final class Manners {
    static final String PROBLEM = "application/problem+json";
    /** What the service says it takes at most. */
    private static final int LARGEST_BODY = 64 * 1024;
    /** Beyond this a server may refuse an address or headers before it knows what they are about. */
    private static final int LONG = 4_000;

    private static final Pattern INSIDE = Pattern.compile("(?i)"
            + String.join(
                    "|",
                    "exception",
                    "\\bat [\\w.$]+\\([\\w.]*(java|native method|unknown source)[:\\d]*\\)",
                    "org\\.frontrow",
                    "\\b(java|javax|jakarta|io|com)\\.[a-z]+\\.[a-z.]*[a-z]",
                    "\\.java\\b",
                    "jackson|hibernate|quarkus|vert\\.?x|netty|resteasy|agroal|\\bjdbc\\b|postgres|panache",
                    "\\bselect .* from\\b|\\binsert into\\b|\\bupdate \\w+ set\\b|sqlstate|syntax error at|violates",
                    "/(tmp|home|root|usr|var|opt|work)/",
                    "stack ?trace|\\bnull pointer|\\bstack overflow"));

    /** Tokens and their signatures, in which every word appears some day. */
    private static final Pattern RANDOM = Pattern.compile("[\\w-]{40,}");

    private static final Map<String, Pattern> PATHS = new ConcurrentHashMap<>();

    private final ApiDocument document;
    private final List<Rule> rules = new ArrayList<>();

    Manners(ApiDocument document) {
        this.document = document;
        rules.add(new Rule("breaks down only as described", Manners::breaksDown));
        rules.add(new Rule("answers with a status that is described", this::undescribedStatus));
        rules.add(new Rule("has the form that is described", this::otherForm));
        rules.add(new Rule("says no with a whole problem", Manners::halfAProblem));
        rules.add(new Rule("says what the next request needs", Manners::missingAdvice));
        rules.add(new Rule("sends the headers that protect", Manners::missingProtection));
        rules.add(new Rule("tells nothing about its inside", Manners::leak));
        rules.add(new Rule("takes what is right", Manners::refusesWhatIsRight));
        rules.add(new Rule("refuses what is wrong", Manners::takesWhatIsWrong));
        rules.add(new Rule("lets no stranger in", Manners::letsStrangersIn));
    }

    record Rule(String name, Check check) {}

    /** Answers with what is wrong; with nothing if nothing is. */
    interface Check {
        @Nullable
        String wrong(Question question, Answer answer);
    }

    record Complaint(String rule, String text) {}

    List<Complaint> about(Question question, Answer answer) {
        return rules.stream()
                .flatMap(
                        rule -> Optional.ofNullable(rule.check.wrong(question, answer))
                                .map(text -> new Complaint(rule.name, text))
                                .stream())
                .toList();
    }

    private static @Nullable String breaksDown(Question question, Answer answer) {
        var isDescribed = answer.status() == 503
                && question.isDescribedMethod()
                && question.about().replies().containsKey(503)
                && answer.header("Retry-After").isPresent();
        var knowsNoSuchHttp = List.of(501, 505).contains(answer.status()) && isStrange(question);
        return answer.status() < 500 || isDescribed || knowsNoSuchHttp ? null : "status " + answer.status();
    }

    private @Nullable String undescribedStatus(Question question, Answer answer) {
        return answer.status() >= 500 || possible(question).contains(answer.status())
                ? null
                : "status " + answer.status() + ", and not one of " + possible(question);
    }

    private Set<Integer> possible(Question question) {
        var possible = new HashSet<Integer>();
        if (question.isDescribedMethod()) {
            possible.addAll(question.about().replies().keySet());
        } else {
            document.sister(question.about(), question.method())
                    .ifPresentOrElse(other -> possible.addAll(other.replies().keySet()), () -> possible.add(405));
        }
        if (question.about().needsSignIn()) {
            possible.add(401);
        }
        if (question.header("Accept") != null) {
            possible.add(406);
        }
        if (question.body().length > 0) {
            possible.add(415);
        }
        if (question.body().length > LARGEST_BODY) {
            possible.add(413);
        }
        if (isElsewhere(question)) {
            possible.addAll(List.of(401, 404, 405));
        }
        if (isStrange(question)) {
            possible.addAll(List.of(400, 401, 404, 405, 414, 417, 431));
        }
        return possible;
    }

    /** So that it need not reach the part that knows how to say no properly. */
    private static boolean isStrange(Question question) {
        return question.form() == Form.CROOKED
                || question.target().length() > LONG
                || question.headers().stream()
                                .mapToInt(header -> header.value().length())
                                .sum()
                        > 4 * LONG;
    }

    static boolean isElsewhere(Question question) {
        var target = question.target();
        var query = target.indexOf('?');
        var path = query < 0 ? target : target.substring(0, query);
        return !PATHS.computeIfAbsent(question.about().path(), Manners::pattern)
                .matcher(path)
                .matches();
    }

    /** With and without the slash at its end, and with anything plain in the place of a parameter. */
    private static Pattern pattern(String path) {
        return Pattern.compile(
                Pattern.quote(path.replaceFirst("(?<=.)/$", "")).replaceAll("\\{[^}]+}", "\\\\E[A-Za-z0-9-]+\\\\Q")
                        + "/?");
    }

    private @Nullable String otherForm(Question question, Answer answer) {
        var reply = question.about().replies().get(answer.status());
        if (!question.isDescribedMethod() || reply == null || isStrange(question) || isElsewhere(question)) {
            return null;
        }
        for (var header : reply.headers()) {
            if (answer.header(header).isEmpty()) {
                return "no " + header;
            }
        }
        if (reply.mediaType() == null) {
            return answer.body().length == 0 ? null : "a body that is not described";
        }
        if (!answer.mediaType().equals(reply.mediaType())) {
            return "Content-Type " + answer.mediaType() + " instead of " + reply.mediaType();
        }
        return question.method().equals("HEAD") ? null : otherBody(reply, answer);
    }

    private @Nullable String otherBody(Reply reply, Answer answer) {
        if (!reply.mediaType().endsWith("json")) {
            return answer.body().length == 0 ? "an empty body" : null;
        }
        var json = answer.json();
        if (json.isMissingNode()) {
            return "no JSON";
        }
        var differences = document.differences(json, Objects.requireNonNull(reply.schema()));
        return differences.isEmpty() ? null : differences.toString();
    }

    private static @Nullable String halfAProblem(Question question, Answer answer) {
        if (answer.status() < 400 || isStrange(question)) {
            return null;
        }
        if (!answer.mediaType().equals(PROBLEM)) {
            return "Content-Type " + answer.mediaType();
        }
        if (question.method().equals("HEAD")) {
            return null;
        }
        var problem = answer.json();
        if (!has(problem, "type", "urn:frontrow:problem:[a-z0-9-]+")
                || !has(problem, "title", "[A-Z].+")
                || !has(problem, "detail", ".+")
                || !has(problem, "instance", "/.*")
                || !has(problem, "trace_id", "[0-9a-f]{32}")
                || !problem.path("error").equals(problem.path("detail"))) {
            return "a member is missing or wrong";
        }
        return problem.path("status").asInt() == answer.status() ? null : "another status inside";
    }

    private static boolean has(JsonNode problem, String member, String pattern) {
        var value = problem.path(member);
        return value.isTextual()
                && Pattern.compile(pattern, Pattern.DOTALL)
                        .matcher(value.asText())
                        .matches();
    }

    private static @Nullable String missingAdvice(Question question, Answer answer) {
        if (isStrange(question)) {
            return null;
        }
        return switch (answer.status()) {
            case 401 -> lacks(answer, "WWW-Authenticate", "Bearer");
            case 405 -> lacks(answer, "Allow", "[A-Z]+(, [A-Z]+)*");
            case 429, 503 -> lacks(answer, "Retry-After", "[1-9][0-9]*");
            default -> null;
        };
    }

    private static @Nullable String missingProtection(Question question, Answer answer) {
        if (isStrange(question)) {
            return null;
        }
        if (answer.header("Server").isPresent() || answer.header("X-Powered-By").isPresent()) {
            return "says what it runs on";
        }
        for (var cookie : answer.headers("Set-Cookie")) {
            if (!cookie.contains("HttpOnly") || !cookie.contains("SameSite=Strict")) {
                return "a cookie that others may use: " + cookie.replaceFirst("=.*?;", "=…;");
            }
        }
        var missing = lacks(answer, "X-Content-Type-Options", "nosniff");
        if (missing == null && !question.target().startsWith("/q/")) {
            missing = lacks(answer, "Content-Security-Policy", ".*default-src 'none'.*");
        }
        if (missing == null && !question.target().startsWith("/q/")) {
            missing = lacks(answer, "Referrer-Policy", "same-origin|no-referrer");
        }
        if (missing == null && question.target().startsWith("/api/") && !isElsewhere(question)) {
            missing = lacks(answer, "Cache-Control", "no-store|no-cache.*");
        }
        return missing;
    }

    private static @Nullable String lacks(Answer answer, String header, String pattern) {
        var values = answer.headers(header);
        return values.size() == 1 && values.getFirst().matches(pattern) ? null : header + " is " + values;
    }

    private static @Nullable String leak(Question question, Answer answer) {
        var told = RANDOM.matcher(answer.status() + " " + answer.text() + " " + answer.headers())
                .replaceAll("…");
        var asked = new String(question.bytes(""), ISO_8859_1);
        var found = INSIDE.matcher(told);
        while (found.find()) {
            // What somebody says themselves is no secret from them.
            if (!asked.contains(found.group())) {
                return "\"" + found.group() + "\"";
            }
        }
        return null;
    }

    private static @Nullable String refusesWhatIsRight(Question question, Answer answer) {
        var isKnown = question.as() != null || !question.about().needsSignIn();
        var refused = List.of(400, 405, 406, 413, 415).contains(answer.status())
                || (answer.status() == 401 && question.about().needsSignIn());
        return question.form() == Form.RIGHT && isKnown && refused ? "status " + answer.status() : null;
    }

    private static @Nullable String takesWhatIsWrong(Question question, Answer answer) {
        return question.form() == Form.WRONG && answer.status() < 400 ? "status " + answer.status() : null;
    }

    private static @Nullable String letsStrangersIn(Question question, Answer answer) {
        var isLarge = question.body().length > LARGEST_BODY && answer.status() == 413;
        return question.about().needsSignIn()
                        && question.as() == null
                        && !isStrange(question)
                        && !isElsewhere(question)
                        && !isLarge
                        && answer.status() != 401
                ? "a stranger hears " + answer.status()
                : null;
    }
}
