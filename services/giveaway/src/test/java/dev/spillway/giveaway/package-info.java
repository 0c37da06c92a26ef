/** The giveaway service as its clients and the ledger see it. */
@NullMarked
package dev.spillway.giveaway;

import org.jspecify.annotations.NullMarked;
