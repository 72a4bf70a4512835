package org.frontrow.delivery;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The program that renders manifests, as an operator would. No cluster is needed for that. */
final class Kubectl {
    private Kubectl() {}

    /** What {@code kubectl apply --kustomize} would send. */
    static String kustomize(Path directory) {
        try {
            var errors = Files.createTempFile("kubectl", ".log");
            var process = new ProcessBuilder(executable().toString(), "kustomize", directory.toString())
                    .redirectError(errors.toFile())
                    .start();
            var rendered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(directory + " does not render: " + Files.readString(errors));
            }
            Files.delete(errors);
            return rendered;
        } catch (IOException e) {
            throw new AssertionError(directory + " does not render", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Path executable() {
        var path =
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).map(entry -> entry + "/kubectl");
        var found = Stream.concat(Stream.ofNullable(System.getenv("KUBECTL")), path)
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            var missing =
                    "No kubectl found, so the Kubernetes manifests are not tested. Any of version 1.27 or newer will"
                            + " do: https://kubernetes.io/docs/tasks/tools/, or its path in KUBECTL.";
            if ("required".equals(System.getenv("KUBECTL_TESTS"))) {
                throw new IllegalStateException(missing);
            }
            System.err.println(missing); // the report of a skipped class does not say why
            Assumptions.abort(missing);
        }
        return found.get();
    }
}
