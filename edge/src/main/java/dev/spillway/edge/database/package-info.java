/** How a service shows the database who it is. */
@NullMarked
package dev.spillway.edge.database;

import org.jspecify.annotations.NullMarked;
