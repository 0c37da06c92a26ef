/** Transfers between wallets, one at a time and in batches. */
@NullMarked
package dev.spillway.wallet.transfer;

import org.jspecify.annotations.NullMarked;
