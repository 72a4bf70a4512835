package org.frontrow.browser;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * The bundler only strips types; here they are checked, by the Deno that the bundler brings along. A Quarkus test,
 * because it is Quarkus's build that unpacks it into node_modules.
 */
@QuarkusTest
class PageTypesTest {
    @Test
    void the_types_of_the_page_are_right() throws IOException, InterruptedException {
        Deno.run(
                "page-types",
                "check",
                "--quiet",
                "--no-remote",
                "--node-modules-dir=manual",
                "--unstable-sloppy-imports",
                "--config",
                "tsconfig.json",
                "src/main/resources/web/app/index.ts");
    }
}
