/** What was claimed and what came of it, from Kafka into the database and back to the gates. */
@NullMarked
package dev.spillway.giveaway.recorder;

import org.jspecify.annotations.NullMarked;
