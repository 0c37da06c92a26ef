/** Tests of the way of a claim in. */
@NullMarked
package dev.spillway.giveaway.claim;

import org.jspecify.annotations.NullMarked;
