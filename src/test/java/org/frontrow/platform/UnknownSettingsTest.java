package org.frontrow.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnknownSettingsTest {
    @Test
    void what_is_misspelt_is_named() {
        assertThat(UnknownSettings.unknown(Stream.of(
                        "FRONTROW_HOLD_LENGTH",
                        "FRONTROW_EMBEDDED_PORT",
                        "FRONTROW_HOLDS_LENGTH",
                        "frontrow.holds.lenght",
                        "frontrow.holds.length")))
                .containsExactly("FRONTROW_EMBEDDED_PORT", "FRONTROW_HOLD_LENGTH", "frontrow.holds.lenght");
    }

    @Test
    void what_others_set_is_their_own_business() {
        assertThat(UnknownSettings.unknown(Stream.of(
                        "PATH",
                        "QUARKUS_HTTP_PORT",
                        "FRONTROW_PORT",
                        "FRONTROW_PORT_8080_TCP_ADDR",
                        "FRONTROW_SERVICE_HOST",
                        "FRONTROW_DB_RW_SERVICE_HOST",
                        "FRONTROW_DB_RW_SERVICE_PORT_POSTGRES",
                        DatabaseSource.MEMORY + "normal")))
                .isEmpty();
    }

    @Test
    void the_readme_explains_every_setting() throws IOException {
        var explained = Files.readString(Path.of("README.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .toList();
        for (var key : UnknownSettings.known()) {
            var last = key.substring(key.lastIndexOf('.'));
            assertThat(explained)
                    .as(key)
                    .anyMatch(line -> line.contains("`" + key + "`")
                            || line.contains("`" + last + "`")
                            || line.contains("`-file`")
                                    && key.endsWith("-file")
                                    && line.contains(key.replace("-file", "")));
        }
    }
}
