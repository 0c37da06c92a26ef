/** Wallets: opening one and looking at it. */
@NullMarked
package dev.spillway.wallet.wallet;

import org.jspecify.annotations.NullMarked;
