/** A real Kafka broker. */
@NullMarked
package dev.spillway.localstack.kafka;

import org.jspecify.annotations.NullMarked;
