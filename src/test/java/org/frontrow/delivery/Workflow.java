package org.frontrow.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Stream;

/** A hosted workflow: its text, because comments count, and what it says. */
record Workflow(String text, JsonNode says) {
    static Workflow parse(String text) {
        return new Workflow(text, Json.yaml(text));
    }

    Stream<Map.Entry<String, JsonNode>> jobs() {
        return says.path("jobs").propertyStream();
    }

    Stream<JsonNode> steps() {
        return jobs().flatMap(job -> job.getValue().path("steps").valueStream());
    }

    Stream<String> scripts() {
        return steps().filter(step -> step.has("run"))
                .map(step -> step.path("run").asText());
    }
}
