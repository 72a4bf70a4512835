package org.frontrow.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route.FulfillOptions;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.frontrow.account.TestAccounts;
import org.frontrow.catalog.TestShows;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.Test;

@QuarkusTest
class NumbersPageTest extends BrowserTest {
    private static final String NUMBERS = "/api/office/numbers/";

    private final SeatClient staff = SeatClient.staff();

    @Test
    void a_show_says_the_same_as_the_service() {
        var show = sold();
        var bob = atADesk().signedInAs(staff.account()).goTo("/#/office/shows/" + show);
        bob.page()
                .locator(".tile", new Page.LocatorOptions().setHasText("Numbers"))
                .click();

        var numbers = numbers("shows/" + show + "/");
        assertThat(figure(bob, "sold")).hasText(String.valueOf(numbers.getInt("numbers.sold")));
        assertThat(figure(bob, "sold")).hasText("5");
        assertThat(figure(bob, "held")).hasText("1");
        assertThat(figure(bob, "blocked")).hasText("1");
        assertThat(figure(bob, "free")).hasText("23");
        assertThat(figure(bob, "bookings")).hasText(String.valueOf(numbers.getInt("numbers.bookings")));
        assertThat(figure(bob, "occupancy")).hasText("17.2%");
        assertThat(figure(bob, "revenue")).hasText("€400.00");
        assertThat(figure(bob, "conversion")).hasText("100%");
        assertThat(bob.page().locator(".barred tbody tr").filter(has("Complimentary")))
                .containsText("€0.00");
        bob.isAccessible("the numbers of a show");

        bob.link("Numbers of the movie").click();
        assertThat(figure(bob, "sold")).hasText("5");
        bob.page().goBack();
        bob.link("Numbers of the screen").click();
        assertThat(figure(bob, "sold")).hasText("5");
        bob.hadNothingToComplainAbout();
    }

    @Test
    void behind_a_chart_is_its_table() {
        var show = sold();
        var bob = atADesk().signedInAs(staff.account()).goTo("/#/office/numbers/shows/" + show);
        var chart = bob.page().locator(".charted").first();
        assertThat(chart.locator("canvas")).isVisible();
        assertThat(chart.locator(".chart"))
                .hasAttribute("aria-label", Pattern.compile("Seats sold, by hour of the sale.*5.*"));
        chart.locator("summary").click();
        assertThat(chart.locator("tbody")).containsText("€400.00");
        assertThat(chart.locator("tbody tr").first().locator("td").first()).hasText("5");
        bob.isAccessible("a chart with its table");

        bob.page().setViewportSize(390, 844);
        assertThat(chart.locator("canvas")).isVisible();
        bob.page().waitForCondition(() -> (int) chart.locator("canvas").evaluate("it => it.clientWidth") < 390);
        fits(bob.page());
    }

    @Test
    void the_best_seats_can_be_read() {
        var show = sold();
        var bob = atADesk().signedInAs(staff.account()).goTo("/#/office/numbers/shows/" + show);
        assertThat(bob.page().locator(".heat canvas")).isVisible();
        var first = bob.page().locator("[data-test=first-ten] tbody th");
        assertThat(first).hasCount(5);
        assertThat(first.first()).hasText(Pattern.compile("A[12]"));
        var told = bob.page().locator(".heat [role=status]");
        bob.page().getByLabel("Look up a seat").fill("b1");
        assertThat(told).containsText("B1 sold ");
        bob.page().getByLabel("Look up a seat").fill("c3");
        assertThat(told).containsText("C3 blocked");
        bob.page().getByLabel("Look up a seat").fill("z9");
        assertThat(told).hasText("There is no seat z9.");
        bob.page().locator(".heat canvas").hover();
        assertThat(told.locator("strong")).isVisible();

        bob.goTo("/#/office/numbers/screens/" + TestShows.screenOf(show));
        var best = bob.page().locator("[data-test=best-ten] tbody tr");
        assertThat(best).hasCount(10);
        assertThat(best.first()).containsText("1 of 1");
        assertThat(bob.page().locator("[data-test=worst-ten] tbody tr").first()).containsText("0 of 1");
        bob.isAccessible("the numbers of a screen");
    }

