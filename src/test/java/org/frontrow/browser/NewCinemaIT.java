package org.frontrow.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.restassured.path.json.JsonPath;
import java.awt.Color;
import java.awt.Font;
import java.awt.GradientPaint;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.frontrow.process.PostgresProcess;
import org.frontrow.process.ServiceProcess;
import org.frontrow.seating.Ledger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A house with nothing in it, and how it becomes a cinema: from the first sign-in to the first evening, all of it on the
 * page. With {@code -Dscreenshots.write=true} it also makes the pictures of docs/office.md anew.
 */
class NewCinemaIT {
    private static final Path IMAGES = Path.of("docs", "images");

    private static final String HANDED_OVER = "nine green bicycles";
    private static final String MOVIE = "The Last Row";
    private static final String EVENING = "20:30";
    private static final String MATINEE = "17:00";
    private static final String SMALL_SCREEN = """
            A,1,2,,3,4
            B,1,2,,3,4

            C,1w,2c,,3l,4l
            """;

    @TempDir
    private static Path home;

    private static Chromium chromium;
    private static PostgresProcess postgres;
    private static ServiceProcess service;

    /** The administrator, who has nothing but a name and a password that somebody wrote down. */
    private Visitor kim;
    /** Works at the counter and at the door. */
    private Visitor sam;
    /** Would like to see a movie. */
    private Visitor ada;

    private final LocalDate firstDay = LocalDate.now(ZoneOffset.UTC).plusDays(1);
    private final LocalDate lastDay = firstDay.plusDays(13);
    private long hall;
    private long evening;

