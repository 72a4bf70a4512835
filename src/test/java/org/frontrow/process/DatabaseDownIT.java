package org.frontrow.process;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.assertions.LocatorAssertions.HasClassOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import java.nio.file.Path;
import org.frontrow.browser.Chromium;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see while the database cannot be reached, and afterwards. */
class DatabaseDownIT {
    /** Several attempts of the service to connect, each a little later than the one before. */
    private static final double SOON = 20_000;

    @Test
    void the_page_says_that_it_may_be_old_and_recovers_by_itself(@TempDir Path home) throws Exception {
        try (var chromium = Chromium.start();
                var postgres = PostgresProcess.start();
                var line = Line.to(postgres)) {
            var settings = postgres.settings(home, line);
            try (var service = ServiceProcess.launch("database-down", home, settings)
                            .awaitReady();
                    var ada = chromium.visitor(
                            service.baseUri().toString(), new Browser.NewContextOptions().setLocale("en-GB"));
                    var bob = chromium.visitor(
                            service.baseUri().toString(), new Browser.NewContextOptions().setLocale("en-GB"))) {
                var show = new Stage(postgres.database()).show(2, 5);
                var guest = Guest.withTokens().settled(service);
                ada.goToShow(show);

                line.cut();
                assertThat(ada.page().locator(".connection-lost")).isVisible(soon());
                ada.looks("A1", "available");
                bob.goTo("/");
                assertThat(bob.page().locator(".notice")).containsText("cannot be reached");

                line.mend();
                assertThat(ada.page().locator(".connection-live")).isVisible(soon());
                assertThat(bob.page().locator(".movie").first()).isVisible(soon());
                guest.hold(service, show, "A1");
                assertThat(ada.seat("A1")).hasClass("seat seat-held", new HasClassOptions().setTimeout(SOON));
            }
        }
    }

    private static IsVisibleOptions soon() {
        return new IsVisibleOptions().setTimeout(SOON);
    }
}
