package org.frontrow.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvenanceTest {
    private static final Set<String> TRUSTED = Set.of("https://tickets.example.org");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // site, origin, self, foreign
                "-, -, https://cinema.org, false",
                "-, https://cinema.org, https://cinema.org, false",
                "-, https://CINEMA.org:443, https://cinema.org, false",
                "-, http://cinema.org, http://cinema.org:80, false",
                "-, http://localhost:8080, http://localhost:8080, false",
                "-, http://cinema.org, https://cinema.org, true",
                "-, https://cinema.org:8443, https://cinema.org, true",
                "-, https://evil.org, https://cinema.org, true",
                "-, https://cinema.org.evil.org, https://cinema.org, true",
                "-, https://sub.cinema.org, https://cinema.org, true",
                "-, null, https://cinema.org, true",
                "-, '', https://cinema.org, true",
                "-, https://tickets.example.org, https://cinema.org, false",
                "same-origin, -, https://cinema.org, false",
                "none, -, https://cinema.org, false",
                "cross-site, -, https://cinema.org, true",
                "same-site, -, https://cinema.org, true",
                "cross-site, https://cinema.org, https://cinema.org, true",
                "nonsense, -, https://cinema.org, true",
                "cross-site, https://tickets.example.org, https://cinema.org, false",
                // behind a proxy that hides that it ends TLS the browser still knows
                "same-origin, https://cinema.org, http://cinema.org, false",
            })
    void tells_foreign_pages(String site, String origin, String self, boolean foreign) {
        assertThat(new Provenance(site, origin, self).isForeign(TRUSTED)).isEqualTo(foreign);
    }
}
