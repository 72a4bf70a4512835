package org.frontrow.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "::ffff:203.0.113.7, 203.0.113.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:2::1, 2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:3::1, 2001:db8:1:3:0:0:0:0/64",
        "::1, 0:0:0:0:0:0:0:0/64",
        "fe80::1%1, fe80:0:0:0:0:0:0:0/64",
        "evil.example.org, unknown",
        "'', unknown",
    })
    void is_as_coarse_as_a_household(String literal, String expected) {
        assertThat(CallerAddress.of(literal).text()).isEqualTo(expected);
    }

    @Test
    void a_socket_in_the_file_system_is_local() {
        assertThat(CallerAddress.of(null).text()).isEqualTo("local");
    }
}
