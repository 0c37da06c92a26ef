/** What the framework wants to know of this service as a whole. */
@NullMarked
package dev.spillway.giveaway.boot;

import org.jspecify.annotations.NullMarked;
