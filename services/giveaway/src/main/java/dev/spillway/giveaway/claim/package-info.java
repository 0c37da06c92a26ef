/** The way of a claim in: one script in Valkey, one record to Kafka, no database. */
@NullMarked
package dev.spillway.giveaway.claim;

import org.jspecify.annotations.NullMarked;
