/**
 * What is shipped around the service: the Kubernetes manifests in {@code k8s}. They are rendered by {@code kubectl}
 * (from the path, or named by {@code KUBECTL}) and held against rules; without it these tests are skipped, unless
 * {@code KUBECTL_TESTS=required} says that they must not be. Every rule has a planted mistake that it must find.
 */
package org.frontrow.delivery;
