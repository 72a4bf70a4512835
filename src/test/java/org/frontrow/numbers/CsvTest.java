package org.frontrow.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    private static String cell(Object value) {
        return new Csv("a").line(value).toString().substring("a\r\n".length()).replaceFirst("\r\n$", "");
    }

    @Test
    void lines_end_as_the_standard_says_and_nothing_is_an_empty_cell() {
        assertThat(new Csv("a", "b").line(1, null).toString()).isEqualTo("a,b\r\n1,\r\n");
    }

    @Test
    void commas_quotes_and_line_breaks_stay_in_their_cell() {
        assertThat(cell("a,b")).isEqualTo("\"a,b\"");
        assertThat(cell("say \"hi\"")).isEqualTo("\"say \"\"hi\"\"\"");
        assertThat(cell("two\nlines")).isEqualTo("\"two\nlines\"");
        assertThat(cell("Amélie – 東京")).isEqualTo("Amélie – 東京");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@sum", "\tx", "\rx", "=\n\"x\""})
    void nothing_becomes_a_formula(String dangerous) {
        assertThat(cell(dangerous).replaceFirst("^\"", "")).startsWith("'" + dangerous.charAt(0));
    }
}
