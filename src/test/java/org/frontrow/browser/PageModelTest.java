package org.frontrow.browser;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The parts of the page that need no browser; the cases are in {@code src/test/web}. A Quarkus test as the types are. */
@QuarkusTest
class PageModelTest {

    @Test
    void the_layout_editor_draws_checks_and_undoes_as_it_should() throws IOException, InterruptedException {
        Deno.run(
                "editor-model",
                "test",
                "--no-check",
                "--no-remote",
                "--no-lock",
                "--node-modules-dir=manual",
                "src/test/web/editor.test.ts");
    }
}
