package org.frontrow.delivery;

import java.util.stream.Stream;

/** What somebody might get wrong one day: text that is replaced in what an overlay renders, and what is said about it. */
final class PlantedMistakes {
    private PlantedMistakes() {}

    record Mistake(String overlay, String right, String wrong, String found) {
        @Override
        public String toString() {
            return overlay + ": " + wrong.strip().lines().findFirst().orElse("(nothing)") + " → " + found;
        }
    }

    static Stream<Mistake> all() {
        return Stream.of(data(), pods(), network(), monitoring()).flatMap(some -> some);
    }

    private static Stream<Mistake> data() {
        return Stream.of(
                // Fields and types
                in("prod", "automountServiceAccountToken:", "autoMountServiceAccountToken:", "autoMountServiceAccount"),
                in("prod", "            drop:\n", "            dropp:\n", "dropp"),
                in("prod", "value: \"true\"", "value: true", "Cannot coerce Boolean value"),
                in("prod", "number: 1", "number: \"one\"", "Cannot coerce String value"),
                in("prod", "dataDurability: required", "dataDurability: sometimes", "not one of the values accepted"),
                in("prod", "failoverQuorum: true", "failOverQuorum: true", "failOverQuorum"),
                in("prod", "expr: min by", "expression: 1\n      expr: min by", "expression"),
                in("everything-else", "backendRequest: 0s", "backendRequests: 0s", "backendRequests"),
                in("prod", "kind: PodMonitor", "kind: PodMonitors", "an unknown kind"),
                // Namespace
                in("prod", "pod-security.kubernetes.io/enforce: restricted", "a: b", "it allows other pods too"),
                in("prod", "name: frontrow-db\n  namespace: frontrow\n", "name: frontrow-db\n", "is elsewhere"),
                // Settings
                in("prod", "FRONTROW_TIME_ZONE", "FRONTROW_TIMEZONE", "FRONTROW_TIMEZONE is no setting of the service"),
                in("prod", "QUARKUS_SHUTDOWN_DELAY", "QUARKUS_SHUTDOWN_DELAYS", "is no setting of a Quarkus extension"),
                in("prod", "FRONTROW_TIME_ZONE", "QUARKUS_MANAGEMENT_ENABLED", "is settled when the image is built"),
                in("prod", "FRONTROW_TIME_ZONE", "TZ", "TZ is no setting"),
                // Secrets
                in(
                        "prod",
                        "secretName: frontrow-signing-key",
                        "secretName: my-key",
                        "my-key/signing-key.pem is not in"),
                in("prod", "key: ACCESS_KEY_ID", "key: AWS_KEY", "frontrow-backup-store/AWS_KEY is not in"),
                in("prod", "kind: ConfigMap", "kind: Secret", "is in the repository"),
                in("prod", "FRONTROW_COOKIES_SECURE:", "QUARKUS_DATASOURCE_PASSWORD:", "holds a password"),
                in("prod", "/etc/frontrow/keys/signing-key.pem", "|\n    -----BEGIN PRIVATE KEY-----", "holds a key"),
                // Migration
                in("prod", "QUARKUS_FLYWAY_MIGRATE_AT_START: \"false\"", "A: \"\"", "every replica migrates too"),
                in("prod", "- name: QUARKUS_INIT_AND_EXIT", "- name: A", "the Job never ends"),
                in("prod", "- name: QUARKUS_FLYWAY_MIGRATE_AT_START", "- name: A", "the Job does not migrate"),
                in("dev", "QUARKUS_FLYWAY_MIGRATE_AT_START: \"true\"", "A: \"\"", "nobody migrates"),
                // The database
                in("prod", "maxReplicas: 8", "maxReplicas: 80", "it allows 200, and there may be 1397"),
                in("prod", "instances: 3", "instances: 2", "one that is lost stops all sales"),
                in("prod", "dataDurability: required", "dataDurability: preferred", "before a standby has it"),
                in("prod", "failoverQuorum: true", "failoverQuorum: false", "may become primary"),
                in("prod", "podAntiAffinityType: required", "podAntiAffinityType: preferred", "in one host"),
                in("prod", "barmanObjectName: frontrow-backups", "barmanObjectName: b", "its log goes nowhere"),
                in("prod", "schedule: 0 30 3 * * *", "schedule: 30 3 * * *", "no backup is planned"),
                in("prod", "  retentionPolicy: 30d\n", "", "backups are kept for ever"));
    }

