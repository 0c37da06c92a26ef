/** The assets that wallets may hold. */
@NullMarked
package dev.spillway.wallet.asset;

import org.jspecify.annotations.NullMarked;
