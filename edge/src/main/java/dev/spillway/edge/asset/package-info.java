/** The assets that the suite knows, the same for every service. */
@NullMarked
package dev.spillway.edge.asset;

import org.jspecify.annotations.NullMarked;