    @Test
    void the_period_is_chosen_and_stays_in_the_address() throws IOException {
        var show = sold();
        var tomorrow = day(show);
        var bob = atADesk().signedInAs(staff.account()).goTo("/#/office/numbers");
        assertThat(bob.button("Last 30 days and the coming week")).hasAttribute("aria-pressed", "true");
        assertThat(figure(bob, "sold")).isVisible();

        bob.page().getByLabel("First day of shows").fill("1990-01-01");
        assertThat(bob.notice()).containsText("ask for at most 400 at a time");
        bob.page().getByLabel("Last day of shows").fill("1990-01-05");
        assertThat(bob.page().locator(".empty")).containsText("No show takes place on these days");
        bob.page().reload();
        assertThat(bob.page().getByLabel("Last day of shows")).hasValue("1990-01-05");
        bob.button("Next 30 days").click();
        assertThat(figure(bob, "sold")).isVisible();

        bob.goTo("/#/office/numbers/days/" + tomorrow);
        var sold = numbers("days/" + tomorrow + "/").getInt("numbers.sold");
        assertThat(figure(bob, "sold")).hasText(String.format("%,d", sold));
        assertThat(bob.page().locator("fr-numbered-shows tbody tr").first()).isVisible();
        var download = bob.page().waitForDownload(() -> bob.link("Shows").last().click());
        assertThat(Files.readString(download.path())).contains("show_id,movie").contains("\n" + show + ",");
    }

    @Test
    void whoever_has_to_wait_is_told_and_asks_again() {
        var bob = atADesk().signedInAs(staff.account());
        var asked = new AtomicInteger();
        bob.page().route(Pattern.compile(".*/api/office/numbers/\\?.*"), route -> {
            if (asked.incrementAndGet() > 1) {
                route.resume();
            } else {
                route.fulfill(new FulfillOptions()
                        .setStatus(503)
                        .setHeaders(Map.of("Retry-After", "60"))
                        .setContentType("application/problem+json")
                        .setBody("{\"type\": \"urn:frontrow:problem:still-counting\", \"status\": 503}"));
            }
        });
        bob.goTo("/#/office/numbers");
        assertThat(bob.notice()).containsText("being counted for the first time");
        assertThat(bob.page().getByText("asked again by itself in 60 seconds")).isVisible();
        bob.isAccessible("numbers that are still counted");
        bob.button("Ask again").click();
        assertThat(figure(bob, "sold")).isVisible();
        assertThat(bob.notice()).hasCount(0);
    }

    @Test
    void no_view_of_the_numbers_keeps_anybody_out_or_sticks_out() {
        var show = sold();
        var views = List.of(
                "",
                "/days/" + day(show),
                "/days/1990-01-01",
                "/shows/" + show,
                "/screens/" + TestShows.screenOf(show),
                "/movies/" + numbers("shows/" + show + "/").getLong("show.movie_id"),
                "/nonsense");
        for (var options : List.of(desktop(), dark(phone()), phone().setLocale("de-DE"))) {
            var ada = visitor(options).signedInAs(TestAccounts.admin()).goTo("/#/office");
            for (var view : views) {
                ada.goTo("/#/office/numbers" + view);
                assertThat(ada.page().locator(".office-view h1")).hasCount(1);
                assertThat(ada.page().locator("[aria-busy=true]")).hasCount(0);
                ada.isAccessible("numbers" + view);
                fits(ada.page());
            }
        }
    }

    /** Of thirty seats four are bought, one is given away, one held, one blocked. */
    private long sold() {
        var show = TestShows.tomorrow(3, 10);
        SeatClient.customer().buy(show, "A1", "A2");
        SeatClient.customer().buy(show, "B1", "B2");
        staff.atCounter(show, "sell-seats/", Map.of("payment", "COMP"), "B3").statusCode(200);
        staff.atCounter(show, "block-seats/", Map.of("reason", "Broken"), "C3").statusCode(200);
        SeatClient.customer().hold(show, "C4").statusCode(200);
        return show;
    }

    private JsonPath numbers(String path) {
        return staff.asks().get(NUMBERS + path).then().statusCode(200).extract().jsonPath();
    }

    private LocalDate day(long show) {
        return Instant.parse(numbers("shows/" + show + "/").getString("show.start_time"))
                .atZone(ZoneOffset.UTC)
                .toLocalDate();
    }

    private static Locator figure(Visitor visitor, String name) {
        return visitor.page().locator("[data-figure=" + name + "] strong");
    }

    private static Locator.FilterOptions has(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static void fits(Page page) {
        assertThat((boolean)
                        page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .isTrue();
    }
}
