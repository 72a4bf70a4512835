package org.frontrow.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.frontrow.live.Watcher.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

    @ParameterizedTest
    @ValueSource(strings = {"1y2p0ij32e8e7-0", "0-0", "abc-17", "zzzzzzzzzzzzz-999999999999999999"})
    void what_was_sent_as_an_id_can_be_read(String id) {
        assertThat(Position.read(id)).hasToString(id).isEqualTo(Position.read(id));
    }

    @Test
    void an_id_is_a_map_and_a_mark() {
        assertThat(Position.read("abc-17")).isEqualTo(new Position("abc", 17));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "-",
                "abc",
                "abc-",
                "-17",
                "abc--17",
                "abc-17-",
                "abc-17 ",
                " abc-17",
                "abc-17\n",
                "abc-1.5",
                "abc-+1",
                "abc-１７",
                "ABC-17",
                "äbc-17",
                "abc_17",
                "null-0x1",
                "zzzzzzzzzzzzzz-1",
                "abc-9999999999999999999",
                "abc-17,abc-18",
                "<script>-1"
            })
    void anything_else_is_the_beginning(String id) {
        assertThat(Position.read(id)).isSameAs(Position.NOTHING);
    }
}
