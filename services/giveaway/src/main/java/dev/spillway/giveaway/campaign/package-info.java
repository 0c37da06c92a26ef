/** Campaigns: what is given away, when, and how far it has come. */
@NullMarked
package dev.spillway.giveaway.campaign;

import org.jspecify.annotations.NullMarked;
