/**
 * Reads of the database, kept apart from the ledger's writes so that a flood of them cannot starve
 * those.
 */
@NullMarked
package dev.spillway.wallet.reads;

import org.jspecify.annotations.NullMarked;
