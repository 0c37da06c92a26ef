/** What this process remembers for a while. */
@NullMarked
package dev.spillway.edge.cache;

import org.jspecify.annotations.NullMarked;
