/** Events as they come from Kafka, and where those go that nobody can understand. */
@NullMarked
package dev.spillway.edge.events;

import org.jspecify.annotations.NullMarked;
