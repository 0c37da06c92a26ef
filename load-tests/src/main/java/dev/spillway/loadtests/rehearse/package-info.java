/**
 * Zero downtime, rehearsed on one machine: a real proxy, a real Prometheus and the services as
 * processes, led by the thresholds and times that stand in {@code k8s/}. docs/guides/rehearsals.md
 * says what each part stands for.
 */
@NullMarked
package dev.spillway.loadtests.rehearse;

import org.jspecify.annotations.NullMarked;
