package org.frontrow.delivery;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.frontrow.delivery.CustomResources.Cluster;

/** What runs, with which rights, and how it begins and ends. */
final class PodRules {
    static final List<Rule> ALL = List.of(
            restricted(),
            containersRestricted(),
            noToken(),
            resources(),
            images(),
            probes(),
            volumes(),
            configMaps(),
            stopping());

    private PodRules() {}

    private static Rule restricted() {
        return Rule.ofPods("pods have no rights they do not need", (workload, complaints) -> {
            var pod = workload.pod();
            var rights = pod.getSecurityContext();
            if (rights == null
                    || !Boolean.TRUE.equals(rights.getRunAsNonRoot())
                    || Objects.equals(rights.getRunAsUser(), 0L)) {
                complaints.add("may run as root");
            }
            if (workload.runsFrontrow() && (rights == null || !Objects.equals(rights.getRunAsUser(), 1001L))) {
                complaints.add("does not run as the image's user, 1001");
            }
            if (rights == null
                    || rights.getSeccompProfile() == null
                    || !"RuntimeDefault".equals(rights.getSeccompProfile().getType())) {
                complaints.add("has no seccomp profile");
            }
            if (Stream.of(pod.getHostNetwork(), pod.getHostPID(), pod.getHostIPC())
                    .anyMatch(Boolean.TRUE::equals)) {
                complaints.add("shares a namespace with its host");
            }
            if (pod.getVolumes().stream().anyMatch(volume -> volume.getHostPath() != null)) {
                complaints.add("reads its host's files");
            }
        });
    }

    private static Rule containersRestricted() {
        return Rule.ofContainers("containers have no rights they do not need", (container, complaints) -> {
            var rights = container.getSecurityContext();
            if (rights == null) {
                complaints.add("has a container without securityContext");
                return;
            }
            if (!Boolean.FALSE.equals(rights.getAllowPrivilegeEscalation())
                    || Boolean.TRUE.equals(rights.getPrivileged())) {
                complaints.add("may gain privileges");
            }
            if (!Boolean.TRUE.equals(rights.getReadOnlyRootFilesystem())) {
                complaints.add("may write to its root file system");
            }
            if (rights.getCapabilities() == null
                    || !rights.getCapabilities().getDrop().equals(List.of("ALL"))
                    || !rights.getCapabilities().getAdd().isEmpty()) {
                complaints.add("keeps capabilities");
            }
            if (rights.getRunAsUser() != null || rights.getRunAsNonRoot() != null) {
                complaints.add("has a container that decides for itself who it is");
            }
        });
    }

    private static Rule noToken() {
        return new Rule("nobody gets a token of Kubernetes, or its Services as variables", manifests -> {
            var complaints = new ArrayList<String>();
            for (var account : manifests.all(ServiceAccount.class)) {
                if (!Boolean.FALSE.equals(account.getAutomountServiceAccountToken())) {
                    complaints.add("ServiceAccount " + account.getMetadata().getName() + " hands out its token");
                }
            }
            for (var workload : manifests.workloads()) {
                if (!Boolean.FALSE.equals(workload.pod().getAutomountServiceAccountToken())) {
                    complaints.add(workload.name() + " gets a token");
                }
                if (!Boolean.FALSE.equals(workload.pod().getEnableServiceLinks())) {
                    complaints.add(workload.name() + " gets FRONTROW_PORT and the like");
                }
            }
            return complaints;
        });
    }

    private static Rule resources() {
        return Rule.ofContainers("containers say what they need, and get no more", (container, complaints) -> {
            for (var resource : List.of("cpu", "memory")) {
                var resources = container.getResources();
                var asked = resources == null ? null : resources.getRequests().get(resource);
                var most = resources == null ? null : resources.getLimits().get(resource);
                if (asked == null || most == null) {
                    complaints.add("does not say how much " + resource + " it needs and may have");
                } else if (asked.getNumericalAmount().compareTo(most.getNumericalAmount()) > 0) {
                    complaints.add("asks for more " + resource + " than it may have");
                }
            }
        });
    }

    private static Rule images() {
        return new Rule("images have an exact version, ours the same everywhere", manifests -> {
            var images = new HashSet<String>();
            manifests.workloads().forEach(workload -> workload.containers().forEach(it -> images.add(it.getImage())));
            manifests
                    .all(Cluster.class)
                    .forEach(cluster -> images.add(cluster.spec().imageName()));
            var complaints = new ArrayList<String>();
            images.stream()
                    .filter(image -> !image.matches(".+:\\d+\\.\\d+[\\w.-]*(@sha256:[0-9a-f]{64})?"))
                    .forEach(image -> complaints.add(image + " has no exact version"));
            var ours = images.stream().filter(Manifests::isFrontrow).count();
            if (ours != 1) {
                complaints.add("there are " + ours + " versions of the service");
            }
            return complaints;
        });
    }

