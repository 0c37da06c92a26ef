/** What wallets hold: read from Valkey, kept true by every commit, from the database otherwise. */
@NullMarked
package dev.spillway.wallet.balance;

import org.jspecify.annotations.NullMarked;
