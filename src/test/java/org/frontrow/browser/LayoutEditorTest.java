package org.frontrow.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.frontrow.account.TestAccounts;
import org.frontrow.account.TestAccounts.TestAccount;
import org.frontrow.catalog.TestShows;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LayoutEditorTest extends BrowserTest {
    private static final String SCREENS = "/api/office/screens/";
    private static final String TWO_ROWS = """
            {"rows": [{"row": "A", "places": [{"number": 1, "x": 1, "y": 0}, {"number": 2, "x": 2, "y": 0}]},
                      {"row": "B", "places": [{"number": 1, "x": 1, "y": 1.2}, {"number": 2, "x": 2, "y": 1.2}]}]}""";

    private final TestAccount admin = TestAccounts.admin();

    @Test
    void a_hall_of_312_places_is_drawn_saved_and_comes_back_as_it_was() {
        var screen = emptyScreen();
        var ada = editor(screen, atADesk());
        assertThat(ada.page().locator("[data-test=block-result]")).hasText("112 places in 8 rows");
        assertThat(ada.page().locator(".editor-how")).hasAttribute("open", "");

        field(ada, "rows").fill("12");
        field(ada, "seats").fill("26");
        field(ada, "aisles").fill("13");
        field(ada, "aisles").press("Tab");
        assertThat(ada.page().locator("[data-test=block-result]")).hasText("312 places in 12 rows");
        ada.button("Set this block").click();
        hears(ada, "The block is set: 312 places");

        // With the keyboard alone: to the last row, and two wheelchairs at its left end.
        var board = ada.page().locator(".board");
        board.press("Escape");
        for (int row = 1; row < 12; row++) {
            board.press("ArrowDown");
        }
        assertThat(cursor(ada)).hasText("row L seat 1, standard");
        board.press("2");
        assertThat(cursor(ada)).hasText("row L seat 1, wheelchair");
        board.press("ArrowRight");
        board.press("2");
        assertThat(count(ada, "WHEELCHAIR")).hasText("2");
        board.press("Control+z");
        assertThat(count(ada, "WHEELCHAIR")).hasText("1");
        board.press("Control+Shift+Z");
        assertThat(count(ada, "WHEELCHAIR")).hasText("2");

        // Numbered like another one it is wrong, and told at once.
        board.press("Space");
        hears(ada, "1 place selected");
        ada.button("Renumber").click();
        assertThat(ada.page().locator(".editor-faults")).containsText("L1: there are two of this row and number.");
        assertThat(ada.page().locator(".editor-state")).hasText("Not right yet");
        ada.button("Save…").click();
        assertThat(ada.page().locator(".notice").first()).hasText("Please put right first what is wrong.");
        ada.button("Undo").click();
        assertThat(ada.page().locator(".editor-faults")).isHidden();

        ada.button("Save…").click();
        assertThat(effect(ada, "added")).hasText("312");
        assertThat(effect(ada, "removed")).hasText("0");
        ada.page().locator("[data-test=confirm]").click();
        assertThat(ada.notice()).hasText("The places are saved.");
        assertThat(ada.page().locator(".editor-state")).hasText("Saved");
        assertThat(ada.button("Save…")).isDisabled();

        var saved = layout(screen);
        assertThat(saved.getInt("places")).isEqualTo(312);
        assertThat(saved.getList(
                        "rows.find { it.row == 'L' }.places.findAll { it.kind == 'WHEELCHAIR' }.number", int.class))
                .containsExactly(1, 2);
        List<Float> straight = saved.getList("rows.find { it.row == 'A' }.places.x", float.class);
        assertThat(straight.get(13) - straight.get(12)).as("the aisle").isBetween(1.9f, 2.1f);

        ada.page().reload();
        assertThat(ada.page().locator("[data-test=total]")).hasText("312");
        assertThat(count(ada, "WHEELCHAIR")).hasText("2");
        assertThat(cursor(ada)).hasText("row A seat 1, standard");
        assertThat(ada.page().locator(".editor-state")).hasText("Saved");
        ada.page().locator(".editor-rows summary").click();
        assertThat(ada.button("Row L: 26 places, 2 wheelchair")).isVisible();
        ada.hadNothingToComplainAbout();
    }

    @Test
    void places_are_selected_moved_and_painted_with_the_mouse() {
        var screen = screen(TWO_ROWS);
        var ada = editor(screen, atADesk());
        var canvas = ada.page().locator(".board canvas").boundingBox();
        var mouse = ada.page().mouse();

        mouse.move(canvas.x + 5, canvas.y + 5);
        mouse.down();
        mouse.move(canvas.x + 50, canvas.y + 50);
        mouse.move(canvas.x + canvas.width - 5, canvas.y + canvas.height - 5);
        mouse.up();
        hears(ada, "4 places selected");
        ada.page().keyboard().press("ArrowRight");
        ada.page().keyboard().press("Shift+ArrowDown");
        hears(ada, "Moved to 1.5 across, 0.1 from the screen");
        ada.page().keyboard().press("4");
        assertThat(count(ada, "LOVE_SEAT")).hasText("4");

        ada.button("Brush: wheelchair").click();
        mouse.move(canvas.x + 5, canvas.y + canvas.height / 3);
        mouse.down();
        for (double y = canvas.height / 3; y < canvas.height - 5; y += 12) {
            mouse.move(canvas.x + 5, canvas.y + y);
            mouse.move(canvas.x + canvas.width - 5, canvas.y + y);
        }
        mouse.up();
        assertThat(count(ada, "WHEELCHAIR")).hasText("4");
        ada.button("Undo").click();
        assertThat(count(ada, "WHEELCHAIR")).isHidden();
        assertThat(count(ada, "LOVE_SEAT")).hasText("4");

        ada.button("Remove").click();
        assertThat(ada.page().locator("[data-test=total]")).hasText("0");
        ada.button("Undo").click();
        assertThat(ada.page().locator("[data-test=total]")).hasText("4");
    }

    @Test
    void the_preview_is_what_guests_will_see() {
        var ada = editor(screen(TWO_ROWS), atADesk());
        var board = ada.page().locator(".board");
        board.press("5");

        ada.button("As guests see it").click();
        ada.looks("A1", "blocked");
        ada.hears("A2", "row A seat 2, available");
        ada.seat("A2").click();
        ada.looks("A2", "picked");
        ada.button("Back to drawing").click();
        assertThat(board).isVisible();
    }

    @Test
    void shows_that_were_planned_before_keep_their_seats_and_one_is_told_so() {
        var screen = TestShows.screenOf(TestShows.tomorrow(2, 3));
        var ada = editor(screen, atADesk());
        var board = ada.page().locator(".board");
        board.press("r");
        board.press("Delete");
        hears(ada, "3 places removed");

        ada.button("Save…").click();

        assertThat(effect(ada, "removed")).hasText("3");
        assertThat(ada.page().locator(".editor-dialog")).containsText("One planned show keeps the seats it has:");
        assertThat(ada.page().locator(".editor-shows li")).hasCount(1);
        ada.button("Go on drawing").click();
        assertThat(layout(screen).getInt("places")).isEqualTo(6);
    }

    @Test
    void what_somebody_else_saved_meanwhile_is_not_overwritten_unseen() {
        var screen = screen(TWO_ROWS);
        var ada = editor(screen, atADesk());
        ada.page().locator(".board").press("Delete"); // A1
        draw(screen, TWO_ROWS.replace("1.2", "1.7"));

        ada.button("Save…").click();
        assertThat(ada.page().locator(".editor-dialog h2")).hasText("Somebody else has changed this");
        ada.button("Look at what mine would change").click();
        assertThat(ada.page().locator(".editor-dialog h2")).hasText("What yours would change about theirs");
        assertThat(effect(ada, "removed")).hasText("1");
        assertThat(effect(ada, "changed")).hasText("2");
        ada.button("Overwrite theirs").click();
        assertThat(ada.notice()).hasText("The places are saved.");
        assertThat(layout(screen).getInt("places")).isEqualTo(3);

        // The other way round: theirs are taken, and one's own come back by undoing.
        draw(screen, TWO_ROWS);
        ada.page().locator(".board").press("3");
        ada.button("Save…").click();
        ada.button("Load theirs").click();
        assertThat(ada.page().locator("[data-test=total]")).hasText("4");
        assertThat(ada.page().locator(".editor-state")).hasText("Saved");
        ada.button("Undo").click();
        assertThat(ada.page().locator("[data-test=total]")).hasText("3");
        assertThat(count(ada, "COMPANION")).hasText("1");
    }

    @Test
    void another_name_of_the_screen_is_nothing_to_ask_about() {
        var screen = screen(TWO_ROWS);
        var ada = editor(screen, atADesk());
        ada.page().locator(".board").press("2");
        asAdmin()
                .header("If-Match", tag(screen))
                .body(Map.of("name", "Renamed " + TestShows.freshName()))
                .put(SCREENS + screen + "/")
                .then()
                .statusCode(200);

        ada.button("Save…").click();
        assertThat(effect(ada, "changed")).hasText("1");
        ada.page().locator("[data-test=confirm]").click();
        assertThat(ada.notice()).hasText("The places are saved.");
    }

    @Test
    void nobody_leaves_by_mistake() {
        var ada = editor(screen(TWO_ROWS), atADesk().signedInAs(admin).goTo("/#/nonsense"));
        var here = ada.page().url();
        var shows = ada.page().locator("header.bar nav a").first();
        shows.click();
        assertThat(ada.page().locator(".hero")).isVisible(); // nothing was drawn
        ada.page().goBack();
        assertThat(cursor(ada)).hasText("row A seat 1, standard");

        ada.page().locator(".board").press("Delete");
        shows.click();
        assertThat(ada.page().locator(".editor-dialog h2")).hasText("Leave without saving?");
        ada.button("Stay").click();
        assertThat(ada.page()).hasURL(here);
        ada.page().goBack();
        assertThat(ada.page().locator(".editor-dialog h2")).hasText("Leave without saving?");
        ada.button("Stay").click();
        assertThat(ada.page()).hasURL(here);
        assertThat(ada.page().locator("[data-test=total]")).hasText("3");
        shows.click();
        ada.button("Leave").click();
        assertThat(ada.page().locator(".hero")).isVisible();
    }

    @Test
    void nobody_is_signed_out_by_mistake_either() {
        var ada = editor(screen(TWO_ROWS), atADesk().signedInAs(admin));
        ada.page().locator(".board").press("Delete");
        ada.button("Sign out").click();
        assertThat(ada.page().locator(".editor-dialog h2")).hasText("Leave without saving?");
        ada.button("Stay").click();
        assertThat(ada.page().locator("[data-test=total]")).hasText("3");
        ada.button("Sign out").click();
        ada.button("Leave").click();
        assertThat(ada.page().getByText("Sign in with your account.")).isVisible();
        assertThat(ada.page().locator(".board")).hasCount(0);
    }

    @Test
    void a_layout_comes_from_a_file_and_goes_into_one() throws IOException {
        var ada = editor(emptyScreen(), atADesk());
        ada.page()
                .locator("input[type=file]")
                .setInputFiles(new FilePayload("plan.csv", "text/csv", "A,1,2,,3\nB,1w,2c,,3x\n".getBytes(UTF_8)));
        assertThat(ada.notice()).containsText("6 places read from plan.csv");
        assertThat(count(ada, "BLOCKED")).hasText("1");

        var file = ada.page().waitForDownload(() -> ada.button("Export").click());
        var exported = Files.readString(file.path());
        assertThat(JsonPath.from(exported).getInt("places")).isEqualTo(6);

        var bob = editor(emptyScreen(), atADesk());
        bob.page()
                .locator("input[type=file]")
                .setInputFiles(new FilePayload("hall.layout.json", "application/json", exported.getBytes(UTF_8)));
        assertThat(count(bob, "COMPANION")).hasText("1");
        assertThat(bob.page().locator("[data-test=total]")).hasText("6");
        bob.page()
                .locator("input[type=file]")
                .setInputFiles(new FilePayload("plan.csv", "text/csv", "A,1,what\n".getBytes(UTF_8)));
        assertThat(bob.notice()).containsText("Line 1");
        assertThat(bob.page().locator("[data-test=total]")).hasText("6");
    }

    @Test
    void the_editor_keeps_nobody_out() {
        var screen = screen(TWO_ROWS);
        for (var options : List.of(desktop(), dark(phone()))) {
            var fresh = editor(emptyScreen(), visitor(options));
            fresh.isAccessible("an editor that begins");
            var ada = editor(screen, visitor(options));
            var board = ada.page().locator(".board");
            board.press("r");
            ada.isAccessible("an editor with places selected");
            assertThat((boolean) ada.page()
                            .evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                    .isTrue();
            ada.button("Renumber").press("Enter");
            board.press("Delete");
            ada.button("Save…").click();
            assertThat(effect(ada, "removed")).isVisible();
            ada.isAccessible("an editor that asks");
            ada.button("Go on drawing").click();
            ada.button("As guests see it").click();
            ada.isAccessible("a preview");
        }
    }

    private Visitor editor(long screen, Visitor visitor) {
        visitor.signedInAs(admin).goTo("/#/office/screens/" + screen + "/layout");
        assertThat(visitor.page().locator(".board")).isVisible();
        return visitor;
    }

    private static Locator field(Visitor visitor, String name) {
        return visitor.page().locator(".editor-block [name=" + name + "]");
    }

    /** What a screen reader tells about where one is. */
    private static Locator cursor(Visitor visitor) {
        return visitor.page().locator("#board-cursor");
    }

    private static Locator count(Visitor visitor, String kind) {
        return visitor.page().locator("[data-kind=" + kind + "] dd");
    }

    private static Locator effect(Visitor visitor, String what) {
        return visitor.page().locator("[data-effect=" + what + "] dd");
    }

    private static void hears(Visitor visitor, String text) {
        assertThat(visitor.page().locator("[data-test=spoken]")).hasText(text);
    }

    private RequestSpecification asAdmin() {
        return given().auth().oauth2(admin.bearer()).contentType("application/json");
    }

    private long emptyScreen() {
        return asAdmin()
                .body(Map.of("name", "Drawn " + TestShows.freshName()))
                .post(SCREENS)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private long screen(String layout) {
        var screen = emptyScreen();
        draw(screen, layout);
        return screen;
    }

    private void draw(long screen, String layout) {
        asAdmin()
                .header("If-Match", tag(screen))
                .body(layout)
                .put(SCREENS + screen + "/layout/")
                .then()
                .statusCode(200);
    }

    private String tag(long screen) {
        return asAdmin()
                .get(SCREENS + screen + "/")
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
    }

    private JsonPath layout(long screen) {
        return asAdmin()
                .get(SCREENS + screen + "/layout/")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
