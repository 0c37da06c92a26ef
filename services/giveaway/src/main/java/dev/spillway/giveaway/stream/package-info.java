/** Results as they come, to clients that listen. */
@NullMarked
package dev.spillway.giveaway.stream;

import org.jspecify.annotations.NullMarked;
