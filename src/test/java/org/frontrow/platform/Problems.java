package org.frontrow.platform;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.restassured.builder.ResponseSpecBuilder;
import io.restassured.specification.ResponseSpecification;
import java.util.Map;
import org.hamcrest.CustomTypeSafeMatcher;
import org.hamcrest.Matcher;

/** What every error looks like, for {@code .then().spec(problem(409, "seats-taken"))}. */
public final class Problems {
    private static final String LEAK = "(?is).*(exception|org\\.frontrow|java\\.|jackson|hibernate|sql|stack).*";

    private Problems() {}

    public static ResponseSpecification problem(int status, String type) {
        return new ResponseSpecBuilder()
                .addResponseSpecification(problem(status))
                .expectBody("type", equalTo("urn:frontrow:problem:" + type))
                .build();
    }

    public static ResponseSpecification problem(int status) {
        return new ResponseSpecBuilder()
                .expectStatusCode(status)
                .expectContentType("application/problem+json")
                .expectBody("", complete(status))
                .expectBody(not(matchesPattern(LEAK)))
                .build();
    }

    private static Matcher<Map<String, ?>> complete(int status) {
        return new CustomTypeSafeMatcher<>("a whole problem document with status " + status) {
            @Override
            protected boolean matchesSafely(Map<String, ?> problem) {
                return has(problem, "type", "urn:frontrow:problem:[a-z0-9-]+")
                        && has(problem, "title", "[A-Z].+")
                        && Integer.valueOf(status).equals(problem.get("status"))
                        && has(problem, "detail", ".+")
                        && has(problem, "instance", "/.*")
                        && has(problem, "trace_id", "[0-9a-f]{32}")
                        && problem.get("detail").equals(problem.get("error"));
            }
        };
    }

    private static boolean has(Map<String, ?> problem, String member, String pattern) {
        return problem.get(member) instanceof String text && text.matches(pattern);
    }
}
