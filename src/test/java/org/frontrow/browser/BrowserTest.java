package org.frontrow.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.common.http.TestHTTPResource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Visitors for tests, each with a browser of their own, that leave when the test is over. */
abstract class BrowserTest {
    private static Chromium chromium;

    @TestHTTPResource("/")
    String home;

    private final List<Visitor> visitors = new ArrayList<>();

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void leave() {
        visitors.forEach(Visitor::close);
    }

    Visitor atADesk() {
        return visitor(desktop());
    }

    Visitor onAPhone() {
        return visitor(phone());
    }

    Visitor visitor(Browser.NewContextOptions options) {
        var visitor = chromium.visitor(home, options);
        visitors.add(visitor);
        return visitor;
    }

    static Browser.NewContextOptions desktop() {
        return new Browser.NewContextOptions().setViewportSize(1280, 900).setLocale("en-GB");
    }

    /** As small as phones are today. */
    static Browser.NewContextOptions phone() {
        return new Browser.NewContextOptions()
                .setViewportSize(360, 740)
                .setDeviceScaleFactor(2)
                .setHasTouch(true)
                .setIsMobile(true)
                .setLocale("en-GB");
    }

    static Browser.NewContextOptions dark(Browser.NewContextOptions options) {
        return options.setColorScheme(ColorScheme.DARK);
    }
}
