package org.frontrow.catalog;

import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Fresh shows for tests: each call makes another movie in another screen, so no test can disturb another. */
public final class TestShows {
    private static final AtomicLong next = new AtomicLong(System.nanoTime());

    private TestShows() {}

    /** A show tomorrow with rows A, B, … of so many seats, at 100.00 EUR each. */
    public static long tomorrow(int rows, int perRow) {
        return startingAt(Instant.now().plus(Duration.ofDays(1)), rows, perRow).id;
    }

    /** A show tomorrow with exactly these seats, made in this order: {@code "A1", "B12"}. */
    public static long tomorrowWith(String... seats) {
        return plan(Instant.now().plus(Duration.ofDays(1)), number -> {
                    var screen = new Screen("Screen " + number);
                    for (var seat : seats) {
                        var row = seat.replaceFirst("\\d+$", "");
                        screen.addPlace(row, Integer.parseInt(seat.substring(row.length())), 0, 0);
                    }
                    screen.persist();
                    return screen;
                })
                .id;
    }

    /** A show of two hours. */
    public static ShowTime startingAt(Instant start, int rows, int perRow) {
        return plan(start, number -> screen(number, rows, perRow));
    }

    /** A show tomorrow in a hall as large as an arena, with rows AA, AB, … and an aisle in the middle. */
    public static long tomorrowInArena(int rows, int perRow) {
        return plan(Instant.now().plus(Duration.ofDays(1)), number -> {
                    var screen = new Screen("Arena " + number);
                    screen.persist();
                    Screen.getEntityManager()
                            .createNativeQuery("""
                                    insert into place (screen_id, row_label, number, x, y, kind)
                                    select ?1, chr(65 + r / 26) || chr(65 + r % 26), n,
                                        n + case when n > ?3 / 2 then 1 else 0 end, r * 1.2, 'STANDARD'
                                    from generate_series(0, ?2 - 1) r, generate_series(1, ?3) n order by r, n""")
                            .setParameter(1, screen.id)
                            .setParameter(2, rows)
                            .setParameter(3, perRow)
                            .executeUpdate();
                    return screen;
                })
                .id;
    }

    private static ShowTime plan(Instant start, Function<String, Screen> screen) {
        return QuarkusTransaction.requiringNew().call(() -> {
            var number = freshName();
            var movie = new Movie("Movie " + number, 120);
            movie.posterUrl = "/posters/" + number + ".svg";
            movie.persist();
            return shows().plan(movie, screen.apply(number), start, "EUR", new BigDecimal("100.00"));
        });
    }

    public static Screen screen(String name, int rows, int perRow) {
        var screen = new Screen("Screen " + name);
        for (int row = 0; row < rows; row++) {
            for (int seat = 1; seat <= perRow; seat++) {
                screen.addPlace(String.valueOf((char) ('A' + row)), seat, seat, row);
            }
        }
        screen.persist();
        return screen;
    }

    public static long movieOf(long show) {
        return QuarkusTransaction.requiringNew().call(() -> ShowTime.<ShowTime>findById(show).movie.id);
    }

    public static long screenOf(long show) {
        return QuarkusTransaction.requiringNew().call(() -> ShowTime.<ShowTime>findById(show).screen.id);
    }

    public static String freshName() {
        return Long.toString(next.incrementAndGet(), 36);
    }

    static Shows shows() {
        return Arc.container().instance(Shows.class).get();
    }
}
