package org.frontrow.booking;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.List;
import org.frontrow.catalog.TestShows;
import org.frontrow.seating.BookingWriter;
import org.frontrow.seating.BookingWriter.Receipt;
import org.frontrow.seating.Ledger;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BookingLedgerTest {
    @Inject
    BookingWriter bookings;

    /** Somebody books again while a cancellation is under way: the desk saw a booking, so there is a receipt. */
    @Test
    void a_booking_that_was_cancelled_meanwhile_has_a_receipt() {
        var anna = SeatClient.customer();
        var show = TestShows.tomorrow(1, 1);
        var reference = anna.buy(show, "A1");
        var row = Ledger.query("select id, booking_id from seat where show_time_id = ?", show)
                .getFirst();
        anna.asks().post("/api/seats/bookings/" + reference + "/cancel/").then().statusCode(200);

        var receipts = bookings.receipts(show, List.of((Long) row.getLast()));

        assertThat(receipts).containsEntry((Long) row.getFirst(), new Receipt(reference, new BigDecimal("100.00")));
    }
}
