package org.frontrow.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;

/**
 * What the back office asks about eighteen months of shows, over HTTP, and beside it the same asked of the ledger in the
 * way that comes to mind first. One question after the other: an office has few people.
 */
final class Office {
    private static final int ASKED = 30;
    private static final int ASKED_NAIVELY = 3;
    private static final long LONGEST_MICROS = 120_000_000;

    private final House.Database database;
    private final Service service;
    private final String token;
    private final Report report;

    Office(House.Database database, Service service, String token, Report report) {
        this.database = database;
        this.service = service;
        this.token = token;
        this.report = report;
    }

    /** @param naive the same by SQL over the events alone; null if there is nothing to compare with */
    record Question(String what, String path, String naive) {}

    /** All shows of the house, without triggers, as if the desk had sold them. */
    static void fill(House.Database database, Path sql) throws IOException, SQLException {
        var begun = System.nanoTime();
        database.execute(Files.readString(sql));
        for (var table : List.of("seat", "ticket", "seat_event")) {
            database.execute("reindex table " + table);
        }
        database.execute("vacuum analyze");
        System.out.printf(
                Locale.ROOT,
                "  %d events of %d shows took %.0f s%n",
                database.number("select count(*) from seat_event"),
                database.number("select count(*) from show_time"),
                (System.nanoTime() - begun) / 1e9);
    }

    static List<Question> questions(House.Database database) throws SQLException {
        var screen = database.number("select max(id) from screen");
        var movie = database.number("select min(id) from movie where title like 'Numbered movie %'");
        var show = database.number("select id from show_time where screen_id = " + screen
                + " and starts_at < now() - interval '30 days' order by starts_at desc limit 1");
        var next = database.number("select id from show_time where screen_id = " + screen
                + " and starts_at > now() + interval '1 hour' order by starts_at limit 1");
        var day = "current_date - 30";
        var questions = new ArrayList<Question>();
        questions.add(new Question("a show that is over", "shows/" + show + "/", byHour("t.id = " + show)));
        questions.add(new Question("a show on sale", "shows/" + next + "/", byHour("t.id = " + next)));
        questions.add(new Question("heat map of a show", "shows/" + next + "/heat-map/", null));
        questions.add(new Question("a day", "days/" + date(database, day) + "/", byDay("t.starts_at::date = " + day)));
        questions.add(new Question(
                "a screen, a month",
                "screens/" + screen + "/" + period(database, 60, 31),
                byDay("t.screen_id = " + screen + " and " + within(60, 31))));
        questions.add(new Question(
                "a movie, a year",
                "movies/" + movie + "/" + period(database, 365, 1),
                byDay("t.movie_id = " + movie + " and " + within(365, 1))));
        questions.add(new Question(
                "a screen, a year",
                "screens/" + screen + "/" + period(database, 365, 1),
                byDay("t.screen_id = " + screen + " and " + within(365, 1))));
        questions.add(new Question(
                "heat map of a screen, a year",
                "screens/" + screen + "/heat-map/" + period(database, 365, 1),
                bySeat("t.screen_id = " + screen + " and " + within(365, 1))));
        questions.add(new Question("the weeks to come", period(database, 0, -21), byDay(within(0, -21))));
        questions.add(new Question("the house, a month", period(database, 60, 31), byDay(within(60, 31))));
        questions.add(new Question("the house, a year", period(database, 365, 1), byDay(within(365, 1))));
        questions.add(new Question(
                "most demanded shows, a year", "shows/" + period(database, 365, 1) + "&sort=-demand", null));
        questions.add(
                new Question("all shows of a year as a table", "tables/shows.csv" + period(database, 365, 1), null));
        return questions;
    }

    private static String date(House.Database database, String day) throws SQLException {
        return database.text("select (" + day + ")::text");
    }

    private static String period(House.Database database, int from, int until) throws SQLException {
        return "?from=" + date(database, "current_date - " + from) + "&until="
                + date(database, "current_date - (" + until + ")");
    }

    private static String within(int from, int until) {
        return "t.starts_at >= current_date - %d and t.starts_at < current_date - (%d)".formatted(from, until - 1);
    }

