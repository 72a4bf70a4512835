package org.frontrow.seating;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.frontrow.platform.Refusal;

public sealed interface SeatingRefusal extends Refusal {

    record UnreadableShowId() implements SeatingRefusal {
        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public String detail() {
            return "Give show_id as a number";
        }
    }

    record UnknownShow(long show) implements SeatingRefusal {
        @Override
        public Kind kind() {
            return Kind.NOT_FOUND;
        }

        @Override
        public String detail() {
            return "Show not found";
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("show_id", show);
        }
    }

    record UnknownSeats(List<SeatLabel> seats) implements SeatingRefusal {
        @Override
        public Kind kind() {
            return Kind.NOT_FOUND;
        }

        @Override
        public String detail() {
            return seats.size() == 1 ? "Seat not found" : "Seats not found: " + list(seats);
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("seats", seats);
        }
    }

    record RepeatedSeats(List<SeatLabel> seats) implements SeatingRefusal {
        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public String detail() {
            return "Named more than once: " + list(seats);
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("seats", seats);
        }
    }

    /**
     * Held by somebody else, booked or blocked; who has them is nobody's business.
     *
     * @param booked whether all of them are sold, which the map shows to everybody
     */
    record SeatsTaken(List<SeatLabel> seats, boolean booked) implements SeatingRefusal {
        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public String detail() {
            var how = booked ? "booked" : "taken";
            return seats.size() == 1 ? "Seat is already " + how : "Seats already " + how + ": " + list(seats);
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("seats", seats);
        }
    }

    /** The caller held them, but for too long. */
    record HoldExpired(List<SeatLabel> seats) implements SeatingRefusal {
        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public String detail() {
            return "Hold has expired, please hold again";
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("seats", seats);
        }
    }

    record NotHeld(List<SeatLabel> seats) implements SeatingRefusal {
        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public String detail() {
            return "Hold the seats before booking them: " + list(seats);
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("seats", seats);
        }
    }

    record ShowClosed(long show) implements SeatingRefusal {
        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public String detail() {
            return "The sale for this show is closed";
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("show_id", show);
        }
    }

    record TooManyHolds(int held, int limit) implements SeatingRefusal {
        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public String detail() {
            return "You hold " + held + " seats already; more than " + limit + " at a time are not possible";
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("held", held, "limit", limit);
        }
    }

    /** The owner of a booking may give it back until the show begins. */
    record TooLateToCancel() implements SeatingRefusal {
        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public String detail() {
            return "The show has begun, so the booking can no longer be cancelled";
        }
    }

    /** Too many wait, or it took too long; nothing was changed. */
    record DeskBusy() implements SeatingRefusal {
        @Override
        public Kind kind() {
            return Kind.UNAVAILABLE;
        }

        @Override
        public String detail() {
            return "Too many people are waiting right now, nothing was changed, please try again";
        }
    }

    /** The connection broke around the commit: it may have happened or not. */
    record OutcomeUnknown() implements SeatingRefusal {
        @Override
        public Kind kind() {
            return Kind.UNAVAILABLE;
        }

        @Override
        public String detail() {
            return "It is not known whether this happened; repeat the same request, that is always safe";
        }
    }

    private static String list(List<SeatLabel> seats) {
        return seats.stream().map(SeatLabel::toString).collect(Collectors.joining(", "));
    }
}
