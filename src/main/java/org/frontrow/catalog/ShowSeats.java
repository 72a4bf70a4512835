package org.frontrow.catalog;

import java.math.BigDecimal;
import java.util.List;

/** The seats of shows, as far as planning has to do with them; whoever keeps seats implements it. */
public interface ShowSeats {

    /** A place that becomes a seat. */
    record NewSeat(String row, int number, boolean blocked) {}

    /** Called once per show, inside the transaction that plans it; each becomes one seat at the show's price. */
    void createFor(long show, BigDecimal price, List<NewSeat> seats);

    /** How many there are. */
    long countOf(long show);

    /** How many are somebody's at this moment. */
    Taken takenOf(long show);

    /** @param bookings that the booked ones belong to */
    record Taken(int held, int booked, int bookings) {}

    /** Inside the transaction that changes whether it is sold, or where: all replicas hear of it when that commits. */
    void changed(long show);
}
