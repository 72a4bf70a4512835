package org.frontrow.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.frontrow.account.TestAccounts;
import org.frontrow.account.TestAccounts.TestAccount;
import org.frontrow.seating.Ledger;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The pictures of the README, of the demo cinema with a hall that is nearly full. Made anew with
 * {@code ./mvnw test -Dtest=ScreenshotsTest -Dscreenshots.write=true}.
 */
@QuarkusTest
@TestProfile(ScreenshotsTest.DemoCinema.class)
@EnabledIfSystemProperty(named = "screenshots.write", matches = "true")
class ScreenshotsTest extends BrowserTest {
    private static final Path IMAGES = Path.of("docs", "images");

    public static class DemoCinema implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("frontrow.demo", "true");
        }
    }

    /** Each test fills a show of its own. */
    private static long nearlyFullHall(int nth) {
        List<Map<String, ?>> shows =
                RestAssured.get("/api/seats/shows/").jsonPath().getList("shows");
        long hall = shows.stream()
                .filter(show -> show.get("screen").equals("Grand Hall"))
                .skip(nth)
                .mapToLong(show -> ((Number) show.get("id")).longValue())
                .findFirst()
                .orElseThrow();
        List<Map<String, ?>> all = RestAssured.get("/api/seats/?show_id=" + hall)
                .jsonPath()
                .getList("seats.findAll { it.status == 'AVAILABLE' }");
        var seats = new ArrayList<>(all.stream()
                .map(seat -> "" + seat.get("row") + seat.get("number"))
                .toList());
        seats.removeAll(List.of("M11", "M12", "M13", "M14"));
        var chance = new Random(7);
        // People come in groups and sit together, rather in the middle than at the front.
        for (int i = 0; i + 4 < seats.size(); i += 4) {
            var group = seats.subList(i, i + 3 + chance.nextInt(2)).toArray(String[]::new);
            var row = group[0].charAt(0) - 'A';
            if (chance.nextInt(20) < 16 + row / 5) {
                if (chance.nextInt(5) == 0) {
                    SeatClient.customer().hold(hall, group).statusCode(200);
                } else {
                    SeatClient.customer().buy(hall, group);
                }
            }
        }
        return hall;
    }

    /** A hall sells over days, the last ones best; here it was filled in a moment. */
    private static void sellOverDays(long hall) {
        Ledger.update("grant update on seat_event to current_user");
        Ledger.update("""
                update seat_event set at = at - interval '200 hours'
                    * power((abs(hashtext((seat_id / 4)::text)) % 1000) / 1000.0, 2) where show_time_id = ?""", hall);
        Ledger.update("""
                update booking b set created_at = (select min(at) from seat_event e
                    where e.show_time_id = b.show_time_id and e.booking_id = b.id and e.kind = 'BOOKED')
                where show_time_id = ?""", hall);
        Ledger.update("revoke update on seat_event from current_user");
    }

    @Test
    void pictures_of_the_numbers() {
        var hall = nearlyFullHall(4);
        sellOverDays(hall);
        var sam = visitor(desktop().setViewportSize(1280, 1060))
                .signedInAs(TestAccounts.staff())
                .goTo("/#/office/numbers/shows/" + hall);
        assertThat(sam.page().locator(".charted canvas").first()).isVisible();
        assertThat(sam.page().locator(".heat canvas")).isVisible();
        save("office-numbers", sam, false);
        sam.page().locator(".heat").evaluate("it => it.scrollIntoView()");
        save("office-heat-map", sam, false);
    }

    @Test
    void pictures_of_every_view() {
        var ada = TestAccounts.customer("ada.lovelace");
        var hall = nearlyFullHall(3);
        take("shows", visitor(desktop()), "/", ".movie");
        take("shows-phone", visitor(phone()), "/", ".movie");
        takeHall("hall", visitor(desktop()), ada, hall);
        takeHall("hall-dark", visitor(dark(desktop())), ada, hall);
        takeHall("hall-phone", visitor(dark(phone())), ada, hall);
        new SeatClient(ada).book(hall, "M12", "M13").statusCode(200);
        take("tickets", visitor(desktop()).signedInAs(ada), "/#/tickets", ".booking");
        var ticket = visitor(desktop()).signedInAs(ada).goTo("/#/tickets");
        ticket.link("Ticket M12").click();
        ticket.page().locator(".ticket img").evaluate("image => image.decode()");
        save("ticket", ticket, false);
        save("ticket-dark", visitor(dark(phone())).signedInAs(ada).goTo("/" + hash(ticket)), true);
    }

    private static void takeHall(String name, Visitor visitor, TestAccount ada, long hall) {
        new SeatClient(ada).hold(hall, "M12", "M13").statusCode(200);
        visitor.signedInAs(ada).goToShow(hall);
        visitor.looks("M13", "mine");
        assertThat(visitor.page().locator(".countdown"))
                .containsText("9:", new ContainsTextOptions().setTimeout(10_000));
        visitor.seat("M14").press("Enter");
        visitor.page().mouse().move(0, 0);
        visitor.page().evaluate("document.activeElement.blur(); scrollTo(0, 0)");
        save(name, visitor, false);
    }

    private static void take(String name, Visitor visitor, String address, String until) {
        visitor.goTo(address);
        assertThat(visitor.page().locator(until).first()).isVisible();
        visitor.page().evaluate("Promise.all([...document.images].map(image => image.decode()))");
        save(name, visitor, false);
    }

    private static void save(String name, Visitor visitor, boolean wholePage) {
        visitor.page()
                .screenshot(new Page.ScreenshotOptions()
                        .setPath(IMAGES.resolve(name + ".png"))
                        .setFullPage(wholePage));
    }

    private static String hash(Visitor visitor) {
        return visitor.page().url().replaceFirst(".*#", "#");
    }
}
