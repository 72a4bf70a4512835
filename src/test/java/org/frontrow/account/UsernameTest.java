package org.frontrow.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "demo_user_123", "ada@example.org", "a.b+c-d_e", "жанна", "李小龍", "Zoë", "٣"})
    void takes_letters_and_digits_of_any_script(String name) {
        assertThat(Username.read(name)).map(Username::text).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                " a",
                "a\n",
                "a\0",
                "a/b",
                "<b>",
                "a\"",
                "ａ ｂ",
                "\ud83c",
                "🎭",
                "a\u202eb",
                "a\u200bb"
            })
    void takes_nothing_else(String name) {
        assertThat(Username.read(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Ada, ada",
        "ADA, ada",
        "ＡＤＡ, ada",
        "ﬁona, fiona",
        "ZOË, zoë",
        "Zoe\u0308, zoë",
        "ΣΑΣ, σας",
        "TITLE, title"
    })
    void compares_without_case_and_form(String name, String key) {
        assertThat(Username.read(name)).map(Username::key).contains(key);
    }

    @Test
    void does_not_depend_on_where_the_machine_stands() {
        var before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(Username.read("TITLE")).map(Username::key).contains("title");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void has_up_to_150_characters_after_normalising() {
        assertThat(Username.read("x".repeat(150))).isPresent();
        assertThat(Username.read("x".repeat(151))).isEmpty();
        assertThat(Username.read("\ufdfa".repeat(10))).isEmpty();
    }
}
