package org.frontrow.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.frontrow.delivery.CustomResources.Cluster;
import org.frontrow.delivery.CustomResources.ObjectStore;
import org.frontrow.delivery.CustomResources.ScheduledBackup;

/** Everything one overlay sends to Kubernetes, read as strictly as Kubernetes reads it. */
final class Manifests {
    private static final Map<String, Class<?>> KINDS = Map.ofEntries(
            Map.entry("v1 Namespace", Namespace.class),
            Map.entry("v1 ConfigMap", ConfigMap.class),
            Map.entry("v1 Secret", Secret.class),
            Map.entry("v1 Service", Service.class),
            Map.entry("v1 ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1 Deployment", Deployment.class),
            Map.entry("apps/v1 StatefulSet", StatefulSet.class),
            Map.entry("batch/v1 Job", Job.class),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("networking.k8s.io/v1 Ingress", Ingress.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            Map.entry("gateway.networking.k8s.io/v1 HTTPRoute", HTTPRoute.class),
            Map.entry("monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class),
            Map.entry("monitoring.coreos.com/v1 PodMonitor", PodMonitor.class),
            Map.entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class),
            Map.entry("postgresql.cnpg.io/v1 Cluster", Cluster.class),
            Map.entry("postgresql.cnpg.io/v1 ScheduledBackup", ScheduledBackup.class),
            Map.entry("barmancloud.cnpg.io/v1 ObjectStore", ObjectStore.class));

    private static final ObjectMapper STRICT = strict();

    /** What could not be read, and why. */
    final List<String> unreadable = new ArrayList<>();

    final List<JsonNode> documents = new ArrayList<>();
    private final List<Object> objects = new ArrayList<>();

    Manifests(String yaml) {
        try (var parts = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            parts.forEachRemaining(documents::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        documents.forEach(this::read);
    }

    private void read(JsonNode document) {
        var kind = KINDS.get(document.path("apiVersion").asText() + " "
                + document.path("kind").asText());
        if (kind == null) {
            unreadable.add(nameOf(document) + ": an unknown kind");
            return;
        }
        try {
            objects.add(STRICT.treeToValue(document, kind));
        } catch (JsonProcessingException e) {
            unreadable.add(nameOf(document) + ": " + e.getOriginalMessage());
        }
    }

    private static ObjectMapper strict() {
        // The models keep what they do not know in a map. Without that setter an unknown field is an error.
        var withoutAnySetter = new JacksonAnnotationIntrospector() {
            @Override
            public Boolean hasAnySetter(Annotated member) {
                return false;
            }
        };
        // Kubernetes takes no number for a text, such as the value of a variable, and no text for a number.
        return YAMLMapper.builder()
                .annotationIntrospector(withoutAnySetter)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }

    static String nameOf(JsonNode document) {
        return document.path("kind").asText() + " "
                + document.path("metadata").path("name").asText();
    }

    <T> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Whatever makes pods, and what it makes them of. */
    record Workload(String name, Map<String, String> labels, PodSpec pod, Object owner) {
        List<Container> containers() {
            return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                    .toList();
        }

        boolean runsFrontrow() {
            return containers().stream().anyMatch(container -> isFrontrow(container.getImage()));
        }
    }

    static boolean isFrontrow(String image) {
        return image.matches("ghcr\\.io/frontrow/frontrow([:@].*)?");
    }

    List<Workload> workloads() {
        return Stream.of(
                        all(Deployment.class).stream()
                                .map(it -> workload(
                                        it.getMetadata(),
                                        "Deployment",
                                        it.getSpec().getTemplate(),
                                        it)),
                        all(StatefulSet.class).stream()
                                .map(it -> workload(
                                        it.getMetadata(),
                                        "StatefulSet",
                                        it.getSpec().getTemplate(),
                                        it)),
                        all(Job.class).stream()
                                .map(it -> workload(
                                        it.getMetadata(), "Job", it.getSpec().getTemplate(), it)))
                .flatMap(found -> found)
                .toList();
    }

    private static Workload workload(ObjectMeta meta, String kind, PodTemplateSpec template, Object owner) {
        return new Workload(kind + " " + meta.getName(), labelsOf(template.getMetadata()), template.getSpec(), owner);
    }

    /** The labels of all pods there will be, those that an operator makes included. */
    List<Map<String, String>> podLabels() {
        return Stream.concat(
                        workloads().stream().map(Workload::labels),
                        all(Cluster.class).stream()
                                .map(cluster -> Map.of(
                                        "cnpg.io/cluster", cluster.metadata().getName())))
                .toList();
    }

    static Map<String, String> labelsOf(ObjectMeta meta) {
        return meta == null || meta.getLabels() == null ? Map.of() : meta.getLabels();
    }

    static boolean matches(Map<String, String> selector, Map<String, String> labels) {
        return selector.entrySet().stream().allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())));
    }

    /** What the pod's own container finds in its environment; those beside it do not matter. */
    Map<String, String> settings(PodTemplateSpec pod) {
        return settings(pod.getSpec().getContainers().getFirst());
    }

    /** What the container finds in its environment; secrets are empty here. */
    Map<String, String> settings(Container container) {
        var settings = new HashMap<String, String>();
        for (var source : container.getEnvFrom()) {
            if (source.getConfigMapRef() != null) {
                all(ConfigMap.class).stream()
                        .filter(map -> map.getMetadata()
                                .getName()
                                .equals(source.getConfigMapRef().getName()))
                        .forEach(map -> settings.putAll(map.getData()));
            }
        }
        for (var variable : container.getEnv()) {
            settings.put(variable.getName(), Objects.requireNonNullElse(variable.getValue(), ""));
        }
        return settings;
    }
}