    private static String byHour(String which) {
        return counted("date_trunc('hour', e.at)", which);
    }

    private static String byDay(String which) {
        return counted("e.at::date", which);
    }

    private static String counted(String step, String which) {
        return """
                select %s, count(*) filter (where e.kind = 'HELD'), count(*) filter (where e.kind = 'BOOKED'),
                    count(*) filter (where e.kind = 'CANCELLED'), count(*) filter (where e.kind = 'EXPIRED'),
                    count(*) filter (where e.kind = 'RELEASED')
                from seat_event e join show_time t on t.id = e.show_time_id where %s group by 1""".formatted(step, which);
    }

    private static String bySeat(String which) {
        return """
                select row_label, number, count(*), avg(starts_at - at) from (
                    select distinct on (e.show_time_id, e.seat_id) s.row_label, s.number, t.starts_at, e.at, e.kind
                    from seat_event e join show_time t on t.id = e.show_time_id
                    join seat s on s.show_time_id = e.show_time_id and s.id = e.seat_id
                    where %s order by e.show_time_id, e.seat_id, e.version desc) as last
                where kind = 'BOOKED' group by 1, 2""".formatted(which);
    }

    void ask(List<Question> questions) throws Exception {
        System.out.printf("%n  %-34s %9s %9s %9s %12s %8s%n", "", "p50", "p95", "answer", "ledger p50", "ratio");
        for (var question : questions) {
            var bytes = 0;
            for (int i = 0; i < ASKED / 3; i++) {
                bytes = get(question.path);
            }
            var times = new Histogram(LONGEST_MICROS, 3);
            for (int i = 0; i < ASKED; i++) {
                var begun = System.nanoTime();
                get(question.path);
                times.recordValue((System.nanoTime() - begun) / 1000);
            }
            var ours = times.getValueAtPercentile(50) / 1000.0;
            var theirs = question.naive == null ? Double.NaN : naively(question.naive);
            System.out.printf(
                    Locale.ROOT,
                    "  %-34s %6.1f ms %6.1f ms %6.0f kB %9.1f ms %8.1f%n",
                    question.what,
                    ours,
                    times.getValueAtPercentile(95) / 1000.0,
                    bytes / 1000.0,
                    theirs,
                    theirs / ours);
            report.atMost("Numbers of " + question.what + ", p50", ours, "ms", null);
            report.atMost("Numbers of " + question.what + ", p95", times.getValueAtPercentile(95) / 1000.0, "ms", null);
            if (question.naive != null) {
                report.atMost("Numbers of " + question.what + ": ledger alone / Frontrow", theirs / ours, "", null);
            }
        }
    }

    /** Somebody who asks one question after the other until closed; when told that the house is busy, the next one. */
    AutoCloseable askingOn(List<Question> questions) {
        var done = new AtomicBoolean();
        var asking = Thread.ofPlatform().start(() -> {
            try {
                while (!done.get()) {
                    for (var question : questions) {
                        answer(question.path);
                    }
                }
            } catch (IOException | InterruptedException e) {
                System.out.println("  nobody asks any more: " + e);
            }
        });
        return () -> {
            done.set(true);
            asking.join();
        };
    }

    /** Answers how many bytes came. */
    private int get(String path) throws IOException, InterruptedException {
        var response = answer(path);
        if (response.statusCode() != 200) {
            throw new IOException(path + ": " + response.statusCode());
        }
        return response.body().length;
    }

    /** As the browser asks: what comes is compressed. */
    private HttpResponse<byte[]> answer(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(service.url("/api/office/numbers/" + path)))
                .header("Authorization", "Bearer " + token)
                .header("Accept-Encoding", "gzip")
                .build();
        return Service.http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Once to warm up, and then the median. */
    private double naively(String sql) throws SQLException {
        var times = new double[ASKED_NAIVELY];
        database.count(sql);
        for (int i = 0; i < times.length; i++) {
            var begun = System.nanoTime();
            database.count(sql);
            times[i] = (System.nanoTime() - begun) / 1e6;
        }
        return Contest.median(times);
    }
}
