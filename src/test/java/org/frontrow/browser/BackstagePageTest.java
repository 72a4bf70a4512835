package org.frontrow.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.util.List;
import java.util.regex.Pattern;
import org.frontrow.backstage.DevelopersBuild;
import org.frontrow.catalog.TestShows;
import org.frontrow.seating.Ledger;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DevelopersBuild.class)
class BackstagePageTest extends BrowserTest {

    @Test
    void a_hold_ends_at_the_press_of_a_button_and_the_keyboard_goes_on_with_the_next() {
        var show = TestShows.tomorrow(1, 3);
        var ada = SeatClient.customer();
        ada.hold(show, "A1", "A2").statusCode(200);
        ada.book(show, "A2").statusCode(200);
        ada.hold(show, "A3").statusCode(200);
        var audience = atADesk().goToShow(show);
        var me = atADesk().goTo("/dev#" + show);

        assertThat(seat(me, "A1")).containsText(Pattern.compile(ada.account().username() + ".*held until .* left"));
        assertThat(seat(me, "A2")).containsText("booked");
        assertThat(me.button("Expire now, A2")).isHidden();
        me.button("Expire now, A1").press("Enter");

        assertThat(me.page().locator("#told")).hasText("The hold of A1 has expired.");
        assertThat(seat(me, "A1")).hasCount(0);
        assertThat(me.button("Expire now, A3")).isFocused();
        audience.looks("A1", "available");
        Ledger.assertRebuildsSeats(show);

        me.page().getByLabel("Free seats too").check();
        assertThat(seat(me, "A1")).containsText("available");
        me.hadNothingToComplainAbout();
    }

    @Test
    void a_show_is_made_and_can_be_booked() {
        var me = atADesk().goTo("/dev");
        me.page().getByLabel("Movie").fill("A Night <b>Out</b>");
        me.page().getByLabel("Rows").fill("2");
        me.page().getByLabel("Seats a row").fill("3");
        me.page().getByLabel("Minutes to go").fill("1");
        me.button("Plan it").click();

        assertThat(me.page().locator("#seats-about")).containsText("6 free, 0 held, 0 booked");
        assertThat(me.page().locator("#seats-title")).containsText("A Night <b>Out</b>, Demo screen");
        assertThat(me.page().locator("#shows [aria-current=true]")).containsText("A Night <b>Out</b>");
        me.page().locator("#told a").click();
        me.isLive();
        me.looks("B3", "available");
        me.hadNothingToComplainAbout();
    }

    @Test
    void a_token_is_ready_to_use_until_it_signs_out() {
        var me = atADesk();
        me.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        me.goTo("/dev");
        me.button("Token of demo_staff_123").click();
        assertThat(me.page().locator("#told")).hasText("The token is in the clipboard.");
        var token = (String) me.page().evaluate("navigator.clipboard.readText()");
        assertThat(me.page().locator("#curl")).containsText("curl -H 'Authorization: Bearer " + token + "' http://");

        var asks = RestAssured.given().auth().oauth2(token);
        assertThat(asks.get("/api/seats/me/").jsonPath().getString("role")).isEqualTo("STAFF");
        assertThat(me.context().cookies()).as("whoever is signed in stays so").isEmpty();
        RestAssured.given()
                .auth()
                .oauth2(token)
                .post("/api/seats/logout/")
                .then()
                .statusCode(200);
        asks.get("/api/seats/me/").then().statusCode(401);
        me.hadNothingToComplainAbout();
    }

    @Test
    void the_desk_is_watched_as_it_works() {
        var show = TestShows.tomorrow(1, 3);
        var me = atADesk().goTo("/dev");
        assertThat(me.page().locator(".connection-live")).isVisible();
        SeatClient.customer().buy(show, "A1", "A2");
        assertThat(me.page().locator("[data-is=last]").first()).hasText(Pattern.compile("\\d.*"));
        assertThat(me.page().locator("#lanes tr").first()).isVisible();
        var metrics = me.link("Metrics").getAttribute("href");
        assertThat(metrics).matches("http://localhost:\\d+/q/metrics");
    }

    @Test
    void everybody_can_use_it() {
        var show = TestShows.tomorrow(2, 3);
        var ada = SeatClient.customer();
        ada.buy(show, "B1");
        ada.hold(show, "A1", "A2").statusCode(200);
        for (var options : List.of(desktop(), dark(desktop()), phone(), dark(phone()))) {
            var me = visitor(options).goTo("/dev#" + show);
            assertThat(seat(me, "A1")).isVisible();
            me.button("Token of demo_user_123").click();
            assertThat(me.page().locator("#curl")).isVisible();
            me.isAccessible("the developer page");
            assertThat((boolean) me.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .as("no need to scroll sideways")
                    .isTrue();
        }
    }

    private static Locator seat(Visitor visitor, String seat) {
        return visitor.page()
                .locator("#seats tr")
                .filter(new Locator.FilterOptions()
                        .setHas(visitor.page()
                                .getByRole(
                                        AriaRole.ROWHEADER,
                                        new com.microsoft.playwright.Page.GetByRoleOptions()
                                                .setName(seat)
                                                .setExact(true))));
    }
}