    private static Stream<Mistake> pods() {
        return Stream.of(
                in("prod", "runAsNonRoot: true", "runAsNonRoot: false", "may run as root"),
                in("dev", "runAsUser: 999", "runAsUser: 0", "may run as root"),
                in("prod", "runAsUser: 1001", "runAsUser: 1000", "does not run as the image's user"),
                in("prod", "type: RuntimeDefault", "type: Unconfined", "has no seccomp profile"),
                in("prod", "enableServiceLinks: false", "hostNetwork: true", "shares a namespace with its host"),
                in(
                        "dev",
                        "emptyDir:\n          sizeLimit: 16Mi",
                        "hostPath:\n          path: /run",
                        "its host's files"),
                in("prod", "allowPrivilegeEscalation: false", "privileged: true", "may gain privileges"),
                in("prod", "          readOnlyRootFilesystem: true\n", "", "may write to its root file system"),
                in("prod", "drop:\n            - ALL", "drop:\n            - NET_RAW", "keeps capabilities"),
                in("prod", "drop:\n            - ALL", "add:\n            - NET_ADMIN", "keeps capabilities"),
                in("prod", "      automountServiceAccountToken: false\n", "", "gets a token"),
                in("prod", "\nautomountServiceAccountToken: false\n", "\n", "hands out its token"),
                in("prod", "      enableServiceLinks: false\n", "", "gets FRONTROW_PORT and the like"),
                in("prod", "            memory: 768Mi\n", "", "how much memory it needs"),
                in("prod", "limits:\n            cpu: \"2\"", "limits:\n            cpu: 500m", "asks for more cpu"),
                in("prod", "frontrow/frontrow:0.1.0-native", "frontrow/frontrow:latest", "has no exact version"),
                in("prod", "frontrow/frontrow:0.1.0-native", "frontrow/frontrow", "has no exact version"),
                in("dev", "postgres:18.6-trixie", "postgres:18", "has no exact version"),
                in("prod", "postgresql:18.6-minimal-trixie", "postgresql:18", "has no exact version"),
                in(
                        "prod",
                        "0.1.0-native\n        livenessProbe",
                        "0.2.0-native\n        livenessProbe",
                        "2 versions of the service"),
                in("prod", "path: /q/health/live", "path: /q/health", "nobody asks for /q/health/live"),
                in("prod", "            port: management", "            port: http", "at the management port"),
                in(
                        "dev",
                        "        readinessProbe:\n          exec:\n            command:\n            - pg_isready\n            - --host=127.0.0.1\n            - --quiet\n          periodSeconds: 5\n          timeoutSeconds: 2\n",
                        "",
                        "is not asked everything"),
                in("prod", "mountPath: /tmp\n", "mountPath: /temp\n", "has nowhere to write"),
                in(
                        "prod",
                        "        name: tmp\n      - name: keys",
                        "        name: t\n      - name: keys",
                        "mounts tmp"),
                in(
                        "prod",
                        "configMapRef:\n            name: frontrow-config",
                        "configMapRef:\n            name: f",
                        "no ConfigMap f"),
                in(
                        "prod",
                        "terminationGracePeriodSeconds: 45",
                        "terminationGracePeriodSeconds: 30",
                        "is killed before"),
                in("prod", "QUARKUS_SHUTDOWN_DELAY: 10s", "QUARKUS_SHUTDOWN_DELAY: 1s", "is still sent requests"),
                in("prod", "maxUnavailable: 0", "maxUnavailable: 1", "before there is a new one"));
    }

