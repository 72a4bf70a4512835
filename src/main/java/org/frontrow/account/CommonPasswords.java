package org.frontrow.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What everybody tries first. Read when somebody first registers, so that it costs a start nothing. */
@Singleton
class CommonPasswords {
    private static final String LIST = "/common-passwords.txt";

    boolean contains(String password) {
        return Words.ALL.contains(password.toLowerCase(Locale.ROOT));
    }

    private static final class Words {
        private static final Set<String> ALL = read();

        private static Set<String> read() {
            var stream = CommonPasswords.class.getResourceAsStream(LIST);
            if (stream == null) {
                throw new IllegalStateException(LIST + " is missing from the application");
            }
            try (var lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
                // The licence stands on top, up to the first empty line.
                return lines.lines()
                        .dropWhile(line -> line.startsWith("#"))
                        .filter(line -> !line.isEmpty())
                        .collect(Collectors.toUnmodifiableSet());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
