package org.frontrow.delivery;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Who finds whom, and who may talk to whom. */
final class NetworkRules {
    static final List<Rule> ALL =
            List.of(selectors(), ports(), policies(), managementIsPrivate(), routes(), liveFeed(), proxies(), names());

    private static final String NAMESPACE = "kubernetes.io/metadata.name";
    private static final String LIVE = "/api/seats/live";
    /** Ports of pods that an operator makes, so that no manifest names them. */
    private static final Set<Integer> OF_CLOUDNATIVE_PG = Set.of(5432, 8000, 9187);

    private NetworkRules() {}

    private static Rule selectors() {
        return new Rule("selectors find somebody", manifests -> {
            var complaints = new ArrayList<String>();
            var selectors = new HashMap<String, Map<String, String>>();
            for (var service : manifests.all(Service.class)) {
                selectors.put(
                        "Service " + service.getMetadata().getName(),
                        service.getSpec().getSelector());
            }
            for (var budget : manifests.all(PodDisruptionBudget.class)) {
                selectors.put(
                        "PodDisruptionBudget " + budget.getMetadata().getName(),
                        budget.getSpec().getSelector().getMatchLabels());
            }
            for (var monitor : manifests.all(PodMonitor.class)) {
                selectors.put(
                        "PodMonitor " + monitor.getMetadata().getName(),
                        monitor.getSpec().getSelector().getMatchLabels());
            }
            for (var policy : manifests.all(NetworkPolicy.class)) {
                var name = "NetworkPolicy " + policy.getMetadata().getName();
                // An empty one means all of them, on purpose.
                if (policy.getSpec().getPodSelector().getMatchLabels() != null
                        && !policy.getSpec().getPodSelector().getMatchLabels().isEmpty()) {
                    selectors.put(name, policy.getSpec().getPodSelector().getMatchLabels());
                }
                peers(policy)
                        .filter(peer -> peer.getNamespaceSelector() == null && peer.getPodSelector() != null)
                        .forEach(peer -> selectors.put(
                                name + " " + peer.getPodSelector().getMatchLabels(),
                                peer.getPodSelector().getMatchLabels()));
            }
            for (var workload : manifests.workloads()) {
                for (var spread : workload.pod().getTopologySpreadConstraints()) {
                    if (!Manifests.matches(spread.getLabelSelector().getMatchLabels(), workload.labels())) {
                        complaints.add(workload.name() + " spreads others than itself");
                    }
                }
                var own = switch (workload.owner()) {
                    case Deployment it -> it.getSpec().getSelector().getMatchLabels();
                    case StatefulSet it -> it.getSpec().getSelector().getMatchLabels();
                    default -> Map.<String, String>of();
                };
                if (!Manifests.matches(own, workload.labels())) {
                    complaints.add(workload.name() + " does not find its own pods");
                }
            }
            selectors.forEach((name, selector) -> {
                if (selector == null
                        || selector.isEmpty()
                        || manifests.podLabels().stream().noneMatch(labels -> Manifests.matches(selector, labels))) {
                    complaints.add(name + " finds no pod");
                }
            });
            for (var monitor : manifests.all(ServiceMonitor.class)) {
                var wanted = monitor.getSpec().getSelector().getMatchLabels();
                if (manifests.all(Service.class).stream()
                        .noneMatch(service -> Manifests.matches(wanted, Manifests.labelsOf(service.getMetadata())))) {
                    complaints.add("ServiceMonitor " + monitor.getMetadata().getName() + " finds no Service");
                }
            }
            for (var scaler : manifests.all(HorizontalPodAutoscaler.class)) {
                var target = scaler.getSpec().getScaleTargetRef();
                if (manifests.workloads().stream()
                        .noneMatch(workload -> workload.name().equals(target.getKind() + " " + target.getName()))) {
                    complaints.add("HorizontalPodAutoscaler finds no " + target.getKind() + " " + target.getName());
                }
            }
            return complaints;
        });
    }

    private static Stream<NetworkPolicyPeer> peers(NetworkPolicy policy) {
        return Stream.concat(
                policy.getSpec().getIngress().stream().flatMap(rule -> rule.getFrom().stream()),
                policy.getSpec().getEgress().stream().flatMap(rule -> rule.getTo().stream()));
    }

