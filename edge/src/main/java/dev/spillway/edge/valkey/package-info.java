/** The one door to Valkey: bounded in time, closed while the server is away. */
@NullMarked
package dev.spillway.edge.valkey;

import org.jspecify.annotations.NullMarked;
