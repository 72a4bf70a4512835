package planted.seating;

public class Chair {
    planted.booking.Sale known;
    EarlyExpiry used;
}
