/**
 * What is delivered around the program: images, Compose, hosted workflows, the Kubernetes manifests, the list of what is
 * inside, the metrics. Little of it can be run by a test that has neither Docker nor a cluster, so the files are held to
 * what we promise about them, and every promise has planted mistakes that must break it. Manifests are rendered by
 * {@code kubectl} (from the path, or named by {@code KUBECTL}); without it those tests are skipped, unless
 * {@code KUBECTL_TESTS=required}.
 */
@NullMarked
package org.frontrow.delivery;

import org.jspecify.annotations.NullMarked;
