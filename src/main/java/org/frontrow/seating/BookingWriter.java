package org.frontrow.seating;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Writes down what the desk sold and took back; whoever keeps bookings implements it. */
public interface BookingWriter {

    /**
     * Called at most once per transaction of the desk, before the seats themselves are written. It must not lock
     * anything but its own new rows and the bookings it takes back, and must neither commit nor roll back.
     */
    void write(Connection transaction, List<Sale> sales, List<Return> returns) throws SQLException;

    /** What these bookings of the show are called and what their tickets cost, by seat id. Blocks. */
    Map<Long, Receipt> receipts(long show, Collection<Long> bookings);

    /** @param seats the sold ones, with the prices they were sold at */
    record Sale(
            long booking,
            String reference,
            long show,
            long account,
            String currency,
            Instant at,
            List<LockedSeat> seats) {}

    /** @param byHouse because the show does not take place; else its owner gave it back */
    record Return(long show, long booking, boolean byHouse) {}

    record Receipt(String reference, BigDecimal price) {}
}
