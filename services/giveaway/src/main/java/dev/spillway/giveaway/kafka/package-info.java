/** How this service sends to Kafka and reads from it. */
@NullMarked
package dev.spillway.giveaway.kafka;

import org.jspecify.annotations.NullMarked;
