package org.frontrow.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AuditLogTest {
    @Test
    void one_line_stays_one_line() {
        assertThat(AuditLog.printable("a\r\nsign-in ok\u2028\u0085\t\u001b[31m"))
                .isEqualTo("a\\u{d}\\u{a}sign-in ok\\u{2028}\\u{85}\\u{9}\\u{1b}[31m");
    }

    @Test
    void nothing_hides_or_closes_the_quotes() {
        assertThat(AuditLog.printable("\u202ea\u200b\" x=\"\\\ud800"))
                .isEqualTo("\\u{202e}a\\u{200b}\\\" x=\\\"\\\\\\u{d800}");
    }

    @Test
    void what_people_write_stays_readable_and_short() {
        assertThat(AuditLog.printable("Zoë 李 🎭")).isEqualTo("Zoë 李 🎭");
        assertThat(AuditLog.printable("x".repeat(5000))).hasSize(200);
    }
}
