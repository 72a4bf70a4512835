package org.frontrow.account;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** What a request shows to prove who sends it. A bearer token wins over a cookie: it was put there on purpose. */
final class Presented {
    static final String ACCESS_COOKIE = "frontrow_access";
    static final String REFRESH_COOKIE = "frontrow_refresh";
    private static final String BEARER = "Bearer ";

    private Presented() {}

    static Optional<String> accessToken(HttpServerRequest request) {
        return bearer(request).or(() -> cookie(request, ACCESS_COOKIE));
    }

    static Optional<String> bearer(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    static Optional<String> cookie(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getCookie(name))
                .map(cookie -> cookie.getValue())
                .filter(value -> !value.isEmpty());
    }
}
