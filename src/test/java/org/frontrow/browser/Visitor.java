package org.frontrow.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.frontrow.account.TestAccounts.TestAccount;

/** Somebody who looks at the page. Whatever the browser complains about is remembered. */
public final class Visitor implements AutoCloseable {
    private static final String AXE = axe();

    private final String home;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    Visitor(String home, BrowserContext context) {
        this.home = home.replaceAll("/$", "");
        this.context = context;
        this.page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    public Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /** As if they had signed in before; no password is hashed for it. */
    Visitor signedInAs(TestAccount account) {
        context.addCookies(List.of(
                new Cookie("frontrow_access", account.bearer()).setUrl(home).setHttpOnly(true)));
        context.addInitScript("localStorage.setItem('frontrow-been-here', '1')");
        return this;
    }

    /** For example {@code "/#/tickets"}. */
    public Visitor goTo(String address) {
        page.navigate(home + address);
        return this;
    }

    public Visitor goToShow(long show) {
        goTo("/#/show/" + show);
        isLive();
        return this;
    }

    public void isLive() {
        assertThat(page.locator(".connection-live")).isVisible();
    }

    public Locator seat(String name) {
        return page.locator("[data-seat='" + name + "']");
    }

    /** What a screen reader says about a seat. */
    void hears(String seat, String name) {
        assertThat(seat(seat)).hasAttribute("aria-label", name);
    }

    public void looks(String seat, String look) {
        assertThat(seat(seat)).hasClass("seat seat-" + look);
    }

    public Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator notice() {
        return page.locator(".notice");
    }

    /** What comes back from there has arrived, and the page has drawn what it made of it. */
    void hasTakenIn(String address, Runnable arrives) {
        page.waitForResponse(it -> it.url().contains(address), arrives).finished();
        page.evaluate(
                "() => new Promise(drawn => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(drawn))))");
    }

    /** Held against WCAG 2.2 AA and what else axe knows. */
    void isAccessible(String where) {
        page.evaluate(AXE);
        var found = (Map<?, ?>) page.evaluate("""
                () => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
                    .then(it => ({
                        passed: it.passes.length,
                        violations: it.violations.flatMap(v => v.nodes.map(n =>
                            v.id + ' at ' + n.target + ': ' + n.failureSummary))}))""");
        assertThat((Integer) found.get("passed"))
                .as("rules that %s keeps", where)
                .isGreaterThan(10);
        assertThat((List<?>) found.get("violations"))
                .as("what axe finds on %s", where)
                .isEmpty();
    }

    void hadNothingToComplainAbout() {
        assertThat(complaints).isEmpty();
    }

    @Override
    public void close() {
        context.close();
    }

    private static String axe() {
        try (var script = Visitor.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
