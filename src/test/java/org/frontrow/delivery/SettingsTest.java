package org.frontrow.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class SettingsTest {
    /** Or the service would tell people that one which works has no effect. */
    @Test
    void every_setting_that_is_read_is_listed_and_no_other() {
        var read = new HashSet<>(Settings.read());
        assertThat(read.remove("frontrow.http.public-paths"))
                .as("for the framework; nobody else sets it")
                .isTrue();
        assertThat(Settings.listed()).containsExactlyInAnyOrderElementsOf(read);
    }
}
