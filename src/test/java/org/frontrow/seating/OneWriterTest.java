package org.frontrow.seating;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** There is never a second writer beside the ledgers: no other file of the service holds SQL that writes these tables. */
class OneWriterTest {
    private static final Pattern WRITES_SEATS =
            Pattern.compile("(?i)(insert\\s+into|update|delete\\s+from|merge\\s+into)\\s+(seat|seat_event)\\b");
    private static final Pattern WRITES_BOOKINGS =
            Pattern.compile("(?i)(insert\\s+into|update|delete\\s+from|merge\\s+into)\\s+(booking|ticket)\\b");

    @Test
    void only_the_seat_ledger_writes_seats() throws IOException {
        assertThat(filesWith(WRITES_SEATS)).containsExactly("SeatLedger.java");
    }

    @Test
    void only_the_booking_ledger_writes_bookings() throws IOException {
        assertThat(filesWith(WRITES_BOOKINGS)).containsExactly("BookingLedger.java");
    }

    private static List<String> filesWith(Pattern pattern) throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> pattern.matcher(read(file)).find())
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
