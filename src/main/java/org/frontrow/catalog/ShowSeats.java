package org.frontrow.catalog;

import java.util.List;

/** Makes the seats of a new show; whoever keeps seats implements it. */
public interface ShowSeats {

    /** Called once per show, inside the transaction that plans it; each place becomes one seat at the show's price. */
    void createFor(ShowTime show, List<Place> places);
}
