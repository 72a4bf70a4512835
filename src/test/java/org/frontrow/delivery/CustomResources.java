package org.frontrow.delivery;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;

/**
 * CloudNativePG 1.30 and its Barman Cloud plugin 0.16, as far as our manifests use them. A field that is not here is
 * refused, so whoever needs one more looks up its name and type in the custom resource's definition and adds it.
 */
final class CustomResources {
    private CustomResources() {}

    /** {@code postgresql.cnpg.io/v1}. */
    record Cluster(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
        record Spec(
                int instances,
                String imageName,
                Bootstrap bootstrap,
                Postgresql postgresql,
                Integer smartShutdownTimeout,
                PrimaryUpdateStrategy primaryUpdateStrategy,
                PrimaryUpdateMethod primaryUpdateMethod,
                Storage storage,
                Storage walStorage,
                ResourceRequirements resources,
                Affinity affinity,
                List<TopologySpreadConstraint> topologySpreadConstraints,
                List<Plugin> plugins,
                List<ExternalCluster> externalClusters) {}

        record Bootstrap(InitDb initdb, Recovery recovery) {}

        record InitDb(String database, String owner, String encoding, Boolean dataChecksums) {}

        record Recovery(String source, String database, String owner, RecoveryTarget recoveryTarget) {}

        record RecoveryTarget(String targetTime) {}

        record ExternalCluster(String name, Plugin plugin) {}

        /** Parameters are text, numbers too. */
        record Postgresql(Synchronous synchronous, Map<String, String> parameters) {}

        record Synchronous(Method method, int number, Durability dataDurability, Boolean failoverQuorum) {}

        record Storage(String size, String storageClass) {}

        record Affinity(Boolean enablePodAntiAffinity, AntiAffinity podAntiAffinityType, String topologyKey) {}

        record Plugin(String name, Boolean isWALArchiver, Map<String, String> parameters) {}

        enum Method {
            any,
            first
        }

        enum Durability {
            required,
            preferred
        }

        enum AntiAffinity {
            required,
            preferred
        }

        enum PrimaryUpdateStrategy {
            unsupervised,
            supervised
        }

        enum PrimaryUpdateMethod {
            switchover,
            restart
        }
    }

    /** {@code postgresql.cnpg.io/v1}. */
    record ScheduledBackup(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
        record Spec(
                Reference cluster,
                String schedule,
                Boolean immediate,
                Owner backupOwnerReference,
                BackupMethod method,
                Plugin pluginConfiguration) {}

        record Reference(String name) {}

        record Plugin(String name, Map<String, String> parameters) {}

        enum Owner {
            none,
            self,
            cluster
        }

        enum BackupMethod {
            barmanObjectStore,
            volumeSnapshot,
            plugin
        }
    }

    /** {@code barmancloud.cnpg.io/v1}. */
    record ObjectStore(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
        record Spec(String retentionPolicy, Configuration configuration, Sidecar instanceSidecarConfiguration) {}

        record Sidecar(ResourceRequirements resources) {}

        record Configuration(
                String destinationPath, String endpointURL, S3Credentials s3Credentials, Wal wal, Data data) {}

        record S3Credentials(SecretKey accessKeyId, SecretKey secretAccessKey) {}

        record SecretKey(String name, String key) {}

        record Wal(Compression compression, Integer maxParallel) {}

        record Data(Compression compression) {}

        /** Those that both know. */
        enum Compression {
            gzip,
            bzip2,
            snappy
        }
    }
}
