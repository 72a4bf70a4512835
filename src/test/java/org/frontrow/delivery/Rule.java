package org.frontrow.delivery;

import io.fabric8.kubernetes.api.model.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.frontrow.delivery.Manifests.Workload;

/** Something that must hold for whatever is sent to Kubernetes, and says what does not. */
record Rule(String name, Function<Manifests, List<String>> check) {
    List<String> violations(Manifests manifests) {
        return check.apply(manifests);
    }

    /** One that every pod keeps or breaks by itself. */
    static Rule ofPods(String name, BiConsumer<Workload, List<String>> check) {
        return new Rule(name, manifests -> {
            var violations = new ArrayList<String>();
            for (var workload : manifests.workloads()) {
                var complaints = new ArrayList<String>();
                check.accept(workload, complaints);
                complaints.forEach(complaint -> violations.add(workload.name() + " " + complaint));
            }
            return violations;
        });
    }

    /** One that every container keeps or breaks by itself. */
    static Rule ofContainers(String name, BiConsumer<Container, List<String>> check) {
        return ofPods(
                name,
                (workload, complaints) ->
                        workload.containers().forEach(container -> check.accept(container, complaints)));
    }

    @Override
    public String toString() {
        return name;
    }
}
