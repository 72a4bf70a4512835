package org.frontrow.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** One browser, for all tests of a class. */
public final class Chromium implements AutoCloseable {
    private static final List<String> PLACES =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path executable) {
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_SKIP_VALIDATE_HOST_REQUIREMENTS", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    public static Chromium start() {
        var found = Stream.concat(Stream.ofNullable(System.getenv("CHROMIUM")), PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            var missing = "No Chromium found. On Debian: apt-get install -y chromium";
            if ("required".equals(System.getenv("BROWSER_TESTS"))) {
                throw new IllegalStateException(missing);
            }
            System.err.println(missing); // the report of a skipped class does not say why
            Assumptions.abort(missing);
        }
        return new Chromium(found.get());
    }

    /** Somebody with a browser of their own: another visitor shares no cookie with them. */
    public Visitor visitor(String home, Browser.NewContextOptions options) {
        return new Visitor(home, browser.newContext(options));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