    private static Stream<Mistake> network() {
        return Stream.of(
                // Who finds whom
                in(
                        "prod",
                        "  selector:\n    app.kubernetes.io/component: service",
                        "  selector:\n    app.kubernetes.io/component: x",
                        "Service frontrow finds no pod"),
                in(
                        "prod",
                        "template:\n    metadata:\n      labels:\n        app.kubernetes.io/component: service",
                        "template:\n    metadata:\n      labels:\n        app.kubernetes.io/component: x",
                        "does not find its own pods"),
                in(
                        "prod",
                        "      - labelSelector:\n          matchLabels:\n            app.kubernetes.io/component: service",
                        "      - labelSelector:\n          matchLabels:\n            app.kubernetes.io/component: x",
                        "spreads others than itself"),
                in("prod", "cnpg.io/cluster: frontrow-db", "cnpg.io/cluster: frontrow", "finds no pod"),
                in(
                        "prod",
                        "kind: Deployment\n    name: frontrow",
                        "kind: Deployment\n    name: f",
                        "finds no Deployment f"),
                in(
                        "prod",
                        "  selector:\n    matchLabels:\n      app.kubernetes.io/component: management",
                        "  selector:\n    matchLabels:\n      app.kubernetes.io/component: m",
                        "finds no Service"),
                // Ports
                in("prod", "targetPort: http\n", "targetPort: htpp\n", "Service frontrow leads to no port htpp"),
                in(
                        "prod",
                        "- containerPort: 9000\n          name: management",
                        "- containerPort: 9000\n          name: metrics",
                        "has no port management"),
                in(
                        "prod",
                        "  - interval: 15s\n    path: /q/metrics\n    port: management",
                        "  - port: metrics",
                        "scrapes no port metrics"),
                in("prod", "    - port: 8080\n", "    - port: 80\n", "opens port 80, which nobody listens on"),
                // Policies
                in(
                        "prod",
                        "  podSelector: {}\n  policyTypes:\n  - Ingress\n  - Egress",
                        "  podSelector: {}\n  policyTypes:\n  - Ingress",
                        "what is not said is allowed"),
                in("prod", "    ports:\n    - port: 8080\n      protocol: TCP\n", "", "or to any port"),
                in(
                        "prod",
                        "    - port: 53\n      protocol: UDP\n    - port: 53\n      protocol: TCP\n    to:",
                        "    - port: 53\n    too:",
                        "too"),
                in(
                        "dev",
                        "  egress:\n  - ports:\n    - port: 5432\n      protocol: TCP\n    to:\n    - podSelector:\n        matchLabels:\n          app.kubernetes.io/name: frontrow-db\n",
                        "  egress:\n  - {}\n",
                        "lets out to anybody"),
                in(
                        "everything-else",
                        "        matchLabels:\n          kubernetes.io/metadata.name: observability",
                        "        matchLabels: {}",
                        "means any namespace"),
                in(
                        "everything-else",
                        "    - namespaceSelector:\n        matchLabels:\n          kubernetes.io/metadata.name: observability",
                        "    - ipBlock:\n        cidr: 0.0.0.0/0",
                        "addresses outside"),
                in(
                        "prod",
                        "kubernetes.io/metadata.name: monitoring",
                        "kubernetes.io/metadata.name: ingress-nginx",
                        "opens it to others"),
                in(
                        "prod",
                        "  - name: http\n    port: 8080\n",
                        "  - name: management\n    port: 9000\n    targetPort: management\n  - name: http\n    port: 8080\n",
                        "has it beside others"),
                in("prod", "type: ClusterIP", "type: LoadBalancer", "is open to the world"),
                // Ways in
                in(
                        "prod",
                        "service:\n            name: frontrow\n            port:\n              name: http",
                        "service:\n            name: frontrow-management\n            port:\n              name: management",
                        "leads to frontrow-management:management"),
                in(
                        "everything-else",
                        "    - name: frontrow\n      port: 8080",
                        "    - name: frontrow-management\n      port: 9000",
                        "leads to frontrow-management:9000"),
                in(
                        "prod",
                        "tls:\n  - hosts:\n    - tickets.example.org",
                        "tls:\n  - hosts:\n    - example.org",
                        "has no certificate"),
                in("prod", "proxy-buffering: \"off\"", "proxy-buffering: \"on\"", "keeps it in a buffer"),
                in(
                        "prod",
                        "proxy-read-timeout: \"120\"",
                        "proxy-read-timeout: \"20\"",
                        "takes its silence for its end"),
                in("prod", "path: /api/seats/live", "path: /api/seats/life", "no way in of its own"),
                in("everything-else", "      request: 0s\n", "      request: 30s\n", "the gateway cuts it off"),
                in("prod", "host: tickets.example.org", "host: frontrow.invalid", "the host is still frontrow.invalid"),
                in("prod", "s3://example-frontrow-backups/", "s3://set-in-the-overlay/", "is not filled in"),
                // Proxies
                in(
                        "prod",
                        "  QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING: \"true\"\n",
                        "",
                        "seems to come from the proxy's address"),
                in(
                        "prod",
                        "TRUSTED_PROXIES: 10.244.0.0/16",
                        "TRUSTED_PROXIES: 0.0.0.0/0",
                        "anybody may say where they come from"),
                in(
                        "prod",
                        "FRONTROW_COOKIES_SECURE: \"true\"",
                        "FRONTROW_COOKIES_SECURE: \"false\"",
                        "cookies may travel unencrypted"));
    }