    private static Rule ports() {
        return new Rule("ports that are named exist", manifests -> {
            var complaints = new ArrayList<String>();
            for (var service : manifests.all(Service.class)) {
                var ports = portsOf(manifests, service.getSpec().getSelector());
                for (var port : service.getSpec().getPorts()) {
                    if (ports.stream().noneMatch(it -> isIt(it, port.getTargetPort()))) {
                        complaints.add("Service " + service.getMetadata().getName() + " leads to no port "
                                + port.getTargetPort().getValue());
                    }
                }
            }
            for (var workload : manifests.workloads()) {
                for (var container : workload.containers()) {
                    Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                            .filter(probe -> probe != null && probe.getHttpGet() != null)
                            .map(probe -> probe.getHttpGet().getPort())
                            .filter(port -> container.getPorts().stream().noneMatch(it -> isIt(it, port)))
                            .forEach(port -> complaints.add(workload.name() + " has no port " + port.getValue()));
                }
            }
            for (var monitor : manifests.all(ServiceMonitor.class)) {
                var named = new HashSet<String>();
                manifests.all(Service.class).stream()
                        .filter(service -> Manifests.matches(
                                monitor.getSpec().getSelector().getMatchLabels(),
                                Manifests.labelsOf(service.getMetadata())))
                        .forEach(service -> service.getSpec().getPorts().forEach(port -> named.add(port.getName())));
                monitor.getSpec().getEndpoints().stream()
                        .filter(endpoint -> !named.contains(endpoint.getPort()))
                        .forEach(endpoint -> complaints.add("ServiceMonitor scrapes no port " + endpoint.getPort()));
            }
            for (var policy : manifests.all(NetworkPolicy.class)) {
                var selector = policy.getSpec().getPodSelector().getMatchLabels();
                policy.getSpec().getIngress().stream()
                        .flatMap(rule -> rule.getPorts().stream())
                        .map(NetworkPolicyPort::getPort)
                        .filter(port -> portsOf(manifests, selector).stream().noneMatch(it -> isIt(it, port)))
                        .filter(port -> !(selector.containsKey("cnpg.io/cluster")
                                && OF_CLOUDNATIVE_PG.contains(port.getIntVal())))
                        .forEach(port -> complaints.add(
                                "NetworkPolicy " + policy.getMetadata().getName() + " opens port " + port.getValue()
                                        + ", which nobody listens on"));
            }
            return complaints;
        });
    }

    private static List<ContainerPort> portsOf(Manifests manifests, Map<String, String> selector) {
        return manifests.workloads().stream()
                .filter(workload -> Manifests.matches(selector, workload.labels()))
                .flatMap(workload -> workload.containers().stream())
                .flatMap(container -> container.getPorts().stream())
                .toList();
    }

    private static boolean isIt(ContainerPort port, IntOrString named) {
        return Objects.equals(port.getName(), named.getStrVal())
                || Objects.equals(port.getContainerPort(), named.getIntVal());
    }

    private static Rule policies() {
        return new Rule("nobody talks to anybody unless it is said to whom and where", manifests -> {
            var complaints = new ArrayList<String>();
            var policies = manifests.all(NetworkPolicy.class);
            if (policies.stream().noneMatch(NetworkRules::deniesAll)) {
                complaints.add("what is not said is allowed");
            }
            for (var policy : policies) {
                var name = "NetworkPolicy " + policy.getMetadata().getName();
                for (var rule : policy.getSpec().getIngress()) {
                    if (rule.getFrom().isEmpty() || rule.getPorts().isEmpty()) {
                        complaints.add(name + " lets anybody in, or to any port");
                    }
                }
                for (var rule : policy.getSpec().getEgress()) {
                    if (rule.getTo().isEmpty() || rule.getPorts().isEmpty()) {
                        complaints.add(name + " lets out to anybody, or any port");
                    }
                }
                var selector = policy.getSpec().getPodSelector().getMatchLabels();
                var ours = manifests.workloads().stream()
                        .anyMatch(workload -> workload.runsFrontrow()
                                && selector != null
                                && Manifests.matches(selector, workload.labels()));
                if (ours && peers(policy).anyMatch(peer -> peer.getIpBlock() != null)) {
                    complaints.add(name + " lets the service talk to addresses outside");
                }
                peers(policy)
                        .map(NetworkPolicyPeer::getNamespaceSelector)
                        .filter(Objects::nonNull)
                        .filter(where -> where.getMatchLabels() == null
                                || !where.getMatchLabels().containsKey(NAMESPACE))
                        .forEach(_ -> complaints.add(name + " means any namespace"));
            }
            return complaints;
        });
    }

