/** How a campaign's money comes and goes: orders to the ledger and what came of them. */
@NullMarked
package dev.spillway.giveaway.treasury;

import org.jspecify.annotations.NullMarked;
