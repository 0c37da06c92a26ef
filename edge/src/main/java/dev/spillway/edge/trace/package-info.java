/** Trace context as it crosses HTTP and Kafka. */
@NullMarked
package dev.spillway.edge.trace;

import org.jspecify.annotations.NullMarked;