    private static boolean deniesAll(NetworkPolicy policy) {
        var spec = policy.getSpec();
        return (spec.getPodSelector().getMatchLabels() == null
                        || spec.getPodSelector().getMatchLabels().isEmpty())
                && spec.getIngress().isEmpty()
                && spec.getEgress().isEmpty()
                && Set.copyOf(spec.getPolicyTypes()).equals(Set.of("Ingress", "Egress"));
    }

    private static Rule managementIsPrivate() {
        return new Rule("the management port is for monitoring alone", manifests -> {
            var complaints = new ArrayList<String>();
            for (var policy : manifests.all(NetworkPolicy.class)) {
                for (var rule : policy.getSpec().getIngress()) {
                    var toManagement = rule.getPorts().stream()
                            .anyMatch(port -> Objects.equals(port.getPort().getIntVal(), 9000)
                                    || "management".equals(port.getPort().getStrVal()));
                    var fromElsewhere = rule.getFrom().stream()
                            .anyMatch(peer -> peer.getNamespaceSelector() == null
                                    || !"monitoring"
                                            .equals(peer.getNamespaceSelector()
                                                    .getMatchLabels()
                                                    .get(NAMESPACE)));
                    if (toManagement && fromElsewhere) {
                        complaints.add("NetworkPolicy " + policy.getMetadata().getName() + " opens it to others");
                    }
                }
            }
            for (var service : manifests.all(Service.class)) {
                var ports = service.getSpec().getPorts();
                if (ports.stream()
                                .anyMatch(port -> "management"
                                                .equals(port.getTargetPort().getStrVal())
                                        || Objects.equals(port.getTargetPort().getIntVal(), 9000))
                        && ports.size() > 1) {
                    complaints.add("Service " + service.getMetadata().getName() + " has it beside others");
                }
                if (service.getSpec().getType() != null
                        && !service.getSpec().getType().equals("ClusterIP")) {
                    complaints.add("Service " + service.getMetadata().getName() + " is open to the world");
                }
            }
            return complaints;
        });
    }

    /** A way in: from which host and path, to which Service and port. */
    private record Route(String host, String path, String service, String port) {}

    private static List<Route> routesOf(Manifests manifests) {
        var routes = new ArrayList<Route>();
        for (var ingress : manifests.all(Ingress.class)) {
            for (var rule : ingress.getSpec().getRules()) {
                for (var path : rule.getHttp().getPaths()) {
                    var to = path.getBackend().getService();
                    routes.add(new Route(
                            rule.getHost(),
                            path.getPath(),
                            to.getName(),
                            Objects.toString(
                                    to.getPort().getName(),
                                    String.valueOf(to.getPort().getNumber()))));
                }
            }
        }
        for (var route : manifests.all(HTTPRoute.class)) {
            for (var rule : route.getSpec().getRules()) {
                for (var to : rule.getBackendRefs()) {
                    rule.getMatches()
                            .forEach(match -> routes.add(new Route(
                                    route.getSpec().getHostnames().getFirst(),
                                    match.getPath().getValue(),
                                    to.getName(),
                                    String.valueOf(to.getPort()))));
                }
            }
        }
        return routes;
    }

