/** How much one caller may ask for, whichever pod it asks. */
@NullMarked
package dev.spillway.edge.ratelimit;

import org.jspecify.annotations.NullMarked;
