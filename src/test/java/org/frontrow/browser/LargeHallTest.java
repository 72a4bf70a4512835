package org.frontrow.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions.HasClassOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import io.quarkus.test.junit.QuarkusTest;
import org.frontrow.account.TestAccounts;
import org.frontrow.catalog.TestShows;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hall of twenty thousand seats: a picture from afar, and the same seats as ever close up. */
@QuarkusTest
class LargeHallTest extends BrowserTest {
    private static final HasClassOptions WITHIN_A_SECOND = new HasClassOptions().setTimeout(1000);

    private long show;

    @BeforeEach
    void plan() {
        show = TestShows.tomorrowInArena(100, 200);
    }

    @Test
    void one_comes_closer_picks_and_holds_and_sees_what_others_do() {
        var ada = inTheHall(atADesk().signedInAs(TestAccounts.customer()));
        assertThat(ada.page().locator(".stat-available")).containsText("20000");
        assertThat(elements(ada)).isLessThan(100);

        // Nobody can mean one of these dots: a click comes closer first.
        var hall = ada.page().locator(".hall svg[role=grid]").boundingBox();
        ada.page().mouse().click(hall.x + hall.width / 3, hall.y + hall.height / 2);
        assertThat(ada.page().locator(".hall-zoomed")).isVisible();
        assertThat(elements(ada)).isBetween(100, 1000);
        assertThat(ada.page().locator(".seat-picked[data-seat]")).hasCount(0);

        ada.page().mouse().click(hall.x + hall.width / 2, hall.y + hall.height / 2);
        assertThat(ada.page().locator(".seat-picked[data-seat]")).hasCount(1);
        var seat = ada.page().locator(".seat-picked[data-seat]").getAttribute("data-seat");
        ada.button("Hold this seat").click();
        ada.looks(seat, "mine");

        var number = Integer.parseInt(seat.substring(2));
        var other = seat.substring(0, 2) + (number + 2);
        SeatClient.customer().hold(show, other).statusCode(200);
        assertThat(ada.seat(other)).hasClass("seat seat-held", WITHIN_A_SECOND);
        ada.hadNothingToComplainAbout();
    }

    @Test
    void from_afar_one_sees_that_a_seat_is_gone() {
        var ada = inTheHall(atADesk());
        var before = picture(ada);
        SeatClient.customer().hold(show, "BA100").statusCode(200);
        assertThat(ada.page().locator(".stat-held")).containsText("1");
        assertThat(picture(ada)).isNotEqualTo(before);
    }

    @Test
    void the_keyboard_goes_all_the_way() {
        var ada = inTheHall(atADesk());
        var keys = ada.page().keyboard();
        ada.seat("AA1").focus();
        ada.hears("AA1", "row AA seat 1, available, €100.00");
        keys.press("End");
        assertThat(ada.seat("AA200")).isFocused();
        keys.press("ArrowDown");
        assertThat(ada.seat("AB200")).isFocused();
        keys.press("Space");
        ada.looks("AB200", "picked");
        assertThat(ada.seat("AB200")).isInViewport();
        assertThat(ada.seat("AB200").boundingBox().width).isGreaterThanOrEqualTo(24);
        assertThat(ada.page().locator("[role=row][aria-label='Row AB']")).hasAttribute("aria-rowindex", "2");
        keys.press("Home");
        assertThat(ada.seat("AB1")).isFocused();
        assertThat(elements(ada)).isLessThan(1000);
    }

    @Test
    void on_a_phone_a_tap_comes_closer() {
        var ada = inTheHall(onAPhone());
        var hall = ada.page().locator(".hall svg[role=grid]").boundingBox();
        ada.page().touchscreen().tap(hall.x + hall.width / 3, hall.y + hall.height / 2);
        assertThat(ada.page().locator(".hall-zoomed")).isVisible();
        ada.page().touchscreen().tap(hall.x + hall.width / 2, hall.y + hall.height / 2);
        assertThat(ada.page().locator(".seat-picked[data-seat]")).hasCount(1);
        assertThat(ada.page().locator(".seat-picked[data-seat]").boundingBox().width)
                .isGreaterThanOrEqualTo(24);
        ada.isAccessible("a large hall");
    }

    /** Whoever comes first waits for the database. */
    private Visitor inTheHall(Visitor visitor) {
        visitor.goTo("/#/show/" + show);
        assertThat(visitor.page().locator(".connection-live")).isVisible(new IsVisibleOptions().setTimeout(30_000));
        return visitor;
    }

    private static int elements(Visitor visitor) {
        return visitor.page().locator("[data-seat]").count();
    }

    private static Object picture(Visitor visitor) {
        return visitor.page().locator(".hall canvas").evaluate("canvas => canvas.toDataURL()");
    }
}