    private static Rule probes() {
        return new Rule("replicas are asked how they are, where nobody else can ask", manifests -> {
            var complaints = new ArrayList<String>();
            for (var deployment : manifests.all(Deployment.class)) {
                for (var container :
                        deployment.getSpec().getTemplate().getSpec().getContainers()) {
                    ask(container.getStartupProbe(), "/q/health/started", complaints);
                    ask(container.getLivenessProbe(), "/q/health/live", complaints);
                    ask(container.getReadinessProbe(), "/q/health/ready", complaints);
                }
            }
            for (var set : manifests.all(StatefulSet.class)) {
                for (var container : set.getSpec().getTemplate().getSpec().getContainers()) {
                    if (Stream.of(
                                    container.getStartupProbe(),
                                    container.getLivenessProbe(),
                                    container.getReadinessProbe())
                            .anyMatch(Objects::isNull)) {
                        complaints.add(set.getMetadata().getName() + " is not asked everything");
                    }
                }
            }
            return complaints;
        });
    }

    private static void ask(Probe probe, String path, List<String> complaints) {
        if (probe == null
                || probe.getHttpGet() == null
                || !path.equals(probe.getHttpGet().getPath())
                || !"management".equals(probe.getHttpGet().getPort().getStrVal())) {
            complaints.add("nobody asks for " + path + " at the management port");
        }
    }

    private static Rule volumes() {
        return Rule.ofPods("what is mounted is there, /tmp included", (workload, complaints) -> {
            var volumes = new HashSet<String>();
            workload.pod().getVolumes().forEach(volume -> volumes.add(volume.getName()));
            if (workload.owner() instanceof StatefulSet set) {
                set.getSpec()
                        .getVolumeClaimTemplates()
                        .forEach(claim -> volumes.add(claim.getMetadata().getName()));
            }
            for (var container : workload.containers()) {
                var places = new HashSet<String>();
                for (var mount : container.getVolumeMounts()) {
                    places.add(mount.getMountPath());
                    if (!volumes.contains(mount.getName())) {
                        complaints.add("mounts " + mount.getName() + ", which is not there");
                    }
                }
                if (!places.contains("/tmp")) {
                    complaints.add("has nowhere to write");
                }
            }
        });
    }

    private static Rule configMaps() {
        return new Rule("ConfigMaps that are read exist", manifests -> {
            var read = new HashSet<String>();
            for (var workload : manifests.workloads()) {
                workload.pod().getVolumes().stream()
                        .filter(volume -> volume.getConfigMap() != null)
                        .forEach(volume -> read.add(volume.getConfigMap().getName()));
                workload.containers().stream()
                        .flatMap(container -> container.getEnvFrom().stream())
                        .filter(source -> source.getConfigMapRef() != null)
                        .forEach(source -> read.add(source.getConfigMapRef().getName()));
            }
            read.removeAll(manifests.all(ConfigMap.class).stream()
                    .map(map -> map.getMetadata().getName())
                    .collect(Collectors.toSet()));
            return read.stream().map(name -> "there is no ConfigMap " + name).toList();
        });
    }

    private static Rule stopping() {
        return new Rule("an update leaves nobody without an answer", manifests -> {
            var complaints = new ArrayList<String>();
            for (var deployment : manifests.all(Deployment.class)) {
                var pod = deployment.getSpec().getTemplate().getSpec();
                var settings = manifests.settings(deployment.getSpec().getTemplate());
                var needed = seconds(settings.get("QUARKUS_SHUTDOWN_DELAY"))
                        + seconds(settings.get("QUARKUS_SHUTDOWN_TIMEOUT"));
                if (seconds(settings.get("QUARKUS_SHUTDOWN_DELAY")) < 5) {
                    complaints.add("a replica that stops is still sent requests");
                }
                if (pod.getTerminationGracePeriodSeconds() == null
                        || pod.getTerminationGracePeriodSeconds() <= needed) {
                    complaints.add("a replica needs " + needed + " s to stop and is killed before");
                }
                var rolling = deployment.getSpec().getStrategy() == null
                        ? null
                        : deployment.getSpec().getStrategy().getRollingUpdate();
                if (rolling == null
                        || !Objects.equals(rolling.getMaxUnavailable().getIntVal(), 0)) {
                    complaints.add("an update takes a replica away before there is a new one");
                }
            }
            return complaints;
        });
    }

    private static long seconds(String duration) {
        return duration == null ? 0 : Duration.parse("PT" + duration).toSeconds();
    }
}