    @BeforeAll
    static void start() throws IOException {
        chromium = Chromium.start(); // or nothing is
        postgres = PostgresProcess.start();
        var settings = postgres.settings(home);
        settings.putAll(Map.of(
                "FRONTROW_FIRST_ADMINISTRATOR_USERNAME", "kim", "FRONTROW_FIRST_ADMINISTRATOR_PASSWORD", HANDED_OVER));
        service = ServiceProcess.launch("new-cinema", home, settings).awaitReady();
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void a_cinema_opens() throws Exception {
        the_first_administrator_comes_into_an_empty_house();
        a_hall_of_312_places_is_drawn();
        a_small_screen_is_imported();
        a_movie_comes_with_its_poster();
        two_weeks_are_planned_in_one_go();
        somebody_is_employed();
        a_guest_books_two_seats_and_goes_to_the_matinee_too();
        the_counter_blocks_sells_and_moves();
        the_door_lets_in_once();
        the_numbers_are_those_of_the_ledger();
        the_audit_knows_who_did_what();
        ada.hadNothingToComplainAbout(); // the others were told no on purpose, and a browser notes that
    }

    private void the_first_administrator_comes_into_an_empty_house() {
        kim = visitor(BrowserTest.desktop()).goTo("/");
        assertThat(kim.page().locator("main")).containsText("Nothing is planned for the coming days.");
        signInAndChoose(kim, "kim", HANDED_OVER, "ten yellow umbrellas");

        kim.link("Office").click();
        assertThat(kim.page().locator(".empty")).containsText("Nothing is planned from today on.");
        assertThat(kim.page().locator(".empty .steps li")).hasText(new String[] {
            "First add a screen and draw its places", "then add a movie", "then plan its shows"
        });
    }

    private void a_hall_of_312_places_is_drawn() throws IOException {
        kim.link("First add a screen and draw its places").click();
        hall = addScreen("Great Hall");
        kim.link("Draw the places").click();
        var block = kim.page().locator(".editor-block");
        block.locator("[name=rows]").fill("13");
        block.locator("[name=seats]").fill("24");
        block.locator("[name=aisles]").fill("12");
        block.locator("[name=aisles]").press("Tab");
        assertThat(block.locator("[data-test=block-result]")).hasText("312 places in 13 rows");
        kim.button("Set this block").click();

        // Close enough to the last row that its first place is in the middle of the glass, and the second one beside
        // it.
        for (int i = 0; i < 4; i++) {
            kim.button("Zoom in").click();
        }
        kim.page().locator(".editor-rows summary").click();
        kim.button("Row M: 24 places").click();
        assertThat(kim.page().locator("#board-cursor")).hasText("row M seat 1, standard, selected");
        kim.button("Brush: wheelchair").click();
        var glass = kim.page().locator(".board canvas");
        glass.click();
        var middle = glass.boundingBox();
        glass.click(new Locator.ClickOptions().setPosition(middle.width / 2 + 70, middle.height / 2 + 10));
        assertThat(kim.page().locator("[data-kind=WHEELCHAIR] dd")).hasText("2");
        assertThat(kim.page().locator(".board-line")).containsText("row M seat 2, wheelchair");
        kim.button("Select nothing").click();
        kim.page().locator(".editor-rows summary").click();
        kim.button("Whole hall").click();
        picture("office-editor", kim);

        kim.button("Save…").click();
        assertThat(kim.page().locator("[data-effect=added] dd")).hasText("312");
        kim.page().locator("[data-test=confirm]").click();
        assertThat(kim.notice()).hasText("The places are saved.");
        assertThat(Ledger.query(
                        postgres.database(),
                        "select row_label, number from place where screen_id = ? and kind = 'WHEELCHAIR' order by number",
                        hall))
                .isEqualTo(List.of(List.of("M", 1), List.of("M", 2)));
    }

    private void a_small_screen_is_imported() {
        chapter("Screens").click();
        addScreen("Attic");
        kim.page()
                .getByLabel("Choose a file")
                .setInputFiles(file("attic.csv", "text/csv", SMALL_SCREEN.getBytes(UTF_8)));
        assertThat(kim.notice().last()).hasText("Adds 12, changes 0, removes 0 places; no show is affected.");
        kim.button("Apply it").click();

        assertThat(kim.notice()).hasText("The layout is changed: 12 added, 0 changed, 0 removed.");
        assertThat(kim.page().locator(".kinds li"))
                .hasText(new String[] {"12 places in 3 rows", "1 for wheelchairs", "1 for companions", "2 love seats"});
    }

    private void a_movie_comes_with_its_poster() throws IOException {
        chapter("Movies").click();
        kim.link("Add a movie").first().click();
        kim.page().getByLabel("Title").fill(MOVIE);
        kim.page().getByLabel("Length in minutes").fill("112");
        kim.button("Add a movie").click();
        assertThat(kim.notice()).containsText(MOVIE + " is in the house.");
        kim.page().getByLabel("Choose a picture").setInputFiles(file("poster.png", "image/png", poster()));
        assertThat(kim.notice()).hasText("The poster is there.");
    }

    private void two_weeks_are_planned_in_one_go() throws IOException {
        chapter("Shows").click();
        kim.link("then plan its shows").click();
        kim.page().locator("#field-movie").fill(MOVIE);
        kim.page().locator("#field-screen").fill("Great Hall");
        kim.page().getByLabel("First day").fill(firstDay.toString());
        kim.page().getByLabel("Last day").fill(lastDay.toString());
        kim.page().getByLabel("Time 1").fill(MATINEE);
        kim.button("Add a time").click();
        kim.page().getByLabel("Time 2").fill(EVENING);
        kim.page().getByLabel("Price of a seat").fill("9.50");
        kim.button("Preview").click();
        var summary = kim.page().locator("[data-test=preview-summary]");
        assertThat(summary).hasText("28 shows, and nothing stands in the way.");
        kim.button("Plan these 28 shows").click();
        assertThat(kim.notice()).containsText("28 shows are planned and on sale.");

        // Once more, for the afternoon: the evenings are taken.
        kim.page().getByLabel("Time 1").fill("14:30");
        kim.button("Preview").click();
        assertThat(summary).hasText("28 shows, 14 of them cannot take place.");
        assertThat(kim.page().locator(".slot-bad")).hasCount(14);
        assertThat(kim.page().locator(".obstacles tbody tr").first())
                .containsText("Another show runs there at that time");
        picture("office-planning", kim);

        chapter("Shows").click();
        assertThat(kim.page().locator(".day-table")).hasCount(14);
        assertThat(kim.page().locator(".day-table tbody tr")).hasCount(28);
        picture("office-shows", kim);
    }

    private void somebody_is_employed() {
        chapter("Accounts").click();
        kim.link("Make an account").click();
        kim.page().locator("#field-username").fill("sam");
        kim.button("Make the account").click();
        var password = kim.page().locator("[data-test=password]");
        assertThat(password).hasText(Pattern.compile("[a-z2-9]{4}(-[a-z2-9]{4}){3}"));

        sam = visitor(BrowserTest.desktop()).goTo("/");
        signInAndChoose(sam, "sam", password.textContent(), "three loud violins");
        assertThat(sam.link("Office")).isVisible();
        kim.button("Done, hide it").click();
    }

    private void a_guest_books_two_seats_and_goes_to_the_matinee_too() {
        ada = visitor(BrowserTest.desktop()).goTo("/");
        var movie = ada.page().locator(".movie").filter(new Locator.FilterOptions().setHasText(MOVIE));
        assertThat((int) movie.locator("img.poster")
                        .evaluate("async image => { await image.decode(); return image.naturalWidth; }"))
                .isEqualTo(400);
        assertThat(movie.locator(".time")).hasCount(2);
        movie.locator(".time").getByText(EVENING).click();
        ada.isLive();
        evening = Long.parseLong(ada.page().url().replaceFirst(".*/show/", ""));
        ada.seat("H11").click();
        ada.seat("H12").click();
        ada.button("Hold these 2 seats").click();
        ada.button("No account yet? Make one").click();
        fillIn(ada, "username", "ada");
        fillIn(ada, "password", "eight silent trumpets");
        ada.button("Make the account and sign in").click();
        ada.looks("H12", "mine");
        ada.button("Book now").click();
        assertThat(ada.notice()).containsText("Booked: H11 and H12.");

        ada.goTo("/");
        movie.locator(".time").getByText(MATINEE).click();
        ada.isLive();
        ada.seat("C3").click();
        ada.button("Hold this seat").click();
        ada.button("Book now").click();
        assertThat(ada.notice()).containsText("Booked: C3.");
    }

    private void the_counter_blocks_sells_and_moves() throws IOException {
        sam.link("Office").click();
        sam.link("House of " + MOVIE + " at " + EVENING).first().click();
        sam.isLive();
        assertThat(sam.page()).hasURL(Pattern.compile(".*#/office/shows/" + evening + "/house"));
        sam.seat("A1").click();
        sam.button("Block 1 seat").click();
        sam.page().getByLabel("Reason").fill("Broken");
        sam.button("Block").click();
        sam.looks("A1", "blocked");

        sam.seat("J5").click();
        sam.seat("J6").click();
        sam.button("Sell 2 seats").click();
        assertThat(sam.page().locator(".deed-form .total")).containsText("€19.00");
        picture("office-house", sam);
        sam.page().getByLabel("Guest (optional)").fill("Miller");
        sam.button("Sell").click();
        assertThat(sam.notice()).containsText("Sold: J5 and J6 for €19.00.");

        sam.seat("H11").click();
        sam.button("Open its booking").click();
        assertThat(sam.page().locator(".booking-desk")).containsText("ada");
        sam.button("Move its seats").click();
        sam.seat("G11").click();
        sam.seat("G12").click();
        sam.button("Move 2 seats").click();
        assertThat(sam.notice()).containsText("Moved to G11 and G12.");

        sam.seat("G11").click();
        sam.button("What happened").click();
        assertThat(sam.page().locator(".history li").first()).containsText("moved here from H11 for ada by sam");
    }

    private void the_door_lets_in_once() throws Exception {
        ada.goTo("/#/tickets");
        var code = codeOfTicket("G11");
        var codeOfMatinee = codeOfTicket("C3");

        sam.goTo("/#/office/shows/" + evening + "/door");
        scans(sam, code);
        assertThat(sam.page().locator(".verdict-good")).containsText("Row G, seat 11 · ada");
        assertThat(sam.page().locator("[data-test=counts]")).containsText("1 of 4 are in");
        picture("office-door", sam);

        // The other door, where there is only a telephone.
        var phone = visitor(BrowserTest.phone()).goTo("/");
        signIn(phone, "sam", "three loud violins");
        assertThat(phone.link("Office")).isVisible();
        phone.goTo("/#/office/shows/" + evening + "/door");
        scans(phone, codeOfMatinee);
        assertThat(phone.page().locator(".verdict-bad")).containsText("This ticket is for " + MOVIE);
        scans(phone, code);
        assertThat(phone.page().locator(".verdict-used")).containsText("Already admitted");
        picture("office-door-phone", phone);
        phone.close();
    }

    private void the_numbers_are_those_of_the_ledger() {
        Ledger.assertRebuildsSeats(postgres.database(), evening);

        var ofShow = numbers("shows/" + evening + "/");
        assertThat(List.of(
                        ofShow.getLong("numbers.seats"),
                        ofShow.getLong("numbers.sold"),
                        ofShow.getLong("numbers.held"),
                        ofShow.getLong("numbers.blocked"),
                        ofShow.getLong("numbers.free")))
                .as("seats, sold, held, blocked, free")
                .isEqualTo(List.of(312L, 4L, 0L, 1L, 307L))
                .isEqualTo(Ledger.query(postgres.database(), """
                                select count(*), count(*) filter (where status = 'BOOKED'), count(*) filter (where status = 'HELD'),
                                    count(*) filter (where status = 'BLOCKED'), count(*) filter (where status = 'AVAILABLE')
                                from seat where show_time_id = ?""", evening).getFirst());
        assertThat(ofShow.getString("numbers.revenue[0].amount")).isEqualTo("38.00");
        assertThat(ofShow.getList("payments", Map.class).stream()
                        .map(it -> it.get("payment") + " " + it.get("seats") + " " + it.get("revenue"))
                        .toList())
                .isEqualTo(List.of("CASH 2 19.00", "ONLINE 2 19.00"))
                .isEqualTo(Ledger.query(postgres.database(), """
                                select payment || ' ' || sum((select count(*) from ticket t where t.show_time_id = b.show_time_id
                                    and t.booking_id = b.id and t.status = 'VALID')) || ' ' || sum(total)
                                from booking b where show_time_id = ? and status = 'CONFIRMED'
                                group by payment order by payment""", evening).stream()
                        .map(List::getFirst)
                        .toList());

        var ofHall = numbers("screens/" + hall + "/?from=" + firstDay + "&until=" + lastDay);
        assertThat(ofHall.getInt("shows")).isEqualTo(28);
        assertThat(List.of(
                        ofHall.getLong("numbers.seats"),
                        ofHall.getLong("numbers.sold"),
                        ofHall.getString("numbers.revenue[0].amount")))
                .isEqualTo(List.of(28 * 312L, 5L, "47.50"))
                .isEqualTo(Ledger.query(postgres.database(), """
                                select count(*), count(*) filter (where status = 'BOOKED'),
                                    (select sum(total)::text from booking where status = 'CONFIRMED')
                                from seat""").getFirst());
    }

    private void the_audit_knows_who_did_what() {
        chapter("Audit").click();
        assertThat(kim.page().locator(".deed p:first-child")).containsText(new String[] {
            "sam admitted the guest of G11",
            "sam moved a booking from H11, H12 to G11, G12",
            "sam sold 2 seats, booking ",
            "sam blocked 1 seat: Broken",
            "kim made the account sam",
            "kim planned 28 shows of " + MOVIE + " in Great Hall",
            "kim changed the poster of a movie",
            "kim added the movie " + MOVIE,
            "kim changed the layout of a screen: 12 added, 0 changed, 0 removed",
            "kim added the screen Attic",
            "kim changed the layout of a screen: 312 added, 0 changed, 0 removed",
            "kim added the screen Great Hall"
        });
    }

    // ---- what they do again and again ----

    private static Visitor visitor(Browser.NewContextOptions options) {
        return chromium.visitor(service.baseUri().toString(), options);
    }

    private static void signIn(Visitor visitor, String username, String password) {
        visitor.button("Sign in").click();
        fillIn(visitor, "username", username);
        fillIn(visitor, "password", password);
        visitor.page().locator("dialog .button").click();
    }

    /** With a password that somebody else knows, so it is good for one thing only. */
    private static void signInAndChoose(Visitor visitor, String username, String handedOver, String chosen) {
        signIn(visitor, username, handedOver);
        fillIn(visitor, "new-password", chosen);
        visitor.button("Take this password and sign in").click();
        assertThat(visitor.page().locator(".username")).hasText(username);
    }

    private static void fillIn(Visitor visitor, String field, String text) {
        visitor.page().locator("dialog input[name=" + field + "]").fill(text);
    }

    /** Of the office, as the administrator finds it. */
    private Locator chapter(String name) {
        return kim.page().locator(".office-nav").getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name));
    }

    private long addScreen(String name) {
        kim.link("Add a screen").first().click();
        kim.page().locator("#field-name").fill(name);
        kim.button("Add a screen").click();
        assertThat(kim.notice()).containsText(name + " is there.");
        return Long.parseLong(kim.page().url().replaceFirst(".*/screens/", ""));
    }

    /** What is read off the guest's screen at the door. */
    private String codeOfTicket(String seat) throws IOException, ReaderException {
        ada.link("Ticket " + seat).click();
        var code = ada.page().locator(".ticket img");
        code.evaluate("image => image.decode()");
        var seen = ImageIO.read(new ByteArrayInputStream(code.screenshot()));
        ada.page().goBack();
        return read(seen);
    }

    private static String read(BufferedImage picture) throws ReaderException {
        var width = picture.getWidth();
        var height = picture.getHeight();
        var pixels = picture.getRGB(0, 0, width, height, null, 0, width);
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))))
                .getText();
    }

    /** As a scanner does it, which is a keyboard. */
    private static void scans(Visitor door, String code) {
        assertThat(door.page().locator("#field-code")).isFocused();
        door.page().keyboard().type(code);
        door.page().keyboard().press("Enter");
    }

    private JsonPath numbers(String of) {
        var answer = kim.page()
                .request()
                .get(service.baseUri().resolve("/api/office/numbers/" + of).toString());
        assertThat(answer.status()).as(of).isEqualTo(200);
        return new JsonPath(answer.text());
    }

    private static FilePayload file(String name, String type, byte[] content) {
        return new FilePayload(name, type, content);
    }

    private static byte[] poster() throws IOException {
        var picture = new BufferedImage(400, 600, BufferedImage.TYPE_INT_RGB);
        var pen = picture.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setPaint(new GradientPaint(0, 0, new Color(0x2b1055), 0, 600, new Color(0xd76d77)));
        pen.fillRect(0, 0, 400, 600);
        pen.setColor(new Color(0xffaf7b));
        pen.fillOval(120, 150, 160, 160);
        pen.setColor(new Color(0x1a0933));
        for (int seat = 0; seat < 5; seat++) {
            pen.fillRoundRect(20 + seat * 74, 450, 64, 190, 28, 28);
        }
        pen.setColor(Color.WHITE);
        pen.setFont(new Font(Font.SERIF, Font.BOLD, 46));
        pen.drawString(MOVIE, (400 - pen.getFontMetrics().stringWidth(MOVIE)) / 2, 90);
        pen.dispose();
        var out = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", out);
        return out.toByteArray();
    }

    private static void picture(String name, Visitor visitor) throws IOException {
        if (Boolean.getBoolean("screenshots.write")) {
            visitor.page().mouse().move(0, 0);
            var plain = inFewerShades(
                    ImageIO.read(new ByteArrayInputStream(visitor.page().screenshot())));
            var writer = ImageIO.getImageWritersByFormatName("png").next();
            var small = writer.getDefaultWriteParam();
            small.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            small.setCompressionQuality(0);
            var file = IMAGES.resolve(name + ".png");
            Files.deleteIfExists(file);
            try (var out = ImageIO.createImageOutputStream(file.toFile())) {
                writer.setOutput(out);
                writer.write(null, new IIOImage(plain, null, null), small);
            } finally {
                writer.dispose();
            }
        }
    }

    /** A quarter of the shades of each colour: nobody sees it, and the file is a quarter smaller. */
    private static BufferedImage inFewerShades(BufferedImage picture) {
        var width = picture.getWidth();
        var height = picture.getHeight();
        var few = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var pixels = Arrays.stream(picture.getRGB(0, 0, width, height, null, 0, width))
                .map(it -> shade(it >> 16) << 16 | shade(it >> 8) << 8 | shade(it))
                .toArray();
        few.setRGB(0, 0, width, height, pixels, 0, width);
        return few;
    }

    private static int shade(int colour) {
        return Math.round((colour & 0xff) / 255f * 63) * 255 / 63;
    }
}
