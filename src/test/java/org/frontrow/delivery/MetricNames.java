package org.frontrow.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The metrics that alerts and the dashboard may name, each with its labels and, where there are only so many, the values
 * of those: a misspelt one gives no error anywhere, just an alert that never comes.
 */
public final class MetricNames {
    private static final Set<String> ANY = Set.of();

    private MetricNames() {}

    /** One time series as Prometheus names it. */
    public record Metric(String name, Map<String, Set<String>> labels) {}

    /** What the service itself says at {@code /q/metrics}; those of a JVM only when it runs on one. */
    public static final List<Metric> OF_THE_SERVICE = Stream.of(
                    metrics(
                            Map.of(
                                    "status", Set.of("available", "held", "booked", "blocked"),
                                    "shows", Set.of("today", "week")),
                            "frontrow_seats"),
                    metrics(
                            Map.of(
                                    "change",
                                    Set.of(
                                            "held",
                                            "extended",
                                            "booked",
                                            "released",
                                            "expired",
                                            "cancelled",
                                            "blocked",
                                            "unblocked",
                                            "moved_away",
                                            "moved_here")),
                            "frontrow_seats_changed_total"),
                    histogram(
                            Map.of(
                                    "order",
                                            Set.of(
                                                    "hold",
                                                    "book",
                                                    "release",
                                                    "cancel",
                                                    "expire",
                                                    "withdraw",
                                                    "block",
                                                    "unblock",
                                                    "reserve",
                                                    "free",
                                                    "sell",
                                                    "move"),
                                    "outcome", Set.of("done", "refused", "failed")),
                            "frontrow_orders_seconds"),
                    metrics(Map.of("kind", Settings.refusals(), "status", ANY), "frontrow_refusals_total"),
                    metrics(
                            Map.of(),
                            "frontrow_desk_batch_orders_count",
                            "frontrow_desk_batch_orders_sum",
                            "frontrow_desk_batch_orders_max"),
                    metrics(Map.of("lane", ANY), "frontrow_desk_waiting", "frontrow_desk_expected_wait_seconds"),
                    metrics(Map.of("of", Set.of("account", "address")), "frontrow_limits_reached_total"),
                    histogram(Map.of(), "frontrow_door_late_seconds"),
                    histogram(Map.of(), "frontrow_desk_wait_seconds"),
                    histogram(Map.of(), "frontrow_desk_commit_seconds"),
                    metrics(
                            Map.of(),
                            "frontrow_desk_retries_total",
                            "frontrow_desk_unknown_outcomes_total",
                            "frontrow_expiry_lag_seconds",
                            "frontrow_feed_lag_seconds_max",
                            "frontrow_feed_connected",
                            "frontrow_watchers",
                            "frontrow_passwords_waiting"),
                    histogram(Map.of(), "frontrow_feed_lag_seconds"),
                    metrics(
                            Map.of("outcome", Set.of("welcome", "refused", "delayed", "busy")),
                            "frontrow_sign_ins_total"),
                    metrics(
                            Map.of("method", ANY, "uri", ANY, "status", ANY, "outcome", ANY),
                            "http_server_requests_seconds_count",
                            "http_server_requests_seconds_sum",
                            "http_server_requests_seconds_max"),
                    metrics(
                            Map.of("datasource", ANY),
                            "agroal_active_count",
                            "agroal_available_count",
                            "agroal_awaiting_count"),
                    metrics(Map.of(), "process_cpu_usage", "process_uptime_seconds"),
                    metrics(Map.of("area", Set.of("heap", "nonheap"), "id", ANY), "jvm_memory_used_bytes"))
            .flatMap(some -> some)
            .toList();

    /** CloudNativePG's default metrics, its backup plugin's, kube-state-metrics', the kubelet's and Prometheus' own. */
    private static final List<Metric> OF_OTHERS = Stream.of(
                    metrics(Map.of("cluster", ANY), "cnpg_collector_up"),
                    metrics(Map.of(), "cnpg_pg_replication_streaming_replicas", "cnpg_pg_replication_lag"),
                    metrics(
                            Map.of(),
                            "cnpg_pg_stat_archiver_last_failed_time",
                            "cnpg_pg_stat_archiver_last_archived_time"),
                    metrics(
                            Map.of("datname", ANY, "usename", ANY, "application_name", ANY, "state", ANY),
                            "cnpg_backends_total",
                            "cnpg_backends_max_tx_duration_seconds"),
                    metrics(
                            Map.of("datname", ANY),
                            "cnpg_pg_stat_database_deadlocks",
                            "cnpg_pg_stat_database_xact_commit",
                            "cnpg_pg_stat_database_xact_rollback",
                            "cnpg_pg_database_xid_age",
                            "cnpg_pg_database_size_bytes"),
                    metrics(Map.of("name", ANY), "cnpg_pg_settings_setting"),
                    metrics(Map.of(), "barman_cloud_cloudnative_pg_io_last_available_backup_timestamp"),
                    metrics(
                            Map.of("deployment", Set.of("frontrow")),
                            "kube_deployment_status_replicas_ready",
                            "kube_deployment_spec_replicas"),
                    metrics(
                            Map.of("job_name", Set.of("frontrow-migration"), "condition", Set.of("true")),
                            "kube_job_failed"),
                    metrics(
                            Map.of("horizontalpodautoscaler", Set.of("frontrow")),
                            "kube_horizontalpodautoscaler_status_current_replicas",
                            "kube_horizontalpodautoscaler_spec_max_replicas"),
                    metrics(Map.of("uid", ANY), "kube_pod_container_status_restarts_total"),
                    metrics(
                            Map.of("persistentvolumeclaim", ANY),
                            "kubelet_volume_stats_available_bytes",
                            "kubelet_volume_stats_capacity_bytes"),
                    metrics(Map.of(), "up"))
            .flatMap(some -> some)
            .toList();

    /** Labels that Prometheus adds to whatever it scrapes from a pod. */
    static final Set<String> OF_THE_TARGET = Set.of("namespace", "pod", "container", "service", "job", "instance");

    static Optional<Metric> find(String name) {
        return Stream.concat(OF_THE_SERVICE.stream(), OF_OTHERS.stream())
                .filter(metric -> metric.name().equals(name))
                .findFirst();
    }

    private static Stream<Metric> metrics(Map<String, Set<String>> labels, String... names) {
        return Stream.of(names).map(name -> new Metric(name, labels));
    }

    private static Stream<Metric> histogram(Map<String, Set<String>> labels, String name) {
        var ofBuckets = new HashMap<>(labels);
        ofBuckets.put("le", ANY);
        return Stream.concat(
                metrics(labels, name + "_count", name + "_sum"), metrics(Map.copyOf(ofBuckets), name + "_bucket"));
    }
}
