/** The entries of a wallet, newest first. */
@NullMarked
package dev.spillway.wallet.history;

import org.jspecify.annotations.NullMarked;
