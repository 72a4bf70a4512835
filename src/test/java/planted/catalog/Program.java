package planted.catalog;

public class Program {
    planted.seating.Chair known;

    java.time.Instant start() {
        return java.time.Instant.now();
    }
}