    private static Rule routes() {
        return new Rule("every way in leads to the service's HTTP port, encrypted", manifests -> {
            var complaints = new ArrayList<String>();
            for (var route : routesOf(manifests)) {
                var leadsToHttp = manifests.all(Service.class).stream()
                        .filter(service -> service.getMetadata().getName().equals(route.service))
                        .flatMap(service -> service.getSpec().getPorts().stream())
                        .filter(port -> Set.of(Objects.toString(port.getName()), String.valueOf(port.getPort()))
                                .contains(route.port))
                        .anyMatch(port -> "http".equals(port.getTargetPort().getStrVal()));
                if (!leadsToHttp) {
                    complaints.add(route.path + " leads to " + route.service + ":" + route.port);
                }
            }
            for (var ingress : manifests.all(Ingress.class)) {
                var encrypted = new HashSet<String>();
                ingress.getSpec().getTls().forEach(tls -> encrypted.addAll(tls.getHosts()));
                ingress.getSpec().getRules().stream()
                        .filter(rule -> !encrypted.contains(rule.getHost()))
                        .forEach(rule -> complaints.add(rule.getHost() + " has no certificate"));
            }
            return complaints;
        });
    }

    private static Rule liveFeed() {
        return new Rule("the live feed is neither kept back nor cut off", manifests -> {
            var complaints = new ArrayList<String>();
            var ways = routesOf(manifests);
            if (!ways.isEmpty() && ways.stream().noneMatch(route -> route.path.equals(LIVE))) {
                complaints.add("it has no way in of its own");
            }
            for (var ingress : manifests.all(Ingress.class)) {
                var isLive = ingress.getSpec().getRules().stream()
                        .flatMap(rule -> rule.getHttp().getPaths().stream())
                        .anyMatch(path -> path.getPath().equals(LIVE));
                var annotations = ingress.getMetadata().getAnnotations();
                if (isLive && !"off".equals(annotations.get("nginx.ingress.kubernetes.io/proxy-buffering"))) {
                    complaints.add("the proxy keeps it in a buffer");
                }
                var patience = annotations.get("nginx.ingress.kubernetes.io/proxy-read-timeout");
                if (isLive && (patience == null || Integer.parseInt(patience) < 60)) {
                    complaints.add("the proxy takes its silence for its end");
                }
            }
            for (var route : manifests.all(HTTPRoute.class)) {
                for (var rule : route.getSpec().getRules()) {
                    var isLive = rule.getMatches().stream()
                            .anyMatch(match -> match.getPath().getValue().equals(LIVE));
                    if (isLive
                            && (rule.getTimeouts() == null
                                    || !"0s".equals(rule.getTimeouts().getRequest()))) {
                        complaints.add("the gateway cuts it off");
                    }
                }
            }
            return complaints;
        });
    }

    private static Rule proxies() {
        return new Rule("who is behind a proxy believes that one and nobody else", manifests -> {
            if (routesOf(manifests).isEmpty()) {
                return List.of();
            }
            var complaints = new ArrayList<String>();
            for (var deployment : manifests.all(Deployment.class)) {
                var settings = manifests.settings(deployment.getSpec().getTemplate());
                if (!"true".equals(settings.get("QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING"))) {
                    complaints.add("everybody seems to come from the proxy's address");
                }
                var trusted = settings.getOrDefault("QUARKUS_HTTP_PROXY_TRUSTED_PROXIES", "");
                if (!trusted.matches("[0-9a-f.:]+(/[1-9][0-9]*)?(,[0-9a-f.:]+(/[1-9][0-9]*)?)*")) {
                    complaints.add("anybody may say where they come from");
                }
                if (!"true".equals(settings.get("FRONTROW_COOKIES_SECURE"))) {
                    complaints.add("cookies may travel unencrypted");
                }
            }
            return complaints;
        });
    }

    private static Rule names() {
        return new Rule("names that a component leaves open are filled in", manifests -> {
            var complaints = new ArrayList<String>();
            routesOf(manifests).stream()
                    .filter(route -> route.host == null || route.host.endsWith(".invalid"))
                    .forEach(route -> complaints.add("the host is still " + route.host));
            manifests.documents.stream()
                    .filter(document -> document.toString().contains("set-in-the-overlay"))
                    .forEach(document -> complaints.add(Manifests.nameOf(document) + " is not filled in"));
            return complaints;
        });
    }
}
