package org.frontrow.delivery;

import static java.nio.file.Files.readString;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.frontrow.delivery.CustomResources.Cluster;
import org.frontrow.delivery.CustomResources.Cluster.AntiAffinity;
import org.frontrow.delivery.CustomResources.Cluster.Durability;
import org.frontrow.delivery.CustomResources.Cluster.Method;
import org.frontrow.delivery.CustomResources.ObjectStore;
import org.frontrow.delivery.CustomResources.ScheduledBackup;
import org.frontrow.delivery.Manifests.Workload;

/** What is set, what is secret, and where data is kept. */
final class DataRules {
    static final List<Rule> ALL = List.of(
            readable(),
            namespace(),
            settings(),
            secrets(),
            nothingSecret(),
            migration(),
            connections(),
            durability(),
            backups());

    private static final Path README = Path.of("k8s/README.md");
    private static final Pattern SECRET_ROW = Pattern.compile("^\\| `([a-z-]+)` \\| (`[^|]+`) \\|", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    /** For the operator, a migration, and somebody at a prompt. */
    private static final int RESERVED = 20;

    private DataRules() {}

    private static Rule readable() {
        return new Rule("Kubernetes knows every field", manifests -> manifests.unreadable);
    }

    private static Rule namespace() {
        return new Rule("everything is in one namespace, which allows restricted pods only", manifests -> {
            var complaints = new ArrayList<String>();
            var namespaces = manifests.all(Namespace.class);
            if (namespaces.size() != 1) {
                return List.of("there are " + namespaces.size() + " namespaces");
            }
            var only = namespaces.getFirst().getMetadata();
            if (!"restricted".equals(Manifests.labelsOf(only).get("pod-security.kubernetes.io/enforce"))) {
                complaints.add("it allows other pods too");
            }
            for (var document : manifests.documents) {
                if (!document.path("kind").asText().equals("Namespace")
                        && !document.at("/metadata/namespace").asText().equals(only.getName())) {
                    complaints.add(Manifests.nameOf(document) + " is elsewhere");
                }
            }
            return complaints;
        });
    }

    private static Rule settings() {
        return new Rule("every variable is a setting that can be set", manifests -> {
            var complaints = new TreeSet<String>();
            for (var container : ofFrontrow(manifests)) {
                for (var variable : manifests.settings(container).keySet()) {
                    var complaint = Settings.complaint(variable);
                    if (!complaint.isEmpty()) {
                        complaints.add(complaint);
                    }
                }
            }
            return List.copyOf(complaints);
        });
    }

    private static List<Container> ofFrontrow(Manifests manifests) {
        return manifests.workloads().stream()
                .flatMap(workload -> workload.containers().stream())
                .filter(container -> Manifests.isFrontrow(container.getImage()))
                .toList();
    }

    private static Rule secrets() {
        return new Rule("secrets that are used are explained", manifests -> {
            var unexplained = new TreeSet<>(usedSecrets(manifests));
            unexplained.removeAll(explainedSecrets());
            return unexplained.stream()
                    .map(secret -> secret + " is not in the table of " + README)
                    .toList();
        });
    }

    /** Each as {@code name/key}. */
    static Set<String> usedSecrets(Manifests manifests) {
        var used = new HashSet<String>();
        for (var workload : manifests.workloads()) {
            for (var container : workload.containers()) {
                container.getEnv().stream()
                        .filter(it ->
                                it.getValueFrom() != null && it.getValueFrom().getSecretKeyRef() != null)
                        .map(it -> it.getValueFrom().getSecretKeyRef())
                        .forEach(it -> used.add(it.getName() + "/" + it.getKey()));
                container.getEnvFrom().stream()
                        .filter(it -> it.getSecretRef() != null)
                        .forEach(it -> used.add(it.getSecretRef().getName() + "/*"));
                used.addAll(mountedSecrets(workload, container, manifests.settings(container)));
            }
        }
        manifests.all(ObjectStore.class).stream()
                .map(store -> store.spec().configuration().s3Credentials())
                .forEach(credentials -> {
                    used.add(credentials.accessKeyId().name() + "/"
                            + credentials.accessKeyId().key());
                    used.add(credentials.secretAccessKey().name() + "/"
                            + credentials.secretAccessKey().key());
                });
        for (var document : manifests.documents) {
            document.at("/spec/tls").forEach(tls -> {
                used.add(tls.path("secretName").asText() + "/tls.crt");
                used.add(tls.path("secretName").asText() + "/tls.key");
            });
        }
        return used;
    }

    /** Of a Secret that is mounted, the files that some setting names. */
    private static Set<String> mountedSecrets(Workload workload, Container container, Map<String, String> settings) {
        var used = new HashSet<String>();
        for (var volume : workload.pod().getVolumes()) {
            var mount = container.getVolumeMounts().stream()
                    .filter(it -> it.getName().equals(volume.getName()))
                    .findFirst();
            if (volume.getSecret() == null || mount.isEmpty()) {
                continue;
            }
            var directory = mount.get().getMountPath() + "/";
            var files = settings.values().stream()
                    .filter(value -> value.contains(directory))
                    .map(value -> value.substring(value.indexOf(directory) + directory.length()))
                    .toList();
            for (var file : files.isEmpty() ? List.of("*") : files) {
                used.add(volume.getSecret().getSecretName() + "/" + file);
            }
        }
        return used;
    }

    /** The table in the README: name, and its keys. */
    static Set<String> explainedSecrets() {
        try {
            var explained = new HashSet<String>();
            SECRET_ROW
                    .matcher(readString(README))
                    .results()
                    .forEach(row -> CODE.matcher(row.group(2))
                            .results()
                            .forEach(key -> explained.add(row.group(1) + "/" + key.group(1))));
            return explained;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Rule nothingSecret() {
        return new Rule("nothing secret is written down", manifests -> {
            var complaints = new ArrayList<String>();
            manifests
                    .all(Secret.class)
                    .forEach(secret ->
                            complaints.add("Secret " + secret.getMetadata().getName() + " is in the repository"));
            for (var document : manifests.documents) {
                var name = Manifests.nameOf(document);
                if (document.toString().contains("PRIVATE KEY")) {
                    complaints.add(name + " holds a key");
                }
                passwords(document).stream()
                        .filter(value -> !value.isBlank())
                        .forEach(_ -> complaints.add(name + " holds a password"));
            }
            return complaints;
        });
    }

    /** Values of whatever calls itself a password: entries of ConfigMaps and variables. */
    private static List<String> passwords(JsonNode node) {
        var found = new ArrayList<String>();
        node.properties().forEach(entry -> {
            if (entry.getKey().contains("PASSWORD") || entry.getKey().equals("password")) {
                found.add(entry.getValue().asText());
            }
        });
        if (node.path("name").asText().contains("PASSWORD")) {
            found.add(node.path("value").asText());
        }
        if (node.isTextual() && node.asText().matches("jdbc:.*[?&]password=.*")) {
            found.add(node.asText());
        }
        node.forEach(child -> found.addAll(passwords(child)));
        return found;
    }

    private static Rule migration() {
        return new Rule("the schema is brought up to date by one, and by one only", manifests -> {
            var complaints = new ArrayList<String>();
            var jobs = manifests.all(Job.class);
            for (var job : jobs) {
                var settings = manifests.settings(job.getSpec().getTemplate());
                if (!"true".equals(settings.get("QUARKUS_FLYWAY_MIGRATE_AT_START"))) {
                    complaints.add("the Job does not migrate");
                }
                if (!"true".equals(settings.get("QUARKUS_INIT_AND_EXIT"))) {
                    complaints.add("the Job never ends");
                }
            }
            for (var deployment : manifests.all(Deployment.class)) {
                var settings = manifests.settings(deployment.getSpec().getTemplate());
                var wanted = jobs.isEmpty() ? "true" : "false";
                if (!wanted.equals(settings.get("QUARKUS_FLYWAY_MIGRATE_AT_START"))) {
                    complaints.add(jobs.isEmpty() ? "nobody migrates" : "every replica migrates too");
                }
            }
            return complaints;
        });
    }

    private static Rule connections() {
        return new Rule("the database has connections for all replicas there may be", manifests -> {
            var complaints = new ArrayList<String>();
            for (var cluster : manifests.all(Cluster.class)) {
                var most = Integer.parseInt(
                        cluster.spec().postgresql().parameters().getOrDefault("max_connections", "100"));
                for (var scaler : manifests.all(HorizontalPodAutoscaler.class)) {
                    for (var deployment : manifests.all(Deployment.class)) {
                        var spec = deployment.getSpec();
                        var pool = Integer.parseInt(manifests
                                .settings(spec.getTemplate())
                                .getOrDefault("QUARKUS_DATASOURCE_JDBC_MAX_SIZE", "16"));
                        var replicas = scaler.getSpec().getMaxReplicas()
                                + spec.getStrategy()
                                        .getRollingUpdate()
                                        .getMaxSurge()
                                        .getIntVal();
                        // One more each, which listens for notices.
                        var needed = replicas * (pool + 1) + RESERVED;
                        if (most < needed) {
                            complaints.add("it allows " + most + ", and there may be " + needed);
                        }
                    }
                }
            }
            return complaints;
        });
    }

    private static Rule durability() {
        return new Rule("a confirmed booking is on two disks", manifests -> {
            var complaints = new ArrayList<String>();
            for (var cluster : manifests.all(Cluster.class)) {
                var synchronous = cluster.spec().postgresql().synchronous();
                if (cluster.spec().instances() < 3) {
                    complaints.add("without a third instance one that is lost stops all sales");
                }
                if (synchronous == null
                        || synchronous.method() != Method.any
                        || synchronous.number() < 1
                        || synchronous.dataDurability() != Durability.required) {
                    complaints.add("a commit is confirmed before a standby has it");
                } else if (!Boolean.TRUE.equals(synchronous.failoverQuorum())) {
                    complaints.add("a standby without it may become primary");
                }
                if (cluster.spec().affinity() == null
                        || cluster.spec().affinity().podAntiAffinityType() != AntiAffinity.required) {
                    complaints.add("both disks may be in one host");
                }
            }
            return complaints;
        });
    }

    private static Rule backups() {
        return new Rule("the database is backed up to a store that exists", manifests -> {
            var complaints = new ArrayList<String>();
            var stores = manifests.all(ObjectStore.class).stream()
                    .map(store -> store.metadata().getName())
                    .collect(Collectors.toSet());
            for (var cluster : manifests.all(Cluster.class)) {
                var archivers = cluster.spec().plugins().stream()
                        .filter(plugin -> Boolean.TRUE.equals(plugin.isWALArchiver()))
                        .toList();
                if (archivers.size() != 1
                        || !stores.contains(archivers.getFirst().parameters().get("barmanObjectName"))) {
                    complaints.add("its log goes nowhere");
                }
                var planned = manifests.all(ScheduledBackup.class).stream()
                        .filter(backup -> backup.spec()
                                .cluster()
                                .name()
                                .equals(cluster.metadata().getName()))
                        .anyMatch(backup -> backup.spec().method() == ScheduledBackup.BackupMethod.plugin
                                && backup.spec().schedule().split(" ").length == 6
                                && archivers.stream()
                                        .anyMatch(plugin -> plugin.name()
                                                .equals(backup.spec()
                                                        .pluginConfiguration()
                                                        .name())));
                if (!planned) {
                    complaints.add("no backup is planned");
                }
            }
            for (var store : manifests.all(ObjectStore.class)) {
                if (store.spec().retentionPolicy() == null) {
                    complaints.add("backups are kept for ever");
                }
            }
            return complaints;
        });
    }
}