    private static Stream<Mistake> monitoring() {
        return Stream.of(
                in(
                        "prod",
                        "    - alert: FrontrowFeedLag\n",
                        "    - alert: FrontrowFeedDisconnected\n",
                        "or there twice"),
                in("prod", "      for: 0m\n", "", "does not say how long"),
                in("prod", "severity: critical", "severity: high", "does not say how bad"),
                in("prod", "        summary: No replica answers\n", "", "has no summary"),
                in(
                        "prod",
                        "    - alert: FrontrowFeedLag\n",
                        "    - alert: FrontrowFeedLate\n",
                        "there is no section FrontrowFeedLate"),
                in("prod", "operations.md#frontrowfeedlag\n", "operations.md#feed\n", "FrontrowFeedLag leads to"),
                in(
                        "prod",
                        "frontrow_feed_lag_seconds_max)",
                        "frontrow_feed_lag)",
                        "there is no metric frontrow_feed_lag"),
                in(
                        "prod",
                        "frontrow_sign_ins_total{outcome=\"busy\"}",
                        "frontrow_sign_ins_total{outcome=\"full\"}",
                        "is never full"),
                in("prod", "kind=\"desk-busy\"", "kind=\"busy\"", "kind of frontrow_refusals_total is never busy"),
                in("prod", "kind=\"desk-busy\"", "type=\"desk-busy\"", "has no label type"),
                in("prod", "sum by (status) (rate(http", "sum by (code) (rate(http", "groups by [code]"),
                in("prod", "shows=\\\"today\\\"", "shows=\\\"tomorrow\\\"", "is never tomorrow"),
                in("prod", "\"schemaVersion\": 39,", "\"schemaVersion\": 39", "it is no JSON"),
                in("prod", "\"targets\": [", "\"target\": [", "it shows nothing"),
                in(
                        "prod",
                        "label_values(frontrow_watchers, namespace)",
                        "label_values(frontrow_watching, namespace)",
                        "no metric frontrow_watching"),
                in("prod", "\"id\": 3,", "\"id\": 2,", "two panels have the number 2"));
    }

    private static Mistake in(String overlay, String right, String wrong, String found) {
        return new Mistake(overlay, right, wrong, found);
    }
}
