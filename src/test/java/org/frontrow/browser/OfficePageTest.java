package org.frontrow.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.Media;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.frontrow.account.TestAccounts;
import org.frontrow.account.TestAccounts.TestAccount;
import org.frontrow.catalog.TestShows;
import org.frontrow.seating.SeatClient;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OfficePageTest extends BrowserTest {
    private static final String OFFICE = "/api/office/";

    private final TestAccount admin = TestAccounts.admin();
    private final String name = TestAccounts.freshName();

    // ---- who may come in ----

    @Test
    void a_guest_is_told_whose_part_this_is_and_loads_none_of_it() {
        var loaded = new ArrayList<String>();
        var ada = atADesk().signedInAs(TestAccounts.customer());
        ada.page().onRequest(it -> loaded.add(it.url()));
        ada.goTo("/#/tickets");
        assertThat(ada.button("Sign out")).isVisible();
        assertThat(ada.link("Office")).isHidden();
        assertThat(loaded).noneMatch(it -> it.contains("office"));

        ada.goTo("/#/office/movies");
        assertThat(ada.page().getByText("Your account is a guest’s.")).isVisible();
        assertThat(ada.page().locator(".office-nav")).isHidden();
        assertThat(loaded).noneMatch(it -> it.contains(OFFICE));
        ada.isAccessible("the office's closed door");
        ada.hadNothingToComplainAbout();
    }

    @Test
    void a_stranger_signs_in_where_they_are() {
        var eve = atADesk().goTo("/#/office/shows");
        assertThat(eve.page().getByText("Sign in with your account.")).isVisible();
        assertThat(eve.page().locator("main").getByRole(AriaRole.BUTTON)).hasText("Sign in");
    }

    @Test
    void staff_see_the_shows_and_nothing_that_is_for_administrators() {
        var bob = atADesk().signedInAs(TestAccounts.staff()).goTo("/");
        bob.link("Office").click();
        assertThat(bob.page().locator(".office-nav a")).hasText(new String[] {"Shows", "Numbers"});
        bob.goTo("/#/office/accounts");
        assertThat(bob.page().getByText("This part is for administrators.")).isVisible();
    }

    @Test
    void whoever_got_their_password_from_somebody_else_chooses_one_when_signing_in() {
        var ada = atADesk().signedInAs(admin).goTo("/#/office/accounts/new");
        ada.page().locator("#field-username").fill(name);
        ada.button("Make the account").click();
        var password = ada.page().locator("[data-test=password]");
        assertThat(password).hasText(Pattern.compile("[a-z2-9]{4}(-[a-z2-9]{4}){3}"));
        var given = password.textContent();
        ada.button("Done, hide it").click();
        assertThat(password).isHidden();

        var bob = atADesk().goTo("/");
        bob.button("Sign in").click();
        bob.page().locator("input[name=username]").fill(name);
        bob.page().locator("input[name=password]").fill(given);
        bob.page().locator("dialog .button").click();
        assertThat(bob.page().locator("input[name=new-password]")).isFocused();
        bob.isAccessible("choosing a password");
        bob.page().locator("input[name=new-password]").fill(given);
        bob.page().locator("dialog .button").click();
        assertThat(bob.page().locator("dialog[open] .notice")).containsText("The new password is the old one.");
        bob.page().locator("input[name=new-password]").fill("nine green bicycles");
        bob.page().locator("dialog .button").click();
        assertThat(bob.page().locator(".username")).hasText(name);
        assertThat(bob.link("Office")).isVisible();
    }

    // ---- movies ----

    @Test
    void a_movie_comes_into_the_house_with_its_poster() throws IOException {
        var ada = atADesk().signedInAs(admin).goTo("/#/office/movies?search=" + name);
        ada.link("Add a movie").click();
        ada.button("Add a movie").click();
        assertThat(ada.page().getByLabel("Title")).isFocused();
        assertThat(ada.page().locator("#field-title-error")).hasText("Please fill this in.");

        ada.page().getByLabel("Title").fill("Metropolis " + name);
        ada.page().getByLabel("Length in minutes").fill("153");
        ada.button("Add a movie").click();
        assertThat(ada.notice()).containsText("is in the house");

        ada.page()
                .getByLabel("Choose a picture")
                .setInputFiles(file("poster.png", "image/png", "no picture".getBytes(UTF_8)));
        assertThat(ada.page().locator("#field-poster-error")).containsText("This picture is broken");
        ada.page().getByLabel("Choose a picture").setInputFiles(file("poster.txt", "text/plain", new byte[10]));
        assertThat(ada.page().locator("#field-poster-error")).containsText("Take a JPEG or a PNG");
        ada.page()
                .getByLabel("Choose a picture")
                .setInputFiles(file("poster.png", "image/png", new byte[9 * 1024 * 1024]));
        assertThat(ada.page().locator("#field-poster-error")).containsText("larger than 8 MB");
        ada.page().getByLabel("Choose a picture").setInputFiles(file("poster.png", "image/png", png()));
        assertThat(ada.notice()).hasText("The poster is there.");
        var poster = ada.page().locator("img.poster");
        assertThat((int) poster.evaluate("async image => { await image.decode(); return image.naturalWidth; }"))
                .isEqualTo(200);

        ada.page().goBack();
        assertThat(ada.page().getByLabel("Search by title")).hasValue(name);
        assertThat(ada.page().locator("tbody tr")).hasCount(1);
        assertThat(ada.page().locator("tbody tr")).containsText("Metropolis " + name);
        ada.page().reload();
        assertThat(ada.page().locator("tbody tr")).hasCount(1);
        ada.hadNothingToComplainAbout();
    }

    @Test
    void who_overwrites_what_somebody_else_has_changed_is_told_first() {
        var movie = addMovie("First " + name);
        var ada = atADesk().signedInAs(admin).goTo("/#/office/movies/" + movie);
        ada.page().getByLabel("Description").fill("What Ada typed");

        somebodyElseChanges(movie, "Second " + name, 90);
        ada.button("Save").click();

        assertThat(ada.notice()).containsText("Somebody else has changed this meanwhile.");
        assertThat(ada.notice()).containsText("Second " + name);
        assertThat(ada.page().getByLabel("Description")).hasValue("What Ada typed");
        ada.isAccessible("a movie that somebody else has changed");
        ada.button("Save").click();
        assertThat(ada.notice()).hasText("Saved.");
        assertThat(ada.page().locator("h1")).hasText("First " + name);
    }

    @Test
    void what_was_typed_is_still_there_when_one_has_signed_in_again() {
        var movie = addMovie("Lost " + name);
        var ada = atADesk().signedInAs(admin).goTo("/#/office/movies/" + movie);
        ada.page().getByLabel("Description").fill("A long story");
        ada.context().clearCookies();
        ada.button("Save").click();
        assertThat(ada.page().getByText("Your session has ended.")).isVisible();
        assertThat(ada.page().getByLabel("Description")).isHidden();
        ada.isAccessible("the office when the session has ended");

        // In another tab, or here.
        ada.signedInAs(admin).page().evaluate("new BroadcastChannel('frontrow').postMessage('session')");
        assertThat(ada.page().getByLabel("Description")).hasValue("A long story");
        ada.button("Save").click();
        assertThat(ada.notice()).hasText("Saved.");
    }

    @Test
    void a_poster_that_was_sent_after_somebody_elses_change_stays() throws IOException {
        var movie = addMovie("Seen " + name);
        var ada = atADesk().signedInAs(admin).goTo("/#/office/movies/" + movie);
        assertThat(ada.page().getByLabel("Title")).hasValue("Seen " + name);
        somebodyElseChanges(movie, "Seen " + name, 91);
        ada.button("Save").click();
        assertThat(ada.notice()).containsText("Somebody else has changed this meanwhile.");
        ada.page().getByLabel("Choose a picture").setInputFiles(file("poster.png", "image/png", png()));
        assertThat(ada.page().getByText("The poster is there.")).isVisible();
        ada.button("Save").click();
        assertThat(ada.notice()).hasText("Saved.");
        assertThat(ada.page().locator("img.poster")).isVisible();
        asAdmin().get(OFFICE + "movies/" + movie + "/").then().body("poster_url", startsWith("/posters/"));
    }

    @Test
    void a_search_may_have_a_space_in_it_and_a_navigation_forgets_it() {
        addMovie(name + " wars");
        var ada = atADesk().signedInAs(admin).goTo("/#/office/movies");
        var search = ada.page().locator("input[name=search]");
        search.pressSequentially(name + " ");
        assertThat(ada.page()).hasURL(Pattern.compile(".*search=" + name));
        assertThat(ada.page().locator("tbody tr")).hasCount(1);
        search.pressSequentially("wars");
        assertThat(ada.page()).hasURL(Pattern.compile(".*search=" + name + "\\+wars"));
        assertThat(search).hasValue(name + " wars");
        assertThat(ada.page().locator("tbody tr")).hasCount(1);

        ada.page().locator(".office-nav a[href='#/office/movies']").click();
        assertThat(search).hasValue("");
        assertThat(ada.page()).hasURL(Pattern.compile(".*#/office/movies"));
    }

    @Test
    void a_movie_that_is_shown_stays() {
        var movie = addMovie("Shown " + name);
        plan(movie, addScreen("Room " + name, 2, 3), "20:00");
        var ada = atADesk().signedInAs(admin).goTo("/#/office/movies/" + movie);
        ada.button("Remove").click();
        assertThat(ada.button("Keep it")).isFocused();
        ada.button("Yes, remove it").click();
        assertThat(ada.notice()).containsText("There is a show of this movie");
    }

    // ---- screens ----

    @Test
    void a_layout_is_read_from_a_file_and_looked_at_before_it_counts() throws IOException {
        var ada = atADesk().signedInAs(admin).goTo("/#/office/screens/new");
        ada.page().locator("#field-name").fill("Attic " + name);
        ada.button("Add a screen").click();
        assertThat(ada.notice()).containsText("draw its places");

        ada.page().getByLabel("Choose a file").setInputFiles(file("attic.csv", "text/csv", "A,1,two".getBytes(UTF_8)));
        assertThat(ada.page().locator("#field-plan-error")).containsText("Line 1");
        ada.page()
                .getByLabel("Choose a file")
                .setInputFiles(file("attic.csv", "text/csv", "A,1,2,,3\nB,1w,2c,,3x\n".getBytes(UTF_8)));
        assertThat(ada.notice().last()).hasText("Adds 6, changes 0, removes 0 places; no show is affected.");
        ada.isAccessible("a layout that is looked at");
        ada.button("Apply it").click();
        assertThat(ada.notice()).hasText("The layout is changed: 6 added, 0 changed, 0 removed.");
        assertThat(ada.page().locator(".kinds")).containsText("1 for wheelchairs");

        Download download =
                ada.page().waitForDownload(() -> ada.button("Export as JSON").click());
        ada.page()
                .getByLabel("Choose a file")
                .setInputFiles(file("again.json", "application/json", Files.readAllBytes(download.path())));
        assertThat(ada.notice().last()).hasText("This is the layout the screen has already.");
    }

    // ---- shows ----

    @Test
    void many_shows_are_planned_and_what_is_in_the_way_is_left_out() {
        var movie = addMovie("Planned " + name);
        var screen = addScreen("Hall " + name, 2, 3);
        plan(movie, screen, "20:00");
        var ada = atADesk().signedInAs(admin).goTo("/#/office/shows/plan");
        ada.button("Preview").click();
        assertThat(ada.page().locator("#field-movie-error")).hasText("Please choose one.");
        assertThat(ada.page().locator("#field-movie")).isFocused();
        ada.isAccessible("planning with complaints");

        ada.page().locator("#field-movie").fill("Planned " + name);
        ada.page().locator("#field-screen").fill("Hall " + name);
        var first = LocalDate.now(ZoneOffset.UTC).plusDays(1);
        ada.page().getByLabel("First day").fill(first.toString());
        ada.page().getByLabel("Last day").fill(first.plusDays(1).toString());
        ada.page().getByLabel("Time 1").fill("20:30");
        ada.button("Add a time").click();
        assertThat(ada.page().getByLabel("Time 2")).isFocused();
        ada.page().getByLabel("Time 2").fill("15:00");
        ada.page().getByLabel("Price of a seat").fill("9,50");
        ada.button("Preview").click();

        assertThat(ada.page().locator("[data-test=preview-summary]")).hasText("4 shows, 1 of them cannot take place.");
        assertThat(ada.page().locator(".slot-bad")).hasCount(1);
        assertThat(ada.page().locator(".obstacles tbody tr")).containsText("Another show runs there at that time");
        assertThat(ada.page().locator(".obstacles tbody tr")).containsText("20:00–21:30");
        // Where the bar on top covers a field, it is too small a target.
        ada.page().evaluate("scrollTo(0, 0)");
        ada.isAccessible("a preview with a conflict");
        ada.button("Plan the other 3 and leave out that one").click();
        assertThat(ada.notice()).containsText("3 shows are planned and on sale.");

        ada.link("See them in the list").click();
        assertThat(ada.page().locator("tbody tr")).hasCount(4);
        assertThat(ada.page().locator("caption")).hasCount(2);
        assertThat(ada.page().locator("tbody tr").first()).containsText("15:00");
        ada.hadNothingToComplainAbout();
    }

    @Test
    void a_preview_of_something_else_is_none_however_late_it_comes() {
        var movie = addMovie("Early " + name);
        var screen = addScreen("Corner " + name, 1, 2);
        var ada = atADesk().signedInAs(admin).goTo("/#/office/shows/plan?movie_id=" + movie + "&screen_id=" + screen);
        assertThat(ada.page().locator("#field-screen")).hasValue("Corner " + name);
        ada.page().getByLabel("Price of a seat").fill("8");
        var underWay = new ArrayList<Route>();
        ada.page().route("**/shows/?dry_run=true", underWay::add);
        ada.button("Preview").click();
        ada.page().waitForCondition(() -> !underWay.isEmpty());
        ada.page().getByLabel("Price of a seat").fill("80");
        ada.hasTakenIn("dry_run=true", () -> underWay.getFirst().resume());
        assertThat(ada.page().locator("#preview-title")).hasCount(0);
        ada.page().unroute("**/shows/?dry_run=true");

        // Nor is it still the movie that was chosen before.
        ada.page().locator("#field-movie").fill("Early " + name + " 2");
        ada.page().locator("#field-movie").press("Enter");
        assertThat(ada.page().locator("#field-movie-error")).isVisible();
        assertThat(ada.page().locator("#preview-title")).hasCount(0);
    }

    @Test
    void what_came_in_the_way_since_the_preview_is_shown_and_nothing_is_planned() {
        var movie = addMovie("Late " + name);
        var screen = addScreen("Nook " + name, 1, 2);
        var ada = atADesk().signedInAs(admin).goTo("/#/office/shows/plan?movie_id=" + movie + "&screen_id=" + screen);
        assertThat(ada.page().locator("#field-screen")).hasValue("Nook " + name);
        var day = LocalDate.now(ZoneOffset.UTC).plusDays(1).toString();
        ada.page().getByLabel("First day").fill(day);
        ada.page().getByLabel("Last day").fill(day);
        ada.page().getByLabel("Price of a seat").fill("8");
        ada.button("Preview").click();
        assertThat(ada.button("Plan this show")).isVisible();

        plan(movie, screen, "19:30");
        ada.button("Plan this show").click();

        assertThat(ada.page().locator(".told")).containsText("Nothing was planned");
        assertThat(ada.page().locator("[data-test=preview-summary]")).hasText("This show cannot take place.");
    }

    @Test
    void cancelling_a_show_says_first_who_loses_what() {
        var show = TestShows.tomorrow(2, 5);
        SeatClient.customer().buy(show, "A1", "A2");
        SeatClient.customer().hold(show, "B1").statusCode(200);
        var ada = atADesk().signedInAs(admin).goTo("/#/office/shows/" + show);
        ada.button("Close the sale").click();
        assertThat(ada.notice()).containsText("The sale is closed.");
        ada.button("Put on sale").click();
        assertThat(ada.notice()).hasText("It is on sale.");

        ada.button("Cancel the show").click();
        var dialog = ada.page().locator("fr-confirm dialog");
        assertThat(dialog)
                .containsText("1 booking with 2 seats will be cancelled, and 1 seat held by guests released.");
        ada.isAccessible("the question whether a show is cancelled");
        ada.button("Let it take place").click();
        assertThat(ada.page().locator(".state").first()).hasText("On sale");
        ada.button("Cancel the show").click();
        ada.button("Yes, cancel the show").click();
        assertThat(ada.page().locator(".state").first()).hasText("Cancelled");
    }

    @Test
    void a_show_that_somebody_else_has_changed_is_read_anew() {
        var show = TestShows.tomorrow(2, 5);
        var ada = atADesk().signedInAs(admin).goTo("/#/office/shows/" + show);
        assertThat(ada.button("Close the sale")).isVisible();
        asAdmin()
                .header(
                        "If-Match",
                        asAdmin().get(OFFICE + "shows/" + show + "/").header("ETag"))
                .post(OFFICE + "shows/" + show + "/close/")
                .then()
                .statusCode(200);

        ada.button("Close the sale").click();

        assertThat(ada.notice()).hasText("Somebody else has changed this meanwhile.");
        assertThat(ada.button("Put on sale")).isVisible();
    }

    // ---- accounts and audit ----

    @Test
    void what_was_done_can_be_read_in_sentences() {
        var movie = addMovie("Remembered " + name);
        var ada = atADesk().signedInAs(admin).goTo("/#/office/audit?username=" + admin.username());
        var deed = ada.page().locator(".deed").first();
        assertThat(deed).containsText(admin.username() + " added the movie Remembered " + name);
        deed.locator("summary").click();
        deed.getByText("Have a look at it").click();
        assertThat(ada.page()).hasURL(Pattern.compile(".*#/office/movies/" + movie));
    }

    @Test
    void the_role_of_an_account_is_changed_and_its_state() {
        var other = TestAccounts.customer(name);
        var ada = atADesk().signedInAs(admin).goTo("/#/office/accounts?search=" + name);
        ada.link(other.username()).click();
        ada.page().getByLabel("Role").selectOption("STAFF");
        ada.button("Save").click();
        assertThat(ada.notice()).hasText("Saved.");
        ada.page().getByLabel("Closed: nobody signs in with it").check();
        ada.button("Save").click();
        assertThat(ada.page().locator(".facts")).containsText("Closed");
        ada.button("Reset the password").click();
        ada.button("Reset it").click();
        assertThat(ada.page().locator(".password")).isFocused();
    }

    // ---- the house ----

    @Test
    void staff_pick_any_seats_and_more_of_them_than_guests() {
        var show = TestShows.tomorrow(3, 12);
        SeatClient.customer().buy(show, "A1");
        var bob = atADesk().signedInAs(TestAccounts.staff()).goTo("/#/office/shows/" + show + "/house");
        bob.isLive();
        bob.seat("A1").click();
        assertThat(bob.page().locator(".states")).containsText("booked A1");
        bob.button("All of row A").click();
        assertThat(bob.page().locator("#chosen-title")).hasText("12 seats picked");
        assertThat(bob.button("Sell 11 seats")).isVisible();
        bob.isAccessible("the house");
        bob.button("Put all back").click();
        assertThat(bob.page().locator("#chosen-title")).hasText("Seats");
    }

    @Test
    void seats_are_sold_at_the_counter_moved_and_given_back() {
        var show = TestShows.tomorrow(3, 5);
        var bob = atADesk().signedInAs(TestAccounts.staff()).goTo("/#/office/shows/" + show + "/house");
        var ada = atADesk().goToShow(show);
        bob.isLive();
        bob.seat("A1").click();
        bob.seat("A2").click();
        bob.button("Sell 2 seats").click();
        assertThat(bob.page().locator(".deed-form .total")).containsText("€200.00");
        bob.isAccessible("selling");
        bob.page().getByLabel("Guest (optional)").fill("Miller " + name);
        bob.button("Sell").click();
        assertThat(bob.notice()).containsText("Sold: A1 and A2 for €200.00.");
        bob.looks("A1", "booked");
        ada.looks("A2", "booked");

        bob.link("Print the tickets").click();
        assertThat(bob.page().locator(".ticket")).hasCount(2);
        for (var code : bob.page().locator(".ticket img").all()) {
            assertThat((int) code.evaluate("async image => { await image.decode(); return image.naturalWidth; }"))
                    .isPositive();
        }
        bob.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(bob.page().locator(".office-nav")).isHidden();
        assertThat(bob.page().locator(".ticket").last()).isVisible();
        bob.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));

        bob.link("← House").click();
        assertThat(bob.page().locator("#booking-title")).containsText("Booking ");
        bob.button("Move its seats").click();
        assertThat(bob.page().locator("#moving-title")).isFocused();
        bob.page().getByLabel("A2").uncheck();
        bob.seat("A2").press("Enter");
        assertThat(bob.notice()).hasText("Somebody has this seat already.");
        bob.seat("C3").click();
        bob.button("Move 1 seat").click();
        assertThat(bob.notice()).containsText("Moved to C3.");
        bob.looks("C3", "booked");
        ada.looks("A1", "available");

        bob.seat("C3").click();
        bob.button("What happened").click();
        assertThat(bob.page().locator(".history")).containsText("moved here from A1");
        bob.isAccessible("the history of a seat");
        bob.button("Cancel booking").click();
        bob.button("Yes, cancel it").click();
        assertThat(bob.notice()).hasText("The booking is cancelled.");
        ada.looks("C3", "available");
        bob.hadNothingToComplainAbout();
    }

    @Test
    void what_is_sold_is_what_was_picked_or_nothing() {
        var show = TestShows.tomorrow(2, 5);
        var bob = atADesk().signedInAs(TestAccounts.staff()).goTo("/#/office/shows/" + show + "/house");
        bob.seat("A1").click();
        bob.seat("A2").click();
        bob.button("Sell 2 seats").click();
        SeatClient.customer().buy(show, "A2");
        assertThat(bob.page().locator(".stat-booked dd")).hasText("1");
        assertThat(bob.page().locator(".deed-form h3")).containsText("2 seats");

        bob.page().locator("[data-test=do]").click();

        assertThat(bob.notice()).containsText("A2");
        assertThat(bob.page().locator(".stat-booked dd")).hasText("1");
        assertThat(bob.page().locator(".deed-form")).isVisible();
    }

    @Test
    void seats_are_blocked_and_kept_for_guests() {
        var show = TestShows.tomorrow(2, 5);
        var bob = atADesk().signedInAs(TestAccounts.staff()).goTo("/#/office/shows/" + show + "/house");
        bob.isLive();
        bob.seat("A1").click();
        bob.button("Block 1 seat").click();
        bob.button("Block").click();
        assertThat(bob.page().locator("#field-reason")).isFocused();
        assertThat(bob.page().locator("#field-reason-error")).hasText("Please fill this in.");
        bob.page().locator("#field-reason").fill("Broken");
        bob.button("Block").click();
        assertThat(bob.notice()).hasText("Blocked: A1.");
        bob.looks("A1", "blocked");
        bob.seat("A1").press("Enter");
        bob.button("Unblock 1 seat").click();
        bob.looks("A1", "available");

        bob.seat("B1").click();
        bob.button("Reserve 1 seat").click();
        bob.page().locator("#field-guest").fill("Miller");
        bob.button("Reserve").click();
        assertThat(bob.notice()).containsText("Reserved for Miller: B1, until ");
        bob.looks("B1", "held");
        bob.seat("B1").click();
        bob.button("Release 1 seat").click();
        bob.button("Yes, release").click();
        bob.looks("B1", "available");
    }

    @Test
    void at_the_door_a_code_lets_in_once() {
        var show = TestShows.tomorrow(2, 5);
        var code = asAdmin()
                .body(Map.of("seats", List.of(Map.of("row", "A", "number", 3)), "payment", "CASH", "guest", "Miller"))
                .post(OFFICE + "shows/" + show + "/sell-seats/")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("tickets[0].code");
        SeatClient.customer().buy(show, "B1");
        var bob = onAPhone().signedInAs(TestAccounts.staff()).goTo("/#/office/shows/" + show + "/door");
        var field = bob.page().locator("#field-code");
        assertThat(field).isFocused();
        assertThat(bob.page().locator("[data-test=counts]")).containsText("0 of 2 are in");

        // As a scanner does it.
        bob.page().keyboard().type(code);
        bob.page().keyboard().press("Enter");
        assertThat(bob.page().locator(".verdict-good")).containsText("Row A, seat 3 · Miller");
        assertThat(bob.page().locator("[data-test=counts]")).containsText("1 of 2 are in");
        assertThat(field).isFocused();
        bob.isAccessible("the door with a verdict");
        bob.page().keyboard().type(code);
        bob.page().keyboard().press("Enter");
        assertThat(bob.page().locator(".verdict-used")).containsText("Already admitted");
        bob.page().keyboard().type("nonsense");
        bob.page().keyboard().press("Enter");
        assertThat(bob.page().locator(".verdict-bad")).containsText("No ticket");

        bob.button("Take back the admission of A3").click();
        assertThat(bob.page().locator(".verdict")).containsText("Admission taken back");
        bob.button("Let in B1").click();
        assertThat(bob.page().locator(".verdict-good")).containsText("Row B, seat 1");
        bob.page().locator(".door-list input").fill("Miller");
        assertThat(bob.page().locator("tbody tr")).hasCount(1);
    }

    @Test
    void who_comes_fast_one_after_the_other_is_judged_in_that_order() {
        var show = TestShows.tomorrow(2, 5);
        var codes = asAdmin()
                .body(Map.of(
                        "seats",
                        List.of(
                                Map.of("row", "A", "number", 1),
                                Map.of("row", "A", "number", 2),
                                Map.of("row", "A", "number", 3)),
                        "payment",
                        "CASH"))
                .post(OFFICE + "shows/" + show + "/sell-seats/")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("tickets.code", String.class);
        var bob = onAPhone().signedInAs(TestAccounts.staff()).goTo("/#/office/shows/" + show + "/door");
        assertThat(bob.page().locator("#field-code")).isFocused();
        var underWay = new ArrayList<Route>();
        bob.page().route("**/check-in/", underWay::add);
        for (var code : codes) {
            bob.page().keyboard().type(code);
            bob.page().keyboard().press("Enter");
        }
        // Whoever is judged now, no verdict of before is to be seen.
        bob.page().waitForCondition(() -> !underWay.isEmpty());
        bob.page().unroute("**/check-in/");
        bob.hasTakenIn("check-in/", () -> underWay.getFirst().resume());
        assertThat(bob.page().locator("[data-test=counts]")).containsText("3 of 3 are in");
        assertThat(bob.page().locator(".verdict-good")).containsText("seat 3");
        assertThat(bob.page().locator("#field-code")).hasValue("");
    }

    // ---- everywhere ----

    @Test
    void no_view_of_the_office_keeps_anybody_out_or_sticks_out() {
        var show = TestShows.tomorrow(3, 5);
        SeatClient.customer().buy(show, "A1");
        var movie = addMovie("A rather long title, as movies have them now and then " + name);
        var screen = addScreen("A rather long name of a screen " + name, 2, 3);
        plan(movie, screen, "20:00");
        var views = List.of(
                "shows",
                "shows?screen_id=" + screen,
                "shows?status=DRAFT&from=2900-01-01",
                "shows/plan",
                "shows/" + show,
                "shows/" + show + "/house",
                "shows/" + show + "/door",
                "movies?search=" + name,
                "movies/" + movie,
                "screens?search=" + name,
                "screens/" + screen,
                "accounts?search=" + admin.username(),
                "accounts/" + admin.accountId(),
                "accounts/new",
                "audit",
                "nonsense");
        for (var options : List.of(desktop(), dark(phone()), phone().setLocale("de-DE"))) {
            var ada = visitor(options).signedInAs(admin).goTo("/#/office");
            for (var view : views) {
                ada.goTo("/#/office/" + view);
                assertThat(ada.page().locator("h1")).hasCount(1);
                settled(ada.page());
                ada.isAccessible(view);
                assertThat((boolean) ada.page()
                                .evaluate(
                                        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                        .as("whether %s fits", view)
                        .isTrue();
            }
        }
    }

    private static void settled(Page page) {
        assertThat(page.locator("main")).not().containsText(Pattern.compile("One moment|Einen Moment"));
    }

    // ---- what there is before ----

    private RequestSpecification asAdmin() {
        return given().auth().oauth2(admin.bearer()).contentType(ContentType.JSON);
    }

    private long addMovie(String title) {
        return asAdmin()
                .body(Map.of("title", title, "duration_minutes", 90))
                .post(OFFICE + "movies/")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private void somebodyElseChanges(long movie, String title, int minutes) {
        var address = OFFICE + "movies/" + movie + "/";
        asAdmin()
                .header("If-Match", asAdmin().get(address).header("ETag"))
                .body(Map.of("title", title, "duration_minutes", minutes))
                .put(address)
                .then()
                .statusCode(200);
    }

    private long addScreen(String title, int rows, int perRow) {
        var added = asAdmin()
                .body(Map.of("name", title))
                .post(OFFICE + "screens/")
                .then()
                .statusCode(201)
                .extract();
        var screen = added.jsonPath().getLong("id");
        var plan = new ArrayList<Map<String, Object>>();
        for (int row = 0; row < rows; row++) {
            var places = new ArrayList<Map<String, Object>>();
            for (int place = 1; place <= perRow; place++) {
                places.add(Map.of("number", place, "x", place, "y", row));
            }
            plan.add(Map.of("row", String.valueOf((char) ('A' + row)), "places", places));
        }
        asAdmin()
                .header("If-Match", added.header("ETag"))
                .body(Map.of("rows", plan))
                .put(OFFICE + "screens/" + screen + "/layout/")
                .then()
                .statusCode(200);
        return screen;
    }

    /** A show tomorrow. */
    private void plan(long movie, long screen, String time) {
        var day = LocalDate.now(ZoneOffset.UTC).plusDays(1).toString();
        asAdmin()
                .body(Map.of(
                        "movie_id",
                        movie,
                        "screen_id",
                        screen,
                        "first_day",
                        day,
                        "last_day",
                        day,
                        "times",
                        List.of(time),
                        "price",
                        "10.00",
                        "currency",
                        "EUR",
                        "on_sale",
                        true))
                .post(OFFICE + "shows/")
                .then()
                .statusCode(200);
    }

    private static FilePayload file(String name, String type, byte[] content) {
        return new FilePayload(name, type, content);
    }

    private static byte[] png() throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(200, 300, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }
}
