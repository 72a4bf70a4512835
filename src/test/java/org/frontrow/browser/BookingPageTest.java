package org.frontrow.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.HasClassOptions;
import com.microsoft.playwright.options.Media;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.frontrow.account.TestAccounts;
import org.frontrow.catalog.TestShows;
import org.frontrow.seating.Ledger;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BookingPageTest extends BrowserTest {
    private static final String PASSWORD = "nine green bicycles";
    /** A second for the truth, whatever the machine does besides. */
    private static final HasClassOptions WITHIN_A_SECOND = new HasClassOptions().setTimeout(1000);

    @Test
    void from_registering_to_the_printed_ticket() {
        var show = TestShows.tomorrow(4, 10);
        var ada = atADesk().goToShow(show);
        var name = TestAccounts.freshName();

        ada.seat("B4").click();
        ada.seat("B5").click();
        assertThat(ada.page().locator(".total")).containsText("€200.00");
        ada.button("Hold these 2 seats").click();
        ada.button("No account yet? Make one").click();
        ada.page().locator("input[name=username]").fill(name);
        ada.page().locator("input[name=password]").fill(PASSWORD);
        ada.button("Make the account and sign in").click();

        // What one was about to do goes on by itself.
        assertThat(ada.page().locator(".countdown strong")).hasText(Pattern.compile("10:00|9:5\\d"));
        ada.looks("B4", "mine");
        assertThat(ada.page().locator(".username")).hasText(name);

        ada.page().reload();
        ada.looks("B4", "mine");
        ada.looks("B5", "mine");
        ada.button("Book now").click();
        assertThat(ada.notice()).containsText("Booked: B4 and B5");
        ada.looks("B5", "myBooking");

        ada.page().reload();
        ada.looks("B5", "myBooking");
        ada.link("My tickets").click();
        assertThat(ada.page().locator(".booking")).containsText("2 seats");
        ada.link("Ticket B5").click();
        assertThat(ada.page().locator(".ticket")).containsText(name);
        var code = ada.page().locator(".ticket img");
        assertThat(code).isVisible();
        assertThat((int) code.evaluate("async image => { await image.decode(); return image.naturalWidth; }"))
                .isPositive();

        ada.page().reload();
        assertThat(ada.page().locator(".ticket-seat").last()).containsText("5");
        ada.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(ada.page().locator(".ticket")).isVisible();
        assertThat(ada.page().locator("header.bar")).isHidden();
        assertThat(ada.button("Print")).isHidden();
        assertThat(new String(ada.page().pdf(), 0, 5, US_ASCII)).isEqualTo("%PDF-");
        ada.hadNothingToComplainAbout();
    }

    @Test
    void what_one_takes_the_other_sees_within_a_second() {
        var show = TestShows.tomorrow(4, 10);
        var ada = atADesk().signedInAs(TestAccounts.customer()).goToShow(show);
        var bob = atADesk().goToShow(show);

        ada.seat("C4").click();
        ada.button("Hold this seat").click();
        ada.looks("C4", "mine");
        assertThat(bob.seat("C4")).hasClass("seat seat-held", WITHIN_A_SECOND);
        assertThat(bob.page().locator(".stat-held")).containsText("1");
        assertThat(bob.page().locator(".activity li").first()).containsText("C4 held");

        ada.button("Book now").click();
        assertThat(ada.notice()).isVisible();
        assertThat(bob.seat("C4")).hasClass("seat seat-booked", WITHIN_A_SECOND);
        assertThat(bob.page().locator(".stat-booked")).containsText("1");
        assertThat(bob.page().locator(".activity li").first()).containsText("C4 booked");
        bob.hears("C4", "row C seat 4, booked, €100.00");
    }

    @Test
    void what_happened_before_one_came_is_there_after_reloading_too() {
        var show = TestShows.tomorrow(2, 5);
        SeatClient.customer().buy(show, "A1", "A2");
        var ada = atADesk().goToShow(show);
        for (int i = 0; i < 2; i++) {
            assertThat(ada.page().locator(".activity li")).hasCount(2);
            assertThat(ada.page().locator(".activity li").first()).containsText("A1 and A2 booked");
            ada.page().reload();
        }
    }

    @Test
    void who_is_slower_is_told_which_seats_are_gone_and_keeps_the_others_picked() {
        var show = TestShows.tomorrow(2, 5);
        var ada = atADesk().signedInAs(TestAccounts.customer()).goToShow(show);
        ada.seat("A1").click();
        ada.seat("A2").click();

        // The map must not know yet: nothing of the live feed comes through from here on.
        ada.page().evaluate("() => { EventSource.prototype.dispatchEvent = () => true; }");
        ada.page()
                .route(
                        "**/hold-batch/",
                        route -> {
                            SeatClient.customer().hold(show, "A2").statusCode(200);
                            route.resume();
                        },
                        new Page.RouteOptions().setTimes(1));
        ada.button("Hold these 2 seats").click();

        assertThat(ada.notice()).containsText("A2");
        ada.looks("A2", "held");
        ada.looks("A1", "picked");
        ada.button("Hold this seat").click();
        ada.looks("A1", "mine");
    }

    @Test
    void a_picked_seat_that_somebody_takes_is_put_back_with_a_word() {
        var show = TestShows.tomorrow(2, 5);
        var ada = atADesk().goToShow(show);
        ada.seat("B1").click();

        SeatClient.customer().hold(show, "B1").statusCode(200);

        assertThat(ada.notice()).containsText("Somebody has just taken B1");
        ada.looks("B1", "held");
    }

    @Test
    void giving_back_frees_the_seats_for_the_others() {
        var show = TestShows.tomorrow(2, 5);
        var ada = atADesk().signedInAs(TestAccounts.customer()).goToShow(show);
        var bob = atADesk().goToShow(show);
        ada.seat("A1").click();
        ada.seat("A2").click();
        ada.button("Hold these 2 seats").click();
        ada.button("Put A1 back").click();

        ada.looks("A1", "available");
        bob.looks("A1", "available");
        bob.looks("A2", "held");
        ada.button("Give them back").click();
        assertThat(bob.seat("A2")).hasClass("seat seat-available", WITHIN_A_SECOND);
        assertThat(ada.notice()).containsText("free again");
    }

    @Test
    void the_countdown_keeps_the_services_time_on_a_machine_whose_clock_is_wrong() {
        var show = TestShows.tomorrow(2, 5);
        var account = TestAccounts.customer();
        new SeatClient(account).hold(show, "A1").statusCode(200);
        var ada = atADesk().signedInAs(account);
        ada.page().clock().install();
        ada.page()
                .clock()
                .setSystemTime(Instant.now().plus(Duration.ofMinutes(7)).toEpochMilli());

        ada.goToShow(show);
        ada.page().clock().runFor(300);

        assertThat(ada.page().locator(".countdown strong")).hasText(Pattern.compile("10:00|9:\\d\\d"));
    }

    @Test
    void when_the_time_is_up_the_page_says_so_and_the_seats_are_free() {
        var show = TestShows.tomorrow(2, 5);
        var account = TestAccounts.customer();
        new SeatClient(account).hold(show, "A1", "A2").statusCode(200);
        var ada = atADesk().signedInAs(account).goToShow(show);
        ada.looks("A1", "mine");

        Ledger.letTimePass(show, 11);
        ada.page().reload();

        ada.looks("A1", "available");
        assertThat(ada.button("Book now")).isHidden();
    }

    @Test
    void a_booking_can_be_given_back() {
        var show = TestShows.tomorrow(2, 5);
        var account = TestAccounts.customer();
        new SeatClient(account).buy(show, "A1", "A2");
        var ada = atADesk().signedInAs(account).goTo("/#/tickets");

        ada.button("Cancel booking").click();
        ada.button("Yes, cancel it").click();

        assertThat(ada.page().getByText("The booking is cancelled.")).isVisible();
        assertThat(ada.page().getByText("You have no tickets yet.")).isVisible();
        ada.goToShow(show);
        ada.looks("A1", "available");
    }

    @Test
    void signing_out_forgets_what_was_ones_own() {
        var show = TestShows.tomorrow(2, 5);
        var account = TestAccounts.customer();
        new SeatClient(account).hold(show, "A1").statusCode(200);
        var ada = atADesk().signedInAs(account).goToShow(show);
        ada.looks("A1", "mine");

        ada.button("Sign out").click();

        ada.looks("A1", "held");
        assertThat(ada.button("Sign in")).isVisible();
        assertThat(ada.context().cookies().stream().filter(it -> it.name.startsWith("frontrow_access")))
                .isEmpty();
    }

    @Test
    void a_wrong_password_is_told_where_it_was_typed() {
        var ada = atADesk().goTo("/");
        ada.button("Sign in").click();
        ada.page().locator("input[name=username]").fill(TestAccounts.freshName());
        ada.page().locator("input[name=password]").fill("wrong password");
        ada.page().locator("dialog .button").click();

        assertThat(ada.page().locator("dialog .notice")).hasText("User name or password is wrong.");
    }

    @Test
    void everything_works_with_the_keyboard_alone() {
        var show = TestShows.tomorrow(3, 5);
        SeatClient.customer().buy(show, "A1");
        var ada = atADesk().signedInAs(TestAccounts.customer()).goToShow(show);
        var keys = ada.page().keyboard();

        // The tab key reaches one seat, the first that one can have.
        for (int i = 0; i < 20 && !hasFocus(ada.seat("A2")); i++) {
            keys.press("Tab");
        }
        assertThat(ada.seat("A2")).isFocused();
        ada.hears("A2", "row A seat 2, available, €100.00");
        keys.press("ArrowDown");
        assertThat(ada.seat("B2")).isFocused();
        keys.press("ArrowRight");
        keys.press("Space");
        ada.looks("B3", "picked");
        ada.hears("B3", "row B seat 3, picked by you, €100.00");
        keys.press("End");
        assertThat(ada.seat("B5")).isFocused();
        keys.press("Home");
        keys.press("ArrowUp");
        assertThat(ada.seat("A1")).isFocused();
        keys.press("Enter");
        assertThat(ada.notice()).containsText("Somebody has this seat already");

        for (int i = 0; i < 20 && !hasFocus(ada.button("Hold this seat")); i++) {
            keys.press("Tab");
        }
        keys.press("Enter");
        ada.looks("B3", "mine");
        assertThat(ada.page().locator("[data-test=spoken]")).hasText("B3 held for you.");
        for (int i = 0; i < 20 && !hasFocus(ada.button("Book now")); i++) {
            keys.press("Tab");
        }
        keys.press("Enter");
        ada.looks("B3", "myBooking");
    }

    @Test
    void a_large_hall_can_be_used_on_a_phone() {
        var show = TestShows.startingAt(Instant.now().plus(Duration.ofDays(1)), 20, 20).id;
        var ada = onAPhone().signedInAs(TestAccounts.customer()).goToShow(show);
        sticksOutNowhere(ada);

        // Too small to be meant: the first tap comes closer, the second one picks.
        ada.seat("K10").tap();
        ada.looks("K10", "available");
        assertThat(ada.page().locator(".hall-zoomed")).isVisible();
        assertThat(ada.seat("K10").boundingBox().width).isGreaterThanOrEqualTo(24);
        ada.seat("K10").tap();
        ada.looks("K10", "picked");
        ada.button("Hold this seat").tap();
        ada.looks("K10", "mine");

        ada.button("Whole hall").tap();
        assertThat(ada.page().locator(".hall-zoomed")).isHidden();
        ada.button("Zoom in").tap();
        assertThat(ada.page().locator(".hall-zoomed")).isVisible();
    }

    @Test
    void a_cut_connection_is_told_and_resumes_by_itself() {
        var show = TestShows.tomorrow(2, 5);
        var ada = atADesk().goToShow(show);

        ada.context().setOffline(true);
        assertThat(ada.page().locator(".connection-lost")).isVisible();
        SeatClient.customer().hold(show, "A3").statusCode(200);
        ada.looks("A3", "available");

        ada.context().setOffline(false);
        ada.looks("A3", "held");
        ada.isLive();
    }

    @Test
    void when_the_service_cannot_hear_its_database_the_page_says_so_and_goes_on_asking() {
        var show = TestShows.tomorrow(2, 5);
        var ada = atADesk();
        ada.page().route("**/live/**", route -> route.abort());
        ada.goTo("/#/show/" + show);
        ada.looks("A3", "available");
        assertThat(ada.page().locator(".connection-paused")).isVisible();

        SeatClient.customer().hold(show, "A3").statusCode(200);
        ada.looks("A3", "held");

        ada.page().unroute("**/live/**");
        ada.isLive();
    }

    @Test
    void an_unknown_show_and_an_unknown_address_are_told() {
        var ada = atADesk().goTo("/#/show/999999999");
        assertThat(ada.notice()).hasText("This show does not exist.");
        ada.goTo("/#/nonsense");
        assertThat(ada.page().getByText("There is nothing at this address.")).isVisible();
    }

    @Test
    void times_are_the_venues_wherever_the_reader_is() {
        var start = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.HOURS);
        var show = TestShows.startingAt(start, 1, 3).id;
        var ada = visitor(desktop().setTimezoneId("Asia/Tokyo")).goToShow(show);

        // In tests the venue's clock shows UTC.
        assertThat(ada.page().locator(".show-head .quiet"))
                .containsText(DateTimeFormatter.ofPattern("HH:mm").format(start.atOffset(ZoneOffset.UTC)));
    }

    @Test
    void without_javascript_the_page_says_what_it_needs() {
        var ada = visitor(desktop().setJavaScriptEnabled(false)).goTo("/");
        assertThat(ada.page().locator("noscript p").first()).isVisible();
    }

    @Test
    void the_page_speaks_the_language_of_the_browser() {
        var show = TestShows.tomorrow(1, 3);
        var ada = visitor(desktop().setLocale("de-DE")).goToShow(show);
        assertThat(ada.page().locator("html")).hasAttribute("lang", "de");
        ada.hears("A2", "Reihe A Platz 2, frei, 100,00\u00a0€");
        var eve = visitor(desktop().setLocale("fr-FR")).goToShow(show);
        assertThat(eve.page().locator("html")).hasAttribute("lang", "en");
    }

    @Test
    void the_first_load_is_small_and_everything_comes_from_here() {
        var answers = new ArrayList<Response>();
        var ada = atADesk();
        ada.page().onResponse(answers::add);
        ada.goToShow(TestShows.startingAt(Instant.now().plus(Duration.ofDays(1)), 20, 20).id);

        assertThat(answers).allSatisfy(it -> assertThat(it.url()).startsWith(home));
        var bytes = answers.stream()
                .filter(it -> !it.url().contains("/live/"))
                .mapToInt(it -> it.request().sizes().responseBodySize)
                .sum();
        assertThat(bytes).isBetween(10_000, 150_000);
        assertThat(answers.getFirst().headers())
                .containsEntry("cache-control", "no-cache")
                .hasEntrySatisfying(
                        "content-security-policy",
                        it -> assertThat(it).contains("default-src 'none'").doesNotContain("unsafe"));
        ada.hadNothingToComplainAbout();
    }

    @Test
    void seats_of_numbered_rows_are_not_taken_for_each_other() {
        var show = TestShows.tomorrow(2, 11);
        Ledger.update("update seat set row_label = '1' where show_time_id = ? and row_label = 'A'", show);
        Ledger.update("update seat set row_label = '11' where show_time_id = ? and row_label = 'B'", show);
        var ada = atADesk().goToShow(show);

        ada.seat("1-11").click();

        ada.looks("1-11", "picked");
        ada.looks("11-1", "available");
        ada.hears("11-1", "row 11 seat 1, available, €100.00");
        assertThat(ada.page().locator(".chosen li")).hasCount(1);
    }

    @Test
    void an_answer_that_was_overtaken_changes_nothing_any_more() {
        var show = TestShows.tomorrow(2, 5);
        var ada = atADesk().signedInAs(TestAccounts.customer());
        ada.page().route("**/live/**", Route::abort, new Page.RouteOptions().setTimes(1));
        var mine = firstOneLate(ada.page(), "/api/seats/my-seats/");
        var map = firstOneLate(ada.page(), "/api/seats/?show_id=");
        ada.goToShow(show);
        ada.seat("A1").click();
        ada.button("Hold this seat").click();
        ada.looks("A1", "mine");
        SeatClient.customer().hold(show, "A2").statusCode(200);
        ada.looks("A2", "held");

        ada.hasTakenIn("/api/seats/my-seats/", mine.getFirst());
        ada.looks("A1", "mine");
        ada.hasTakenIn("/api/seats/?show_id=", map.getFirst());
        ada.looks("A2", "held");
    }

    /** The first answer that is asked for from here is got now, and arrives when it is run. */
    private static List<Runnable> firstOneLate(Page page, String address) {
        var late = new ArrayList<Runnable>();
        // The route has to stay, or the browser would send what waits on its way.
        page.route(url -> url.contains(address), route -> {
            if (late.isEmpty()) {
                var answer = route.fetch();
                late.add(() -> route.fulfill(new Route.FulfillOptions().setResponse(answer)));
            } else {
                route.resume();
            }
        });
        return late;
    }

    @Test
    void a_show_that_was_left_is_not_asked_for_any_more() {
        var ada = atADesk();
        ada.page().clock().install();
        ada.goTo("/#/show/999999999");
        assertThat(ada.notice()).isVisible();
        ada.goTo("/#/nonsense");
        assertThat(ada.page().getByText("There is nothing at this address.")).isVisible();
        var asked = new ArrayList<String>();
        ada.page().onRequest(it -> asked.add(it.url()));

        ada.page().clock().runFor(30_000);

        assertThat(asked).noneMatch(it -> it.contains("/api/"));
    }

    @Test
    void nobody_is_a_stranger_because_the_service_was_busy() {
        var show = TestShows.tomorrow(2, 5);
        var account = TestAccounts.customer();
        var once = new Page.RouteOptions().setTimes(1);
        var ada = atADesk().signedInAs(account);
        ada.page().route("**/me/", Route::abort, once);
        ada.goToShow(show);
        assertThat(ada.page().locator(".username")).hasText(account.username());

        ada.seat("A1").click();
        // Twice, because the page looks whether another tab has refreshed the session already.
        ada.page()
                .route(
                        "**/hold-batch/",
                        route -> route.fulfill(new Route.FulfillOptions().setStatus(401)),
                        new Page.RouteOptions().setTimes(2));
        ada.page()
                .route(
                        "**/refresh/",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setStatus(429)
                                .setBody("{\"type\":\"urn:frontrow:problem:refresh-delayed\"}")),
                        once);
        ada.button("Hold this seat").click();
        assertThat(ada.notice()).containsText("Please wait a moment");
        assertThat(ada.button("Sign out")).isVisible();
        ada.button("Hold this seat").click();
        ada.looks("A1", "mine");
    }

    @Test
    void signing_out_without_a_connection_is_told() {
        var ada = atADesk().signedInAs(TestAccounts.customer()).goTo("/#/nonsense");
        assertThat(ada.button("Sign out")).isVisible();
        ada.context().setOffline(true);

        ada.button("Sign out").click();

        assertThat(ada.notice()).containsText("No connection");
        assertThat(ada.button("Sign out")).isVisible();
        ada.context().setOffline(false);
        ada.button("Sign out").click();
        assertThat(ada.button("Sign in")).isFocused();
    }

    @Test
    void going_back_leaves_the_sign_in_too() {
        var ada = atADesk().goTo("/#/nonsense").goToShow(TestShows.tomorrow(2, 5));
        ada.seat("A1").click();
        ada.button("Hold this seat").click();
        assertThat(ada.page().locator("input[name=username]")).isFocused();

        ada.page().goBack();

        assertThat(ada.page().getByText("There is nothing at this address.")).isVisible();
        assertThat(ada.page().locator("dialog")).isHidden();
    }

    @Test
    void one_is_not_somebody_else() {
        var show = TestShows.tomorrow(2, 5);
        var account = TestAccounts.customer();
        var ada = atADesk().signedInAs(account).goToShow(show);
        ada.seat("A1").click();

        new SeatClient(account).hold(show, "A1").statusCode(200);

        ada.looks("A1", "mine");
        assertThat(ada.notice()).isHidden();
    }

    @Test
    void whoever_signs_in_next_does_not_see_the_tickets_of_the_one_before() {
        var show = TestShows.tomorrow(2, 5);
        var account = TestAccounts.customer();
        new SeatClient(account).buy(show, "A1");
        var ada = atADesk().signedInAs(account).goTo("/#/tickets");
        ada.link("Ticket A1").click();
        assertThat(ada.page().locator(".ticket")).isVisible();

        ada.signedInAs(TestAccounts.customer());
        ada.context().newPage().navigate(home + "#/nonsense");
        ada.context().pages().getLast().evaluate("new BroadcastChannel('frontrow').postMessage('session')");

        assertThat(ada.notice()).containsText("This booking does not exist");
        assertThat(ada.page().locator(".ticket")).isHidden();
    }

    @Test
    void the_focus_stays_near_when_a_button_disappears() {
        var show = TestShows.tomorrow(2, 5);
        var ada = atADesk().signedInAs(TestAccounts.customer()).goToShow(show);
        ada.button("Zoom in").press("Enter");
        ada.button("Whole hall").press("Enter");
        assertThat(ada.page().locator(".hall-zoomed")).isHidden();
        assertThat(ada.button("Whole hall")).isFocused();

        ada.seat("A1").click();
        ada.button("Hold this seat").press("Enter");
        ada.looks("A1", "mine");
        assertThat(ada.page().locator("#basket-title")).isFocused();
        ada.button("Book now").press("Enter");
        ada.looks("A1", "myBooking");
        assertThat(ada.page().locator("#basket-title")).isFocused();

        ada.goTo("/#/tickets");
        ada.button("Cancel booking").press("Enter");
        assertThat(ada.page().locator(".confirm")).isFocused();
        ada.button("Keep it").press("Enter");
        assertThat(ada.button("Cancel booking")).isFocused();
        ada.button("Cancel booking").press("Enter");
        ada.button("Yes, cancel it").press("Enter");
        assertThat(ada.page().locator("h1")).isFocused();
    }

    @Test
    void a_seat_can_be_pressed_without_a_pointer() {
        var ada = atADesk().goToShow(TestShows.tomorrow(2, 5));
        ada.seat("A1").dispatchEvent("click");
        ada.looks("A1", "picked");
        ada.seat("A2").click();
        ada.looks("A2", "picked");
    }

    @Test
    void the_basket_does_not_cover_what_has_the_focus() {
        var show = TestShows.startingAt(Instant.now().plus(Duration.ofDays(1)), 20, 10).id;
        var ada = visitor(desktop().setViewportSize(800, 500)).goToShow(show);
        ada.seat("A1").press("Enter");
        for (var row = 'B'; row <= 'T'; row++) {
            ada.page().keyboard().press("ArrowDown");
            assertThat(ada.seat(row + "1")).isFocused();
            var seat = ada.seat(row + "1").boundingBox();
            assertThat(seat.y).isLessThan(ada.page().locator(".basket").boundingBox().y - seat.height);
        }
    }

    @Test
    void one_long_word_and_a_missing_poster_do_no_harm() {
        // On a day of its own, or the list would be as long as all tests together make it.
        var start = Instant.now().plus(Duration.ofDays(61));
        var show = TestShows.startingAt(start, 2, 5).id;
        Ledger.update(
                "update movie set title = title || repeat('o', 90) where id = (select movie_id from show_time where id = ?)",
                show);
        var ada = onAPhone().goTo("/#/shows/" + LocalDate.ofInstant(start, ZoneOffset.UTC));
        var movie = ada.page().locator(".movie", new Page.LocatorOptions().setHasText("ooooooooo"));
        movie.scrollIntoViewIfNeeded();
        assertThat(movie.locator(".poster-none")).isVisible();
        sticksOutNowhere(ada);
        ada.goToShow(show);
        sticksOutNowhere(ada);
    }

    @Test
    void the_basket_has_room_for_all_its_words_on_a_phone() {
        var show = TestShows.tomorrow(2, 5);
        var account = TestAccounts.customer();
        new SeatClient(account).hold(show, "A1").statusCode(200);
        for (var language : List.of("en-GB", "de-DE")) {
            var ada = visitor(phone().setLocale(language)).signedInAs(account).goToShow(show);
            assertThat(ada.page().locator("[data-test=book]")).isVisible();
            sticksOutNowhere(ada);
        }
    }

    /** Neither of the page nor of the basket, which hides what does not fit. */
    private static void sticksOutNowhere(Visitor visitor) {
        assertThat((List<?>) visitor.page().evaluate("""
                        [document.documentElement, ...document.querySelectorAll('.basket')]
                            .filter(it => it.scrollWidth > it.clientWidth)
                            .map(it => `${it.className}: ${it.scrollWidth} of ${it.clientWidth}`)"""))
                .as("what sticks out at the side")
                .isEmpty();
    }

    @Test
    void a_show_that_is_over_says_so() {
        var show = TestShows.tomorrow(2, 5);
        Ledger.update(
                "update show_time set starts_at = now() - interval '3 hours', ends_at = now() - interval '1 hour'"
                        + " where id = ?",
                show);
        assertThat(atADesk().goToShow(show).notice()).hasText("This show is over or no longer on sale.");
    }

    @Test
    void paper_is_light() {
        var account = TestAccounts.customer();
        new SeatClient(account).buy(TestShows.tomorrow(2, 5), "A1");
        var ada = visitor(dark(desktop())).signedInAs(account).goTo("/#/tickets");
        assertThat(ada.page().locator(".stub")).hasCSS("color", "rgb(246, 241, 233)");

        ada.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

        assertThat(ada.page().locator(".stub")).hasCSS("color", "rgb(35, 25, 44)");
    }

    @Test
    void no_view_keeps_anybody_out() {
        var start = Instant.now().plus(Duration.ofDays(62));
        var show = TestShows.startingAt(start, 4, 10).id;
        var account = TestAccounts.customer();
        var client = new SeatClient(account);
        client.buy(show, "A1", "A2");
        client.hold(show, "B1").statusCode(200);
        SeatClient.customer().hold(show, "B2").statusCode(200);
        SeatClient.customer().buy(show, "B3");
        for (var options : List.of(desktop(), dark(phone()))) {
            var stranger = visitor(options).goTo("/#/shows/" + LocalDate.ofInstant(start, ZoneOffset.UTC));
            assertThat(stranger.page().locator(".movie").first()).isVisible();
            stranger.isAccessible("the shows");
            stranger.button("Sign in").click();
            stranger.isAccessible("the sign-in");
            stranger.button("No account yet? Make one").click();
            stranger.isAccessible("the registration");

            var ada = visitor(options).signedInAs(account).goToShow(show);
            ada.looks("B1", "mine");
            ada.seat("C1").click();
            ada.isAccessible("a show");
            ada.seat("B3").press("Enter");
            assertThat(ada.notice()).isVisible();
            ada.isAccessible("a show with a complaint");
            ada.goTo("/#/tickets");
            assertThat(ada.page().locator(".booking")).isVisible();
            ada.isAccessible("the tickets");
            ada.button("Cancel booking").click();
            ada.isAccessible("the tickets with a question");
            ada.link("Ticket A1").click();
            assertThat(ada.page().locator(".ticket")).isVisible();
            ada.isAccessible("a ticket");
            ada.goTo("/#/nonsense");
            ada.isAccessible("nothing");
        }
    }

    private static boolean hasFocus(Locator element) {
        return element.count() > 0 && (boolean) element.evaluate("it => it === document.activeElement");
    }
}
