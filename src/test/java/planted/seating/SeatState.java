package planted.seating;

public class SeatState {
    java.sql.Connection known;
}
