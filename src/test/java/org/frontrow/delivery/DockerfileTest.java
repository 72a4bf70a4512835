package org.frontrow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.frontrow.delivery.Dockerfile.Instruction;
import org.frontrow.delivery.Dockerfile.Stage;
import org.junit.jupiter.api.Test;

/** The reader itself: a rule about instructions is worth as much as the instructions it is shown. */
class DockerfileTest {

    @Test
    void a_continued_line_is_one_and_comments_within_it_are_none_of_it() {
        var file = Dockerfile.parse("""
                # a comment
                FROM base:1.0
                run  one \\
                    # why the second
                    && two \\

                    && three
                USER 1
                """);

        assertThat(file.last().instructions())
                .containsExactly(
                        new Instruction(3, "RUN", List.of(), "one && two && three"),
                        new Instruction(8, "USER", List.of(), "1"));
    }

    @Test
    void flags_are_apart_from_what_they_are_about() {
        var file = Dockerfile.parse("""
                FROM --platform=linux/arm64 base:1.0 as build
                COPY --from=other --chmod=0555 a b /c/
                RUN --mount=type=cache,target=/m2 --network=none ./mvnw --batch-mode
                """);

        assertThat(file.last().base()).isEqualTo("base:1.0");
        assertThat(file.last().name()).isEqualTo("build");
        var copy = file.all("COPY").findFirst().orElseThrow();
        assertThat(copy.flag("from")).contains("other");
        assertThat(copy.flag("chown")).isEmpty();
        assertThat(copy.text()).isEqualTo("a b /c/");
        assertThat(file.all("RUN").findFirst().orElseThrow().text()).isEqualTo("./mvnw --batch-mode");
    }

    @Test
    void a_here_document_belongs_to_its_instruction_and_what_it_says_is_no_instruction() {
        var file = Dockerfile.parse("""
                FROM base:1.0
                RUN <<'EOF'
                USER root
                # not a comment
                EOF
                COPY <<-END /etc/motd
                FROM nowhere
                END
                USER 1001
                """);

        assertThat(file.stages()).hasSize(1);
        assertThat(file.last().instructions()).extracting(Instruction::keyword).containsExactly("RUN", "COPY", "USER");
        assertThat(file.last().instructions().getFirst().text())
                .contains("USER root")
                .contains("# not a comment");
        assertThat(file.last().instructions().getLast().line()).isEqualTo(9);
    }

    @Test
    void an_image_is_its_last_stage_and_what_that_is_built_upon() {
        var file = Dockerfile.parse("""
                ARG VERSION=1
                FROM jdk:1.0 AS build
                USER root
                FROM jre:1.0 AS app
                USER 5
                FROM app AS train
                USER 6
                FROM app
                USER 7
                """);

        assertThat(file.image()).extracting(Stage::base).containsExactly("jre:1.0", "app");
        assertThat(file.imageHas("USER")).extracting(Instruction::text).containsExactly("5", "7");
    }

    @Test
    void words_of_the_exec_form_are_read_as_json() {
        var file = Dockerfile.parse("FROM a:1.0\nENTRYPOINT [\"sh\", \"-c\", \"exec a \\\"$@\\\"\"]\nCMD sh -c [\n");

        var entryPoint = file.all("ENTRYPOINT").findFirst().orElseThrow();
        assertThat(entryPoint.isExecForm()).isTrue();
        assertThat(entryPoint.words()).containsExactly("sh", "-c", "exec a \"$@\"");
        assertThat(file.all("CMD").findFirst().orElseThrow().isExecForm()).isFalse();
    }

    @Test
    void what_is_no_dockerfile_is_refused() {
        assertThatThrownBy(() -> Dockerfile.parse("RUN true\nFROM a:1.0\n")).hasMessageContaining("Before any FROM");
        assertThatThrownBy(() -> Dockerfile.parse("# nothing\n")).hasMessageContaining("no FROM");
    }
}
