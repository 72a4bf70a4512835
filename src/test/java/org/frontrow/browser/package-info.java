/**
 * The page in a real browser. Needs Chromium ({@code apt-get install -y chromium}, or a path in {@code CHROMIUM});
 * without one these tests are skipped, unless {@code BROWSER_TESTS=required} says that they must not be.
 */
package org.frontrow.browser;
